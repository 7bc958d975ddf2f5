import type { ChatClient, ChatRoom } from '@chat/client';
import type { Message, SearchHit } from '@chat/protocol';

const open = new Set(['joining', 'joined', 'stale']);

/** Search results that follow changes of their messages. */
export interface Found {
  hits(): readonly SearchHit[];
  put(hits: readonly SearchHit[]): void;
  /** The results are visible. */
  isShown(): boolean;
  /** Runs the search again. */
  renew(): void;
}

/**
 * Keeps search results up to date. In a room that is open here, deleted messages disappear at once; for other rooms, a
 * change in the list of rooms runs the search again. Call the returned function with all hits whenever they change.
 */
export const followHits = (
  where: ChatRoom | ChatClient,
  found: Found,
): ((hits: readonly SearchHit[]) => void) => {
  const followed = new Map<string, ChatRoom>();
  let isWatched = false;

  const leave = (isLeft: (hit: SearchHit) => boolean): void => {
    const hits = found.hits();
    const rest = hits.filter((hit) => !isLeft(hit));
    if (rest.length < hits.length) found.put(rest);
  };

  const change = (now: Message): void => {
    const hits = found.hits();
    const before = hits.find(({ message }) => message.id === now.id)?.message;
    if (!before || before.rev >= now.rev) return;
    const isSame = before.text === now.text;
    // An edited message may no longer match.
    const revised = (hit: SearchHit): SearchHit => ({ message: now, marks: isSame ? hit.marks : [] });
    found.put(hits.map((hit) => (hit.message.id === now.id ? revised(hit) : hit)));
    if (!isSame) found.renew();
  };

  const follow = (roomId: string, room: ChatRoom): void => {
    followed.set(roomId, room);
    room.on('message:updated', ({ message }) => change(message));
    room.on('message:deleted', ({ message: { id } }) => leave(({ message }) => message.id === id));
    room.on('message:expired', ({ before }) =>
      leave(({ message }) => message.roomId === roomId && message.createdAt < before),
    );
  };

  const watchList = ({ rooms }: ChatClient): void => {
    let last: ReadonlyMap<string, object> | null = null;
    rooms.subscribe(({ items, loaded }) => {
      if (!loaded) return;
      const before = last;
      const now = new Map(items.map((summary) => [summary.room.id, summary]));
      last = now;
      // Open rooms change with every message, and have events of their own.
      const others = [...followed.values()].filter(
        ({ id, state }) => !open.has(state.get().status) && before && before.get(id) !== now.get(id),
      );
      if (others.length === 0) return;
      // The results may be outdated when the panel opens again.
      if (!found.isShown()) leave(({ message }) => others.some(({ id }) => id === message.roomId));
      found.renew();
    });
  };

  return (hits) => {
    const client = 'rooms' in where ? where : null;
    if (client && !isWatched) {
      isWatched = true;
      watchList(client);
    }
    for (const { message } of hits) {
      if (followed.has(message.roomId)) continue;
      follow(message.roomId, 'rooms' in where ? where.room(message.roomId) : where);
    }
  };
};
