import type {
  Attachment,
  CallKind,
  GroupRecordingAction,
  DurableEvent,
  ErrorBody,
  LeftReason,
  MessageKind,
  ReportOutcome,
  Role,
  Room,
  User,
} from '@chat/protocol';
import type { DeletedContent, StoredInviteLink } from './records.ts';

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
  data?: Record<string, unknown>;
  /** It is still being written until then, ms since the epoch. */
  streamsUntil?: number;
}

/**
 * Why a call ends. hangup: by the actor. rejected, busy: by the actor, who is the callee. timeout: nobody
 * answered. lost: a device was disconnected for too long. over: the room ended, or one of the two is no
 * longer in it.
 */
export type CallEndReason = 'hangup' | 'rejected' | 'busy' | 'timeout' | 'lost' | 'over';

/** Settings that can change after creation. */
export type RoomPatch = Partial<
  Pick<
    Room,
    | 'title'
    | 'phase'
    | 'startsAt'
    | 'endsAt'
    | 'history'
    | 'retention'
    | 'frozen'
    | 'slowModeSeconds'
    | 'data'
  >
>;

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
  | { kind: 'send'; message: MessageDraft }
  | {
      kind: 'edit';
      messageId: string;
      text: string;
      streamsUntil?: number;
      mentions?: string[];
      mentionsAll?: boolean;
      data?: Record<string, unknown>;
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
  | { kind: 'report'; messageId: string; reason?: string }
  | { kind: 'resolve-report'; messageId: string; outcome: ReportOutcome }
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
  | { kind: 'raise-hand'; callId: string; userId: string; raised: boolean }
  /** `consentMs`: how long the participants may allow it. */
  | { kind: 'record-group-call'; callId: string; action: GroupRecordingAction; consentMs: number }
  | {
      kind: 'leave-group-call';
      callId: string;
      userId: string | null;
      device?: string;
      until?: number | null;
    }
  /** Erases the data of a user piece by piece, once their erasure has begun. No rights are checked. */
  | { kind: 'erase-message'; userId: string; messageId: string }
  | { kind: 'erase-reaction'; userId: string; messageId: string; emoji: string }
  | { kind: 'erase-member'; userId: string }
  /** Removes the user's name from an invitation that they sent. */
  | { kind: 'erase-invitation'; userId: string; invitedId: string }
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
      /** The change had been applied before, so it took no number and is not broadcast again. */
      known: boolean;
      /** What the deletion of a message removed, if it can be undone. */
      deleted?: DeletedContent;
    }
  | { ok: false; error: ErrorBody };
