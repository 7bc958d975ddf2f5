export { createChatClient } from './create-chat-client.ts';
export type { ChatClient, ClientEvents } from './chat-client.ts';
export type { ChatClientOptions } from './create-chat-client.ts';
export type { ConnectionStatus } from './connection/connection.ts';
export type { Audit } from './features/audit.ts';
export type { CallMedia, MediaOptions, MediaState, Shows } from './calls/call-media.ts';
export type { ChosenDevices, Unplugged } from './calls/media-inputs.ts';
export type { Trouble } from './calls/peer-connection.ts';
export type { Calls, OwnCall } from './features/calls.ts';
export type { GroupCalls, OwnGroupCall } from './features/group-calls.ts';
export type {
  GroupMedia,
  GroupMediaOptions,
  GroupMediaState,
  GroupPerson,
} from './group-calls/group-media.ts';
export type { ExportOptions, PersonalData } from './features/data-rights.ts';
export type { FilePage, Files, UploadOptions } from './features/files.ts';
export type { MemberList, Members } from './features/members.ts';
export type { EditContent, Messages } from './features/messages.ts';
export type { Notifications } from './features/notifications.ts';
export type { Reactions } from './features/reactions.ts';
export type { Receipts, ReceiptState } from './features/receipts.ts';
export type { OtherMark } from './room/read-state.ts';
export type { ReportQueue, Reports } from './features/reports.ts';
export type { Replies } from './features/replies.ts';
export type { PinList, Pins } from './features/pins.ts';
export type { PresenceFeature, PresenceList } from './features/presence.ts';
export type { RoomList, RoomSummaries, Settings } from './features/rooms.ts';
export type { Search, SearchQuestion } from './features/search.ts';
export type { Slash } from './features/slash.ts';
export type { PictureOptions, Users } from './features/users.ts';
export type { Typing, TypingList } from './features/typing.ts';
export type { Thread, ThreadContent, ThreadList } from './features/threads.ts';
export type { MessageItem, MessageList } from './messages/message-list.ts';
export type { Versions } from './features/versions.ts';
export type { Gap } from './messages/message-log.ts';
export type { SendContent } from './outbox/outbox.ts';
export type { Readable, Stop } from './state/readable.ts';
export type { ChatRoom, RoomState } from './room/chat-room.ts';
export type { LeaveOptions } from './room/room-sync.ts';
export type { SessionLike } from './connection/session-link.ts';
export { memoryStorage } from './platform/client-storage.ts';
export type { ClientStorage } from './platform/client-storage.ts';
export { ChatError } from '@chat/protocol';
