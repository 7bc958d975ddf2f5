// The export of a Slack workspace: what is carried, how, and what the report says of the rest.
import { renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { directRoomId } from '../../src/room/direct-room.ts';
import { importFrom, readRoom, reasonsOf, temporaryFolder, writeSample } from './import-into.ts';
import { pngPixel } from './picture.ts';
import { slackSample } from './slack-sample.ts';

const brief = (text: string): string => (text.length > 200 ? `${text.length}` : text);

test('a channel of Slack has its messages, threads, reactions, pins, edits and files', async () => {
  const imported = await importFrom('slack', writeSample(slackSample));
  const messages = await readRoom(imported, 'slack-C1');
  expect(messages.map(({ author, text }) => [author.name, brief(text)])).toEqual([
    [
      'Ana',
      'Hello **everybody** & @Luis Gil, see #old and [the _page_](https://example.org/a?b=1), https://example.org 🎉 :partyparrot:',
    ],
    ['Luis Gil', '@here ~~no~~ `*code* <b>`'],
    ['Luis Gil', 'In the thread'],
    ['Eva', 'In both'],
    ['Deploys', '[Build 7](https://ci.example/7)\nis **green**'],
    ['Zoe', 'From another workspace'],
    ['Unknown user', 'Nobody wrote this'],
    ['Ana', '3150'],
    ['Ana', '2850'],
    ['Ana', 'Two files'],
    ['Luis Gil', '[gone.doc]'],
    ['Luis Gil', 'A reply to what is not here'],
  ]);
  const [root, edited, reply, both, bot, , , , , files] = messages;
  expect(root).toMatchObject({
    seq: 1,
    createdAt: 1_600_000_100_000,
    pinnedAt: 1_600_000_100_000,
    mentions: ['slack-U2'],
    thread: { replies: 2, lastReplyAt: 1_600_000_300_000 },
    reactions: [
      { emoji: '👍🏼', count: 2, by: ['slack-U2', 'slack-U3'] },
      { emoji: '👍', count: 1 },
      { emoji: ':partyparrot:', count: 1 },
      { emoji: '❤️', count: 1 },
    ],
  });
  expect(edited).toMatchObject({ editedAt: 1_600_000_160_000, mentionsAll: true });
  expect(reply).toMatchObject({ threadId: root?.id });
  expect(reply?.alsoToRoom).toBeUndefined();
  expect(both).toMatchObject({ threadId: root?.id, alsoToRoom: true });
  expect(bot?.author).toEqual({ id: 'slack-B9', name: 'Deploys', bot: true });
  expect(files?.attachments).toMatchObject([{ name: 'dot.png', type: 'image/png' }]);
});

test('the report of Slack lists what is changed and what is not carried', async () => {
  const { report } = await importFrom('slack', writeSample(slackSample));
  expect(reasonsOf(report)).toEqual([
    'changed 1 custom emoji show as :name: until the server has one of this name',
    'changed 1 replies in a thread whose first message is missing are plain messages',
    'changed 1 texts above 4000 characters are several messages',
    'changed 2 public rooms are private, for their members; --public keeps them public',
    'changed 3 users whom the export does not describe are known by their messages alone',
    'lost 1 entries without a time',
    'lost 1 messages without a text and files',
    'lost 1 reactions whose users the export does not name',
    'lost 2 files that the export does not have',
    'lost 2 notices, such as joins and changes of topics',
  ]);
  expect(report.counts.messages).toEqual({ added: 16, known: 0 });
  expect(report.counts.files).toEqual({ added: 1, known: 0 });
});

test('conversations of two are direct rooms, of more private rooms; only members see them', async () => {
  const table = new Map([['ana@example.org', 'ana']]);
  const imported = await importFrom('slack', writeSample(slackSample), { userIds: table, keepsPublic: true });
  const { timeline } = imported.storage;
  const direct = directRoomId('ana', 'slack-U2');
  const roomOf = async (id: string) => (await timeline.head(id))?.room;
  expect(await roomOf(direct)).toMatchObject({ type: 'direct', title: '' });
  expect(await roomOf('slack-G1')).toMatchObject({ type: 'private', title: 'board' });
  expect(await roomOf('slack-G2')).toMatchObject({ type: 'private', title: '' });
  expect(await roomOf('slack-C2')).toMatchObject({ type: 'public', title: 'old', frozen: true });
  expect((await roomOf('slack-C1'))?.data).toEqual({
    imported: { from: 'slack', id: 'C1', topic: 'Everything' },
  });
  const { members } = await timeline.members('slack-C1', { limit: 9 });
  expect(members.map(({ user, role, joinedAt }) => [user.id, role, joinedAt])).toEqual([
    ['ana', 'owner', 1_600_000_000_000],
    ['slack-U2', 'member', 1_600_000_050_000],
  ]);
  const read = (user: { id: string; name: string }) => readRoom(imported, direct, user);
  expect((await read({ id: 'ana', name: 'Ana' })).map(({ text }) => text)).toEqual(['Just you']);
  await expect(read({ id: 'slack-U3', name: 'Eva' })).rejects.toMatchObject({ code: 'not_found' });
  // Nothing of the past is unread.
  expect(await timeline.readMarkers('slack-C1', { limit: 9 })).toMatchObject({
    readMarkers: [{ userId: 'ana', seenSeq: 12 }, { userId: 'slack-U2' }],
  });
});

test('a second import of Slack changes nothing, and one of a newer export adds what is new', async () => {
  const folder = temporaryFolder();
  const storage = sqliteStorage(join(folder, 'chat.sqlite'));
  onTestFinished(() => storage.close());
  const sample = writeSample(slackSample);
  const imported = await importFrom('slack', sample, { storage });
  const headsOf = async () => storage.timeline.heads(['slack-C1', 'slack-C2', 'slack-G1', 'slack-G2']);
  const before = await headsOf();
  const again = await imported.again();
  expect(await headsOf()).toEqual(before);
  expect(again.counts.messages).toEqual({ added: 0, known: 16 });
  expect(again.counts.files).toEqual({ added: 0, known: 0 });
  expect(again.counts.members).toEqual({ added: 0, known: 10 });

  // Here, a user has left, and a message was deleted and another one sent.
  const actor = { id: 'slack-U1', name: 'Ana', role: 'admin' as const };
  const [first] = (await storage.timeline.page('slack-C1', { limit: 100 })).messages;
  await storage.timeline.commit('slack-C1', [
    {
      kind: 'end-membership',
      actor,
      at: 1_700_000_000_000,
      user: { id: 'slack-U2', name: 'Luis' },
      reason: 'removed',
    },
    { kind: 'delete', actor, at: 1_700_000_000_000, messageId: first?.id ?? '' },
  ]);
  const day = (ts: string, text: string) => [{ type: 'message', user: 'U2', text, ts }];
  writeSample(
    {
      'general/2020-09-15.json': day('1600140000.000100', 'Newer'),
      'general/2020-09-01.json': day('1599000000.000100', 'Older'),
    },
    sample,
  );
  const third = await imported.again();
  expect(third.counts.messages).toEqual({ added: 1, known: 16 });
  expect(reasonsOf(third)).toContain('lost 1 messages older than those that the room has already');
  const texts = (await readRoom(imported, 'slack-C1')).map(({ text }) => brief(text));
  expect([texts[0], texts.at(-1)]).toEqual(['', 'Newer']);
  expect((await storage.timeline.member('slack-C1', 'slack-U2'))?.state).toBe('removed');
});

test('a user who was erased here does not come back with an import', async () => {
  const imported = await importFrom('slack', writeSample(slackSample));
  const { storage } = imported;
  await storage.timeline.beginErasure('slack-U3', 1);
  const fresh = await importFrom('slack', writeSample(slackSample), { storage, prefix: 'slack' });
  expect(fresh.report.counts.messages.added).toBe(0);
  await storage.users.forget('slack-U3');
  const other = await importFrom(
    'slack',
    writeSample({
      ...slackSample,
      'general/2020-09-20.json': [{ type: 'message', user: 'U3', text: 'again', ts: '1600600000.000100' }],
    }),
    { storage },
  );
  expect(reasonsOf(other.report).filter((each) => each.includes('erased'))).toEqual([
    'lost 5 data of users who were erased here',
  ]);
  expect(await storage.users.get('slack-U3')).toBeNull();
});

test('a link in an export leads to no other file of the machine', async () => {
  const outside = temporaryFolder();
  const folder = writeSample({ ...slackSample, 'secret.png': pngPixel }, join(outside, 'export'));
  const place = join(folder, '__uploads', 'F1', 'dot.png');
  renameSync(join(folder, 'secret.png'), join(outside, 'secret.png'));
  unlinkSync(place);
  symlinkSync(join(outside, 'secret.png'), place);
  const { report } = await importFrom('slack', folder);
  expect(report.counts.files.added).toBe(0);
});
