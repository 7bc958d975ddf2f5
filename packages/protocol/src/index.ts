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
export { mostAllowedReactions, mostInvitedAtOnce, mostOthers } from './features/rooms.ts';
export type {
  Approval,
  History,
  Invitation,
  Phase,
  PrivateMessages,
  Retention,
  Room,
  RoomSnapshot,
  RoomSummary,
  RoomType,
  Since,
} from './features/rooms.ts';
export { streamPatienceMs } from './features/messages.ts';
export { geoUri, type Location } from './features/location.ts';
export type {
  Forwarded,
  LinkCard,
  LinkCardImage,
  Message,
  MessageKind,
  MessagePage,
  Reaction,
} from './features/messages.ts';
export type { ListedReminder, MessageReminder } from './personal/message-reminders.ts';
export type { SavedMessage, SavedPage } from './personal/saved.ts';
export type { Draft } from './personal/drafts.ts';
export type { ScheduledFailure, ScheduledMessage, ScheduledPage } from './personal/scheduled.ts';
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
export { attendanceCommands } from './live/attendance.ts';
export type { Attendance } from './live/attendance.ts';
export { captionCommands, captionLimits } from './live/captions.ts';
export type { Caption } from './live/captions.ts';
export {
  questionCommands,
  questionLimits,
  questionModes,
  questionOrders,
  questionStates,
} from './live/questions.ts';
export type {
  Question,
  QuestionAnswer,
  QuestionMode,
  QuestionOrder,
  QuestionPage,
  QuestionState,
} from './live/questions.ts';
export { handCommands } from './live/hands.ts';
export type { HandList, RaisedHand } from './live/hands.ts';
export { lobbyCommands } from './live/lobby.ts';
export { maxLobbyTextLength } from './live/live-settings.ts';
export type { LobbyMessage, LobbyState, WaitingUser } from './live/lobby.ts';
export { approvalCommands } from './moderation/approval.ts';
export type { PendingMessage, PendingPage } from './moderation/approval.ts';
export { auditCommands, auditedActs } from './moderation/audit.ts';
export { adminCommands } from './moderation/admin.ts';
export type {
  CommandFigures,
  HealthStatus,
  OpenModeration,
  OpenModerationPage,
  ServerStats,
} from './moderation/admin.ts';
export { webhookCommands } from './moderation/webhooks.ts';
export type { WebhookDelivery, WebhookStatus } from './moderation/webhooks.ts';
export type { AuditedAct, AuditedSettings, AuditEntry, ReportOutcome } from './moderation/audit.ts';
export { maxReasonLength, mostComplaints, mostRevealedTexts, reportCommands } from './moderation/reports.ts';
export type { Complaint, Report } from './moderation/reports.ts';
export { cleanFileName } from './files/file-name.ts';
export { fileKinds, kindOfType, opaqueFile, type FileKind } from './files/file-kind.ts';
export { fileVariants } from './features/files.ts';
export type { Attachment, FileUrl, FileVariant, RoomFile } from './features/files.ts';
export { maxSearchLength, searchCommands, searchedFor } from './features/search.ts';
export { highlightsIn, parsePhrases } from './search/search-phrases.ts';
export type { Phrase } from './search/search-phrases.ts';
export { isFound, parseSearch, searchableTexts, searchKindsOf, toHit } from './search/parsed-search.ts';
export type { AskedSearch, ParsedSearch } from './search/parsed-search.ts';
export { tokenize } from './search/tokenizer.ts';
export type { Word } from './search/tokenizer.ts';
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
export { linkCardCommands } from './features/link-cards.ts';
export { pinCommands } from './features/pins.ts';
export { pollCommands } from './polls/polls.ts';
export type { PollDraft, PollState, PollVoter } from './polls/polls.ts';
export { pollLimits, pollResults } from './polls/poll-message.ts';
export type { Poll, PollOption, PollResults } from './polls/poll-message.ts';
export { messageReminderCommands } from './personal/message-reminders.ts';
export { savedCommands } from './personal/saved.ts';
export { draftCommands } from './personal/drafts.ts';
export { scheduledCommands } from './personal/scheduled.ts';
export { recordingCommands, recordingLimits } from './live/recordings.ts';
export type { Recording, RecordingSegment, RoomRecording } from './live/recordings.ts';
export type { ReplayBurst, ReplayCaption, ReplayChange, ReplayWindow } from './live/replay.ts';
export {
  decodeDeviceIdentity,
  encodeDeviceIdentity,
  type DeviceIdentity,
} from './encryption/device-identity.ts';
export { encryptionCommands, encryptionLimits } from './encryption/encryption.ts';
export type {
  EncryptedContent,
  GroupCommit,
  HistoryLink,
  MlsGroup,
  RoomEncryption,
  SealedKey,
} from './encryption/encryption.ts';
export { approvalMs, encryptionAccountCommands } from './encryption/encryption-accounts.ts';
export type {
  ApprovalState,
  EncryptionAccount,
  MemberEncryptionAccount,
  OwnEncryptionAccount,
  SealPurpose,
} from './encryption/encryption-accounts.ts';
export { overlayCommands, overlayLimits } from './live/overlay.ts';
export type { NewOverlay, Overlay } from './live/overlay.ts';
export { spotlightCommands } from './live/spotlight.ts';
export type { Spotlight, SpotlightQuestion } from './live/spotlight.ts';
export { startToRemindOf, type Reminded } from './features/reminders.ts';
export { presenceCommands } from './features/presence.ts';
export { customEmojiCommands, customEmojiName } from './features/custom-emoji.ts';
export type { CustomEmoji } from './features/custom-emoji.ts';
export { reactionCommands } from './features/reactions.ts';
export { receiptCommands } from './features/receipts.ts';
export { replyCommands } from './features/replies.ts';
export { roomCommands } from './features/rooms.ts';
export { silenceCommands } from './personal/silence.ts';
export { slashCommands } from './features/slash.ts';
export type { SlashCommand } from './features/slash.ts';
export { summaryCommands, type Summary } from './personal/summary.ts';
export { typingCommands } from './features/typing.ts';
export { dataRightsCommands, erasedAuthor, exportFormats, exportLanguages } from './features/data-rights.ts';
export type { Erasure, ExportAddress, ExportFormat, ExportLanguage } from './features/data-rights.ts';
export { notificationCommands } from './features/notifications.ts';
export { blockCommands } from './personal/blocks.ts';
export type { BlockedPage, BlockedUser } from './personal/blocks.ts';
export { userCommands } from './features/users.ts';
export { hasWords, translateMasked, type MaskedTranslation } from './translation/masked-text.ts';
export { translationCommands, type Translation } from './translation/translation.ts';
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
