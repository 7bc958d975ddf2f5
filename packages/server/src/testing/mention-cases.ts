import assert from 'node:assert/strict';
import type { ContractCase } from './contract-case.ts';
import { addMember, ana, bo, createRoom, cy, edit, events, react, remove, send } from './sample.ts';

const listed =
  'Returns the `seq` of messages by others, above `after`, that mention the user or everyone: the first `limit`, ascending.';
const changed =
  'Messages that are deleted, private to others or only in a thread are left out; an edit can add a message or remove it.';
const [toBo, toAll] = [{ mentions: ['bo'] }, { mentionsAll: true as const }];

export const mentionCases: ContractCase[] = [
  {
    title: 'mentions are messages by others that mention the user or everyone',
    sentence: listed,
    run: async ({ timeline }) => {
      const sends = [
        send('m1', ana, toBo),
        send('m2', ana, { mentions: ['cy', '\uFF5E'] }),
        send('m3', bo, toBo),
        send('m4', ana, toAll),
        send('m5', ana),
        send('m6', cy, { mentions: ['bo', 'ana'] }),
        send('m7', ana, { ...toBo, ...toAll }),
      ];
      events(await timeline.commit('r', [createRoom('r'), ...sends.slice(0, 4)]));
      events(await timeline.commit('r', sends.slice(4)));
      events(await timeline.commit('s', [createRoom('s'), send('n1', ana, toBo)]));
      assert.deepEqual(await timeline.mentions('r', 'bo', 0, 10), [1, 4, 6, 7]);
      assert.deepEqual(await timeline.mentions('r', 'bo', 1, 2), [4, 6]);
      assert.deepEqual(await timeline.mentions('r', 'bo', 7, 2), []);
      assert.deepEqual(await timeline.mentions('r', 'ana', 0, 10), [6]);
      assert.deepEqual(await timeline.mentions('r', 'cy', 0, 10), [2, 4, 7]);
      assert.deepEqual(await timeline.mentions('r', '\uFF5E', 0, 1), [2]);
      assert.deepEqual(await timeline.mentions('none', 'bo', 0, 10), []);
    },
  },
  {
    title: 'mentions follow edits and deletions',
    sentence: changed,
    run: async ({ timeline }) => {
      const sends = [send('m1', ana, toBo), send('m2', ana, toBo), send('m3', ana), send('m4', ana, toAll)];
      events(await timeline.commit('r', [createRoom('r'), ...sends]));
      events(await timeline.commit('r', [remove('m1'), react('m2', bo), edit('m4', 'still')]));
      assert.deepEqual(await timeline.mentions('r', 'bo', 0, 10), [2, 4]);
      const moved = [
        { ...edit('m2', 'no'), mentions: ['cy'] },
        { ...edit('m3', 'yes'), mentions: ['bo'] },
        { ...edit('m4', 'no'), mentionsAll: false },
      ];
      events(await timeline.commit('r', moved));
      assert.deepEqual(await timeline.mentions('r', 'bo', 0, 10), [3]);
      assert.deepEqual(await timeline.mentions('r', 'cy', 0, 10), [2]);
    },
  },
  {
    title: 'a private message mentions only its readers',
    sentence: changed,
    run: async ({ timeline }) => {
      const members = [bo, cy].map(addMember);
      const toCy = { to: ['cy'], mentions: ['bo', 'cy'] };
      const sends = [
        send('m1', ana, toCy),
        send('m2', ana, { to: ['bo'], ...toAll }),
        send('m3', ana, { to: ['bo', 'cy'], ...toBo }),
      ];
      events(await timeline.commit('r', [createRoom('r', { type: 'private' }), ...members, ...sends]));
      assert.deepEqual(await timeline.mentions('r', 'bo', 0, 10), [2, 3]);
      assert.deepEqual(await timeline.mentions('r', 'cy', 0, 10), [1]);
      events(await timeline.commit('r', [remove('m2')]));
      assert.deepEqual(await timeline.mentions('r', 'bo', 0, 10), [3]);
    },
  },
  {
    title: 'a pruned message mentions nobody',
    sentence: 'Removes messages created before `before` (ms since the epoch), with their reports',
    run: async ({ timeline }) => {
      const sends = [
        send('m1', ana, toBo),
        send('m2', ana, { to: ['bo'], ...toAll }),
        send('m3', ana, toAll),
        send('m4', ana, toBo, 8_000),
      ];
      events(await timeline.commit('r', [createRoom('r'), addMember(bo), ...sends]));
      assert.deepEqual(await timeline.mentions('r', 'bo', 0, 10), [1, 2, 3, 4]);
      await timeline.prune('r', 5_000);
      assert.deepEqual(await timeline.mentions('r', 'bo', 0, 10), [4]);
    },
  },
];
