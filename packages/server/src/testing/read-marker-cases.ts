import assert from 'node:assert/strict';
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
  invite,
  remove,
  roomWithMessages,
  send,
} from './sample.ts';

const first = { joinedAt: 5_000, joinedSeq: 2, readSeq: 2 };
const made = { ...first, turn: 0, seenSeq: 2, seenAt: null, deliveredSeq: 2 };
const how = { at: 7_000 };
const raisedTo = (seq: number) => ({
  ...made,
  readSeq: seq,
  seenSeq: seq,
  seenAt: how.at,
  deliveredSeq: seq,
});
const rises =
  'Moves the read marker forward to `seq` and returns it as it is then; a lower `seq` or an earlier `turn` changes nothing.';

export const readMarkerCases: ContractCase[] = [
  {
    title: 'a read marker is created once',
    sentence:
      'Returns the read marker of a user. The first call for this user and room creates it from `first`; later calls return what is stored and ignore `first`.',
    run: async ({ timeline }) => {
      assert.deepEqual(await timeline.readMarker('r', 'bo', first), made);
      const later = { joinedAt: 9_000, joinedSeq: 7, readSeq: 7 };
      const madeLater = { ...made, ...later, seenSeq: 7, deliveredSeq: 7 };
      assert.deepEqual(await timeline.readMarker('r', 'bo', later), made);
      assert.deepEqual(await timeline.readMarker('r', 'cy', later), madeLater);
      assert.deepEqual(await timeline.readMarker('s', 'bo', later), madeLater);
    },
  },
  {
    title: 'concurrent calls create one read marker',
    sentence: 'Of concurrent calls, exactly one creates it.',
    run: async ({ timeline }) => {
      const marks = await Promise.all(
        Array.from({ length: 6 }, (_, joinedSeq) => timeline.readMarker('r', 'bo', { ...first, joinedSeq })),
      );
      const stored = await timeline.readMarker('r', 'bo', first);
      for (const mark of marks) assert.deepEqual(mark, stored);
    },
  },
  {
    title: 'a read marker moves forward, and reading never moves it back',
    sentence: rises,
    run: async ({ timeline }) => {
      await timeline.readMarker('r', 'bo', first);
      assert.deepEqual(await timeline.markRead('r', 'bo', 5, how), raisedTo(5));
      assert.deepEqual(await timeline.markRead('r', 'bo', 3, how), raisedTo(5));
      assert.deepEqual(await timeline.readMarker('r', 'bo', first), raisedTo(5));
    },
  },
  {
    title: 'concurrent reads leave a read marker at the highest',
    sentence: rises,
    run: async ({ timeline }) => {
      await timeline.readMarker('r', 'bo', first);
      await Promise.all([4, 9, 6].map((seq) => timeline.markRead('r', 'bo', seq, how)));
      assert.equal((await timeline.readMarker('r', 'bo', first)).readSeq, 9);
    },
  },
  {
    title: 'reading without a read marker returns null',
    sentence: 'Returns null if there is no read marker.',
    run: async ({ timeline }) => {
      await timeline.readMarker('r', 'bo', first);
      assert.equal(await timeline.markRead('r', 'cy', 5, how), null);
      assert.deepEqual(await timeline.readMarker('r', 'cy', first), made);
    },
  },
  {
    title: 'read markers of a room are listed by user id, in their current state',
    sentence: 'Returns the read markers of a room by user id, in code unit order, after `after`.',
    run: async ({ timeline }) => {
      for (const userId of idsInOrder.toReversed()) await timeline.readMarker('r', userId, first);
      await timeline.readMarker('s', 'elsewhere', first);
      await timeline.markRead('r', 'b', 7, how);
      await timeline.markUnread('r', 'b', 1);
      const found: string[] = [];
      for (let after: string | undefined; ; after = found.at(-1)) {
        const page = await timeline.readMarkers('r', { limit: 2, ...(after === undefined ? {} : { after }) });
        for (const seen of page.readMarkers) {
          found.push(seen.userId);
          const { seenSeq, seenAt, deliveredSeq } = seen.userId === 'b' ? raisedTo(7) : made;
          assert.deepEqual(seen, { userId: seen.userId, seenSeq, seenAt, deliveredSeq });
        }
        assert.equal(page.hasMore, found.length < idsInOrder.length, `hasMore after ${found.length}`);
        if (page.readMarkers.length === 0 || !page.hasMore) break;
      }
      assert.deepEqual(found, idsInOrder);
      assert.deepEqual(await timeline.readMarkers('none', { limit: 2 }), { readMarkers: [], hasMore: false });
    },
  },
  {
    title: 'unread messages are those by others above a seq',
    sentence:
      'Counts the messages by others with `seq > after` that are not deleted, not private to others and not only in a thread; stops at `cap`.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 'r', 10);
      await timeline.commit('r', [remove('m5')]);
      // Bo wrote m3, m6 and m9 of m1 to m10.
      assert.equal(await timeline.unread('r', 'bo', 0, 100), 6);
      assert.equal(await timeline.unread('r', 'bo', 4, 100), 3);
      assert.equal(await timeline.unread('r', 'ana', 0, 100), 3);
      assert.equal(await timeline.unread('r', 'ana', 9, 100), 0);
      assert.equal(await timeline.unread('r', 'cy', 0, 4), 4);
      assert.equal(await timeline.unread('r', 'cy', 10, 4), 0);
    },
  },
  {
    title: 'unread messages can be counted as of a head',
    sentence:
      'With `asOf`, counts as of that head: messages above its `seq` do not count, and messages that were deleted later do.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 'r', 10);
      events(await timeline.commit('r', [addMember(bo)]));
      events(await timeline.commit('r', [remove('m5'), send('m11', ana, { to: ['bo'] })]));
      const asOf = { seq: 11, rev: 14 };
      const later = [send('m12'), send('m13', ana, { to: ['bo'] })];
      events(await timeline.commit('r', [remove('m2'), remove('m4'), remove('m11'), ...later]));
      assert.equal(await timeline.unread('r', 'bo', 0, 100, asOf), 7);
      assert.equal(await timeline.unread('r', 'bo', 7, 100, asOf), 3);
      assert.equal(await timeline.unread('r', 'bo', 0, 2, asOf), 2);
      assert.equal(await timeline.unread('r', 'ana', 0, 100, asOf), 3);
      assert.equal(await timeline.unread('r', 'bo', 0, 100), 6);
    },
  },
  {
    title: 'rooms of a user are those with a membership or a read marker',
    sentence:
      'Returns the ids of rooms in which the user is a joined or invited member or has a read marker, in code unit order, after `after`.',
    run: async ({ timeline }) => {
      for (const [index, id] of idsInOrder.toReversed().entries()) {
        await timeline.commit(id, [createRoom(id, { type: 'private' })]);
        if (index % 2 === 0) await timeline.commit(id, [index % 4 === 0 ? invite(bo) : addMember(bo)]);
        if (index % 3 !== 0 || index % 2 !== 0) await timeline.readMarker(id, 'bo', first);
      }
      await timeline.commit('left', [createRoom('left'), addMember(bo), endMembership(bo), addMember(cy)]);
      const found: string[] = [];
      for (let after: string | undefined; ; after = found.at(-1)) {
        const page = await timeline.roomsOf('bo', { limit: 2, ...(after === undefined ? {} : { after }) });
        found.push(...page.roomIds);
        assert.equal(page.hasMore, found.length < idsInOrder.length, `hasMore after ${found.length}`);
        if (page.roomIds.length === 0 || !page.hasMore) break;
      }
      assert.deepEqual(found, idsInOrder);
      assert.deepEqual(await timeline.roomsOf('dee', { limit: 2 }), { roomIds: [], hasMore: false });
    },
  },
];
