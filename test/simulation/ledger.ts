import type { DurableEvent, Member, Message, Room, Role } from '@chat/protocol';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { checkApproval } from './approvals.ts';
import { mayAnswer, standingOf } from './invitations.ts';
import { checkCall } from './calls.ts';
import { checkDraft } from './drafts.ts';
import { checkLobby, isClosedByLobby } from './lobby.ts';
import { checkForward } from './forwards.ts';
import { checkInviteLink, type LinkLedger } from './invite-links.ts';
import { checkOwnLists } from './own-lists.ts';
import { checkPin } from './pins.ts';
import { checkVote } from './polls.ts';
import { checkQuestion } from './questions.ts';
import { checkReactions } from './reactions.ts';
import { checkRestore } from './restores.ts';
import type { Report } from './report.ts';
import { checkSchedule } from './schedule.ts';
import { checkScheduled } from './scheduled.ts';

/** A room as its durable events describe it, separate from the store so that the two can be compared. */
export interface RoomLedger {
  readonly id: string;
  room: Room | null;
  /** By `rev`, the first at 1. */
  events: DurableEvent[];
  seq: number;
  /** As they now are, by id. */
  messages: Map<string, Message>;
  /** The created state of each message, by id. */
  created: Map<string, Message>;
  members: Map<string, Standing>;
  /** Invite links by the hash of their code. */
  links: Map<string, LinkLedger>;
  /** `rev` at which the room got the lobby that it has. */
  lobbyRev: number;
}

export interface Standing {
  state: 'joined' | 'invited' | 'left' | 'removed' | 'banned';
  role: Role;
  mutedUntil?: number | undefined;
  /** `rev` of the last change. */
  rev: number;
}

/** Records durable changes as they are stored; reports those that are not allowed. */
export interface Ledger {
  /** One batch of a room has become durable. */
  record(roomId: string, changes: readonly Change[], results: readonly CommitResult[]): void;
  room(roomId: string): RoomLedger;
  rooms(): RoomLedger[];
  /** If the user may not read the room now, returns the `rev` that closed it. */
  closedTo(roomId: string, userId: string): number | null;
  /** Ids of all messages that ever were durable, whatever was restored since. */
  readonly everCreated: ReadonlySet<string>;
  /** Ids of all messages that ever waited for approval. */
  readonly everHeld: ReadonlySet<string>;
  /** Messages created before a time have been forgotten. */
  prune(roomId: string, before: number): void;
  /** Ids of all messages that were ever forgotten. */
  readonly pruned: ReadonlySet<string>;
  /** The erasure of a user has begun. */
  erase(userId: string): void;
  readonly erased: ReadonlySet<string>;
  /** Starts again, like a restored store. */
  clear(): void;
}

const speaks: readonly string[] = ['send', 'edit'];
/** An action of a user outside the room. */
const lobbyKinds: ReadonlySet<Change['kind']> = new Set(['knock', 'leave-lobby', 'expire-knock']);

export const createLedger = (report: Report): Ledger => {
  let rooms = new Map<string, RoomLedger>();
  const everCreated = new Set<string>();
  const everHeld = new Set<string>();
  const pruned = new Set<string>();
  const erased = new Set<string>();

  const roomOf = (id: string): RoomLedger => {
    const known = rooms.get(id);
    if (known) return known;
    const made: RoomLedger = {
      id,
      room: null,
      events: [],
      seq: 0,
      messages: new Map(),
      created: new Map(),
      members: new Map(),
      links: new Map(),
      lobbyRev: 0,
    };
    rooms.set(id, made);
    return made;
  };

  /** The rights of a user, worked out from the events alone. */
  const mayNot = (ledger: RoomLedger, change: Change): string | null => {
    const { actor, at, kind } = change;
    // A room does this by itself, whoever created it.
    if (['remind', 'lower-absent-hands', 'update-poll', 'publish-questions'].includes(kind)) return null;
    if (erased.has(actor.id)) return 'is erased';
    if (actor.role === 'admin' || kind === 'create-room') return null;
    const standing = ledger.members.get(actor.id);
    if (standing?.state === 'banned') return 'is banned';
    if (kind === 'answer-invitation') return mayAnswer(change, standing);
    if (kind === 'accept-invite-link') return null;
    if (lobbyKinds.has(kind)) return null;
    if (ledger.room?.type !== 'public' && standing?.state !== 'joined') return 'is not a member';
    if (isClosedByLobby(ledger, actor.id)) return 'is outside the lobby';
    if (!speaks.includes(kind) && !(kind === 'react' && change.added)) return null;
    if (ledger.room?.phase === 'ended') return 'speaks in an ended room';
    const role = standing?.state === 'joined' ? standing.role : 'member';
    if ((standing?.mutedUntil ?? 0) > at) return 'is muted';
    return ledger.room?.frozen && role === 'member' ? 'speaks in a frozen room' : null;
  };

  /** A private message goes to people who may read the room. */
  const checkReaders = ({ id, room, members }: RoomLedger, { text, to = [] }: Message): void => {
    for (const userId of to) {
      const state = members.get(userId)?.state;
      if (state === 'banned' || (room?.type !== 'public' && state !== 'joined'))
        report(`private: '${text}' in ${id} is to ${userId}, who is not in it`);
    }
  };

  const putMember = ({ members }: RoomLedger, member: Member, rev: number): void =>
    void members.set(member.user.id, standingOf(member, rev, members.get(member.user.id)));

  const putMessage = (ledger: RoomLedger, event: DurableEvent & { message: Message }): void => {
    const { message, rev, type } = event;
    const where = `${ledger.id} rev ${rev}`;
    if (message.rev !== rev) report(`store: ${where} carries a message of rev ${message.rev}`);
    const isNew = type === 'message:created';
    if (isNew && ledger.created.has(message.id)) report(`store: ${where} creates ${message.id} again`);
    if (isNew && message.seq !== ledger.seq + 1)
      report(`store: ${where} gives seq ${message.seq} after ${ledger.seq}`);
    // In a thread it goes to those who have the first message, wherever they are now.
    if (isNew && message.threadId === undefined) checkReaders(ledger, message);
    if (isNew) {
      if (message.forwarded) checkForward(rooms.values(), message, report);
      const twin =
        message.kind === 'text' &&
        !message.forwarded &&
        !message.encrypted &&
        [...ledger.created.values()].find(({ text, forwarded }) => text === message.text && !forwarded);
      if (twin) report(`store: ${where} stores '${message.text}' again, as ${message.id} beside ${twin.id}`);
      ledger.seq = message.seq;
      ledger.created.set(message.id, message);
      everCreated.add(message.id);
    }
    ledger.messages.set(message.id, message);
  };

  /** `isSecond`: the change has caused another event before, such as the end of the membership of its actor. */
  const take = (ledger: RoomLedger, change: Change, event: DurableEvent, isSecond = false): void => {
    const why = isSecond ? null : mayNot(ledger, change);
    if (why !== null)
      report(`store: accepts ${change.kind} of ${change.actor.id} in ${ledger.id}, who ${why}`);
    if (event.rev !== ledger.events.length + 1)
      report(`store: ${ledger.id} goes from rev ${ledger.events.length} to ${event.rev}`);
    ledger.events.push(event);
    checkSchedule(ledger, change, event, report);
    checkInviteLink(ledger, change, event, report);
    if ('message' in event) {
      checkRestore(ledger, change, event, report);
      checkReactions(ledger, change, event, { report, erased });
      checkPin(ledger, change, event, report);
      checkCall(ledger, change, event, report);
      putMessage(ledger, event);
    }
    if ('room' in event) {
      if (event.room.lobby && !ledger.room?.lobby) ledger.lobbyRev = event.rev;
      ledger.room = event.room;
    }
    if ('member' in event) putMember(ledger, event.member, event.rev);
    if (event.type === 'member:left') {
      const before = ledger.members.get(event.userId);
      const role = before?.role ?? 'member';
      const { mutedUntil } = before ?? {};
      ledger.members.set(event.userId, { state: event.reason, role, mutedUntil, rev: event.rev });
    }
    if (change.kind === 'create-room') {
      for (const { user, role } of change.members)
        ledger.members.set(user.id, { state: 'joined', role, rev: event.rev });
    }
  };

  return {
    everCreated,
    everHeld,
    record: (roomId, changes, results) => {
      const ledger = roomOf(roomId);
      results.forEach((result, index) => {
        const change = changes[index];
        if (!result.ok || !change) return;
        checkVote(ledger, change, result, report);
        checkQuestion(ledger, change, result, report);
        checkLobby(ledger, change, result, report);
        checkScheduled(ledger, change, result, report);
        checkOwnLists(ledger, change, result, report);
        checkDraft(ledger, change, result);
        checkApproval(ledger, change, result, { report, everHeld });
        if (result.known) return;
        take(ledger, change, result.event);
        if (result.also) take(ledger, change, result.also, true);
      });
    },
    room: roomOf,
    rooms: () => [...rooms.values()],
    closedTo: (roomId, userId) => {
      const ledger = roomOf(roomId);
      const { room, members, lobbyRev } = ledger;
      const standing = members.get(userId);
      if (standing?.state === 'joined' || room === null) return null;
      if (isClosedByLobby(ledger, userId)) return Math.max(standing?.rev ?? 0, lobbyRev);
      const closed = standing?.state === 'banned' || room.type !== 'public';
      return closed ? (standing?.rev ?? 0) : null;
    },
    pruned,
    prune: (roomId, before) => {
      const { messages, created } = roomOf(roomId);
      for (const { id, createdAt } of messages.values()) {
        if (createdAt >= before) continue;
        pruned.add(id);
        messages.delete(id);
        created.delete(id);
      }
    },
    erased,
    erase: (userId) => void erased.add(userId),
    clear: () => {
      rooms = new Map();
      erased.clear();
    },
  };
};
