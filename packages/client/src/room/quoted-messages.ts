import type { Message } from '@chat/protocol';

/** Messages by id; null where the server has none for us. */
export type QuotedMessages = ReadonlyMap<string, Message | null>;

export const noQuotedMessages: QuotedMessages = new Map();

/** More are fetched again when they are looked at. */
const most = 500;

/** With one more, the oldest giving way. */
export const addQuoted = (originals: QuotedMessages, id: string, message: Message | null): QuotedMessages => {
  const all = [...originals].filter(([known]) => known !== id).slice(1 - most);
  return new Map([...all, [id, message]]);
};

/** Without those created before a moment: nobody has them any more. The same when there are none. */
export const expireQuoted = (originals: QuotedMessages, before = 0): QuotedMessages =>
  [...originals.values()].some((each) => each !== null && each.createdAt < before)
    ? new Map(
        [...originals].map(([id, each]) => [id, each !== null && each.createdAt < before ? null : each]),
      )
    : originals;

/** With those that have changed as they now are; the same when there are none. */
export const updateQuoted = (originals: QuotedMessages, messages: readonly Message[]): QuotedMessages => {
  const newer = messages.filter(({ id, rev }) => rev > (originals.get(id)?.rev ?? Infinity));
  return newer.length === 0
    ? originals
    : new Map([...originals, ...newer.map((each) => [each.id, each] as const)]);
};
