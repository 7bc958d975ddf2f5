export * from './first-view.ts';
export { ChatCall } from './calls/chat-call.ts';
export { ChatGroupCall } from './calls/chat-group-call.ts';
export type { ChatEventMap } from './element-types.ts';
export type { CallDetail } from './calls/tell-call.ts';
export { ChatFiles } from './chat-files.ts';
export { ChatMembers } from './chat-members.ts';
export { ChatRooms } from './chat-rooms.ts';

// The button by itself. Last: chunks of the build that need each other are begun by `first-view`, or they fail where it is first.
import './chat-launcher.ts';
