import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import { addMember, bo, createRoom, cy, edit, endMembership, remove, retitle, send } from './sample.ts';

const every =
  "Returns every record with a `rev` above `since`, as it is now, with the head, all read at one moment: messages by `rev`, members by `rev` (ended memberships included), and whether the room's settings changed.";

export const changesCases: ContractCase[] = [
  {
    title: 'an unknown room is empty',
    sentence: 'An unknown room has the head `null`, no messages and no members.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m1')]);
      assert.equal(await timeline.head('none'), null);
      assert.deepEqual(await timeline.page('none', { limit: 10 }), { messages: [], hasMore: false });
      assert.deepEqual(await timeline.members('none', { limit: 10 }), { members: [], hasMore: false });
      assert.equal(await timeline.message('none', 'm1'), null);
      assert.equal(await timeline.member('none', 'ana'), null);
      assert.equal(await timeline.unread('none', 'bo', 0, 10), 0);
      const [result] = await timeline.commit('none', [send('m1')]);
      assert.ok(result?.ok === false && result.error.code === 'not_found');
      assert.equal(await timeline.head('none'), null);
    },
  },
  {
    title: 'the head is the room as of its last change',
    sentence: 'Returns the room as of its last committed change, or null if the room was never created.',
    run: async ({ timeline }) => {
      assert.equal(await timeline.head('r'), null);
      await timeline.commit('r', [createRoom('r')]);
      const made = await timeline.head('r');
      assert.deepEqual([made?.seq, made?.rev, made?.roomRev, made?.room.title], [0, 1, 1, 'Room r']);
      assert.ok(made?.epoch, 'the head has no epoch');
      await timeline.commit('r', [retitle('New'), send('m1')]);
      const head = await timeline.head('r');
      assert.deepEqual(head, { ...made, room: { ...made?.room, title: 'New' }, seq: 1, rev: 3, roomRev: 2 });
    },
  },
  {
    title: 'heads of many rooms are returned at once',
    sentence:
      'Returns `rev` and `epoch` of each of these rooms, as in `head`, in any order; unknown rooms are left out.',
    run: async ({ timeline }) => {
      assert.deepEqual(await timeline.heads([]), []);
      await timeline.commit('r', [createRoom('r'), send('m1'), retitle('New')]);
      await timeline.commit('s', [createRoom('s')]);
      await timeline.commit('t', [createRoom('t')]);
      const heads = await timeline.heads(['s', 'none', 'r']);
      const { epoch } = (await timeline.head('r')) ?? {};
      assert.deepEqual(
        [...heads].sort((a, b) => (a.roomId < b.roomId ? -1 : 1)),
        [
          { roomId: 'r', rev: 3, epoch },
          { roomId: 's', rev: 1, epoch },
        ],
      );
      await timeline.commit('s', [send('m2')]);
      assert.deepEqual(await timeline.heads(['s']), [{ roomId: 's', rev: 2, epoch }]);
    },
  },
  {
    title: 'changes are all records above a rev, by rev, in their current state',
    sentence: every,
    run: async ({ timeline }) => {
      await timeline.commit('s', [createRoom('s'), send('other'), addMember(bo)]);
      await timeline.commit('r', [createRoom('r'), send('m1'), send('m2'), send('m3'), addMember(bo)]);
      // m2 changes twice in one batch.
      const twice = [edit('m2', 'newer'), remove('m1'), send('m4'), edit('m2', 'new')];
      await timeline.commit('r', [addMember(cy), ...twice, endMembership(bo)]);
      const changes = await timeline.changes('r', 4, 100);
      assert.deepEqual(
        changes?.messages.map(({ id, rev, text }) => [id, rev, text]),
        [
          ['m1', 8, ''],
          ['m4', 9, 'text of m4'],
          ['m2', 10, 'new'],
        ],
      );
      assert.deepEqual(
        changes?.members.map(({ user, rev, state }) => [user.id, rev, state]),
        [
          ['cy', 6, 'joined'],
          ['bo', 11, 'removed'],
        ],
      );
      assert.equal(changes?.room, false);
      assert.deepEqual(changes?.head, await timeline.head('r'));
      await timeline.commit('r', [retitle('New')]);
      const last = await timeline.changes('r', 11, 100);
      assert.deepEqual([last?.messages, last?.members, last?.room], [[], [], true]);
      const none = await timeline.changes('r', 12, 100);
      assert.deepEqual([none?.messages, none?.members, none?.room, none?.head.rev], [[], [], false, 12]);
    },
  },
  {
    title: 'changes and head are read at one moment',
    sentence: every,
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), send('m0')]);
      const readings = await Promise.all(
        Array.from({ length: 10 }, async (_, index) => {
          const writing = timeline.commit('r', [
            send(`m${index + 1}`),
            addMember({ id: `u${index}`, name: 'U' }),
          ]);
          const reading = await timeline.changes('r', 1, 100);
          await writing;
          return reading;
        }),
      );
      for (const reading of readings) {
        // The change that made the head is always the last of some record.
        const revs = [...(reading?.messages ?? []), ...(reading?.members ?? [])].map(({ rev }) => rev);
        assert.equal(Math.max(...revs), reading?.head.rev);
      }
    },
  },
  {
    title: 'changes are null if there are too many or the room is unknown',
    sentence: 'Returns null if more than `limit` messages and members changed, or if the room is unknown.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [
        createRoom('r'),
        send('m1'),
        send('m2'),
        send('m3'),
        addMember(bo),
        addMember(cy),
      ]);
      assert.equal((await timeline.changes('r', 1, 5))?.messages.length, 3);
      assert.equal(await timeline.changes('r', 1, 4), null);
      assert.equal(await timeline.changes('r', 1, 2), null);
      assert.equal((await timeline.changes('r', 5, 1))?.members.length, 1);
      assert.equal(await timeline.changes('none', 0, 5), null);
    },
  },
];
