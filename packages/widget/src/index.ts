export * from './first-view.ts';
export { ChatMembers } from './chat-members.ts';
