export * from './first-view.ts';
export { ChatCall } from './features/calls/chat-call.ts';
export { ChatGroupCall } from './features/group-calls/chat-group-call.ts';
export type { ChatEventMap } from './element-types.ts';
export type { CallDetail } from './call-ui/call-events.ts';
export { ChatFiles } from './features/files/chat-files.ts';
export { ChatMembers } from './features/members/chat-members.ts';
export { ChatRooms } from './rooms/chat-rooms.ts';

// The button by itself. Last: chunks of the build that need each other are begun by `first-view`, or they fail where it is first.
import './layout/chat-launcher.ts';
