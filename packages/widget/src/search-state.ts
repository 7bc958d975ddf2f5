import type { Search, SearchQuestion } from '@chat/client';
import { ChatError } from '@chat/client';
import type { SearchHit } from '@chat/protocol';

/** What somebody looks for in a room or in all of theirs, and what was found. It stays when the panel is closed. */
export interface SearchState {
  question: SearchQuestion;
  /** Null before anything was looked for. */
  hits: readonly SearchHit[] | null;
  cursor: string | undefined;
  busy: boolean;
  /** What is searched is being made searchable. */
  slow: boolean;
  error: unknown;
}

/** Looking while somebody types: asked for after a pause, and only the last answer counts. */
export interface Searching {
  readonly state: SearchState;
  /** `pauseMs` after the last change it is looked for. */
  ask(question: SearchQuestion, pauseMs?: number): void;
  more(): void;
  /** Who is told of changes; the one before is not any more. */
  listen(changed: () => void): void;
}

const searches = new WeakMap<object, Searching>();
const pageSize = 20;

/** Something to look for: a word of some kind, a person, or what a message bears. */
const isAsked = ({ q = '', from, has }: SearchQuestion): boolean =>
  q.trim() !== '' || from !== undefined || has !== undefined;

const create = (where: { readonly search: Search }): Searching => {
  let state: SearchState = {
    question: {},
    hits: null,
    cursor: undefined,
    busy: false,
    slow: false,
    error: null,
  };
  let changed = (): void => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn = 0;

  const set = (change: Partial<SearchState>): void => {
    state = { ...state, ...change };
    changed();
  };

  const look = async (mine: number, cursor?: string): Promise<void> => {
    const { question } = state;
    try {
      const page = await where.search({ ...question, limit: pageSize, ...(cursor ? { cursor } : {}) });
      if (mine !== turn) return;
      const before = cursor ? (state.hits ?? []) : [];
      set({ hits: [...before, ...page.hits], cursor: page.cursor, busy: false, slow: false, error: null });
    } catch (error) {
      if (mine !== turn) return;
      // Asked too often, or not ready yet: the server says when.
      const waitMs = error instanceof ChatError ? error.retryAfterMs : undefined;
      if (waitMs === undefined) return set({ busy: false, slow: false, error });
      set({ slow: (error as ChatError).reason === 'search_slow' });
      timer = setTimeout(() => void look(mine, cursor), waitMs);
    }
  };

  return {
    get state() {
      return state;
    },
    ask: (question, pauseMs = 0) => {
      clearTimeout(timer);
      const mine = ++turn;
      if (!isAsked(question))
        return set({ question, hits: null, cursor: undefined, busy: false, slow: false, error: null });
      set({ question, busy: true, slow: false, error: null });
      timer = setTimeout(() => void look(mine), pauseMs);
    },
    more: () => {
      if (state.busy || !state.cursor) return;
      const { cursor } = state;
      set({ busy: true });
      void look(++turn, cursor);
    },
    listen: (listener) => void (changed = listener),
  };
};

/** Of a room, or of a client: all my rooms. */
export const searchOf = (where: { readonly search: Search }): Searching => {
  const known = searches.get(where) ?? create(where);
  searches.set(where, known);
  return known;
};
