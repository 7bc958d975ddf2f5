export { decide } from './storage/decide/decide.ts';
export type { Decision, View } from './storage/decide/decision.ts';
export { requiredReads, type RequiredReads } from './storage/decide/required-reads.ts';
export { decideBatch, type Batch, type Source } from './storage/decide/decide-batch.ts';
export {
  decidePreloaded,
  preloadedView,
  type PreloadedView,
  type RoomLoaders,
} from './storage/decide/preloaded-view.ts';
export {
  bothWalks,
  pageBy,
  type AsyncWalk,
  type MessagePage,
  type Walk,
} from './storage/shared/page-walk.ts';
export { idOf, orderKey } from './storage/shared/id-order-key.ts';
export { startKeyOf, startKeysOf } from './storage/shared/start-order-key.ts';
export { isRead as isVisibleTo } from './storage/shared/visible-to.ts';
export { latest as latestCounters, stoodAt } from './storage/shared/as-of.ts';
export { calledBy as mentionedUsers, everybody } from './storage/shared/mentioned-users.ts';
export { isFound } from './storage/shared/search-match.ts';
export type { Phrase } from './storage/shared/search-phrases.ts';
export { wordsIn, type Word } from './storage/shared/tokenizer.ts';
export { nameWords } from './storage/shared/name-tokens.ts';
export { newMark, raisedMark } from './storage/shared/read-mark.ts';
export { entryWithout, reportWithout } from './storage/shared/anonymize.ts';
export { untilClosed, type Plain } from './storage/shared/reject-when-closed.ts';
export { asAway, asMisconfigured } from './storage/contract/store-unavailable.ts';
export type {
  Change,
  CallEnd,
  ChangeOf,
  Committed,
  Draft,
  FirstMember,
  RoomPatch,
} from './storage/contract/change.ts';
export type {
  Head,
  ReactionMark,
  StoredFile,
  StoredMember,
  StoredMessage,
  StoredReport,
  VersionMark,
} from './storage/contract/records.ts';
export type {
  ChatStorage,
  Changes,
  Counters,
  FileBinding,
  FileRecordStore,
  FileTotals,
  FirstMark,
  HeadOf,
  Mark,
  NameQuery,
  PageQuery,
  Personal,
  PersonalStore,
  ReactionOf,
  Reading,
  RoomStore,
  SeenMark,
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
  PresenceWriting,
  PresentNode,
} from './storage/contract/presence-store.ts';
export {
  withParts,
  type ProfileChange,
  type ProfileStore,
  type StoredProfile,
  type StoredStatus,
} from './storage/contract/profile-store.ts';
export type { SearchQuery } from './storage/contract/search-query.ts';
