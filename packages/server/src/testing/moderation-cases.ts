import assert from 'node:assert/strict';
import type { AuditEntry } from '@chat/protocol';
import type { Change } from '../storage/contract/change.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import type { ContractCase } from './contract-case.ts';
import {
  addMember,
  ana,
  bo,
  createRoom,
  cy,
  endMembership,
  events,
  idsInOrder,
  remove,
  report,
  resolveReport,
  retitle,
  roomWithMessages,
} from './sample.ts';

const ban = (id: string): Change => ({
  kind: 'end-membership',
  actor: ana,
  at: 3_000,
  user: { id, name: id },
  reason: 'banned',
});

/** Returns the ids of reported messages by rev, read in pages of one. */
const queue = async ({ timeline }: ChatStorage, roomId: string): Promise<string[]> => {
  const found: string[] = [];
  for (let after = 0; ;) {
    const { reports, hasMore } = await timeline.reports(roomId, { after, limit: 1 });
    found.push(...reports.map(({ messageId }) => messageId));
    after = reports[0]?.rev ?? after;
    if (!hasMore || reports.length === 0) return found;
  }
};

const acts = (entries: AuditEntry[]): string[] => entries.map(({ rev, act }) => `${rev} ${act}`);

export const moderationCases: ContractCase[] = [
  {
    title: 'banned users are listed by id',
    sentence: 'Returns the memberships of banned users by user id, in code unit order, after `after`.',
    run: async ({ timeline }) => {
      const bans = idsInOrder.toReversed().map(ban);
      await timeline.commit('r', [createRoom('r'), addMember(bo), addMember(cy), endMembership(cy), ...bans]);
      const first = await timeline.banned('r', { limit: 4 });
      assert.deepEqual(
        [first.members.map(({ user }) => user.id), first.hasMore],
        [idsInOrder.slice(0, 4), true],
      );
      const rest = await timeline.banned('r', { limit: 4, after: idsInOrder[3] ?? '' });
      assert.deepEqual([rest.members.map(({ user }) => user.id), rest.hasMore], [idsInOrder.slice(4), false]);
      await timeline.commit('r', [{ kind: 'unban', actor: ana, at: 4_000, userId: 'a' }]);
      assert.deepEqual((await timeline.banned('r', { limit: 1 })).members[0]?.user.id, 'Z');
      assert.equal((await timeline.banned('r', { limit: 10 })).members.length, idsInOrder.length - 1);
    },
  },
  {
    title: 'open reports are listed by rev',
    sentence: 'Returns open reports by `rev`, above `after`.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 's', 1);
      await timeline.commit('s', [report('m1', bo)]);
      await roomWithMessages(storage, 'r', 5);
      events(await timeline.commit('r', [report('m4', bo, 'rude'), report('m1', bo), report('m2', bo)]));
      assert.deepEqual(await queue(storage, 'r'), ['m4', 'm1', 'm2']);
      const again = await timeline.commit('r', [report('m4', bo, 'again'), report('m4', cy)]);
      assert.deepEqual(
        again.map((result) => result.ok && result.known),
        [true, false],
      );
      assert.deepEqual(await queue(storage, 'r'), ['m1', 'm2', 'm4']);
      const [last] = (await timeline.reports('r', { after: 9, limit: 5 })).reports;
      assert.deepEqual(last, {
        messageId: 'm4',
        rev: 10,
        state: 'open',
        author: { id: 'ana', name: 'Ana' },
        text: 'text of m4',
        createdAt: 2_003,
        complaints: [
          { by: { id: 'bo', name: 'Bo', avatarUrl: '/bo.png' }, at: 3_000, reason: 'rude' },
          { by: { id: 'cy', name: 'Cy' }, at: 3_000 },
        ],
      });
      await timeline.commit('r', [resolveReport('m1')]);
      assert.deepEqual(await queue(storage, 'r'), ['m2', 'm4']);
    },
  },
  {
    title: 'the audit log is listed newest first',
    sentence: 'Returns the audit log of a room, newest first, below the `rev` `before`.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 's', 3);
      await timeline.commit('s', [remove('m3')]);
      await roomWithMessages(storage, 'r', 3);
      await timeline.commit('r', [remove('m1'), remove('m3'), retitle('new'), addMember(cy)]);
      await timeline.commit('r', [endMembership(cy), ban('dee')]);
      const newest = await timeline.audit('r', { limit: 2 });
      assert.deepEqual([acts(newest.entries), newest.hasMore], [['10 member:ban', '9 member:remove'], true]);
      const older = await timeline.audit('r', { limit: 3, before: 9 });
      assert.deepEqual(
        [acts(older.entries), older.hasMore],
        [['8 member:add', '7 room:update', '6 message:delete'], false],
      );
      assert.deepEqual(older.entries[2], {
        roomId: 'r',
        rev: 6,
        at: 3_000,
        by: { id: 'ana', name: 'Ana' },
        act: 'message:delete',
        user: { id: 'bo', name: 'Bo', avatarUrl: '/bo.png' },
        messageId: 'm3',
      });
    },
  },
  {
    title: 'an audit entry is stored with its change',
    sentence:
      'An entry is written in the transaction of the change that it records: either both are stored or neither.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 'r', 3);
      const refused: Change = { ...retitle('mine'), actor: bo };
      const unstorable = { ...retitle('x'), at: 1n as never };
      await timeline.commit('r', [refused]);
      await assert.rejects(timeline.commit('r', [remove('m3'), unstorable]));
      assert.deepEqual((await timeline.audit('r', { limit: 5 })).entries, []);
      await timeline.commit('r', [refused, remove('m3')]);
      assert.deepEqual(acts((await timeline.audit('r', { limit: 5 })).entries), ['5 message:delete']);
      const [removed] = (await timeline.page('r', { limit: 1 })).messages;
      assert.equal(removed?.rev, 5);
    },
  },
  {
    title: 'an audit entry never changes',
    sentence: 'No later change alters it.',
    needsReopen: true,
    run: async (storage, reopen) => {
      await roomWithMessages(storage, 'r', 3);
      await storage.timeline.commit('r', [report('m3', ana), resolveReport('m3'), ban('bo')]);
      const before = await storage.timeline.audit('r', { limit: 9 });
      assert.deepEqual(acts(before.entries), ['7 member:ban', '6 report:resolve']);
      await storage.timeline.commit('r', [
        { kind: 'unban', actor: { ...ana, name: 'Anna' }, at: 4_000, userId: 'bo' },
      ]);
      await storage.timeline.prune('r', 9_000);
      const { timeline } = await reopen(storage);
      const after = await timeline.audit('r', { limit: 9 });
      assert.deepEqual(after.entries.slice(1), before.entries);
    },
  },
];
