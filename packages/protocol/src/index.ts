export { ChatError, errorCodes, httpStatus, isTransient } from './error.ts';
export type { ErrorBody, ErrorCode, ErrorDetails, ErrorReason } from './error.ts';
export { defaultClientLimits, defaultLimits, mostUnsure, pageSize, reactorsShown } from './limits.ts';
export type { ClientLimits, Limits } from './limits.ts';
export type { Command, InputSchema, LoadClass, RateClass, Route } from './command.ts';
export * as fields from './fields.ts';
export { capabilities, reaches, rights, roles, withheld } from './rights.ts';
export type { Can, Right, Role, Standing, Withheld } from './rights.ts';
export type { NotificationLevel, NotificationSettings, QuietHours } from './features/notifications.ts';
export { isQuiet } from './features/quiet-hours.ts';
export { maxAboutLength, maxNameQueryLength } from './features/users.ts';
export type {
  Author,
  ChosenStatus,
  FieldRule,
  FieldValue,
  LastSeen,
  OwnProfile,
  Profile,
  ProfileField,
  Status,
  User,
  UserPage,
} from './features/users.ts';
export type { Ban, LeftReason, Member } from './features/members.ts';
export { mostInvitedAtOnce, mostOthers } from './features/rooms.ts';
export type {
  History,
  Invitation,
  Phase,
  Retention,
  Room,
  RoomSnapshot,
  RoomSummary,
  RoomType,
  Since,
} from './features/rooms.ts';
export { streamPatienceMs } from './features/messages.ts';
export type { Forwarded, Message, MessageKind, MessagePage, Reaction } from './features/messages.ts';
export { mentionsCounted, mentionsUser } from './features/mentions.ts';
export { isFor } from './features/private.ts';
export { isThreadOnly, participantsShown } from './features/threads.ts';
export type { ThreadSummary } from './features/threads.ts';
export { callCommands, callKinds, callOutcomes, isOpenCall } from './calls/calls.ts';
export type {
  CallKind,
  CallLine,
  CallOutcome,
  CallParty,
  CallSignal,
  IceServer,
  RoomCall,
} from './calls/calls.ts';
export { groupCallOf } from './calls/group-call-of.ts';
export { groupCallCommands, groupRecordingActions } from './calls/group-calls.ts';
export type {
  GroupCall,
  GroupCallAccess,
  GroupCallEntry,
  GroupCallLine,
  GroupCallRecording,
  GroupCallSeat,
  GroupRecordingAction,
} from './calls/group-calls.ts';
export { auditCommands, auditedActs } from './features/audit.ts';
export type { AuditedAct, AuditedSettings, AuditEntry, ReportOutcome } from './features/audit.ts';
export { maxReasonLength, mostComplaints, reportCommands } from './features/reports.ts';
export type { Complaint, Report } from './features/reports.ts';
export { fileKinds, fileVariants, kindOfType } from './features/files.ts';
export type { Attachment, FileKind, FileUrl, FileVariant, RoomFile } from './features/files.ts';
export { maxSearchLength, searchCommands, searchedFor } from './features/search.ts';
export type { SearchedFor, SearchHit, SearchPage } from './features/search.ts';
export type { ReadCount, ReadState, Receipt, ReceiptPage } from './features/receipts.ts';
export { burstShown } from './features/reactions.ts';
export { typingShown } from './features/typing.ts';
export { firstScreen } from './features/presence.ts';
export type { Presence } from './features/presence.ts';
export { revOf } from './events.ts';
export type {
  ChatEvent,
  DurableEvent,
  EphemeralEvent,
  EventOf,
  EventType,
  MessageChange,
  ReactionChange,
} from './events.ts';
export { fileCommands } from './features/files.ts';
export {
  invitationCommands,
  inviteLinkCommands,
  maxInviteLinkUses,
  minInviteLinkSeconds,
} from './features/invitations.ts';
export type { InviteLink, NewInviteLink } from './features/invitations.ts';
export { memberCommands } from './features/members.ts';
export { messageCommands } from './features/messages.ts';
export { pinCommands } from './features/pins.ts';
export { startToRemindOf, type Reminded } from './features/reminders.ts';
export { presenceCommands } from './features/presence.ts';
export { reactionCommands } from './features/reactions.ts';
export { receiptCommands } from './features/receipts.ts';
export { replyCommands } from './features/replies.ts';
export { roomCommands } from './features/rooms.ts';
export { silenceCommands } from './features/silence.ts';
export { slashCommands } from './features/slash.ts';
export type { SlashCommand } from './features/slash.ts';
export { typingCommands } from './features/typing.ts';
export { dataRightsCommands, erasedAuthor, exportFormats, exportLanguages } from './features/data-rights.ts';
export type { Erasure, ExportAddress, ExportFormat, ExportLanguage } from './features/data-rights.ts';
export { notificationCommands } from './features/notifications.ts';
export { userCommands } from './features/users.ts';
export { versionCommands, maxVersions } from './features/versions.ts';
export type { MessageVersion } from './features/versions.ts';
export { commandNames, commands, isCommandName, protocolVersion } from './wire.ts';
export type {
  Call,
  ClientToServer,
  ClosedCode,
  CommandName,
  Commands,
  Handshake,
  Hello,
  HookName,
  Input,
  Output,
  Reply,
  ServerToClient,
} from './wire.ts';
export { matchRoute, routes } from './routes.ts';
export type { CommandRoute } from './routes.ts';
export { parseField, parseInput } from './parse.ts';
