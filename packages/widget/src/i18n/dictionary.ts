import type { ErrorCode } from '@chat/protocol';

/** Forms of one text by number, as `Intl.PluralRules` names them. `{n}` stands for the number. */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** Reasons the widget has a text for; others fall back to the text of their `code`. */
export type KnownReason =
  | 'name_taken'
  | 'name_required'
  | 'already_joined'
  | 'not_joined'
  | 'room_ended'
  | 'room_full'
  | 'too_many_rooms'
  | 'muted'
  | 'banned'
  | 'erased'
  | 'removed'
  | 'frozen'
  | 'slow_mode'
  | 'moderated'
  | 'origin'
  | 'wrong_password'
  | 'engine_away'
  | 'user_quota'
  | 'room_quota'
  | 'file_unknown'
  | 'image_unreadable'
  | 'too_many_pins'
  | 'undo_expired'
  | 'window_blocked';

/** Every text of the widget in one language. `{word}` is replaced. A missing one does not compile. */
export interface Dictionary {
  join: string;
  joinTitle: string;
  joining: string;
  yourName: string;
  nameHint: string;
  openChat: string;
  retry: string;
  discard: string;
  close: string;
  search: string;
  cancel: string;
  send: string;
  save: string;
  copy: string;
  copied: string;
  edit: string;
  delete: string;
  confirmDelete: string;
  reply: string;
  replyingTo: string;
  inReplyTo: string;
  goToOriginal: string;
  code: string;
  unavailable: string;
  attachedFile: string;
  /** Label of the button that starts a call. */
  call: string;
  recordVoice: string;
  attach: string;
  attachments: string;
  removeFile: string;
  uploading: string;
  download: string;
  openImage: string;
  zoom: string;
  previous: string;
  next: string;
  emoji: string;
  addEmoji: string;
  searchEmoji: string;
  noEmoji: string;
  recentEmoji: string;
  skinTone: string;
  justDeleted: string;
  undo: string;
  restored: string;
  reactions: string;
  reactWith: string;
  reactedBy: string;
  others: Plural;
  burst: string;
  mentionsYou: string;
  everybody: string;
  nextMention: Plural;
  messageActions: string;
  writeMessage: string;
  editingMessage: string;
  charactersLeft: Plural;
  charactersOver: Plural;
  messages: string;
  newMessages: string;
  newCount: Plural;
  toBottom: string;
  loadingMessages: string;
  loadingOlder: string;
  startOfRoom: string;
  missing: string;
  emptyTitle: string;
  emptyText: string;
  deleted: string;
  erasedUser: string;
  edited: string;
  queued: string;
  sending: string;
  pending: string;
  sent: string;
  failed: string;
  you: string;
  bot: string;
  owner: string;
  moderator: string;
  slashCommands: string;
  onlyYou: string;
  versions: string;
  pin: string;
  unpin: string;
  pinned: string;
  pinnedMessages: string;
  goToPinned: string;
  nothingPinned: string;
  members: string;
  showMembers: string;
  moreTools: string;
  popOut: string;
  popIn: string;
  poppedOut: string;
  moreMembers: string;
  present: Plural;
  online: string;
  away: string;
  busy: string;
  offline: string;
  connecting: string;
  reconnecting: string;
  disconnected: string;
  backOnline: string;
  cannotEnter: string;
  bannedFrom: string;
  /** Shown after a removal from a room that the user may rejoin. */
  enterAgain: string;
  roomEnded: string;
  mutedUntil: string;
  mutedNow: string;
  roomFrozen: string;
  report: string;
  reported: string;
  moderation: string;
  moderatePerson: string;
  mute10: string;
  muteHour: string;
  muteDay: string;
  unmute: string;
  personMuted: string;
  personUnmuted: string;
  mutedMark: string;
  makeModerator: string;
  unmakeModerator: string;
  makeOwner: string;
  confirmOwner: string;
  removePerson: string;
  confirmRemove: string;
  banPerson: string;
  confirmBan: string;
  slowMode: string;
  slowModeWait: string;
  openReports: Plural;
  readOnly: string;
  typing: Plural;
  typingMany: string;
  replyPrivately: string;
  messagePrivately: string;
  privateTo: string;
  privateYou: string;
  somebody: string;
  writeToAll: string;
  memberActions: string;
  said: string;
  notifications: string;
  thisRoom: string;
  thisDevice: string;
  levelAll: string;
  levelMentions: string;
  levelNone: string;
  sound: string;
  notifyDevice: string;
  notifyBlocked: string;
  quietHours: string;
  quietOn: string;
  quietFrom: string;
  quietTo: string;
  reasons: Record<KnownReason, string>;
  codes: Record<ErrorCode, string>;
}

/** The texts that a region or a register replaces. */
export type SomeTexts = Partial<Omit<Dictionary, 'reasons' | 'codes'>> & {
  reasons: Partial<Dictionary['reasons']>;
  codes: Partial<Dictionary['codes']>;
};

type KeysOf<T> = { [K in keyof Dictionary]: Dictionary[K] extends T ? K : never }[keyof Dictionary];
/** Keys of plain texts. */
export type TextKey = KeysOf<string>;
/** Keys of texts that follow a number. */
export type PluralKey = Exclude<KeysOf<Plural>, TextKey | 'reasons' | 'codes'>;
