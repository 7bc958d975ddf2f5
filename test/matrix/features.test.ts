// Every feature in the same way: used through the public client; seen by another user, on a second device,
// after a reconnect, by a later member and on a new page; and rejected alike by socket, REST and in-process
// session.
import { afterAll, describe, expect, test } from 'vitest';
import { memoryStorage } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { commandNames, type CommandName } from '@chat/protocol';
import { turnOf } from '../run-size.ts';
import { approvalRows } from './rows-approval.ts';
import { callRows } from './rows-calls.ts';
import { findingRows } from './rows-finding.ts';
import { liveRows } from './rows-live.ts';
import { messageRows } from './rows-messages.ts';
import { moderationRows } from './rows-moderation.ts';
import { ownRows } from './rows-own.ts';
import { peopleRows } from './rows-people.ts';
import { pollRows } from './rows-polls.ts';
import { questionRows } from './rows-questions.ts';
import { recordingRows } from './rows-recordings.ts';
import { roomRows } from './rows-rooms.ts';
import type { Looker, Row } from './row.ts';
import { eventually, refusals, setStage, type Person, type Stage } from './stage.ts';

const rows = [
  ...messageRows,
  ...findingRows,
  ...pollRows,
  ...questionRows,
  ...recordingRows,
  ...roomRows,
  ...moderationRows,
  ...approvalRows,
  ...liveRows,
  ...peopleRows,
  ...ownRows,
  ...callRows,
];

/** Commands for which no row has a user without the right, and why. */
const everybodyMay: Partial<Record<CommandName, string>> = {
  'room:list': 'of my own rooms; what is listed is in most rows',
  'message:reminders': 'of my own reminders, in rooms that I may read',
  'message:saved': 'of what I saved, in rooms that I may read',
  'draft:list': 'of my own drafts, in rooms that I may read',
  'call:list': 'of my own call; a client asks it with each new connection, in the row of calls',
  'language:list': 'of the server',
  'emoji:list': 'of the server',
  'user:blocked': 'of my own list',
  'encryption:account': 'of my own account',
  'encryption:approval': 'of my own devices',
  'encryption:requestApproval': 'of my own devices; the code approves it',
  'user:unblock': 'of my own list, whether or not the user is in it',
  'presence:idle': 'of my own page',
  'notification:unsubscribe': 'of my own device, whether or not there is one',
};

test('every command is refused in some row, or open to everyone', () => {
  const named = new Set<string>(rows.flatMap((row) => row.refused.map(({ command }) => command)));
  const exempt = Object.keys(everybodyMay);
  expect(commandNames.filter((name) => !named.has(name) && !exempt.includes(name))).toEqual([]);
  expect(exempt.filter((name) => named.has(name))).toEqual([]);
});

const places = {
  'in memory': [() => memoryStorage(), 'forever'],
  'in SQLite': [() => sqliteStorage(':memory:'), 'forever'],
  'in an ephemeral room': [() => memoryStorage(), 'ephemeral'],
} as const;

const lookers: readonly string[] = ['bea', 'tablet', 'late', 'fresh'];
const expectedBy = (looker: Looker, expected: unknown): unknown =>
  typeof expected === 'object' && expected !== null && lookers.every((each) => Object.hasOwn(expected, each))
    ? (expected as Record<Looker, unknown>)[looker]
    : expected;

/** The page's whole state of the room: a resume must make it equal to that of a new page. */
const allOf = async ({ room, client }: Person) => {
  while (await room.members.loadMore());
  while (await room.messages.loadOlder());
  const { room: settings, me, can } = room.state.get();
  const { readSeq, unread, unreadMentions, mentionSeqs } = room.receipts.get();
  return {
    settings,
    me: { role: me?.role, mutedUntil: me?.mutedUntil },
    can,
    receipts: { readSeq, unread, unreadMentions, mentionSeqs },
    messages: room.messages.get().items,
    gaps: room.messages.get().gaps,
    members: room.members.get().items.map(({ user, role, mutedUntil }) => ({ user, role, mutedUntil })),
    since: room.state.get().since,
    listed: client.rooms.get().items.map((summary) => ({ ...summary, occupancy: undefined })),
  };
};

const play = async (stage: Stage, row: Row): Promise<void> => {
  const sees = (looker: Looker, person: Person, expected: unknown) =>
    eventually(async () => {
      expect(await row.shows(person, stage), `as ${looker} sees it`).toEqual(expectedBy(looker, expected));
    });
  await row.before?.(stage);
  await row.does(stage);
  await sees('bea', stage.bea, row.first);
  await sees('tablet', stage.tablet, row.first);

  await stage.bea.cut();
  await row.again(stage);
  await stage.bea.back();
  await sees('tablet', stage.tablet, row.after);
  await sees('bea', stage.bea, row.after);
  await sees('late', await stage.come('eva'), row.after);
  const fresh = await stage.come('bea');
  await sees('fresh', fresh, row.after);
  await eventually(async () => expect(await allOf(stage.bea)).toEqual(await allOf(fresh)));

  for (const { who, command, input, code, reason } of row.refused) {
    const asked = input(stage) as never;
    const { socket, rest, process } = await refusals(stage, stage[who], command, asked);
    const expected = expect.objectContaining({ code, ...(reason === undefined ? {} : { reason }) });
    const ways = { by: `${who}: ${command}`, socket, rest, process };
    expect(ways).toEqual({ by: ways.by, socket: expected, rest: socket, process: socket });
  }
};

describe.concurrent.each(turnOf('storages of the feature matrix', Object.entries(places), 1))(
  '%s',
  (_, [storage, retention]) => {
    const stores = new Set<ReturnType<typeof storage>>();
    afterAll(async () => {
      for (const store of stores) await store.close();
    });
    const here = rows.filter(({ notEphemeral }) => retention === 'forever' || notEphemeral === undefined);
    test.each(here)('$feature', { timeout: 60_000 }, async (row) => {
      const store = storage();
      stores.add(store);
      const stage = await setStage({ storage: store }, retention);
      try {
        await play(stage, row);
        expect(stage.ana.client.status).toBe('online');
      } finally {
        await stage.close();
      }
    });
  },
);
