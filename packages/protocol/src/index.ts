export { ChatError, errorCodes, httpStatus, isTransient } from './error.ts';
export type { ErrorBody, ErrorCode, ErrorDetails, ErrorReason } from './error.ts';
export { defaultClientLimits, defaultLimits, mostUnsure, pageSize, reactorsShown } from './limits.ts';
export type { ClientLimits, Limits } from './limits.ts';
export type { Command, InputSchema, LoadClass, RateClass, Route } from './command.ts';
export * as fields from './fields.ts';
export { capabilities, reaches, rights, roles, withheld } from './rights.ts';
export type { Can, Right, Role, Standing, Withheld } from './rights.ts';
export type { NotificationLevel, NotificationSettings, QuietHours } from './notifications.ts';
export { isQuiet } from './quiet-hours.ts';
export { maxAboutLength, maxNameQueryLength } from './users.ts';
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
} from './users.ts';
export type { Ban, LeftReason, Member } from './members.ts';
export { mostInvitedAtOnce, mostOthers } from './rooms.ts';
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
} from './rooms.ts';
export { streamPatienceMs } from './messages.ts';
export type { Message, MessageKind, MessagePage, Reaction } from './messages.ts';
export { mentionsCounted, mentionsUser } from './mentions.ts';
export { isFor } from './private.ts';
export { isThreadOnly, participantsShown } from './threads.ts';
export type { ThreadSummary } from './threads.ts';
export { callCommands, callKinds, callOutcomes, isOpenCall } from './calls.ts';
export type { CallKind, CallLine, CallOutcome, CallParty, CallSignal, IceServer, RoomCall } from './calls.ts';
export { groupCallOf } from './group-call-of.ts';
export { groupCallCommands } from './group-calls.ts';
export type {
  GroupCall,
  GroupCallAccess,
  GroupCallEntry,
  GroupCallLine,
  GroupCallSeat,
} from './group-calls.ts';
export { auditCommands, auditedActs } from './audit.ts';
export type { AuditedAct, AuditedSettings, AuditEntry, ReportOutcome } from './audit.ts';
export { maxReasonLength, mostComplaints, reportCommands } from './reports.ts';
export type { Complaint, Report } from './reports.ts';
export { fileKinds, fileVariants, kindOfType } from './files.ts';
export type { Attachment, FileKind, FileUrl, FileVariant, RoomFile } from './files.ts';
export { maxSearchLength, searchCommands, searchedFor } from './search.ts';
export type { SearchedFor, SearchHit, SearchPage } from './search.ts';
export type { ReadCount, ReadState, Receipt, ReceiptPage } from './receipts.ts';
export { burstShown } from './reactions.ts';
export { typingShown } from './typing.ts';
export { firstScreen } from './presence.ts';
export type { Presence } from './presence.ts';
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
export { fileCommands } from './files.ts';
export { invitationCommands } from './invitations.ts';
export { memberCommands } from './members.ts';
export { messageCommands } from './messages.ts';
export { pinCommands } from './pins.ts';
export { startToRemindOf, type Reminded } from './reminders.ts';
export { presenceCommands } from './presence.ts';
export { reactionCommands } from './reactions.ts';
export { receiptCommands } from './receipts.ts';
export { replyCommands } from './replies.ts';
export { roomCommands } from './rooms.ts';
export { silenceCommands } from './silence.ts';
export { slashCommands } from './slash.ts';
export type { SlashCommand } from './slash.ts';
export { typingCommands } from './typing.ts';
export { dataRightsCommands, erasedAuthor, exportFormats, exportLanguages } from './data-rights.ts';
export type { Erasure, ExportAddress, ExportFormat, ExportLanguage } from './data-rights.ts';
export { notificationCommands } from './notifications.ts';
export { userCommands } from './users.ts';
export { versionCommands, maxVersions } from './versions.ts';
export type { MessageVersion } from './versions.ts';
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
