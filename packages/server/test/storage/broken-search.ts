import type { Message, Phrase } from '@chat/protocol';
import type { SearchQuery } from '../../src/storage/contract/search-query.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];
type Page = { messages: Message[]; hasMore: boolean };
type Ask = (query: SearchQuery) => Promise<Page>;

/** Storages with a faulty search. */
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

/** The same, with the store's record of written messages. */
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

const sided = 'a search finds phrases, and the last word by its beginning';
const secret = 'a search finds private messages for their readers';
const edited = 'a search finds edited messages only by their new words';
const forgotten = 'a search finds no pruned messages';
const named = 'a search finds the names of files';
const unequal = 'a search compares words without case and accents';

export const brokenSearch: Broken[] = [
  search(
    'finds messages with one of the words',
    [
      'a search finds messages with all words, newest first',
      'a restored message is read as before it was deleted',
    ],
    withPhrases((phrases) => phrases.slice(0, 1)),
  ),
  search(
    'finds the oldest first',
    ['a search finds messages with all words, newest first', andMore],
    async (ask, query) => {
      const { messages, hasMore } = await ask(query);
      return { messages: messages.toReversed(), hasMore };
    },
  ),
  search(
    'treats a phrase as single words',
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
    'finds all words by their beginning',
    [sided, unequal],
    withPhrases((phrases) => phrases.map(({ words }) => ({ words, isPrefix: true }))),
  ),
  search('does not search the names of files', [named], async (ask, query) => {
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
  search('ignores the author in a search', ['a search finds messages by author', secret], without('from')),
  search(
    'ignores the content in a search',
    ['a search finds messages with a file, an image or a link'],
    without('has'),
  ),
  search(
    'includes messages created at `before`',
    ['a search finds messages from before or after a time'],
    (ask, query) => ask({ ...query, ...(query.before === undefined ? {} : { before: query.before + 1 }) }),
  ),
  search(
    'leaves out messages created at `after`',
    ['a search finds messages from before or after a time'],
    (ask, query) => ask({ ...query, ...(query.after === undefined ? {} : { after: query.after + 1 }) }),
  ),
  search(
    'starts over with each page of a search',
    ['a search continues below a seq', 'a search tells whether there are more results'],
    without('below'),
  ),
  search(
    'never reports more results',
    ['a search tells whether there are more results'],
    async (ask, query) => ({
      ...(await ask(query)),
      hasMore: false,
    }),
  ),
  search('finds private messages for everyone', [secret], (ask, query) =>
    ask({ ...query, unfiltered: true }),
  ),
  search('never finds private messages', [secret, forgotten], without('reader', 'unfiltered')),
  search(
    'finds messages that are hidden from the reader',
    ['a search finds nothing that is hidden from the reader'],
    without('visibleAfter'),
  ),
  remembering(
    'finds tombstones by their former text',
    [
      'a search finds no tombstones',
      secret,
      'a restored message is read as before it was deleted',
      'a restored private message is read as before it was deleted',
      'a restored reply counts in its thread again, and a restored root has its thread',
    ],
    (sound) => {
      const gone = new Map<string, Message[]>();
      return {
        commit: async (roomId, changes) => {
          const { messages } = await sound.page(roomId, { limit: 100, unfiltered: true });
          const deleted = changes.flatMap((change) => (change.kind === 'delete' ? [change.messageId] : []));
          gone.set(roomId, [
            ...(gone.get(roomId) ?? []),
            ...messages.filter(({ id }) => deleted.includes(id)),
          ]);
          return sound.commit(roomId, changes);
        },
        search: async (roomId, query) => {
          const { messages, hasMore } = await sound.search(roomId, query);
          const both = [...messages, ...(gone.get(roomId) ?? [])].toSorted((a, b) => b.seq - a.seq);
          return { messages: both, hasMore };
        },
      };
    },
  ),
  remembering('finds messages by outdated words', [edited, forgotten, andMore], (sound) => {
    const answers = new Map<string, Page>();
    return {
      search: async (roomId, query) => {
        const key = JSON.stringify([roomId, query]);
        const answer = answers.get(key) ?? (await sound.search(roomId, query));
        answers.set(key, answer);
        return answer;
      },
    };
  }),
];
