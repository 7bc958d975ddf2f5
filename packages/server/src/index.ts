export { createChatServer } from './create-chat-server.ts';
export type { ChatServer } from './chat-server.ts';
export type { ChatServerOptions } from './options.ts';
export type { ReminderOptions } from './jobs/reminders.ts';
export type { RoomCreators, RoomToCreate } from './room/room-creators.ts';
export type { SlashCall, SlashDefinition } from './commands/slash-commands.ts';
export type { Session } from './transport/session.ts';
export type { Stats } from './operations/stats.ts';
export type { LoadLevel } from './operations/load-shedding.ts';
export type { Hooks, TextHooks, UploadHooks } from './commands/hooks.ts';
export type { PictureUpload, Upload } from './files/upload-hooks.ts';
export type { Context } from './commands/context.ts';
export type { CallOptions } from './calls/ice-servers.ts';
export { livekit, type LiveKitOptions } from './group-calls/livekit.ts';
export { janus, type JanusOptions } from './group-calls/janus.ts';
export type { EngineCall, GroupCallEngine } from './group-calls/engine.ts';
export type { PushOptions } from './push/push.ts';
export {
  verifyWebhook,
  WebhookVerificationError,
  type VerifyWebhookOptions,
  type WebhookHeaders,
} from './webhooks/signature.ts';
export type { WebhookEvent, WebhookEventType } from './webhooks/webhook-events.ts';
export { openAiSummary } from './summary/summary-options.ts';
export type {
  OpenAiOptions,
  SummaryMessage,
  SummaryOptions,
  SummaryRequest,
} from './summary/summary-options.ts';
export type { EmailOptions, EmailRecipient, Mail } from './email/email-options.ts';
export type { CustomEmojiOptions } from './files/custom-emoji.ts';
export type { LinkCardOptions } from './link-cards/link-cards.ts';
export { libreTranslate, type LibreTranslateOptions } from './translation/libre-translate.ts';
export type {
  Translate,
  TranslatedText,
  TranslateOptions,
  TranslationOptions,
} from './translation/translation-options.ts';
export type { AdminPageOptions } from './http/admin-page.ts';
export type { WebhookOptions } from './webhooks/webhook-options.ts';
export type { WebhookDelivery, WebhookStatus } from '@chat/protocol';
export type { Logger } from './logger.ts';
export type { Tracer, TracerSpan } from './commands/trace-commands.ts';
export { guests } from './auth/guests.ts';
export { lookAlikes, nameKeys } from './names/look-alike.ts';
export { checkName } from './names/mixed-scripts.ts';
export { jwt } from './auth/jwt.ts';
export { firstOf } from './auth/first-of.ts';
export type {
  Authenticate,
  AuthContext,
  AuthRequest,
  Identity,
  NamingAuthenticate,
  ReservedNames,
  UniqueNames,
} from './auth/authenticate.ts';
export type { GuestOptions } from './auth/guests.ts';
export type { Claims, JwtOptions } from './auth/jwt.ts';
export { bot } from './bots/bot.ts';
export type { Bot, BotAnswer, BotAsked, BotCommand, BotOptions, BotReply } from './bots/bot.ts';
export { dialect } from './dialect/dialect.ts';
export type {
  Caller,
  Credentials,
  Dialect,
  DialectEvent,
  DialectOptions,
  RouteRequest,
} from './dialect/dialect.ts';
export type { FieldReader } from './dialect/field-reader.ts';
export type { GivenFile } from './files/in-process-upload.ts';
export { diskFiles } from './files/disk-files.ts';
export type { ByteRange, FileStore } from './files/file-store.ts';
export { wordFilter } from './word-filter/word-filter.ts';
export type { WordFilterOptions } from './word-filter/word-filter.ts';
export type { Found } from './word-filter/find-words.ts';
export { matchesSearch } from './storage/shared/search-match.ts';
export type { Phrase } from '@chat/protocol';
export type { SearchQuery } from './storage/contract/search-query.ts';
export { memoryStorage } from './storage/memory/memory-storage.ts';
export type {
  Changes,
  ChatStorage,
  FileBinding,
  FileRecordStore,
  FileTotals,
  FirstReadMarker,
  ReadMarker,
  PublicReadMarker,
  NameQuery,
  PageQuery,
  ReactionOf,
  RecordOf,
  RoomPreferences,
  PreferenceStore,
  RoomStore,
  SettingStore,
  StoredUser,
  TimelineStore,
  UserStore,
} from './storage/contract/storage.ts';
export type {
  NotificationStore,
  PushSubscription,
  StoredNotificationSettings,
} from './storage/contract/notification-store.ts';
export type {
  PresenceChanges,
  PresenceEntry,
  PresenceStore,
  PresenceUpdate,
  PresentNode,
} from './storage/contract/presence-store.ts';
export { nameTokens } from './storage/shared/name-tokens.ts';
export type {
  ProfileChange,
  ProfileStore,
  StoredProfile,
  StoredStatus,
} from './storage/contract/profile-store.ts';
export type { ProfileOptions, ProfileFieldOptions } from './users/profile-rules.ts';
export type { Change, CommitResult, MessageDraft, RoomPatch } from './storage/contract/change.ts';
export type {
  Head,
  RecordChange,
  RecordQuery,
  StoredFile,
  StoredMember,
  StoredRecord,
  StoredReport,
} from './storage/contract/records.ts';
export { decide } from './storage/decide/decide.ts';
export { ChatError, defaultLimits, httpStatus } from '@chat/protocol';
export type {
  Attachment,
  AuditEntry,
  Author,
  Call,
  ChatEvent,
  CommandName,
  ErrorCode,
  ErrorReason,
  EventOf,
  Input,
  Limits,
  Member,
  Message,
  Output,
  Report,
  Role,
  Room,
  RoomFile,
  RoomSummary,
  Translation,
  User,
} from '@chat/protocol';
