// Reports in encrypted rooms: the reporter reveals one message, and moderators read it with its key.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '@chat/protocol';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../with-server.ts';
import { encryptedRoom, shows, watchSockets, type EncryptedRoom } from './encrypted-room.ts';

/** The messages' keys in the frames of this process, in the order in which they were revealed. */
const keysIn = (frames: readonly string[]): string[] =>
  frames.flatMap((frame) => /"messageKey":"([\w-]{43})"/.exec(frame)?.[1] ?? []);

const reportsAs = async ({ rig, roomId }: EncryptedRoom, userId: string): Promise<Report[]> =>
  (await rig.chat.as({ id: userId, name: userId }).call('report:list', { roomId })).reports;

const said = (reports: readonly Report[]) =>
  reports.map(({ text, complaints }) => [
    text,
    complaints.map(({ by, revealed, text: other }) => [by.name, revealed, other]),
  ]);

/** Ann moderates, Bob writes, Cid and Dan read. */
const start = async () => {
  const encrypted = await encryptedRoom(['ann', 'bob', 'cid', 'dan']);
  const { open } = encrypted;
  const [ann, bob, cid] = [await open('ann'), await open('bob'), await open('cid')];
  return { ...encrypted, encrypted, ann, bob, cid };
};

test('a report reveals its message to the moderators, and opens no other one', async () => {
  const { frames } = watchSockets();
  const { encrypted, rig, roomId, ann, bob, cid, clientOf } = await start();
  const bad = await bob.messages.send({ text: 'algo feo' });
  const other = await bob.messages.send({ text: 'secreto' });
  await shows(cid, ['algo feo', 'secreto']);
  await ann.reports.load();
  await cid.reports.report(bad.id, 'insulta', { reveal: true });
  await eventually(() =>
    expect(said(ann.reports.get().items)).toEqual([['algo feo', [['cid', true, undefined]]]]),
  );
  const response = await fetch(`${rig.url}/chat/api/rooms/${roomId}/reports`, {
    headers: { authorization: `Bearer ann` },
  });
  expect(said(((await response.json()) as { reports: Report[] }).reports)).toEqual([
    ['algo feo', [['cid', true, undefined]]],
  ]);
  const [messageKey = ''] = keysIn(frames);
  expect(messageKey).not.toBe('');
  const wrong = { code: 'invalid', field: 'messageKey' };
  const report = (messageId: string, key: string) =>
    clientOf(cid).call('message:report', { roomId, messageId, messageKey: key });
  // The key of one message, for another one of the same epoch.
  await expect(report(other.id, messageKey)).rejects.toMatchObject(wrong);
  await expect(report(other.id, 'A'.repeat(43))).rejects.toMatchObject(wrong);
  await expect(report(other.id, 'corta')).rejects.toMatchObject(wrong);
  // A message of Ann's with the ciphertext of Bob's: the key is right, and what it opens is not hers.
  const copied = { roomId, id: randomUUID(), text: '', encrypted: bob.messages.get().items[0]?.encrypted };
  await rig.chat.as({ id: 'ann', name: 'ann' }).call('message:send', copied);
  await expect(report(copied.id, messageKey)).rejects.toMatchObject(wrong);
  expect(said(await reportsAs(encrypted, 'ann'))).toEqual([['algo feo', [['cid', true, undefined]]]]);
  expect(frames.some((frame) => frame.includes('secreto'))).toBe(false);
});

test('without revealing, moderators see the report and no text; a later one may reveal it', async () => {
  const { frames } = watchSockets();
  const { encrypted, open, bob, cid } = await start();
  const { id } = await bob.messages.send({ text: 'algo feo' });
  await shows(cid, ['algo feo']);
  await cid.reports.report(id, 'insulta');
  expect(keysIn(frames)).toEqual([]);
  expect(said(await reportsAs(encrypted, 'ann'))).toEqual([['', [['cid', undefined, undefined]]]]);
  const dan = await open('dan');
  await shows(dan, ['algo feo']);
  await dan.reports.report(id, undefined, { reveal: true });
  const seen = [
    ['cid', undefined, undefined],
    ['dan', true, undefined],
  ];
  expect(said(await reportsAs(encrypted, 'ann'))).toEqual([['algo feo', seen]]);
});

test('a report reveals the version of its time, and a later one the edited text as well', async () => {
  const { frames } = watchSockets();
  const { encrypted, rig, roomId, open, bob, cid, ann } = await start();
  const { id } = await bob.messages.send({ text: 'algo feo' });
  await shows(cid, ['algo feo']);
  await cid.reports.report(id, undefined, { reveal: true });
  // The new device begins an epoch: the edit has another key.
  const dan = await open('dan');
  await bob.messages.edit(id, 'algo peor');
  await shows(dan, ['algo peor']);
  const call = rig.chat.as({ id: 'dan', name: 'dan' }).call;
  const [earlier = ''] = keysIn(frames);
  await expect(call('message:report', { roomId, messageId: id, messageKey: earlier })).rejects.toMatchObject({
    code: 'invalid',
    field: 'messageKey',
  });
  await dan.reports.report(id, undefined, { reveal: true });
  const complaints = [
    ['cid', true, undefined],
    ['dan', true, 'algo peor'],
  ];
  expect(said(await reportsAs(encrypted, 'ann'))).toEqual([['algo feo', complaints]]);
  // Undoing the deletion that resolved it opens it as it was.
  await ann.messages.delete(id);
  expect(await reportsAs(encrypted, 'ann')).toEqual([]);
  await ann.messages.restore(id);
  expect(said(await reportsAs(encrypted, 'ann'))).toEqual([['algo feo', complaints]]);
});

test('an edit while a message is being reported reveals the edited text', async () => {
  const { holdResponse } = watchSockets();
  const { encrypted, open, bob, cid } = await start();
  const { id } = await bob.messages.send({ text: 'algo feo' });
  await shows(cid, ['algo feo']);
  const deliver = holdResponse('message:get');
  const reporting = cid.reports.report(id, undefined, { reveal: true });
  await open('dan');
  await bob.messages.edit(id, 'algo peor');
  await shows(cid, ['algo peor']);
  await deliver();
  await reporting;
  expect(said(await reportsAs(encrypted, 'ann'))).toEqual([['algo peor', [['cid', true, undefined]]]]);
});

test('a device without the key reveals nothing, and a plain room takes no key', async () => {
  const { rig, open } = await encryptedRoom(['ann', 'bob'], {}, { history: 'since-join' });
  const bob = await open('bob');
  const { id } = await bob.messages.send({ text: 'antes' });
  const ann = await open('ann');
  await shows(ann, ['no_key']);
  await expect(ann.reports.report(id, undefined, { reveal: true })).rejects.toMatchObject({
    code: 'not_found',
  });
  await ann.reports.report(id, 'no lo puedo leer');
  const plain = rig.client({ token: 'bob' }).room('plaza');
  await plain.join();
  const { id: messageId } = await plain.messages.send({ text: 'a la vista' });
  const report = { roomId: 'plaza', messageId, messageKey: 'A'.repeat(43) };
  await expect(rig.chat.as({ id: 'ann', name: 'ann' }).call('message:report', report)).rejects.toMatchObject({
    code: 'conflict',
    reason: 'not_encrypted',
    field: 'messageKey',
  });
});

test('a revealed text leaves the store with its report, its message and its author', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-revealed-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { rig, roomId, open, clientOf } = await encryptedRoom(['ann', 'bob', 'cid'], {
    storage: sqliteStorage(join(folder, 'chat.db')),
  });
  const [ann, bob, cid] = [await open('ann'), await open('bob'), await open('cid')];
  const texts = ['canario-uno', 'canario-dos', 'canario-tres', 'canario-nunca'];
  const ids: string[] = [];
  for (const text of texts) ids.push((await bob.messages.send({ text })).id);
  await shows(cid, texts);
  for (const id of ids.slice(0, 3)) await cid.reports.report(id, undefined, { reveal: true });
  const asAnn = rig.chat.as({ id: 'ann', name: 'ann' });
  const shown = async () => (await asAnn.call('report:list', { roomId })).reports.map(({ text }) => text);
  expect(await shown()).toEqual(texts.slice(0, 3));
  await ann.reports.resolve(ids[0] ?? '', 'dismissed');
  expect(await shown()).toEqual(texts.slice(1, 3));
  await ann.messages.delete(ids[1] ?? '');
  expect(await shown()).toEqual([texts[2]]);
  // The reporter is erased, and the report stays, without their name.
  await clientOf(cid).data.erase();
  await eventually(async () => {
    const { reports } = await asAnn.call('report:list', { roomId });
    expect(reports[0]?.complaints).toEqual([
      {
        by: expect.objectContaining({ id: expect.not.stringMatching('cid') }),
        at: expect.any(Number),
        revealed: true,
      },
    ]);
  });
  await rig.chat.eraseUser('bob');
  await eventually(async () => expect(await shown()).toEqual([]));
  for (const room of [ann, bob]) await clientOf(room).close();
  await rig.stop();
  const stored = Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
  expect(stored.includes('complaints')).toBe(true);
  expect(stored.includes('canario-nunca')).toBe(false);
  await rig.start();
});
