import type { ChatClient, ChatRoom, SearchOptions, SearchQuestion, Stop } from '@chat/client';
import { ChatError } from '@chat/client';
import type { SearchHit, SearchPage } from '@chat/protocol';
import { followHits } from './live-results.ts';

/** Query and results of a search in a room or in all rooms. It stays when the panel is closed. */
export interface SearchState {
  question: SearchQuestion;
  /** Null before the first search. */
  hits: readonly SearchHit[] | null;
  cursor: string | undefined;
  busy: boolean;
  /** In an encrypted room, which this device searches: when the oldest message that was read was sent. Else null. */
  since: number | null;
  /** The server is still indexing the messages. */
  slow: boolean;
  error: unknown;
}

/** Search as you type: debounced, and only the last result counts. */
export interface Searching {
  readonly state: SearchState;
  /** The search runs `pauseMs` after the last change. */
  ask(question: SearchQuestion, pauseMs?: number): void;
  more(): void;
  /** Sets the one listener and runs the last search again. Returns a function that removes the listener. */
  listen(changed: () => void): Stop;
  /** Runs the search again soon and without a loading state, while there is a listener. */
  renew(): void;
}

const searches = new WeakMap<object, Searching>();
const pageSize = 20;
const mostRenewed = 100;
/** Changes within this time are searched together, ms. */
const gatherMs = 300;

/** Whether a query has something to search for: a word, an author, or a kind of content. */
const isAsked = ({ q = '', from, has }: SearchQuestion): boolean =>
  q.trim() !== '' || from !== undefined || has !== undefined;

/** The state while there is nothing to search for. */
const unasked: Omit<SearchState, 'question'> = {
  hits: null,
  cursor: undefined,
  busy: false,
  since: null,
  slow: false,
  error: null,
};

const create = (where: ChatRoom | ChatClient): Searching => {
  let state: SearchState = { question: {}, ...unasked };
  let changed: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let renewing = false;
  let turn = 0;
  let walk = new AbortController();
  /** Stops a search on this device; the server finishes its own. */
  const stopWalk = (): void => {
    walk.abort();
    walk = new AbortController();
  };

  const set = (change: Partial<SearchState>): void => {
    state = { ...state, ...change };
    if (change.hits) follow(change.hits);
    changed?.();
  };

  const look = async (mine: number, cursor?: string): Promise<void> => {
    const { question } = state;
    const before = cursor ? (state.hits ?? []) : [];
    const { signal } = walk;
    const onProgress: SearchOptions['onProgress'] = ({ hits, since }) => {
      if (mine === turn && !signal.aborted) set({ hits: [...before, ...hits], since });
    };
    try {
      const asked = { ...question, limit: pageSize, ...(cursor ? { cursor } : {}) };
      const page = await where.search(asked, { signal, onProgress });
      if (mine !== turn) return;
      set({ hits: [...before, ...page.hits], cursor: page.cursor, busy: false, slow: false, error: null });
    } catch (error) {
      if (mine !== turn) return;
      // It is repeated when the panel opens again.
      if (signal.aborted) return set({ hits: state.hits ?? [], busy: false });
      // Rate limited, or still indexing: the server says when to retry.
      const waitMs = error instanceof ChatError ? error.retryAfterMs : undefined;
      if (waitMs === undefined) return set({ busy: false, slow: false, error });
      set({ slow: (error as ChatError).reason === 'search_slow' });
      timer = setTimeout(() => void look(mine, cursor), waitMs);
    }
  };

  const renew = (afterMs = gatherMs): void => {
    if (!changed || !state.hits) return;
    renewal ??= setTimeout(() => {
      renewal = undefined;
      void lookAgain();
    }, afterMs);
  };

  /** A search on this device ends after some messages: goes on to where the last one ended. */
  const searchDown = async (question: SearchQuestion, end: number): Promise<SearchPage> => {
    const { signal } = walk;
    let since = -Infinity;
    const onProgress: SearchOptions['onProgress'] = (progress) => ({ since } = progress);
    let page = await where.search(question, { signal, onProgress });
    while (page.cursor !== undefined && since > end && page.hits.length < mostRenewed) {
      const next = await where.search({ ...question, cursor: page.cursor }, { signal, onProgress });
      page = { ...next, hits: [...page.hits, ...next.hits] };
    }
    return page;
  };

  /** As many as are shown, so that the list does not become shorter. */
  const lookAgain = async (): Promise<void> => {
    const { question, hits } = state;
    if (!hits) return;
    // The running request may miss the change.
    if (state.busy || renewing) return renew();
    const mine = ++turn;
    renewing = true;
    const limit = Math.min(mostRenewed, Math.max(pageSize, hits.length));
    try {
      const page = await searchDown({ ...question, limit }, state.since ?? Infinity);
      renewing = false;
      if (mine === turn) set({ hits: page.hits, cursor: page.cursor, error: null });
      else renew();
    } catch (error) {
      renewing = false;
      // Offline, the search runs again after a reconnect.
      const waitMs = error instanceof ChatError ? error.retryAfterMs : undefined;
      if (waitMs !== undefined) renew(waitMs);
    }
  };

  const follow = followHits(where, {
    hits: () => state.hits ?? [],
    put: (hits) => set({ hits }),
    isShown: () => changed !== null,
    renew: () => renew(),
  });

  return {
    get state() {
      return state;
    },
    ask: (question, pauseMs = 0) => {
      clearTimeout(timer);
      stopWalk();
      const mine = ++turn;
      if (!isAsked(question)) return set({ question, ...unasked });
      set({ question, busy: true, since: null, slow: false, error: null });
      timer = setTimeout(() => void look(mine), pauseMs);
    },
    more: () => {
      if (state.busy || !state.cursor) return;
      const { cursor } = state;
      set({ busy: true });
      void look(++turn, cursor);
    },
    listen: (listener) => {
      changed = listener;
      renew(0);
      return () => {
        if (changed !== listener) return;
        changed = null;
        stopWalk();
      };
    },
    renew: () => renew(),
  };
};

/** The search of a room, or of all the user's rooms (by client). */
export const searchOf = (where: ChatRoom | ChatClient): Searching => {
  const known = searches.get(where) ?? create(where);
  searches.set(where, known);
  return known;
};
