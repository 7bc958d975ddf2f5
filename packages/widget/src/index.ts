export * from './first-view.ts';
export { ChatCall } from './features/calls/chat-call.ts';
export { ChatGroupCall } from './features/group-calls/chat-group-call.ts';
export type { ChatEventMap } from './element-types.ts';
export type { CallDetail } from './call-ui/call-events.ts';
export { ChatFiles } from './features/files/chat-files.ts';
export { ChatMembers } from './features/members/chat-members.ts';
export { ChatAvatar } from './ui/chat-avatar.ts';
export { ChatOverlay } from './stage/chat-overlay.ts';
export { ChatReplay } from './replay/chat-replay.ts';
export { ChatSpotlight } from './stage/chat-spotlight.ts';
export { ChatRooms } from './rooms/chat-rooms.ts';

// The launcher as an element. Imported last: chunks that import each other must be evaluated from `first-view`.
import './layout/chat-launcher.ts';
