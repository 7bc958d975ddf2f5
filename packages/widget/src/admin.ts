// `@chat/widget/admin`: the page for operators, apart from what other pages load.
export { ChatAdmin } from './admin/chat-admin.ts';
