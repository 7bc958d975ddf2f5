import {
  mentionsUser,
  isThreadOnly,
  isFor,
  type DurableEvent,
  type Member,
  type Message,
} from '@chat/protocol';
import { toMember } from '../storage/decide/decide.ts';
import type { Head, StoredMember } from '../storage/contract/records.ts';
import { latestCounters, existedAt } from '../storage/shared/as-of.ts';
import type { Counters, TimelineStore } from '../storage/contract/storage.ts';
import type { EventBuffer } from './event-buffer.ts';

/** Changes of a room since a revision: the latest of each message and membership. */
export interface Since {
  /** By `rev`. */
  messages: Message[];
  /** Invited members included. */
  joined: Member[];
  /** User ids. */
  left: string[];
}

/**
 * Frequent reads of a room, cached as of the last published change; the rest is read from the store. Code
 * that also reads the store itself must check rights again if that is newer: `recheckAccess`.
 */
export interface RoomCache {
  member(userId: string): Promise<StoredMember | null>;
  /** Returns the newest messages above `visibleAfter` that a user may see, without those in threads alone. */
  page(
    userId: string,
    visibleAfter: number,
    limit: number,
  ): Promise<{ messages: Message[]; hasMore: boolean }>;
  /** As `unread` of a store; `asOf`: counts what was published by then. */
  unread(userId: string, after: number, cap: number, asOf?: Counters): Promise<number>;
  /** Returns `seq` of messages that mention a user, above `after`, ascending. */
  mentions(userId: string, after: number, limit: number): Promise<number[]>;
  /**
   * Returns the changes for a user after `rev`, up to `upTo`. A message may be shown in a later state; its
   * later event does not say that it is new. Null if there are more than `limit` messages and members.
   */
  since(userId: string, rev: number, upTo: Pick<Head, 'rev' | 'seq'>, limit: number): Promise<Since | null>;
  /** Messages were deleted. */
  expire(): void;
  /** Clears everything. */
  renew(): void;
  /** An event was published. */
  apply(event: DurableEvent): void;
}

/**
 * Cached messages: the first page and as many again, so that a page needs no read while the room moves on.
 */
const mostMessages = 128;
const fewestMessages = 64;
const mostMembers = 5_000;

interface Tail {
  /** The newest messages of the room, by `seq`, without a gap: private ones and those in threads too. */
  messages: Message[];
  /** Whether there is nothing older. */
  whole: boolean;
}

export const createRoomCache = (
  roomId: string,
  timeline: TimelineStore,
  buffer: EventBuffer,
  head: () => Head,
): RoomCache => {
  const members = new Map<string, StoredMember | null>();
  /** Results for readers with the same gap, until something happens. */
  const answers = new Map<number, Since>();
  let tail: Tail | null = null;
  let loading: Promise<void> | null = null;
  /** `rev` at which loading failed because the store had more than was published. */
  let vainAt = -1;

  /** Returns what was published since, or null if that is no longer known. */
  const publishedSince = (rev: number): DurableEvent[] | null =>
    rev === head().rev ? [] : buffer.after(rev);
  const meanwhile = ({ rev, epoch }: Head): DurableEvent[] | null =>
    epoch === head().epoch ? publishedSince(rev) : null;

  const load = async (): Promise<void> => {
    const before = head();
    const page = await timeline.page(roomId, { limit: fewestMessages, unfiltered: true });
    const events = meanwhile(before);
    // Committed but unpublished changes must not be shown.
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

  /** Returns the cache if it has everything above `after`. */
  const loadedFrom = async (after: number): Promise<Tail | null> => {
    const held = await loaded();
    return held && (held.whole || (held.messages[0]?.seq ?? Infinity) <= after + 1) ? held : null;
  };

  const unreadIn = (
    { messages }: Tail,
    userId: string,
    after: number,
    cap: number,
    asOf: Counters = latestCounters,
  ): number => {
    let count = 0;
    for (let index = messages.length - 1; index >= 0 && count < cap; index -= 1) {
      const message = messages[index];
      if (message === undefined || message.seq <= after) break;
      if (message.author.id !== userId && existedAt(message, asOf) && isShownTo(message, userId)) count += 1;
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
        (message) => message.seq > after && !isThreadOnly(message) && mentionsUser(message, userId),
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
    // Read again on demand: the store knows what is left.
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

/** Returns false if something is missing: a later message may come before it in what was read. */
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

/** Messages in the room's list, as a user sees it. */
const isShownTo = (message: Message, userId: string): boolean =>
  isFor(message, userId) && !isThreadOnly(message);

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

/**
 * Returns the part that a user may see; the same object, which is encoded once for all, if that is all of it.
 */
const sinceFor = (since: Since, userId: string): Since =>
  since.messages.every((message) => isFor(message, userId))
    ? since
    : { ...since, messages: since.messages.filter((message) => isFor(message, userId)) };
const isListed = ({ state }: StoredMember): boolean => state === 'joined' || state === 'invited';

/** Changes beyond `upTo` are sent as events. */
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
