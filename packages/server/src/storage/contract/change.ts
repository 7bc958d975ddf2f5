import type {
  Attachment,
  AuditedSettings,
  CallKind,
  GroupRecordingAction,
  DurableEvent,
  EncryptedContent,
  ErrorBody,
  ErrorCode,
  LeftReason,
  LinkCard,
  Limits,
  Location,
  MessageKind,
  Poll,
  PollDraft,
  Recording,
  ReportOutcome,
  Role,
  Room,
  SealedKey,
  SealPurpose,
  User,
} from '@chat/protocol';
import type { ImportChange } from './import-change.ts';
import type { DeletedContent, RecordChange, StoredInviteLink } from './records.ts';

/** The content of a new poll, whose question is the text of the message. */
export interface PollContent extends Omit<PollDraft, 'id' | 'question'>, Pick<Poll, 'closesAt'> {}
/** The server's limits for scheduled messages. */
export type ScheduleLimits = Pick<Limits, 'maxScheduled' | 'maxScheduleMs'>;

/** Why a scheduled message was not sent, or when it is tried again, ms since the epoch. */
export type ScheduledOutcome = { failed: { code: ErrorCode; reason?: string } } | { tryAt: number };

/** The content of a new message; the commit adds author, room and numbers. */
export interface MessageDraft {
  id: string;
  kind: MessageKind;
  text: string;
  attachments: Attachment[];
  replyTo?: string;
  /** The message whose thread it belongs to, and whether it is also shown in the room. */
  threadId?: string;
  alsoToRoom?: true;
  mentions: string[];
  mentionsAll?: true;
  /** Ids of the users, without its author, who may read it; everyone if absent. */
  to?: string[];
  /** The message that it copies; `attachments` are copies of these files. */
  forward?: { roomId: string; messageId: string; fileIds: string[]; userId?: string };
  location?: Location;
  /** The content, in an encrypted room. */
  encrypted?: EncryptedContent;
  data?: Record<string, unknown>;
  /** Of a message of kind `poll`. */
  poll?: PollContent;
  /** It is still being written until then, ms since the epoch. */
  streamsUntil?: number;
}

/**
 * Why a call ends. hangup: by the actor. rejected, busy: by the actor, who is the callee. timeout: nobody
 * answered. lost: a device was disconnected for too long. over: the room ended, or one of the two is no
 * longer in it.
 */
export type CallEndReason = 'hangup' | 'rejected' | 'busy' | 'timeout' | 'lost' | 'over';

/** A device in an MLS group, by its leaf. */
export interface StoredDevice {
  leafIndex: number;
  userId: string;
  /** Its public key, base64url. */
  deviceKey: string;
}

/** The content of an MLS commit that anybody can read. */
export interface CommitContent {
  /** base64url. */
  message: string;
  /** The leaf of the device that sent it; null: the device joins by it. */
  sender: number | null;
  /** The key of the device that joins by it, base64url. */
  joined?: string;
  /** The leaves that it removes. */
  removed: number[];
}

/** The rules for messages that wait for approval. Edits and polls cannot wait: they are refused. */
export interface ApprovalRules {
  /** A hook requires it, whatever the room's setting. */
  required?: boolean;
  /** Maximum of messages that wait in the room, and of one user in it. */
  most?: number;
  mostOfUser?: number;
}

/** Settings that can change after creation. */
export type RoomPatch = AuditedSettings & Partial<Pick<Room, 'data'>>;

/** A user with whom a room begins; if `invited`, they become a member once they accept. */
export interface FirstMember {
  user: User;
  role: Role;
  invited?: true;
}

/**
 * A change of a room. `kind` names it; `actor` requests it; `at` is the server's clock, ms since the epoch.
 */
export type Change = { actor: User; at: number } & (
  | { kind: 'create-room'; room: Room; members: FirstMember[] }
  | { kind: 'update-room'; patch: RoomPatch }
  /** The server reminds members of a start. No rights are checked; `actor` is the creator of the room. */
  | { kind: 'remind'; startsAt: number; beforeMs: number }
  /**
   * `scheduled`: sends the actor's scheduled message of this id, if it is due and this is its version. `draft`:
   * discards the actor's draft for the same room or thread up to this version.
   */
  | { kind: 'send'; message: MessageDraft; approval?: ApprovalRules; scheduled?: number; draft?: number }
  | { kind: 'schedule'; message: MessageDraft; sendAt: number; limits: ScheduleLimits }
  | {
      kind: 'edit-scheduled';
      messageId: string;
      text?: string;
      mentions?: string[];
      mentionsAll?: boolean;
      sendAt?: number;
      limits: ScheduleLimits;
    }
  | { kind: 'cancel-scheduled'; messageId: string }
  /** The server could not send a message of the actor. No rights are checked. */
  | { kind: 'settle-scheduled'; messageId: string; version: number; outcome: ScheduledOutcome }
  /** `visibleAfter`: as for `pin`. */
  | { kind: 'save'; messageId: string; visibleAfter: number }
  | { kind: 'unsave'; messageId: string }
  | {
      kind: 'set-reminder';
      messageId: string;
      remindAt: number;
      /** Messages up to this `seq` are hidden from the actor. */
      visibleAfter: number;
      maxScheduleMs: number;
    }
  | { kind: 'cancel-reminder'; messageId: string }
  /** An empty text discards the draft. `visibleAfter`: as for `pin`. */
  | { kind: 'set-draft'; threadId?: string; text: string; visibleAfter: number }
  /** The server reminds the actor of a message. No rights are checked. */
  | { kind: 'fire-reminder'; messageId: string }
  | {
      kind: 'edit';
      messageId: string;
      text: string;
      streamsUntil?: number;
      mentions?: string[];
      mentionsAll?: boolean;
      data?: Record<string, unknown>;
      encrypted?: EncryptedContent;
      approval?: ApprovalRules;
    }
  | { kind: 'delete'; messageId: string }
  /** Undoes a deletion by the actor. `deleted`: what it removed; null: unknown, or too long ago. */
  | {
      kind: 'restore';
      messageId: string;
      deleted: DeletedContent | null;
      /** Maximum of pinned messages in the room. */
      most: number;
    }
  | {
      kind: 'react';
      messageId: string;
      emoji: string;
      added: boolean;
      /** Messages up to this `seq` are hidden from the actor. */
      visibleAfter: number;
      /** Maximum of different emoji on a message. */
      most: number;
    }
  | {
      kind: 'pin';
      messageId: string;
      pinned: boolean;
      /** Messages up to this `seq` are hidden from the actor. */
      visibleAfter: number;
      /** Maximum of pinned messages in the room. */
      most: number;
    }
  /** The server adds a card to the first link of a message. No rights are checked; `actor` is its author. */
  | { kind: 'add-card'; messageId: string; card: LinkCard }
  | { kind: 'remove-card'; messageId: string }
  /** `voterKey`: stands for the actor in an anonymous poll. `visibleAfter`: as for `pin`. */
  | { kind: 'vote'; messageId: string; options: string[]; voterKey: string; visibleAfter: number }
  | { kind: 'close-poll'; messageId: string; visibleAfter: number }
  | {
      kind: 'add-poll-option';
      messageId: string;
      text: string;
      visibleAfter: number;
      approval?: ApprovalRules;
    }
  /** The server copies the tally of a poll into its message. No rights are checked. */
  | { kind: 'update-poll'; messageId: string }
  /** `most`: maximum of drafts of the actor in the room. */
  | { kind: 'save-poll-draft'; draft: PollDraft; most: number }
  | { kind: 'delete-poll-draft'; draftId: string }
  /**
   * `owner`: stands for the actor of an anonymous question, and `quotaKey` in the count of their questions.
   * `most`: maximum of open questions in the room; `mostPerDay`: maximum of the user's questions in it.
   */
  | {
      kind: 'ask-question';
      id: string;
      text: string;
      anonymous: boolean;
      owner: string;
      quotaKey: string;
      most: number;
      mostPerDay: number;
      approval?: ApprovalRules;
    }
  /** `voter`: stands for the actor. */
  | { kind: 'upvote-question'; questionId: string; upvoted: boolean; voter: string }
  | { kind: 'withdraw-question'; questionId: string; owner: string }
  | { kind: 'answer-question'; questionId: string; text?: string }
  | { kind: 'dismiss-question'; questionId: string }
  | { kind: 'reopen-question'; questionId: string }
  | { kind: 'highlight-question'; questionId: string; highlighted: boolean }
  /** The server publishes the questions that have changed. No rights are checked. */
  | { kind: 'publish-questions' }
  | ({ kind: 'set-recording'; title?: string | undefined; keepCaptions?: boolean | undefined } & Pick<
      Recording,
      'recordingId' | 'segments'
    >)
  | { kind: 'remove-recording'; recordingId: string }
  | { kind: 'spotlight'; messageId: string; visibleAfter: number }
  | { kind: 'spotlight-question'; questionId: string }
  | { kind: 'clear-spotlight' }
  | { kind: 'create-overlay'; overlayId: string; hash: string; expiresAt: number }
  | { kind: 'revoke-overlay'; overlayId: string }
  /** Begins an epoch of the MLS group of an encrypted room. `devices`: those in it. Absent commit: creates it. */
  | {
      kind: 'commit-group';
      epoch: number;
      commit?: CommitContent;
      groupInfo: string;
      devices: StoredDevice[];
      link?: string;
      /** The key of the epoch, encrypted for users. */
      seals?: { userId: string; sealed: string }[];
      /** Keys of devices that the actor has removed. */
      revoked?: readonly string[];
    }
  | { kind: 'link-epoch'; epoch: number; link: string }
  /** Keys of epochs, encrypted for the actor, or for other members. */
  | { kind: 'seal-keys'; purpose: SealPurpose; seals: (SealedKey & { userId?: string | undefined })[] }
  /** Removes a file from a message; a message that is left empty is deleted. */
  | { kind: 'detach'; messageId: string; fileId: string }
  /** `asks`: the user is invited, and becomes a member once they accept. */
  | { kind: 'add-member'; user: User; role: Role; asks?: true }
  | { kind: 'invite'; user: User }
  | { kind: 'answer-invitation'; accept: boolean }
  | {
      kind: 'create-invite-link';
      link: Pick<StoredInviteLink, 'linkId' | 'hash' | 'expiresAt' | 'maxUses'>;
      /** Maximum of links of the room that still work. */
      most: number;
    }
  | { kind: 'revoke-invite-link'; linkId: string }
  /** The actor enters by a link, of which only the hash of the code is known here. */
  | { kind: 'accept-invite-link'; hash: string }
  | { kind: 'set-role'; user: User; role: Role }
  | { kind: 'mute'; user: User; until: number | null }
  | { kind: 'end-membership'; user: User; reason: LeftReason }
  | { kind: 'unban'; userId: string }
  | { kind: 'report'; messageId: string; reason?: string; revealed?: { text: string; ciphertext: string } }
  | { kind: 'resolve-report'; messageId: string; outcome: ReportOutcome }
  /** Decisions on a message that waits for approval; `user` is its author. */
  | { kind: 'approve'; messageId: string; user: User; trust?: true }
  | { kind: 'reject'; messageId: string; user: User; reason?: string }
  | { kind: 'untrust'; user: User }
  /** The author takes back a message that waits, or dismisses one that was rejected. */
  | { kind: 'withdraw'; messageId: string }
  /** Removes what has waited for too long. No rights are checked; `actor` is the creator of the room. */
  | { kind: 'expire-pending'; record: { kind: string; key: string } }
  /** `busy`: the callee is in another call, so this one ends at once. */
  | { kind: 'start-call'; callId: string; media: CallKind; callee: string; busy?: boolean }
  | { kind: 'answer-call'; callId: string }
  /** `until`: when the conversation ended; `at` unless given, null if unknown. */
  | { kind: 'end-call'; callId: string; why: CallEndReason; until?: number | null }
  /**
   * A group call. `device`: the device that joins; `most`: maximum of participants; `userId` null: all
   * participants; `until`: as for `end-call`.
   */
  | { kind: 'start-group-call'; callId: string; media: CallKind; device: string }
  | { kind: 'join-group-call'; callId: string; device: string; most: number; allowRecording?: boolean }
  /** `callId`: in that call; `most`: maximum of raised hands in the room. */
  | { kind: 'raise-hand'; callId?: string; userId: string; raised: boolean; most: number }
  | { kind: 'call-on-hand'; userId: string }
  | { kind: 'lower-all-hands' }
  /**
   * The actor waits in the lobby, or still waits. `hash`: of the code of an invite link; `most`: maximum of
   * users who wait; `waitMs`: how long until the next knock.
   */
  | { kind: 'knock'; hash?: string; most: number; waitMs: number }
  | { kind: 'leave-lobby' }
  | { kind: 'admit'; userId: string }
  | { kind: 'decline'; userId: string }
  /** `userId`: the user who waits. */
  | { kind: 'send-in-lobby'; userId: string; id: string; text: string }
  /** A user no longer knocks. No rights are checked. */
  | { kind: 'expire-knock'; userId: string }
  /** Users were present; `most`: maximum of users in the room who are recorded. No rights are checked. */
  | { kind: 'attend'; seen: { user: User; from: number; to: number }[]; most: number }
  | { kind: 'expire-attendance'; userId: string }
  /** The server lowers the hands of users who are gone. No rights are checked. */
  | { kind: 'lower-absent-hands'; userIds: string[] }
  /** `consentMs`: how long the participants may allow it. */
  | { kind: 'record-group-call'; callId: string; action: GroupRecordingAction; consentMs: number }
  | {
      kind: 'leave-group-call';
      callId: string;
      userId: string | null;
      device?: string;
      until?: number | null;
    }
  /**
   * Makes the room due for these webhooks if they have not come as far as its `rev`. `from`: where a webhook
   * begins that the room has no record of. No rights are checked, here and in the next two.
   */
  | { kind: 'mark-webhooks'; webhooks: string[]; from: { rev: number; seq: number } }
  /** A node begins to deliver. `isAlone`: no other node exists. */
  | { kind: 'claim-webhook'; webhook: string; node: string; until: number; isAlone: boolean }
  /**
   * A node has delivered up to a position; it continues until `until`, or stops. `retryAt`: after a failure.
   */
  | {
      kind: 'save-webhook';
      webhook: string;
      node: string;
      position: { rev: number; seq: number; scan?: { rev: number; seq: number } };
      failures: number;
      until?: number;
      retryAt?: number;
    }
  /** A node begins to translate a text. No rights are checked, here and in the next one. */
  | { kind: 'claim-translation'; messageId: string; key: string; node: string; until: number }
  | {
      kind: 'store-translation';
      messageId: string;
      key: string;
      translation: { text: string; from?: string };
    }
  /** Makes the room due for e-mails at `dueAt`, unless it is already. No rights are checked, here and below. */
  | { kind: 'mark-emails'; dueAt: number }
  /** A node looks for users to e-mail, until `until` at most. */
  | { kind: 'claim-emails'; node: string; until: number }
  /** It has looked. `dueAt`: when to look again; null: after the next message. `againAt`: if there were some. */
  | { kind: 'save-emails'; node: string; dueAt: number | null; againAt: number }
  /**
   * It is about to e-mail a user about messages above `after` up to `seq`. `after`: the last one of the e-mail
   * before. Until `until` no other node does.
   */
  | { kind: 'send-email'; userId: string; after: number; seq: number; until: number }
  /** The mailer took the e-mail, or refused it. `most`: maximum of failures. */
  | { kind: 'release-email'; userId: string; seq: number; sent: boolean; most: number }
  | ImportChange
  /** Stores records for the server itself. No rights are checked. */
  | { kind: 'store-records'; records: RecordChange[] }
  /** Erases the data of a user piece by piece, once their erasure has begun. No rights are checked. */
  | { kind: 'erase-message'; userId: string; messageId: string }
  | { kind: 'erase-reaction'; userId: string; messageId: string; emoji: string }
  | { kind: 'erase-member'; userId: string }
  /** Removes the user's name from an invitation that they sent. */
  | { kind: 'erase-invitation'; userId: string; invitedId: string }
  | { kind: 'erase-record'; userId: string; recordKind: string; key: string }
  | { kind: 'erase-rest'; userId: string }
);

export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** The result of one change. */
export type CommitResult =
  | {
      ok: true;
      /** The event to broadcast, with the record as stored. */
      event: DurableEvent;
      /** A second event caused by the change, with the next `rev`. */
      also?: DurableEvent;
      /**
       * The change took no number and is not broadcast: it had been applied before, or it only stored
       * records.
       */
      known: boolean;
      /** The records that it stored or removed. */
      records?: readonly RecordChange[];
      /** The content that the deletion of a message removed, if it can be undone. */
      deleted?: DeletedContent;
    }
  | { ok: false; error: ErrorBody };
