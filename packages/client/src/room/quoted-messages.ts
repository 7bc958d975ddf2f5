import type { Message } from '@chat/protocol';

/** Messages by id; null: I may not see it, or it does not exist. */
export type QuotedMessages = ReadonlyMap<string, Message | null>;

export const noQuotedMessages: QuotedMessages = new Map();

/** Most cached messages; others are loaded again when they are needed. */
const most = 500;

/** Adds a message and drops the oldest if there are too many. */
export const addQuoted = (originals: QuotedMessages, id: string, message: Message | null): QuotedMessages => {
  const all = [...originals].filter(([known]) => known !== id).slice(1 - most);
  return new Map([...all, [id, message]]);
};

/**
 * Removes messages created before a time, which retention has deleted. Returns the same map if there are
 * none.
 */
export const expireQuoted = (originals: QuotedMessages, before = 0): QuotedMessages =>
  [...originals.values()].some((each) => each !== null && each.createdAt < before)
    ? new Map(
        [...originals].map(([id, each]) => [id, each !== null && each.createdAt < before ? null : each]),
      )
    : originals;

/** Updates messages that have changed; returns the same map if there are none. */
export const updateQuoted = (originals: QuotedMessages, messages: readonly Message[]): QuotedMessages => {
  const newer = messages.filter(({ id, rev }) => rev > (originals.get(id)?.rev ?? Infinity));
  return newer.length === 0
    ? originals
    : new Map([...originals, ...newer.map((each) => [each.id, each] as const)]);
};
