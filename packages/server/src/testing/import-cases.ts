import assert from 'node:assert/strict';
import type { User } from '@chat/protocol';
import type { Change } from '../storage/contract/change.ts';
import type { ImportedMessage } from '../storage/contract/import-change.ts';
import type { ContractCase } from './contract-case.ts';
import { ana, bo, createRoom, edit, events, messageOf, react, remove, send } from './sample.ts';

const read =
  'An imported message is read with its time, author, reactions and earlier texts, and importing it again returns the stored one as `known`.';

const importMessage = (
  id: string,
  {
    actor = ana,
    at = 1_200,
    notBefore = 0,
    ...message
  }: Partial<ImportedMessage> & { actor?: User; at?: number; notBefore?: number } = {},
): Change => ({
  kind: 'import-message',
  actor,
  at,
  notBefore,
  message: {
    id,
    kind: 'text',
    text: `text of ${id}`,
    attachments: [],
    mentions: [],
    reactors: [],
    versions: [],
    ...message,
  },
});

const thumb = '\u{1F44D}';

export const importCases: ContractCase[] = [
  {
    title: 'an imported message has its time, author, reactions and earlier texts',
    sentence: read,
    run: async ({ timeline }) => {
      const old = importMessage('m1', {
        actor: bo,
        editedAt: 1_400,
        pinnedAt: 1_500,
        mentions: ['ana'],
        reactors: [{ emoji: thumb, userIds: ['cy', 'ana'] }],
        versions: [
          { text: 'first', at: 1_200 },
          { text: 'second', at: 1_300 },
        ],
      });
      events(await timeline.commit('r', [createRoom('r'), old, importMessage('m2', { at: 1_250 })]));
      const { messages } = await timeline.page('r', { limit: 9 });
      assert.deepEqual(
        messages.map(({ id, seq, createdAt, author, text, editedAt }) => [
          id,
          seq,
          createdAt,
          author.id,
          text,
          editedAt,
        ]),
        [
          ['m1', 1, 1_200, 'bo', 'text of m1', 1_400],
          ['m2', 2, 1_250, 'ana', 'text of m2', undefined],
        ],
      );
      assert.deepEqual(messages[0]?.reactions, [{ emoji: thumb, count: 2, by: ['cy', 'ana'] }]);
      assert.deepEqual(
        (await timeline.versions('r', 'm1')).map(({ text, at }) => [text, at]),
        [
          ['second', 1_300],
          ['first', 1_200],
        ],
      );
      const reactors = await timeline.reactors('r', { messageId: 'm1', emoji: thumb }, { limit: 9 });
      assert.deepEqual(reactors.userIds, ['ana', 'cy']);
      assert.deepEqual(
        (await timeline.pinned('r', { limit: 9 })).messages.map(({ id }) => id),
        ['m1'],
      );
      assert.deepEqual(await timeline.mentions('r', 'ana', 0, 9), [1]);
      assert.deepEqual((await timeline.roomsWithDataOf('cy', { limit: 9 })).roomIds, ['r']);
      // It goes on like any other message.
      events(await timeline.commit('r', [edit('m1', 'third', bo), react('m1', bo)]));
      assert.deepEqual(
        (await timeline.versions('r', 'm1')).map(({ text }) => text),
        ['text of m1', 'second', 'first'],
      );
      assert.equal((await timeline.message('r', 'm1'))?.reactions[0]?.count, 3);
    },
  },
  {
    title: 'importing a message again changes nothing, whatever happened to it',
    sentence: read,
    run: async ({ timeline }) => {
      const all = [
        importMessage('m1', { reactors: [{ emoji: thumb, userIds: ['bo'] }] }),
        importMessage('m2'),
      ];
      events(await timeline.commit('r', [createRoom('r'), ...all, edit('m1', 'edited'), remove('m2')]));
      const head = await timeline.head('r');
      const again = await timeline.commit('r', all);
      assert.deepEqual(
        again.map((result) => result.ok && result.known),
        [true, true],
      );
      assert.equal(messageOf(again[0]).text, 'edited');
      assert.deepEqual(await timeline.head('r'), head);
      assert.notEqual((await timeline.message('r', 'm2'))?.deletedAt, undefined);
    },
  },
  {
    title: 'an imported reply is in its thread, and messages stay in the order of time',
    sentence: read,
    run: async ({ timeline }) => {
      const reply = importMessage('m2', { at: 1_300, threadId: 'm1' });
      events(await timeline.commit('r', [createRoom('r'), importMessage('m1'), reply, send('m3')]));
      assert.equal((await timeline.message('r', 'm1'))?.thread?.replies, 1);
      const thread = await timeline.page('r', { threadId: 'm1', limit: 9 });
      assert.deepEqual(
        thread.messages.map(({ id }) => id),
        ['m2'],
      );
      const refused = await timeline.commit('r', [
        importMessage('m4', { at: 1_900, notBefore: 2_000 }),
        importMessage('m5', { at: 2_000, notBefore: 2_000, threadId: 'none' }),
      ]);
      assert.deepEqual(
        refused.map((result) => !result.ok && result.error.code),
        ['conflict', 'not_found'],
      );
      assert.equal((await timeline.head('r'))?.seq, 3);
    },
  },
];
