// The own export: everything goes out and comes back, and a second import changes nothing.
import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { memoryStorage } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { diskFiles } from '../../src/files/disk-files.ts';
import { startServer } from '../chat/harness.ts';
import { exportOf, importFrom, reasonsOf, readRoom, temporaryFolder } from './import-into.ts';
import { pngPixel } from './picture.ts';

const storages = [
  ['memory', () => memoryStorage()],
  ['SQLite', () => sqliteStorage(join(temporaryFolder(), 'chat.sqlite'))],
] as const;

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A chat with a little of everything, made by its users over a server. */
const livedIn = async (make: () => ReturnType<typeof memoryStorage>) => {
  const [storage, files] = [make(), temporaryFolder()];
  onTestFinished(() => storage.close());
  const { chat, stop } = await startServer({
    storage,
    files: diskFiles(files),
    limits: { deletionUndoMs: 0 },
  });
  const [ana, luis, eva] = ['ana', 'luis', 'eva'].map((name) =>
    chat.as({ id: name, name: name.toUpperCase() }),
  );
  if (!ana || !luis || !eva) throw new Error('three users');
  await ana.call('room:create', { roomId: 'r', title: 'Sala', slowModeSeconds: 0, data: { a: 1 } });
  for (const user of [ana, luis, eva]) await user.call('room:join', { roomId: 'r' });
  await ana.call('member:add', { roomId: 'r', userId: 'luis', role: 'moderator' });
  await ana.call('message:send', { roomId: 'r', id: id(1), text: 'hola @LUIS', mentions: ['luis'] });
  await luis.call('message:send', { roomId: 'r', id: id(2), text: 'en el hilo', threadId: id(1) });
  await eva.call('message:send', { roomId: 'r', id: id(3), text: 'respuesta', replyTo: id(1) });
  await eva.call('message:send', { roomId: 'r', id: id(4), text: 'solo tú', to: ['ana'] });
  for (const user of [luis, eva])
    await user.call('reaction:add', { roomId: 'r', messageId: id(1), emoji: '🎉' });
  await ana.call('message:edit', { roomId: 'r', messageId: id(1), text: 'hola a todos' });
  await ana.call('message:edit', { roomId: 'r', messageId: id(1), text: 'hola, @LUIS' });
  await ana.call('message:pin', { roomId: 'r', messageId: id(3) });
  await luis.call('message:send', { roomId: 'r', id: id(5), text: 'fuera' });
  await luis.call('message:delete', { roomId: 'r', messageId: id(5) });
  const picture = await luis.upload('r', { name: 'foto.png', bytes: pngPixel });
  const notes = await luis.upload('r', { name: 'notas.txt', bytes: Buffer.from('apuntes') });
  await luis.call('message:send', {
    roomId: 'r',
    id: id(6),
    text: '',
    attachments: [picture, notes].map(({ fileId }) => ({ fileId })),
  });
  const poll = { roomId: 'r', id: id(9), question: '¿Cuándo?', options: ['Hoy', 'Mañana'] };
  await ana.call('poll:create', poll);
  await luis.call('poll:vote', { roomId: 'r', messageId: id(9), options: ['2'] });
  await ana.call('member:ban', { roomId: 'r', userId: 'eva' });
  await luis.call('receipt:read', { roomId: 'r', seq: 3 });
  const { id: direct } = await ana.call('room:create', { type: 'direct', userIds: ['luis'] });
  await ana.call('message:send', { roomId: direct, id: id(7), text: 'a solas' });
  await ana.call('user:update', { about: 'Vecina' });
  await ana.call('room:create', { roomId: 'fin', title: 'Acabada' });
  await ana.call('room:join', { roomId: 'fin' });
  await ana.call('message:send', { roomId: 'fin', id: id(8), text: 'último' });
  await ana.call('room:end', { roomId: 'fin' });
  await stop();
  return { storage, files, direct };
};

test.each(storages)(
  '%s: an export that is imported into an empty chat is exported equal',
  async (_, make) => {
    const source = await livedIn(make);
    const folder = temporaryFolder();
    const before = await exportOf(source, folder);
    expect(before.split('\n').length).toBeGreaterThan(20);

    const target = make();
    onTestFinished(() => target.close());
    const imported = await importFrom('chat', folder, { storage: target });
    expect(reasonsOf(imported.report)).toEqual([]);
    expect(imported.report.text()).toContain('Everything was carried.');
    const second = temporaryFolder();
    expect(await exportOf(imported, second)).toBe(before);
    expect(await readdir(join(second, 'files'))).toEqual(await readdir(join(folder, 'files')));

    const heads = await target.timeline.heads(['r', 'fin', source.direct]);
    expect((await imported.again()).counts.messages).toEqual({ added: 0, known: 9 });
    expect(await target.timeline.heads(['r', 'fin', source.direct])).toEqual(heads);
    expect(await exportOf(imported)).toBe(before);

    const ana = await readRoom(imported, 'r', { id: 'ana', name: 'ANA' });
    expect(ana.map(({ text: each, deletedAt }) => (deletedAt === undefined ? each : '†'))).toEqual([
      'hola, @LUIS',
      'en el hilo',
      'respuesta',
      'solo tú',
      '†',
      '',
      '¿Cuándo?',
    ]);
    expect(ana[0]?.thread).toMatchObject({ replies: 1, participants: [{ id: 'luis' }] });
    expect((await target.timeline.versions('r', id(1))).map((version) => version.text)).toEqual([
      'hola a todos',
      'hola @LUIS',
    ]);
    const votes = await target.timeline.records('r', 'vote', { limit: 9 });
    expect(votes.records.map(({ userId, body }) => [userId, body])).toMatchObject([
      ['luis', { options: ['2'] }],
    ]);
    const luis = await target.timeline.markRead('r', 'luis', 0, { at: 0 });
    expect(luis?.readSeq).toBe(3);
  },
);

test('files come back with their bytes, and are served', async () => {
  const source = await livedIn(() => memoryStorage());
  const folder = temporaryFolder();
  await exportOf(source, folder);
  const imported = await importFrom('chat', folder);
  expect(imported.report.counts.files).toEqual({ added: 2, known: 0 });
  const { chat } = await startServer({ storage: imported.storage, files: diskFiles(imported.files) });
  const { attachments } =
    (await chat.as({ id: 'ana', name: 'ANA' }).call('message:list', { roomId: 'r' })).messages.find(
      (each) => each.id === id(6),
    ) ?? {};
  const [picture, notes] = attachments ?? [];
  expect(picture).toMatchObject({ name: 'foto.png', type: 'image/png', width: 1, height: 1 });
  const bytes = await diskFiles(imported.files).get(notes?.fileId ?? '');
  expect(bytes && (await text(bytes))).toBe('apuntes');
  expect((await imported.storage.files.get(notes?.fileId ?? ''))?.dueAt).toBeNull();
});

test('the transcript of a room as JSON is an export too', async () => {
  const source = await livedIn(() => memoryStorage());
  const { chat, stop } = await startServer({ storage: source.storage, files: diskFiles(source.files) });
  const path = join(temporaryFolder(), 'sala.json');
  writeFileSync(path, await text(chat.exportRoom('r')));
  await stop();
  const imported = await importFrom('chat', path);
  expect((await readRoom(imported, 'r')).map((message) => message.text)).toEqual([
    'hola, @LUIS',
    'en el hilo',
    'respuesta',
    '',
    '[foto.png]\n[notas.txt]',
    '¿Cuándo?',
  ]);
  expect(reasonsOf(imported.report)).toEqual(['lost 2 files that the export does not have']);
});
