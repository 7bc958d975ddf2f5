export { decide } from './storage/decide/decide.ts';
export type { Decision, View } from './storage/decide/decision.ts';
export { requiredReads, type RequiredReads } from './storage/batch/required-reads.ts';
export { decideBatch, type BatchResult, type RecordSource } from './storage/batch/decide-batch.ts';
export {
  decidePreloaded,
  preloadedView,
  type PreloadedView,
  type RecordLoaders,
} from './storage/batch/preloaded-view.ts';
export { createStorage, type StorageParts } from './storage/records/create-storage.ts';
export {
  featureRecords,
  type FeatureRecords,
  type SyncRecordTable,
} from './storage/records/feature-records.ts';
export type { RecordEntry, RecordRange, RecordTable } from './storage/records/record-table.ts';
export { scanMessages } from './storage/shared/message-scan.ts';
export {
  mergeWalks,
  pageBy,
  type AsyncWalk,
  type MessagePage,
  type Walk,
} from './storage/shared/page-walk.ts';
export { idOf, orderKey } from './storage/shared/id-order-key.ts';
export { startOrderKey, startKeyRange } from './storage/shared/start-order-key.ts';
export { isVisibleTo } from './storage/shared/visible-to.ts';
export { latestCounters, existedAt } from './storage/shared/as-of.ts';
export { mentionedUsers, everyone } from './storage/shared/mentioned-users.ts';
export { matchesSearch } from './storage/shared/search-match.ts';
export { tokenize, type Phrase, type Word } from '@chat/protocol';
export { nameTokens } from './storage/shared/name-tokens.ts';
export {
  lowerReadMarker,
  newReadMarker,
  raiseDeliveredSeq,
  raiseReadMarker,
  toPublicReadMarker,
} from './storage/shared/read-marker.ts';
export { anonymizeAuditEntry, anonymizeReport } from './storage/shared/anonymize.ts';
export { rejectWhenClosed, type MaybeSync } from './storage/shared/reject-when-closed.ts';
export { markUnavailable, markMisconfigured } from './storage/contract/store-unavailable.ts';
export type {
  Change,
  CallEndReason,
  ChangeOf,
  CommitResult,
  MessageDraft,
  FirstMember,
  RoomPatch,
} from './storage/contract/change.ts';
export type { ImportChange, ImportedMessage } from './storage/contract/import-change.ts';
export type {
  Head,
  ReactionChange,
  StoredFile,
  StoredMember,
  StoredMessage,
  StoredRecord,
  RecordChange,
  RecordQuery,
  StoredReport,
  DeletedContent,
  ReplacedVersion,
} from './storage/contract/records.ts';
export type {
  ChatStorage,
  Changes,
  Counters,
  FileBinding,
  FileRecordStore,
  FileTotals,
  FirstReadMarker,
  HeadOf,
  ReadMarker,
  NameQuery,
  PageQuery,
  RoomPreferences,
  PreferenceStore,
  ReactionOf,
  ReadScope,
  RecordOf,
  RoomStore,
  PublicReadMarker,
  SettingStore,
  StartingQuery,
  StoredUser,
  TimelineStore,
  UserStore,
} from './storage/contract/storage.ts';
export type { ErasureStore } from './storage/contract/erasure-store.ts';
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
export {
  applyProfileChange,
  type ProfileChange,
  type ProfileStore,
  type StoredProfile,
  type StoredStatus,
} from './storage/contract/profile-store.ts';
export type { SearchQuery } from './storage/contract/search-query.ts';
