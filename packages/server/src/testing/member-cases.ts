import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import { addMember, bo, createRoom, cy, endMembership, idsInOrder, invite, send } from './sample.ts';

export const memberCases: ContractCase[] = [
  {
    title: 'a membership is returned, ended or not',
    sentence: "Returns a user's membership, even if it has ended, or null if there never was one.",
    run: async ({ timeline }) => {
      await timeline.commit('r', [
        createRoom('r'),
        send('m1'),
        addMember(bo),
        addMember(cy),
        endMembership(cy),
      ]);
      const joined = { role: 'member', joinedAt: 1_500, joinedSeq: 1 };
      assert.deepEqual(await timeline.member('r', 'bo'), { ...joined, user: bo, state: 'joined', rev: 3 });
      assert.deepEqual(await timeline.member('r', 'cy'), { ...joined, user: cy, state: 'removed', rev: 5 });
      assert.equal(await timeline.member('r', 'dee'), null);
    },
  },
  {
    title: 'joined and invited members are listed by id',
    sentence: 'Returns joined and invited members by user id, in code unit order, after `after`.',
    run: async ({ timeline }) => {
      const shuffled = idsInOrder
        .toReversed()
        .map((id, index) => (index % 2 === 0 ? addMember : invite)({ id, name: id }));
      await timeline.commit('s', [createRoom('s'), addMember(cy)]);
      await timeline.commit('r', [
        createRoom('r', { type: 'private' }),
        ...shuffled,
        addMember(bo),
        endMembership(bo),
        invite(cy),
        endMembership(cy),
      ]);
      // The owner is Ana, whose id is between "a" and "b".
      const ids = idsInOrder.toSpliced(2, 0, 'ana');
      const found: string[] = [];
      for (let after: string | undefined; ; after = found.at(-1)) {
        const page = await timeline.members('r', { limit: 3, ...(after === undefined ? {} : { after }) });
        found.push(...page.members.map(({ user }) => user.id));
        assert.equal(page.hasMore, found.length < ids.length, `hasMore after ${found.length}`);
        if (page.members.length === 0 || !page.hasMore) break;
      }
      assert.deepEqual(found, ids);
    },
  },
];
