import type {
  Attachment,
  CallKind,
  DurableEvent,
  ErrorBody,
  LeftReason,
  MessageKind,
  ReportOutcome,
  Role,
  Room,
  User,
} from '@chat/protocol';

/** The content of a new message; author, place and numbers come from the commit. */
export interface MessageDraft {
  id: string;
  kind: MessageKind;
  text: string;
  attachments: Attachment[];
  replyTo?: string;
  /** The message whose thread it stands in, and whether it stands in the room too. */
  threadId?: string;
  alsoToRoom?: true;
  mentions: string[];
  mentionsAll?: true;
  /** Private to these, who are not its author. */
  to?: string[];
  data?: Record<string, unknown>;
  /** More of it is to come, until then; ms since the epoch. */
  streamsUntil?: number;
}

/**
 * Why a call ends. hangup: by the actor. rejected, busy: by the actor, who is called. timeout: nobody answered. lost: a device
 * was gone for too long. over: the room ended, or one of them is no longer in it.
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

/** Who a room begins with; with `invited` they are asked by its creator, and belong to it once they accept. */
export interface FirstMember {
  user: User;
  role: Role;
  invited?: true;
}

/** What happens to a room. `kind` names it; `actor` asks for it; `at` is the server's clock, ms since the epoch. */
export type Change = { actor: User; at: number } & (
  | { kind: 'create-room'; room: Room; members: FirstMember[] }
  | { kind: 'update-room'; patch: RoomPatch }
  /** The server reminds of a start; nobody's rights are asked, and `actor` is who made the room. */
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
  | {
      kind: 'react';
      messageId: string;
      emoji: string;
      added: boolean;
      /** What stands up to this `seq` is closed to the actor. */
      visibleAfter: number;
      /** Different emoji that a message may bear. */
      most: number;
    }
  | {
      kind: 'pin';
      messageId: string;
      pinned: boolean;
      /** What stands up to this `seq` is closed to the actor. */
      visibleAfter: number;
      /** Messages that may be pinned in the room. */
      most: number;
    }
  /** Takes a file out of a message; one that is left empty is deleted. */
  | { kind: 'detach'; messageId: string; fileId: string }
  /** `asks`: they are invited, and belong to the room once they accept. */
  | { kind: 'add-member'; user: User; role: Role; asks?: true }
  | { kind: 'invite'; user: User }
  | { kind: 'answer-invitation'; accept: boolean }
  | { kind: 'set-role'; user: User; role: Role }
  | { kind: 'mute'; user: User; until: number | null }
  | { kind: 'end-membership'; user: User; reason: LeftReason }
  | { kind: 'unban'; userId: string }
  | { kind: 'report'; messageId: string; reason?: string }
  | { kind: 'resolve-report'; messageId: string; outcome: ReportOutcome }
  /** `busy`: who is called is in another call, so that it ends at once. */
  | { kind: 'start-call'; callId: string; media: CallKind; callee: string; busy?: boolean }
  | { kind: 'answer-call'; callId: string }
  /** `until`: they talked until then; by default until `at`, null when nobody knows. */
  | { kind: 'end-call'; callId: string; why: CallEndReason; until?: number | null }
  /** A call for many. `device`: with what one sits in it; `most`: people it takes; `userId` null: everybody; `until`: as of `end-call`. */
  | { kind: 'start-group-call'; callId: string; media: CallKind; device: string }
  | { kind: 'join-group-call'; callId: string; device: string; most: number }
  | {
      kind: 'leave-group-call';
      callId: string;
      userId: string | null;
      device?: string;
      until?: number | null;
    }
  /** What is left of a user whose erasure has begun goes, piece by piece; nobody's rights are asked. */
  | { kind: 'erase-message'; userId: string; messageId: string }
  | { kind: 'erase-reaction'; userId: string; messageId: string; emoji: string }
  | { kind: 'erase-member'; userId: string }
  /** Somebody whom they have asked in was asked by nobody. */
  | { kind: 'erase-invitation'; userId: string; invitedId: string }
  | { kind: 'erase-rest'; userId: string }
);

export type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

/** What became of one change. */
export type CommitResult =
  | {
      ok: true;
      /** The event that tells it, holding the record as stored. */
      event: DurableEvent;
      /** What else came of it, with the next `rev`. */
      also?: DurableEvent;
      /** Nothing was taken: this was already so. Not to be told to anybody again. */
      known: boolean;
    }
  | { ok: false; error: ErrorBody };
