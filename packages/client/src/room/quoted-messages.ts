import type { Message } from '@chat/protocol';

/** Messages by id; null where the server has none for us. */
export type Originals = ReadonlyMap<string, Message | null>;

export const noOriginals: Originals = new Map();

/** More are fetched again when they are looked at. */
const most = 500;

/** With one more, the oldest giving way. */
export const kept = (originals: Originals, id: string, message: Message | null): Originals => {
  const all = [...originals].filter(([known]) => known !== id).slice(1 - most);
  return new Map([...all, [id, message]]);
};

/** Without those created before a moment: nobody has them any more. The same when there are none. */
export const keptOriginals = (originals: Originals, before = 0): Originals =>
  [...originals.values()].some((each) => each !== null && each.createdAt < before)
    ? new Map(
        [...originals].map(([id, each]) => [id, each !== null && each.createdAt < before ? null : each]),
      )
    : originals;

/** With those that have changed as they now are; the same when there are none. */
export const renewed = (originals: Originals, messages: readonly Message[]): Originals => {
  const newer = messages.filter(({ id, rev }) => rev > (originals.get(id)?.rev ?? Infinity));
  return newer.length === 0
    ? originals
    : new Map([...originals, ...newer.map((each) => [each.id, each] as const)]);
};
