import { calls, isAside, isFor, type DurableEvent, type Member, type Message } from '@chat/protocol';
import { toMember } from '../storage/decide/decide.ts';
import type { Head, StoredMember } from '../storage/contract/records.ts';
import { latest, stoodAt } from '../storage/shared/as-of.ts';
import type { Counters, TimelineStore } from '../storage/contract/storage.ts';
import type { EventBuffer } from './event-buffer.ts';

/** What became of a room since a revision: the latest of each message and membership. */
export interface Since {
  /** By `rev`. */
  messages: Message[];
  /** Those who are invited too. */
  joined: Member[];
  /** User ids. */
  left: string[];
}

/**
 * The part of a room that is asked for all the time, kept in memory as of the last published change; what it does not hold
 * it asks the store for. Whoever reads the store beside it looks at rights again where the store is newer: `accessTo`.
 */
export interface RoomCache {
  member(userId: string): Promise<StoredMember | null>;
  /** The newest messages above `visibleAfter` that exist for a user, without those that stand in a thread alone. */
  page(
    userId: string,
    visibleAfter: number,
    limit: number,
  ): Promise<{ messages: Message[]; hasMore: boolean }>;
  /** As `unread` of a store; `asOf`, what was published by then. */
  unread(userId: string, after: number, cap: number, asOf?: Counters): Promise<number>;
  /** `seq` of messages that mention a user, above `after`, ascending. */
  mentions(userId: string, after: number, limit: number): Promise<number[]>;
  /**
   * What changed for a user after `rev`, up to `upTo`. A message of then may be shown as it is later: what is told of that does not say
   * that it is new. Null when more than `limit` messages and members did.
   */
  since(userId: string, rev: number, upTo: Pick<Head, 'rev' | 'seq'>, limit: number): Promise<Since | null>;
  /** Messages were forgotten. */
  expire(): void;
  /** Nothing that is held can be trusted any more. */
  renew(): void;
  /** An event was published. */
  apply(event: DurableEvent): void;
}

/** Messages held: the first page, and as many again, so that a page needs no reading while the room moves on. */
const mostMessages = 128;
const fewestMessages = 64;
const mostMembers = 5_000;

interface Tail {
  /** The newest of the room, by `seq`, without a gap: private ones of everybody and those in threads too. */
  messages: Message[];
  /** There is nothing older. */
  whole: boolean;
}

export const createRoomCache = (
  roomId: string,
  timeline: TimelineStore,
  buffer: EventBuffer,
  head: () => Head,
): RoomCache => {
  const members = new Map<string, StoredMember | null>();
  /** Answers to those who missed the same, until something happens. */
  const answers = new Map<number, Since>();
  let tail: Tail | null = null;
  let loading: Promise<void> | null = null;
  /** `rev` at which loading was in vain: the store holds more than was published, and may go on to. */
  let vainAt = -1;

  /** What was published since, or null when that is no longer known. */
  const publishedSince = (rev: number): DurableEvent[] | null =>
    rev === head().rev ? [] : buffer.after(rev);
  const meanwhile = ({ rev, epoch }: Head): DurableEvent[] | null =>
    epoch === head().epoch ? publishedSince(rev) : null;

  const load = async (): Promise<void> => {
    const before = head();
    const page = await timeline.page(roomId, { limit: fewestMessages, unfiltered: true });
    const events = meanwhile(before);
    // What is committed and not yet published is not to be known here.
    if (events === null || page.messages.some((message) => message.rev > head().rev)) {
      vainAt = head().rev;
      return;
    }
    const loaded = { messages: page.messages, whole: !page.hasMore };
    tail = events.every((event) => applyTo(loaded, event)) ? loaded : null;
  };
  const loaded = async (): Promise<Tail | null> => {
    if (tail === null && head().rev !== vainAt) await (loading ??= load().finally(() => (loading = null)));
    return tail;
  };

  /** What is held, when it is all that stands above `after`. */
  const loadedFrom = async (after: number): Promise<Tail | null> => {
    const held = await loaded();
    return held && (held.whole || (held.messages[0]?.seq ?? Infinity) <= after + 1) ? held : null;
  };

  const unreadIn = (
    { messages }: Tail,
    userId: string,
    after: number,
    cap: number,
    asOf: Counters = latest,
  ): number => {
    let count = 0;
    for (let index = messages.length - 1; index >= 0 && count < cap; index -= 1) {
      const message = messages[index];
      if (message === undefined || message.seq <= after) break;
      if (message.author.id !== userId && stoodAt(message, asOf) && isShownTo(message, userId)) count += 1;
    }
    return count;
  };

  return {
    member: async (userId) => {
      const known = members.get(userId);
      if (known !== undefined) return known;
      const before = head();
      const member = await timeline.member(roomId, userId);
      const changed = meanwhile(before)?.some((event) => userOf(event) === userId) ?? true;
      if (changed || (member?.rev ?? 0) > head().rev) return member;
      if (members.size >= mostMembers) members.clear();
      members.set(userId, member);
      return member;
    },
    page: async (userId, visibleAfter, limit) => {
      const held = await loaded();
      const visible =
        held?.messages.filter((message) => message.seq > visibleAfter && isShownTo(message, userId)) ?? [];
      const holdsAll = held?.whole === true || (held?.messages[0]?.seq ?? Infinity) <= visibleAfter + 1;
      if (!holdsAll && visible.length <= limit)
        return timeline.page(roomId, { reader: userId, visibleAfter, limit });
      return { messages: visible.slice(-limit), hasMore: visible.length > limit };
    },
    unread: async (userId, after, cap, asOf) => {
      const held = await loadedFrom(after);
      return held
        ? unreadIn(held, userId, after, cap, asOf)
        : timeline.unread(roomId, userId, after, cap, asOf);
    },
    mentions: async (userId, after, limit) => {
      const held = await loadedFrom(after);
      if (!held) return timeline.mentions(roomId, userId, after, limit);
      const calling = held.messages.filter(
        (message) => message.seq > after && !isAside(message) && calls(message, userId),
      );
      return calling.slice(0, limit).map(({ seq }) => seq);
    },
    since: async (userId, rev, upTo, limit) => {
      const isNow = upTo.rev === head().rev;
      const answered = isNow ? answers.get(rev) : undefined;
      if (answered) return sinceFor(answered, userId);
      const events = publishedSince(rev)?.filter((event) => event.rev <= upTo.rev);
      if (!events) return readSince(timeline, roomId, userId, rev, upTo, limit);
      const since = gather(events);
      if (since.messages.length + since.joined.length + since.left.length > limit) return null;
      if (isNow) answers.set(rev, since);
      return sinceFor(since, userId);
    },
    // Read again when it is asked for: which of it is left, the store says.
    expire: () => (tail = null),
    renew: () => {
      members.clear();
      answers.clear();
      tail = null;
      vainAt = -1;
    },
    apply: (event) => {
      answers.clear();
      const userId = userOf(event);
      if (userId !== undefined) members.delete(userId);
      if (tail && !applyTo(tail, event)) tail = null;
    },
  };
};

/** Answers false when something is missing now: of what was read from the store, a later message may come before it. */
const applyTo = (tail: Tail, event: DurableEvent): boolean => {
  if (!('message' in event)) return true;
  const { message } = event;
  const { messages } = tail;
  const last = messages.at(-1)?.seq ?? 0;
  if (message.seq > last + 1) return false;
  if (message.seq > last) messages.push(message);
  else {
    const index = messages.length - 1 - (last - message.seq);
    if (messages[index]?.id === message.id) messages[index] = message;
    else if (event.type === 'message:created') return false;
  }
  if (messages.length <= mostMessages) return true;
  messages.splice(0, messages.length - fewestMessages);
  tail.whole = false;
  return true;
};

/** In the list of the room, as somebody sees it. */
const isShownTo = (message: Message, userId: string): boolean => isFor(message, userId) && !isAside(message);

const userOf = (event: DurableEvent): string | undefined =>
  'member' in event ? event.member.user.id : 'userId' in event ? event.userId : undefined;

const gather = (events: readonly DurableEvent[]): Since => {
  const messages = new Map<string, Message>();
  const members = new Map<string, Member | null>();
  for (const event of events) {
    if ('message' in event) {
      messages.delete(event.message.id);
      messages.set(event.message.id, event.message);
    } else if ('member' in event) members.set(event.member.user.id, event.member);
    else if ('userId' in event) members.set(event.userId, null);
  }
  const ids = [...members.keys()];
  return {
    messages: [...messages.values()],
    joined: [...members.values()].filter((member) => member !== null),
    left: ids.filter((userId) => members.get(userId) === null),
  };
};

/** The part of it that exists for a user; the same object, which is written once for all, when that is all of it. */
const sinceFor = (since: Since, userId: string): Since =>
  since.messages.every((message) => isFor(message, userId))
    ? since
    : { ...since, messages: since.messages.filter((message) => isFor(message, userId)) };
const isListed = ({ state }: StoredMember): boolean => state === 'joined' || state === 'invited';

/** What has happened beyond `upTo` is told as events. */
const readSince = async (
  timeline: TimelineStore,
  roomId: string,
  userId: string,
  rev: number,
  upTo: Pick<Head, 'rev' | 'seq'>,
  limit: number,
): Promise<Since | null> => {
  const changes = await timeline.changes(roomId, rev, limit, { reader: userId });
  if (changes === null) return null;
  const members = changes.members.filter((member) => member.rev <= upTo.rev);
  return {
    messages: changes.messages.filter((message) => message.rev <= upTo.rev || message.seq <= upTo.seq),
    joined: members.filter(isListed).map(toMember),
    left: members.filter((member) => !isListed(member)).map(({ user }) => user.id),
  };
};
