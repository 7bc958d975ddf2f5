import assert from 'node:assert/strict';
import type { User } from '@chat/protocol';
import type { ContractCase } from './contract-case.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import {
  acceptInviteLink,
  ana,
  bo,
  createInviteLink,
  createRoom,
  cy,
  events,
  retitle,
  send,
} from './sample.ts';

const stored = 'Returns the room as of its last committed change, or null if the room was never created.';
const bounded =
  'Of concurrent entries by one invite link, no more are accepted than it has uses, and a member who enters again uses none.';
const privately = createRoom('r', { type: 'private' });
const revoke = (linkId: string) => ({ kind: 'revoke-invite-link' as const, actor: ana, at: 3_000, linkId });
const many = Array.from({ length: 12 }, (_, index): User => ({ id: `u${index}`, name: `User ${index}` }));

const usesOf = async ({ timeline }: ChatStorage): Promise<[string, number][]> =>
  ((await timeline.head('r'))?.inviteLinks ?? []).map(({ linkId, uses }) => [linkId, uses]);

export const inviteLinkCases: ContractCase[] = [
  {
    title: 'invite links are stored with their room, without a trace in what members read',
    sentence: stored,
    run: async (storage) => {
      const { timeline } = storage;
      events(
        await timeline.commit('r', [privately, createInviteLink('one', { expiresAt: 9_000, maxUses: 2 })]),
      );
      const link = {
        linkId: 'one',
        hash: 'hash of one',
        createdBy: ana,
        createdAt: 2_000,
        expiresAt: 9_000,
        maxUses: 2,
        uses: 0,
      };
      assert.deepEqual((await timeline.head('r'))?.inviteLinks, [link]);
      const [made, sent, titled] = await timeline.commit('r', [
        createInviteLink('two'),
        send('m1'),
        retitle('New'),
      ]);
      assert.ok(made?.ok && sent?.ok && titled?.ok);
      assert.deepEqual(made.event, { type: 'skip', roomId: 'r', rev: 3 });
      assert.deepEqual(await usesOf(storage), [
        ['one', 0],
        ['two', 0],
      ]);
      const changes = await timeline.changes('r', 1, 10);
      assert.deepEqual([changes?.head.rev, changes?.members, changes?.messages.length], [5, [], 1]);
      assert.deepEqual(changes?.head, await timeline.head('r'));
      events(await timeline.commit('r', [revoke('one')]));
      assert.deepEqual(await usesOf(storage), [['two', 0]]);
      const [again] = await timeline.commit('r', [revoke('one')]);
      assert.ok(again?.ok === false && again.error.code === 'not_found');
      events(await timeline.commit('r', [revoke('two')]));
      assert.deepEqual(await usesOf(storage), []);
      const { entries } = await timeline.audit('r', { limit: 10 });
      const acts = entries.map(({ act }) => act);
      assert.deepEqual(
        acts.filter((act) => act !== 'room:update'),
        ['invite:revoke', 'invite:revoke', 'invite:create', 'invite:create'],
      );
      assert.ok(!JSON.stringify(entries).includes('hash of'), 'the audit log contains a secret');
    },
  },
  {
    title: 'an invite link admits as many users as it has uses, each counted once',
    sentence: bounded,
    run: async (storage) => {
      const { timeline } = storage;
      events(await timeline.commit('r', [privately, createInviteLink('link', { maxUses: 5 })]));
      const enter = ({ length }: { length: number }) =>
        Promise.all(
          many.slice(0, length).map((user) => timeline.commit('r', [acceptInviteLink('link', user)])),
        );
      const first = (await enter({ length: 2 })).flat();
      assert.ok(first.every((result) => result.ok && !result.known));
      const known = (await enter({ length: 2 })).flat();
      assert.ok(
        known.every((result) => result.ok && result.known),
        'a member was counted twice',
      );
      assert.deepEqual(await usesOf(storage), [['link', 2]]);
      const all = (await enter(many)).flat();
      assert.equal(all.filter(({ ok }) => ok).length, 5);
      const refused = all.flatMap((result) => (result.ok ? [] : [result.error]));
      assert.deepEqual(
        [...new Set(refused.map(({ code, reason }) => `${code} ${reason}`))],
        ['not_found invite_invalid'],
      );
      const { members } = await timeline.members('r', { limit: 50 });
      assert.equal(members.length, 6, 'not as many members as the link admits, and its creator');
      const [retry] = await timeline.commit('r', [acceptInviteLink('link', many[0] ?? bo)]);
      assert.ok(retry?.ok && retry.known, 'a retry was refused after the last use');
    },
  },
  {
    title: 'an expired, revoked or unknown invite link admits nobody, nor does any admit a banned user',
    sentence:
      '`decide(view, change)` decides what each change does and whether it is allowed. It runs inside the transaction, on the records as they are then, so rights are exact: a change sees the effects of those before it in its batch.',
    run: async ({ timeline }) => {
      events(await timeline.commit('r', [privately, createInviteLink('short', { expiresAt: 2_500 })]));
      events(await timeline.commit('r', [createInviteLink('gone'), createInviteLink('open')]));
      events(
        await timeline.commit('r', [
          { kind: 'end-membership', actor: ana, at: 2_000, user: cy, reason: 'banned' },
        ]),
      );
      const answers = await timeline.commit('r', [
        acceptInviteLink('short', bo),
        revoke('gone'),
        acceptInviteLink('gone', bo),
        acceptInviteLink('none', bo),
        acceptInviteLink('open', cy),
        createInviteLink('more', { actor: bo }),
        acceptInviteLink('open', bo),
        createInviteLink('more', { actor: bo }),
        createInviteLink('more', { most: 1, at: 3_000 }),
      ]);
      assert.deepEqual(
        answers.map((answer) => (answer.ok ? answer.event.type : (answer.error.reason ?? answer.error.code))),
        [
          'invite_invalid',
          'skip',
          'invite_invalid',
          'invite_invalid',
          'invite_invalid',
          'not_found',
          'member:joined',
          'forbidden',
          'too_many_links',
        ],
      );
      assert.equal((await timeline.member('r', bo.id))?.role, 'member');
    },
  },
  {
    title: 'invite links and their uses survive reopening the store',
    sentence:
      'Once the promise resolves, the batch survives a crash of the process and of the machine; if it rejects, nothing was applied.',
    needsReopen: true,
    run: async (storage, reopen) => {
      const link = createInviteLink('link', { maxUses: 2 });
      events(await storage.timeline.commit('r', [privately, link, acceptInviteLink('link', bo)]));
      const opened = await reopen(storage);
      assert.deepEqual(await usesOf(opened), [['link', 1]]);
      const [last, over] = await opened.timeline.commit('r', [
        acceptInviteLink('link', cy),
        acceptInviteLink('link', many[0] ?? bo),
      ]);
      assert.ok(last?.ok && over?.ok === false, 'a use was forgotten');
    },
  },
];
