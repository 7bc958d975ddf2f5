export * from './first-view.ts';
export { ChatCall } from './calls/chat-call.ts';
export { ChatGroupCall } from './calls/chat-group-call.ts';
export type { CallDetail } from './calls/tell-call.ts';
export { ChatFiles } from './chat-files.ts';
export { ChatMembers } from './chat-members.ts';
export { ChatRooms } from './chat-rooms.ts';

// A button by itself, for a chat that the page opens.
import './chat-launcher.ts';
