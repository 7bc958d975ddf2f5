// Search in an encrypted room: the server has no texts, so this device walks through the history and matches as the server
// does. What it decrypts is in memory only.
import {
  ChatError,
  isFound,
  pageSize,
  parseSearch,
  toHit,
  type Input,
  type MessagePage,
  type SearchHit,
  type SearchPage,
} from '@chat/protocol';
import { createMessageWalk, type WalkSource } from './message-walk.ts';

/** How far a search on this device has come. */
export interface SearchProgress {
  /** What was found so far, the newest first. */
  hits: readonly SearchHit[];
  /** Messages that were read. */
  searched: number;
  /** When the oldest of them was sent, ms since the epoch. */
  since: number;
}

export interface SearchOptions {
  /** In an encrypted room: stops the search, which rejects with the reason of the signal. */
  signal?: AbortSignal | undefined;
  /** In an encrypted room: called after each page of the history. */
  onProgress?: ((progress: SearchProgress) => void) | undefined;
}

export type LocalSearch = (
  asked: Omit<Input<'message:search'>, 'roomId'>,
  options: SearchOptions,
) => Promise<SearchPage>;

/** Messages that one search reads. Its cursor continues below them. */
const mostRead = 2_000;
/** The clock of the server may have been set back by less than this. */
const clockStepMs = 3_600_000;
/** Attempts to load a page while the server asks to wait. */
const mostTries = 5;

/** Repeats a request that was refused for a moment. */
const patiently = async (request: () => Promise<MessagePage>): Promise<MessagePage> => {
  for (let tries = 1; ; tries += 1)
    try {
      return await request();
    } catch (error) {
      const waitMs = error instanceof ChatError ? error.retryAfterMs : undefined;
      if (waitMs === undefined || tries === mostTries) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
};

const startOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return Infinity;
  if (!/^\d{1,15}$/.test(cursor))
    throw new ChatError('invalid', 'cursor must be from a previous search', { field: 'cursor' });
  return Number(cursor);
};

export const createLocalSearch = (source: WalkSource): LocalSearch => {
  const walk = createMessageWalk({ ...source, list: (below) => patiently(() => source.list(below)) });

  return async ({ cursor, limit = pageSize.default, ...asked }, { signal, onProgress }) => {
    const search = parseSearch(asked);
    const start = startOf(cursor);
    if (!search) return { hits: [], hasMore: false };
    const most = Math.min(limit, pageSize.max);
    const hits: SearchHit[] = [];
    let searched = 0;
    signal?.throwIfAborted();
    for await (const messages of walk(start)) {
      signal?.throwIfAborted();
      for (const message of messages) if (isFound(message, search)) hits.push(toHit(message, search));
      const shown = hits.slice(0, most);
      if (hits.length > most)
        return { hits: shown, hasMore: true, cursor: String(shown.at(-1)?.message.seq) };
      const last = messages.at(-1);
      if (!last) continue;
      searched += messages.length;
      onProgress?.({ hits: shown, searched, since: last.createdAt });
      if (last.createdAt < (asked.after ?? 0) - clockStepMs) break;
      if (searched >= mostRead) return { hits: shown, hasMore: true, cursor: String(last.seq) };
    }
    return { hits, hasMore: false };
  };
};
