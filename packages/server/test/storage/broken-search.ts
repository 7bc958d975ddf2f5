import type { Message } from '@chat/protocol';
import type { Phrase } from '../../src/storage/shared/search-phrases.ts';
import type { SearchQuery } from '../../src/storage/contract/search-query.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];
type Page = { messages: Message[]; hasMore: boolean };
type Ask = (query: SearchQuery) => Promise<Page>;

/** Stores whose searches go wrong. */
const search = (
  name: string,
  found: string[],
  answer: (ask: Ask, query: SearchQuery) => Promise<Page>,
): Broken => ({
  name,
  found,
  damage: ({ timeline }) => ({
    timeline: { search: (roomId, query) => answer((asked) => timeline.search(roomId, asked), query) },
  }),
});

/** The same, with what the store remembers of what was written. */
const remembering = (
  name: string,
  found: string[],
  make: (sound: Timeline) => Partial<Timeline>,
): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const without =
  (...names: (keyof SearchQuery)[]) =>
  (ask: Ask, query: SearchQuery): Promise<Page> =>
    ask(
      Object.fromEntries(
        Object.entries(query).filter(([name]) => !names.includes(name as keyof SearchQuery)),
      ) as never,
    );

const withPhrases = (change: (phrases: readonly Phrase[]) => Phrase[]) => (ask: Ask, query: SearchQuery) =>
  ask({ ...query, phrases: change(query.phrases) });

const sided = 'a search finds words side by side, and the beginning of the last';
const secret = 'a search finds private messages for those they exist for';
const edited = 'a search finds what was edited by its new words alone';
const forgotten = 'a search finds nothing that was forgotten';
const named = 'a search finds the names of files';
const unequal = 'a search compares words without case and accents';

export const brokenSearch: Broken[] = [
  search(
    'finds what holds one of the words',
    ['a search finds the messages that hold all its words, the newest first'],
    withPhrases((phrases) => phrases.slice(0, 1)),
  ),
  search(
    'finds the oldest first',
    ['a search finds the messages that hold all its words, the newest first', andMore],
    async (ask, query) => {
      const { messages, hasMore } = await ask(query);
      return { messages: messages.toReversed(), hasMore };
    },
  ),
  search(
    'takes a phrase for its words',
    [sided, named],
    withPhrases((phrases) =>
      phrases.flatMap(({ words, isPrefix }) =>
        words.map((word, index) => ({ words: [word], isPrefix: isPrefix && index === words.length - 1 })),
      ),
    ),
  ),
  search(
    'finds whole words only',
    [sided],
    withPhrases((phrases) => phrases.map(({ words }) => ({ words, isPrefix: false }))),
  ),
  search(
    'finds the beginnings of all words',
    [sided, unequal],
    withPhrases((phrases) => phrases.map(({ words }) => ({ words, isPrefix: true }))),
  ),
  search('does not look at the names of files', [named], async (ask, query) => {
    const { messages, hasMore } = await ask(query);
    return {
      messages: messages.filter(({ attachments }) => attachments.length === 0 || query.has !== undefined),
      hasMore,
    };
  }),
  search('compares accents', [unequal], (ask, query) =>
    query.phrases.some(({ words }) => words.includes('reunion'))
      ? Promise.resolve({ messages: [], hasMore: false })
      : ask(query),
  ),
  search('does not ask who said it', ['a search finds what somebody said', secret], without('from')),
  search(
    'does not ask what it bears',
    ['a search finds what bears a file, an image or a link'],
    without('has'),
  ),
  search(
    'finds what was said at a moment before it too',
    ['a search finds what was said before and after a moment'],
    (ask, query) => ask({ ...query, ...(query.before === undefined ? {} : { before: query.before + 1 }) }),
  ),
  search(
    'finds nothing that was said just at a moment',
    ['a search finds what was said before and after a moment'],
    (ask, query) => ask({ ...query, ...(query.after === undefined ? {} : { after: query.after + 1 }) }),
  ),
  search(
    'begins anew with each page',
    ['a search goes on below a seq, and says whether there is more', 'a search says whether there is more'],
    without('below'),
  ),
  search('never says that there is more', ['a search says whether there is more'], async (ask, query) => ({
    ...(await ask(query)),
    hasMore: false,
  })),
  search('finds private messages for everybody', [secret], (ask, query) =>
    ask({ ...query, unfiltered: true }),
  ),
  search('finds private messages for nobody', [secret, forgotten], without('reader', 'unfiltered')),
  search(
    'finds what is closed to the reader',
    ['a search finds nothing that is closed to the reader'],
    without('visibleAfter'),
  ),
  remembering('finds tombstones by what they said', ['a search finds no tombstones', secret], (sound) => {
    const gone = new Map<string, Message[]>();
    return {
      commit: async (roomId, changes) => {
        const { messages } = await sound.page(roomId, { limit: 100, unfiltered: true });
        const deleted = changes.flatMap((change) => (change.kind === 'delete' ? [change.messageId] : []));
        gone.set(roomId, [...(gone.get(roomId) ?? []), ...messages.filter(({ id }) => deleted.includes(id))]);
        return sound.commit(roomId, changes);
      },
      search: async (roomId, query) => {
        const { messages, hasMore } = await sound.search(roomId, query);
        const both = [...messages, ...(gone.get(roomId) ?? [])].toSorted((a, b) => b.seq - a.seq);
        return { messages: both, hasMore };
      },
    };
  }),
  remembering(
    'finds by words as they were when it was first asked',
    [edited, forgotten, andMore],
    (sound) => {
      const answers = new Map<string, Page>();
      return {
        search: async (roomId, query) => {
          const key = JSON.stringify([roomId, query]);
          const answer = answers.get(key) ?? (await sound.search(roomId, query));
          answers.set(key, answer);
          return answer;
        },
      };
    },
  ),
];
