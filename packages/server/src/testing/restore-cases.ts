import assert from 'node:assert/strict';
import { parsePhrases } from '@chat/protocol';
import type { Change } from '../storage/contract/change.ts';
import type { DeletedContent } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import {
  addMember,
  ana,
  bo,
  createRoom,
  edit,
  events,
  messageOf,
  pin,
  react,
  remove,
  send,
} from './sample.ts';

const returned =
  'Deleting a message returns what it removed, and restoring it with that brings back its text, files, mentions, reactions and earlier texts, for all reads.';

type Timeline = ChatStorage['timeline'];

const restore = (messageId: string, deleted: DeletedContent | null): Change => ({
  kind: 'restore',
  actor: ana,
  at: 4_000,
  messageId,
  deleted,
  most: 50,
});

/** Deletes a message and returns what that removed. */
const deletedFrom = async (timeline: Timeline, messageId: string): Promise<DeletedContent> => {
  const [result] = await timeline.commit('r', [remove(messageId)]);
  assert.ok(result?.ok && result.deleted, 'a deletion did not return what it removed');
  return { ...result.deleted, versions: [] };
};

const reads = async (timeline: Timeline, messageId: string): Promise<Record<string, unknown>> => {
  const reader = { reader: 'bo' };
  const phrases = parsePhrases(`text of ${messageId}`);
  const found = await timeline.search('r', { ...reader, phrases, limit: 9 });
  const of = { messageId, emoji: '\u{1F44D}' };
  const page = await timeline.page('r', { ...reader, limit: 9 });
  return {
    found: found.messages.map(({ id }) => id),
    mentions: await timeline.mentions('r', 'bo', 0, 9),
    unread: await timeline.unread('r', 'bo', 0, 9),
    reactors: (await timeline.reactors('r', of, { limit: 9 })).userIds,
    pinned: (await timeline.pinned('r', { limit: 9 })).messages.map(({ id }) => id),
    read: page.messages.map(({ id, text, deletedAt, rev: _rev, ...rest }) => [
      id,
      text,
      deletedAt,
      rest.reactions,
    ]),
    thread: page.messages.map(({ thread }) => thread),
  };
};

export const restoreCases: ContractCase[] = [
  {
    title: 'a restored message is read as before it was deleted',
    sentence: returned,
    run: async ({ timeline }) => {
      const sends = [send('m1', ana, { mentions: ['bo'] }), send('m2'), pin('m1')];
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), ...sends]));
      events(await timeline.commit('r', [react('m1', ana), react('m1', bo), send('m3')]));
      const before = await reads(timeline, 'm1');
      const content = await deletedFrom(timeline, 'm1');
      assert.deepEqual((await reads(timeline, 'm1'))['found'], []);
      const [result] = await timeline.commit('r', [restore('m1', content)]);
      const { restoredAt, rev } = messageOf(result);
      assert.deepEqual([restoredAt, await timeline.message('r', 'm1')], [4_000, messageOf(result)]);
      assert.deepEqual(await reads(timeline, 'm1'), before);
      const changes = await timeline.changes('r', rev - 1, 9);
      assert.deepEqual(
        changes?.messages.map(({ id }) => id),
        ['m1'],
      );
      // It can be deleted again.
      await deletedFrom(timeline, 'm1');
      assert.deepEqual((await reads(timeline, 'm1'))['reactors'], []);
    },
  },
  {
    title: 'a restored private message is read as before it was deleted',
    sentence: returned,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), send('m1', ana, { to: ['bo'] })]));
      events(await timeline.commit('r', [react('m1', bo)]));
      const before = await reads(timeline, 'm1');
      const content = await deletedFrom(timeline, 'm1');
      events(await timeline.commit('r', [restore('m1', content)]));
      assert.deepEqual(await reads(timeline, 'm1'), before);
      assert.equal(await timeline.message('r', 'm1'), null);
    },
  },
  {
    title: 'a restored reply counts in its thread again, and a restored root has its thread',
    sentence: returned,
    run: async ({ timeline }) => {
      const replies = ['a', 'b'].map((id, index) => send(id, bo, { threadId: 'm1' }, 2_100 + index));
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), send('m1'), ...replies]));
      const before = await reads(timeline, 'm1');
      const reply = await deletedFrom(timeline, 'b');
      const root = await deletedFrom(timeline, 'm1');
      const committed = await timeline.commit('r', [restore('b', reply), restore('m1', root)]);
      assert.deepEqual(
        events(committed).map(({ type }) => type),
        ['message:updated', 'message:updated'],
      );
      assert.deepEqual(await reads(timeline, 'm1'), before);
    },
  },
  {
    title: 'earlier texts of a restored message are listed again',
    sentence: returned,
    run: async ({ timeline }) => {
      events(
        await timeline.commit('r', [createRoom('r'), send('m1'), edit('m1', 'two'), edit('m1', 'three')]),
      );
      const versions = await timeline.versions('r', 'm1');
      const content = await deletedFrom(timeline, 'm1');
      events(await timeline.commit('r', [restore('m1', { ...content, versions })]));
      assert.deepEqual(await timeline.versions('r', 'm1'), versions);
    },
  },
  {
    title: 'an unknown, expired or different deletion is not undone',
    sentence: returned,
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [createRoom('r'), send('m1'), send('m2')]));
      const content = await deletedFrom(timeline, 'm1');
      await deletedFrom(timeline, 'm2');
      const tries = [
        restore('m1', null),
        restore('m1', { ...content, deletedAt: 2_999 }),
        restore('m2', content),
      ];
      for (const [index, result] of (await timeline.commit('r', [...tries, restore('m9', null)])).entries()) {
        assert.ok(!result.ok, 'a deletion was undone that could not be');
        assert.deepEqual(
          [result.error.code, result.error.reason],
          index < 3 ? ['conflict', 'undo_expired'] : ['not_found', undefined],
        );
      }
      events(await timeline.commit('r', [restore('m1', content)]));
      const [again] = await timeline.commit('r', [restore('m1', content)]);
      assert.equal(again?.ok && again.known, true);
    },
  },
];
