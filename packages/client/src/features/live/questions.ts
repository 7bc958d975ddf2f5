import type { EventOf, Input, Question, QuestionOrder, QuestionPage, QuestionState } from '@chat/protocol';
import type { LazyPart } from '../../lazy/lazy.ts';
import { createTimer } from '../../platform/timer.ts';
import { createReload } from '../../state/reload.ts';
import type { Readable } from '../../state/readable.ts';
import type { OnEvent, RoomContext } from '../../room/room-context.ts';

/** A list of questions, in one state and order. */
export interface QuestionList {
  state: QuestionState;
  sort: QuestionOrder;
  items: readonly Question[];
  /** Open questions of the room. */
  open: number;
  hasMore: boolean;
  loaded: boolean;
}

/** The questions of a room, if `room.questions` is on. */
export interface Questions extends Readable<QuestionList> {
  /**
   * Loads the first questions and keeps them current, through every reconnect: the open ones by votes, unless
   * given. `dismissed` needs `can['question:answer']`, like the methods below that hosts use.
   */
  load(list?: { state?: QuestionState; sort?: QuestionOrder }): Promise<void>;
  /** Loads the next questions. Resolves to whether there are more. */
  loadMore(): Promise<boolean>;
  /** Resolves to any page, without changing the list. */
  page(query?: {
    state?: QuestionState;
    sort?: QuestionOrder;
    after?: string;
    limit?: number;
  }): Promise<QuestionPage>;
  /** Asks a question. `anonymous`: nobody sees my name, if the room allows it. `id`: a UUID; a new one unless given. */
  ask(question: { text: string; anonymous?: boolean; id?: string }): Promise<Question>;
  /** Votes for a question, or withdraws my vote. Shown at once, and taken back if the server rejects it. */
  upvote(id: string, upvoted?: boolean): Promise<void>;
  /** Takes back a question of mine. */
  withdraw(id: string): Promise<void>;
  /** Answers a question by text; without a text, it was answered live. */
  answer(id: string, text?: string): Promise<Question>;
  dismiss(id: string): Promise<Question>;
  /** Opens a question again that was answered or dismissed. */
  reopen(id: string): Promise<Question>;
  /** Highlights a question in place of the one before, or ends it. */
  highlight(id: string, highlighted?: boolean): Promise<Question>;
}

export interface QuestionsFeature {
  api: LazyPart<Questions>;
  /** Loads the list again: events may have been missed. */
  live(): void;
  close(): void;
}

/** Before the list is read again because of a question that is not known here, and as much more at random, ms. */
const againMs = 1_000;
const mostPerPage = 100;
const pageSize = 50;

const compare = (one: string | number, other: string | number): number =>
  one < other ? -1 : one > other ? 1 : 0;

const orders: Record<QuestionOrder, (one: Question, other: Question) => number> = {
  votes: (one, other) => other.votes - one.votes || one.askedAt - other.askedAt || compare(one.id, other.id),
  time: (one, other) => other.askedAt - one.askedAt || compare(other.id, one.id),
};

type Changed = EventOf<'question:changed'>;

/** Returns a list with questions as they are now. If there are more, those that sort behind it are left out. */
const withQuestions = (list: QuestionList, changed: readonly Question[], gone: readonly string[]) => {
  const { items, state, sort, hasMore } = list;
  const ids = new Set([...gone, ...changed.map(({ id }) => id)]);
  const last = items.at(-1);
  const order = orders[sort];
  const here = changed.filter(
    (question) => question.state === state && (!hasMore || last === undefined || order(question, last) <= 0),
  );
  return [...items.filter(({ id }) => !ids.has(id)), ...here].toSorted(order);
};

export const questions = (
  { roomId, call, sync, self, newId, random }: RoomContext,
  on: OnEvent,
  touch: () => void,
): QuestionsFeature => {
  let list: QuestionList = {
    state: 'open',
    sort: 'votes',
    items: [],
    open: 0,
    hasMore: false,
    loaded: false,
  };
  let next: string | undefined;
  /** Whether it is to be kept current. */
  let isWanted = false;
  /** Counts loads, so that an older response does not replace a newer one. */
  let turn = 0;
  /** The changes since a page was asked for, which may be older than they; null while none is. */
  let since: Changed[] | null = null;
  /** Fields that only my own lists have. */
  const own = new Map<string, Pick<Question, 'mine' | 'upvoted'>>();
  const votes = new Map<string, number>();
  /** Questions whose vote the server has not acknowledged. */
  const voting = new Set<string>();
  const again = createTimer();

  const show = (change: Partial<QuestionList>): void => {
    list = { ...list, ...change };
    touch();
  };
  const learn = (page: readonly Question[]): void => {
    for (const { id, mine, upvoted } of page) {
      const isUpvoted = voting.has(id) ? own.get(id)?.upvoted : upvoted;
      own.set(id, { ...(mine ? { mine } : {}), ...(isUpvoted ? { upvoted: true } : {}) });
    }
  };
  const withOwn = ({ mine: _mine, upvoted: _upvoted, ...question }: Question): Question => ({
    ...question,
    ...(question.author?.id === self() ? { mine: true as const } : {}),
    ...own.get(question.id),
  });
  const put = (question: Question): Question => {
    const shown = withOwn(question);
    show({ items: withQuestions(list, [shown], []) });
    return shown;
  };

  const apply = ({ questions: changed, gone, open }: Changed): Question[] => {
    const shown = changed.map(withOwn);
    show({ items: withQuestions(list, shown, gone), open });
    return shown;
  };

  /** Reads a page, unless another load begins meanwhile, and then what has changed since it was asked for. */
  const read = async (
    query: Omit<Input<'question:list'>, 'roomId'>,
    mine: number,
    take: (page: QuestionPage) => void,
  ): Promise<void> => {
    const changes: Changed[] = [];
    since = changes;
    try {
      const page = await call('question:list', { roomId, ...query });
      if (turn !== mine) return;
      learn(page.questions);
      next = page.next;
      take(page);
      changes.forEach(apply);
    } finally {
      if (since === changes) since = null;
    }
  };

  const load = async (wanted: { state?: QuestionState; sort?: QuestionOrder } = {}): Promise<void> => {
    isWanted = true;
    const { state = 'open', sort = 'votes' } = wanted;
    const isSame = state === list.state && sort === list.sort;
    if (!isSame) show({ state, sort, items: [], hasMore: false, loaded: false });
    turn += 1;
    const mine = turn;
    const limit = Math.min(Math.max(list.items.length, pageSize), mostPerPage);
    await read({ state, sort, limit }, mine, (page) => {
      show({
        items: page.questions.map(withOwn),
        open: page.open,
        hasMore: next !== undefined,
        loaded: true,
      });
    });
  };
  const reload = createReload(() => load(list));
  const loadAgain = (): void => {
    if (isWanted) reload.run();
  };

  on('question:changed', (event) => {
    if (!isWanted) return;
    since?.push(event);
    const { gone } = event;
    const shown = apply(event);
    const isUnknown = shown.some(({ id, votes: count, state }) => {
      return state === list.state && count > 0 && !own.has(id);
    });
    // Dismissed questions are read by hosts only. Members do not all read at the same moment.
    if ((isUnknown || (list.state === 'dismissed' && gone.length > 0)) && !again.runs)
      again.start(againMs * (1 + random()), loadAgain);
  });
  on('room:updated', () => {
    if (isWanted && !list.loaded && sync.core.room?.questions !== 'off') loadAgain();
  });

  const decided = async (request: Promise<{ question: Question }>): Promise<Question> =>
    put((await request).question);

  return {
    live: loadAgain,
    close: () => {
      again.stop();
      reload.stop();
    },
    api: {
      get: () => list,
      load,
      loadMore: async () => {
        const { state, sort } = list;
        if (next === undefined) return false;
        await read({ state, sort, after: next }, turn, (page) => {
          const items = withQuestions({ ...list, hasMore: false }, page.questions.map(withOwn), []);
          show({ items, open: page.open, hasMore: next !== undefined });
        });
        return list.hasMore;
      },
      page: (query) => call('question:list', { roomId, ...query }),
      ask: async ({ id = newId(), ...question }) => {
        const asked = await call('question:ask', { roomId, id, ...question });
        own.set(id, { mine: true });
        return put(asked.question);
      },
      upvote: async (id, upvoted = true) => {
        const before = own.get(id) ?? {};
        const vote = (votes.get(id) ?? 0) + 1;
        votes.set(id, vote);
        const step = Number(upvoted) - Number(before.upvoted ?? false);
        const find = (): Question | undefined => list.items.find((question) => question.id === id);
        const showVote = (by: number, is: Pick<Question, 'mine' | 'upvoted'>): Question | undefined => {
          own.set(id, is);
          const found = find();
          return found && put({ ...found, votes: found.votes + by });
        };
        const { upvoted: _before, ...rest } = before;
        const shown = showVote(step, { ...rest, ...(upvoted ? { upvoted } : {}) });
        voting.add(id);
        try {
          const stored = await call('question:upvote', { roomId, questionId: id, upvoted });
          // Another of my devices may have voted before.
          if (votes.get(id) === vote && shown && find() === shown) put({ ...shown, votes: stored.votes });
        } catch (error) {
          // A count that has come from the server meanwhile does not include this vote.
          if (votes.get(id) === vote) showVote(find() === shown ? -step : 0, before);
          // An earlier vote may have failed too.
          if (isWanted && !again.runs) again.start(againMs, loadAgain);
          throw error;
        } finally {
          if (votes.get(id) === vote) voting.delete(id);
        }
      },
      withdraw: async (id) => {
        await call('question:withdraw', { roomId, questionId: id });
        show({ items: withQuestions(list, [], [id]) });
      },
      answer: (id, text) =>
        decided(call('question:answer', { roomId, questionId: id, ...(text === undefined ? {} : { text }) })),
      dismiss: (id) => decided(call('question:dismiss', { roomId, questionId: id })),
      reopen: (id) => decided(call('question:reopen', { roomId, questionId: id })),
      highlight: (id, highlighted = true) =>
        decided(call('question:highlight', { roomId, questionId: id, highlighted })),
    },
  };
};
