import assert from 'node:assert/strict';
import { erasedAuthor } from '@chat/protocol';
import type { Change, ChangeOf } from '../storage/contract/change.ts';
import type { ReactionOf } from '../storage/contract/storage.ts';
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
  react,
  remove,
  report,
  roomWithMessages,
  send,
  seqs,
} from './sample.ts';

const begun = 'Begins the erasure of a user and returns it, or returns the one that was begun before.';

export const erasureCases: ContractCase[] = [
  {
    title: 'all rooms with data of a user are listed',
    sentence:
      'Returns the ids of rooms that hold data of a user, in code unit order, after `after`: rooms in which the user acted, was acted upon, or has a read marker.',
    run: async ({ timeline }) => {
      for (const id of idsInOrder.toReversed())
        await timeline.commit(id, [createRoom(id), send(`${id}-1`, bo)]);
      await timeline.commit('mark', [createRoom('mark')]);
      await timeline.readMarker('mark', 'cy', { joinedAt: 1, joinedSeq: 0, readSeq: 0 });
      await timeline.commit('done', [createRoom('done'), addMember(cy), endMembership(cy)]);
      await timeline.commit('react', [createRoom('react'), send('a1'), react('a1', cy)]);
      await timeline.commit('report', [createRoom('report'), send('b1'), report('b1', cy)]);
      const theirs = await timeline.roomsWithDataOf('cy', { limit: 10 });
      assert.deepEqual(theirs, { roomIds: ['done', 'mark', 'react', 'report'], hasMore: false });
      const found: string[] = [];
      for (let after: string | undefined; ; after = found.at(-1)) {
        const page = await timeline.roomsWithDataOf('bo', {
          limit: 2,
          ...(after === undefined ? {} : { after }),
        });
        found.push(...page.roomIds);
        assert.equal(page.hasMore, found.length < idsInOrder.length, `hasMore after ${found.length}`);
        if (!page.hasMore || page.roomIds.length === 0) break;
      }
      assert.deepEqual(found, idsInOrder);
    },
  },
  {
    title: 'a room in which a user was anonymized is not listed',
    sentence: 'Rooms in which `anonymize` was called since then are left out.',
    run: async ({ timeline }) => {
      for (const id of ['r', 's']) await timeline.commit(id, [createRoom(id), send(`${id}-1`, bo)]);
      await timeline.readMarker('r', 'bo', { joinedAt: 1, joinedSeq: 0, readSeq: 0 });
      await timeline.anonymize('r', 'bo');
      assert.deepEqual((await timeline.roomsWithDataOf('bo', { limit: 5 })).roomIds, ['s']);
      assert.deepEqual((await timeline.roomsWithDataOf('ana', { limit: 5 })).roomIds, ['r', 's']);
    },
  },
  {
    title: 'the messages of one author are listed',
    sentence:
      'Returns the messages of a user, private ones and tombstones included, ascending by `seq`, above `after`.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 'r', 7);
      await timeline.readMarker('r', 'ana', { joinedAt: 1, joinedSeq: 0, readSeq: 0 });
      await timeline.commit('r', [remove('m3', bo), send('m8', bo, { to: ['ana'] }), send('m9', bo)]);
      const all = await timeline.messagesBy('r', 'bo', { limit: 10 });
      assert.deepEqual([seqs(all), all.hasMore], [[3, 6, 8, 9], false]);
      const some = await timeline.messagesBy('r', 'bo', { after: 3, limit: 2 });
      assert.deepEqual([seqs(some), some.hasMore], [[6, 8], true]);
      assert.deepEqual(seqs(await timeline.messagesBy('s', 'bo', { limit: 10 })), []);
    },
  },
  {
    title: 'the reactions of one user are listed',
    sentence:
      'Returns the reactions of a user in a room, each once, in an order that the store chooses, after `after`.',
    run: async (storage) => {
      const { timeline } = storage;
      await roomWithMessages(storage, 'r', 3);
      const emoji = '\u2764\uFE0F';
      await timeline.commit('r', [
        react('m1', bo),
        react('m1', bo, { emoji }),
        react('m2', cy),
        react('m2', bo),
        react('m3', bo),
        react('m3', bo, { added: false }),
      ]);
      const found: string[] = [];
      for (let after: ReactionOf | undefined; ;) {
        const page = await timeline.reactionsBy('r', 'bo', { limit: 1, ...(after ? { after } : {}) });
        found.push(...page.reactions.map((each) => `${each.messageId} ${each.emoji}`));
        after = page.reactions.at(-1);
        assert.equal(page.hasMore, found.length < 3, `hasMore after ${found.length}`);
        if (!page.hasMore || !after) break;
      }
      assert.deepEqual(found.toSorted(), [`m1 ${emoji}`, 'm1 \u{1F44D}', 'm2 \u{1F44D}'].toSorted());
    },
  },
  {
    title: 'anonymizing removes a user from the audit log and the reports',
    sentence:
      'Removes the read marker of a user, and replaces the user by `erasedAuthor` in the audit log and the reports of a room; the reasons that the user gave go too.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [
        createRoom('r'),
        addMember(bo),
        addMember(cy),
        send('m1', bo),
        report('m1', cy, 'spam'),
        send('m2', cy),
        report('m2', bo, 'my own words'),
      ]);
      await timeline.readMarker('r', 'bo', { joinedAt: 1, joinedSeq: 0, readSeq: 2 });
      await timeline.anonymize('r', 'bo');
      assert.deepEqual((await timeline.readMarkers('r', { limit: 5 })).readMarkers, []);
      const { entries } = await timeline.audit('r', { limit: 5 });
      const added = entries.toSorted((a, b) => a.rev - b.rev).map(({ user }) => user);
      assert.deepEqual(added, [erasedAuthor, cy]);
      const { reports } = await timeline.reports('r', { limit: 5 });
      assert.deepEqual(
        reports
          .toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1))
          .map(({ author, complaints }) => [author, complaints]),
        [
          [erasedAuthor, [{ by: cy, at: 3_000, reason: 'spam' }]],
          [cy, [{ by: erasedAuthor, at: 3_000 }]],
        ],
      );
    },
  },
  {
    title: 'an erasure begins once',
    sentence: begun,
    run: async ({ timeline }) => {
      assert.deepEqual(await timeline.beginErasure('bo', 5), { userId: 'bo', at: 5 });
      assert.deepEqual(await timeline.beginErasure('bo', 9), { userId: 'bo', at: 5 });
    },
  },
  {
    title: 'an erased user cannot change anything',
    sentence: 'From then on, every change by the user is refused as `forbidden` / `erased`.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), addMember(bo), send('m1', bo)]);
      await timeline.beginErasure('bo', 5);
      const [again, fresh, made] = await timeline.commit('r', [
        send('m1', bo),
        send('m2', bo),
        { ...createRoom('s'), actor: bo },
      ]);
      for (const refused of [again, fresh, made])
        assert.deepEqual(refused && !refused.ok && [refused.error.code, refused.error.reason], [
          'forbidden',
          'erased',
        ]);
      assert.equal((await timeline.page('r', { limit: 5 })).messages.length, 1);
    },
  },
  {
    title: 'erased data is listed for no user',
    sentence: 'From then on, every change by the user is refused as `forbidden` / `erased`.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), addMember(bo), send('m1', bo), react('m1', bo)]);
      await timeline.readMarker('r', 'ana', { joinedAt: 1, joinedSeq: 0, readSeq: 0 });
      await timeline.commit('r', [send('m2', bo, { to: ['ana'] })]);
      await timeline.beginErasure('bo', 5);
      const actor = { ...erasedAuthor, role: 'admin' as const };
      const step = { actor, at: 6, userId: 'bo' };
      events(
        await timeline.commit('r', [
          { ...step, kind: 'erase-member' },
          { ...step, kind: 'erase-message', messageId: 'm1' },
          { ...step, kind: 'erase-message', messageId: 'm2' },
        ]),
      );
      assert.deepEqual(seqs(await timeline.messagesBy('r', 'bo', { limit: 5 })), []);
      assert.deepEqual((await timeline.reactionsBy('r', 'bo', { limit: 5 })).reactions, []);
      const { messages } = await timeline.page('r', { limit: 5, unfiltered: true });
      assert.deepEqual(
        messages.map(({ author, text, deletedAt }) => [author, text, deletedAt]),
        [1, 2].map(() => [erasedAuthor, '', 6]),
      );
    },
  },
  {
    title: 'a stored erasure is returned',
    sentence: 'Returns the erasure of a user, or null.',
    run: async ({ timeline }) => {
      await timeline.beginErasure('bo', 5);
      assert.deepEqual(await timeline.erasure('bo'), { userId: 'bo', at: 5 });
      assert.equal(await timeline.erasure('ana'), null);
    },
  },
  {
    title: 'erasures are listed until they are finished',
    sentence: 'Returns erasures that are not finished, at most `limit`.',
    run: async ({ timeline }) => {
      for (const id of ['ana', 'bo', 'cy']) await timeline.beginErasure(id, 5);
      await timeline.finishErasure('bo', 9);
      const ids = async (limit: number) => (await timeline.erasures(limit)).map(({ userId }) => userId);
      assert.deepEqual((await ids(5)).toSorted(), ['ana', 'cy']);
      assert.equal((await ids(1)).length, 1);
    },
  },
  {
    title: 'nobody can involve an erased user in a change',
    sentence:
      'A change by others that would involve the user, such as adding a member, is refused as `not_found`.',
    run: async ({ timeline }) => {
      await timeline.commit('r', [createRoom('r'), addMember(bo)]);
      await timeline.beginErasure('bo', 5);
      await timeline.beginErasure('cy', 5);
      const committed = await timeline.commit('r', [
        addMember(cy),
        endMembership(bo),
        { kind: 'mute', actor: ana, at: 5_000, user: cy, until: null },
      ]);
      const codes = committed.map((each) => (each.ok ? 'accepted' : each.error.code));
      assert.deepEqual(codes, ['not_found', 'not_found', 'not_found']);
      const create = createRoom('s') as ChangeOf<'create-room'> & Change;
      const first = { user: cy, role: 'member' as const };
      const [refused] = await timeline.commit('s', [{ ...create, members: [...create.members, first] }]);
      assert.equal(refused?.ok, false, 'a room with one of them among its first members');
      assert.equal((await timeline.member('r', 'cy'))?.state, undefined);
    },
  },
  {
    title: 'an erasure is marked as finished',
    sentence: 'Marks the erasure of a user as finished.',
    run: async ({ timeline }) => {
      await timeline.beginErasure('bo', 5);
      await timeline.finishErasure('bo', 9);
      assert.deepEqual(await timeline.erasure('bo'), { userId: 'bo', at: 5, doneAt: 9 });
    },
  },
  {
    title: 'a user is removed',
    sentence: 'Removes a user.',
    run: async ({ users }) => {
      await users.put({ user: ana });
      await users.put({ user: bo, lastSeenAt: 5 });
      await users.forget('bo');
      assert.equal(await users.get('bo'), null);
      assert.deepEqual((await users.get('ana'))?.user, ana);
      await users.put({ user: bo });
      assert.equal((await users.get('bo'))?.lastSeenAt, undefined);
    },
  },
  {
    title: 'removing an unknown user does nothing',
    sentence: 'Does nothing if there is none.',
    run: async ({ users }) => {
      await users.put({ user: ana });
      await users.forget('nobody');
      assert.deepEqual((await users.get('ana'))?.user, ana);
    },
  },
  {
    title: 'preferences are removed for every room',
    sentence: 'Removes the preferences of a user for every room.',
    run: async ({ preferences }) => {
      for (const id of ['r', 's']) await preferences.put('bo', id, { silencedUntil: 5 });
      await preferences.put('ana', 'r', { silencedUntil: 6 });
      await preferences.forget('bo');
      assert.deepEqual([await preferences.get('bo', 'r'), await preferences.get('bo', 's')], [{}, {}]);
      assert.deepEqual(await preferences.get('ana', 'r'), { silencedUntil: 6 });
    },
  },
  {
    title: 'notification settings, devices and followed rooms are removed',
    sentence: 'Removes the settings and subscriptions of a user, who then follows no room.',
    run: async ({ notifications }) => {
      const device = (name: string) => ({
        endpoint: `https://push.example.org/${name}`,
        keys: { p256dh: 'key', auth: 'secret' },
        createdAt: 1,
      });
      for (const id of ['ana', 'bo']) {
        await notifications.putSettings(id, { level: 'none', rooms: {} });
        await notifications.subscribe(id, device(id));
        await notifications.follow('r', id);
        await notifications.follow('s', id);
      }
      await notifications.forget('bo');
      assert.notEqual((await notifications.settings('bo'))?.level, 'none');
      assert.deepEqual(await notifications.subscriptions('bo'), []);
      for (const id of ['r', 's'])
        assert.deepEqual((await notifications.followers(id, { limit: 5 })).userIds, ['ana']);
      assert.deepEqual(await notifications.subscriptions('ana'), [device('ana')]);
    },
  },
];
