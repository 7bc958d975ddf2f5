import assert from 'node:assert/strict';
import { parsePhrases, type Attachment } from '@chat/protocol';
import type { SearchQuery } from '../storage/contract/search-query.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, cy, edit, events, react, remove, send, seqs } from './sample.ts';

/** The typed words, other conditions, and the expected `seq`. */
type Expected = [question: string, asked: Partial<SearchQuery>, seqs: number[]];

const ask = async ({ timeline }: ChatStorage, question: string, asked: Partial<SearchQuery> = {}) =>
  timeline.search('r', { phrases: parsePhrases(question), limit: 20, ...asked });

const expectFound = async (storage: ChatStorage, all: Expected[]): Promise<void> => {
  for (const [question, asked, expected] of all) {
    const found = seqs(await ask(storage, question, asked));
    assert.deepEqual(found, expected, `search for ${question} ${JSON.stringify(asked)}`);
  }
};

/** Sends these texts to the room `r`, one message per second, and to another room too. */
const saying = async ({ timeline }: ChatStorage, texts: string[]): Promise<void> => {
  for (const [roomId, id] of [
    ['s', 'other'],
    ['r', 'm'],
  ] as const) {
    const sends = texts.map((text, index) => send(`${id}${index + 1}`, ana, { text }, 2_000 + index * 1_000));
    events(await timeline.commit(roomId, [createRoom(roomId), ...sends]));
  }
};

const file = (name: string, type: string): Attachment => ({ fileId: `id of ${name}`, name, type, size: 1 });

const words =
  'Words are compared as `tokenize` returns them; the words of a phrase are next to each other in the text or in the name of one file, and with `isPrefix` the last one may be the beginning of a word.';
const visible = 'Messages that `page` would not include are not found.';
const current = 'A message committed before the call is found by its current text, and by nothing else.';

export const searchCases: ContractCase[] = [
  {
    title: 'a search finds messages with all words, newest first',
    sentence:
      'Returns the newest messages that contain every one of `phrases`, newest first, without tombstones.',
    run: async (storage) => {
      assert.deepEqual(await ask(storage, 'red'), { messages: [], hasMore: false });
      await saying(storage, ['red green', 'green', 'blue, red and green', 'red']);
      await expectFound(storage, [
        ['red ', {}, [4, 3, 1]],
        ['green red ', {}, [3, 1]],
        ['red yellow ', {}, []],
        ['', {}, [4, 3, 2, 1]],
      ]);
    },
  },
  {
    title: 'a search finds no tombstones',
    sentence:
      'Returns the newest messages that contain every one of `phrases`, newest first, without tombstones.',
    run: async (storage) => {
      await saying(storage, ['red', 'red', 'red']);
      events(await storage.timeline.commit('r', [remove('m1')]));
      await expectFound(storage, [['red ', {}, [3, 2]]]);
      events(await storage.timeline.commit('r', [remove('m3')]));
      await expectFound(storage, [
        ['red ', {}, [2]],
        ['', {}, [2]],
      ]);
    },
  },
  {
    title: 'a search compares words without case and accents',
    sentence: words,
    run: async (storage) => {
      await saying(storage, [
        'Reunión mañana',
        'REUNION',
        'réunions',
        'ﬁn de ΟΔΟΣ',
        '東京へ行く',
        'مُحَمَّد',
        '🎉!',
      ]);
      await expectFound(storage, [
        ['reunión ', {}, [2, 1]],
        ['manana ', {}, [1]],
        ['fin ', {}, [4]],
        ['οδος ', {}, [4]],
        ['京へ', {}, [5]],
        ['محمد ', {}, [6]],
        ['🎉', {}, [7]],
      ]);
    },
  },
  {
    title: 'a search finds phrases, and the last word by its beginning',
    sentence: words,
    run: async (storage) => {
      await saying(storage, ['the red door', 'red the door', 'a reddish door', 'report-2026.pdf']);
      await expectFound(storage, [
        ['"the red"', {}, [1]],
        ['"the red" door', {}, [1]],
        ['red', {}, [3, 2, 1]],
        ['red ', {}, [2, 1]],
        ['"red"', {}, [2, 1]],
        ['"reddish do"', {}, []],
        ['report-2026.p', {}, []],
        ['report-2026.pdf', {}, [4]],
        ['2026-report', {}, []],
      ]);
    },
  },
  {
    title: 'a search finds the names of files',
    sentence: words,
    run: async (storage) => {
      const attachments = [file('Plan B.pdf', 'application/pdf'), file('photo.png', 'image/png')];
      await saying(storage, ['plan']);
      events(await storage.timeline.commit('r', [send('f', ana, { text: 'the new', attachments })]));
      await expectFound(storage, [
        ['plan ', {}, [2, 1]],
        ['"plan b.pdf"', {}, [2]],
        ['new photo', {}, [2]],
        ['"new plan"', {}, []],
        ['"pdf photo"', {}, []],
      ]);
    },
  },
  {
    title: 'a search finds messages by author',
    sentence: '`from`: by this author.',
    run: async (storage) => {
      await saying(storage, ['red', 'blue']);
      events(
        await storage.timeline.commit('r', [addMember(bo), send('b1', bo, { text: 'red' }), send('b2', bo)]),
      );
      await expectFound(storage, [
        ['red ', { from: 'bo' }, [3]],
        ['red ', { from: 'ana' }, [1]],
        ['', { from: 'bo' }, [4, 3]],
        ['', { from: 'b' }, []],
      ]);
    },
  },
  {
    title: 'a search finds messages with a file, an image or a link',
    sentence: '`has`: with a file, an image or a link.',
    run: async (storage) => {
      await saying(storage, ['red', 'red https://example.org/red', 'http or https:']);
      const pdf = { text: 'red', attachments: [file('a.pdf', 'application/pdf')] };
      const png = { text: 'red', attachments: [file('a.png', 'image/png')] };
      events(await storage.timeline.commit('r', [send('f', ana, pdf), send('g', ana, png)]));
      await expectFound(storage, [
        ['red ', { has: 'file' }, [5, 4]],
        ['', { has: 'image' }, [5]],
        ['', { has: 'link' }, [2]],
        ['red ', { has: 'link' }, [2]],
      ]);
    },
  },
  {
    title: 'a search finds messages from before or after a time',
    sentence: '`before`, `after`: created before this time, or at or after it, ms since the epoch.',
    run: async (storage) => {
      await saying(storage, ['red', 'red', 'red', 'red', 'red']);
      const late = 90_000_000;
      events(await storage.timeline.commit('r', [send('late', ana, { text: 'red' }, late)]));
      await expectFound(storage, [
        ['red ', { before: 4_000 }, [2, 1]],
        ['red ', { after: 4_000 }, [6, 5, 4, 3]],
        ['red ', { after: 3_000, before: 5_000 }, [3, 2]],
        ['red ', { after: late }, [6]],
        ['red ', { after: late + 1 }, []],
        ['red ', { after: late * 2 }, []],
        ['red ', { before: late }, [5, 4, 3, 2, 1]],
      ]);
    },
  },
  {
    title: 'a search continues below a seq',
    sentence: '`below`: with a lower `seq`.',
    run: async (storage) => {
      await saying(storage, ['red', 'red', 'blue', 'red', 'red']);
      await expectFound(storage, [
        ['red ', { below: 4, limit: 1 }, [2]],
        ['red ', { below: 2 }, [1]],
        ['red ', { below: 1 }, []],
      ]);
    },
  },
  {
    title: 'a search tells whether there are more results',
    sentence: '`hasMore`: there are more below the last one.',
    run: async (storage) => {
      await saying(storage, ['red', 'red', 'red', 'blue']);
      const hasMore = async (asked: Partial<SearchQuery>) => (await ask(storage, 'red ', asked)).hasMore;
      assert.deepEqual(
        [await hasMore({ limit: 2 }), await hasMore({ limit: 3 }), await hasMore({ limit: 1, below: 2 })],
        [true, false, false],
      );
    },
  },
  {
    title: 'a search finds private messages for their readers',
    sentence: visible,
    run: async (storage) => {
      await saying(storage, ['red']);
      const secrets = [
        send('p1', ana, { text: 'red', to: ['bo'] }),
        send('p2', bo, { text: 'red', to: ['ana', 'cy'] }),
      ];
      events(await storage.timeline.commit('r', [addMember(bo), addMember(cy)]));
      events(await storage.timeline.commit('r', secrets));
      const all: Expected[] = [
        ['red ', { reader: 'ana' }, [3, 2, 1]],
        ['red ', { reader: 'bo' }, [3, 2, 1]],
        ['red ', { reader: 'cy' }, [3, 1]],
        ['red ', { reader: 'cy', from: 'ana' }, [1]],
        ['', { reader: 'cy', limit: 1 }, [3]],
        ['red ', { reader: 'dee' }, [1]],
        ['red ', {}, [1]],
        ['red ', { unfiltered: true }, [3, 2, 1]],
      ];
      await expectFound(storage, all);
      events(await storage.timeline.commit('r', [edit('p1', 'red again'), remove('p2', bo)]));
      await expectFound(storage, [
        ['red ', { reader: 'cy' }, [1]],
        ['red ', { reader: 'bo' }, [2, 1]],
        ['again ', { reader: 'bo' }, [2]],
        ['again ', {}, []],
      ]);
    },
  },
  {
    title: 'a search finds nothing that is hidden from the reader',
    sentence: visible,
    run: async (storage) => {
      await saying(storage, ['red', 'red', 'red']);
      await expectFound(storage, [
        ['red ', { visibleAfter: 2 }, [3]],
        ['red ', { visibleAfter: 3 }, []],
      ]);
    },
  },
  {
    title: 'a search finds edited messages only by their new words',
    sentence: current,
    run: async (storage) => {
      await saying(storage, ['red', 'red']);
      await expectFound(storage, [['red ', {}, [2, 1]]]);
      events(
        await storage.timeline.commit('r', [
          edit('m1', 'blue'),
          react('m2', bo),
          send('m3', ana, { text: 'blue' }),
        ]),
      );
      await expectFound(storage, [
        ['red ', {}, [2]],
        ['blue ', {}, [3, 1]],
      ]);
      assert.equal((await ask(storage, 'red ')).messages[0]?.reactions.length, 1);
    },
  },
  {
    title: 'a search finds no pruned messages',
    sentence: visible,
    run: async (storage) => {
      await saying(storage, ['red', 'red', 'red']);
      events(await storage.timeline.commit('r', [addMember(bo)]));
      events(await storage.timeline.commit('r', [send('p', ana, { text: 'red', to: ['bo'] }, 2_500)]));
      await expectFound(storage, [['red ', { reader: 'bo' }, [4, 3, 2, 1]]]);
      await storage.timeline.prune('r', 2_600);
      await expectFound(storage, [['red ', { reader: 'bo' }, [3, 2]]]);
    },
  },
];
