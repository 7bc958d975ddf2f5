import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connect, message } from '../chat/harness.ts';
import { fetchFile, rest, roomOfTwo, storages, temporaryDir, upload } from './file-fixtures.ts';

describe.each(storages)('files over %s', (_, make) => {
  test('are uploaded, sent, listed, downloaded and deleted', async () => {
    const { url, ana, bea } = await roomOfTwo({ storage: make() });
    const { status, body: file } = await upload(url, ana.hello.token, 'r', 'hola, mundo', {
      name: 'nota.txt',
    });
    expect(status).toBe(201);
    expect(file).toMatchObject({
      name: 'nota.txt',
      type: 'text/plain',
      kind: 'document',
      size: 11,
      roomId: 'r',
    });
    const { fileId } = file;
    // Until it is sent it is Ana's alone.
    await expect(bea.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
    expect((await bea.call('file:list', { roomId: 'r' })).files).toEqual([]);
    const sent = await ana.call('message:send', { ...message('r', ''), attachments: [{ fileId }] });
    expect(sent).toMatchObject({
      text: '',
      attachments: [{ fileId, name: 'nota.txt', type: 'text/plain', size: 11 }],
    });
    expect(await bea.until((event) => event.type === 'message:created')).toMatchObject({ message: sent });
    expect(await bea.call('file:list', { roomId: 'r' })).toEqual({
      files: [{ ...file, messageId: sent.id }],
      hasMore: false,
    });
    const response = await fetchFile(url, bea, fileId);
    expect(await response.text()).toBe('hola, mundo');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="nota.txt"; filename*=UTF-8''nota.txt`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
    // Bea may not take away what is Ana's; Ana may, and the message that is left empty goes too.
    await expect(bea.call('file:delete', { fileId })).rejects.toMatchObject({ code: 'forbidden' });
    const address = await bea.call('file:url', { fileId });
    await ana.call('file:delete', { fileId });
    await bea.until((event) => event.type === 'message:deleted');
    expect((await bea.call('file:list', { roomId: 'r' })).files).toEqual([]);
    await expect.poll(async () => (await fetch(url + address.url)).status).toBe(404);
  });

  test('work the same by REST as by socket', async () => {
    const { url, ana, bea } = await roomOfTwo({ storage: make() });
    const { body: file } = await upload(url, ana.hello.token, 'r', 'x');
    const id = randomUUID();
    const send = { id, text: 'mira', attachments: [{ fileId: file.fileId }] };
    expect((await rest(url, ana.hello.token, 'POST', '/rooms/r/messages', send)).status).toBe(201);
    const listed = await rest(url, bea.hello.token, 'GET', '/rooms/r/files?kind=document');
    expect(listed.body.files).toEqual([{ ...file, messageId: id }]);
    expect((await rest(url, bea.hello.token, 'GET', '/rooms/r/files?kind=image')).body.files).toEqual([]);
    const { body } = await rest(url, bea.hello.token, 'GET', `/files/${file.fileId}/url`);
    expect(await (await fetch(url + body.url)).text()).toBe('x');
    const gone = await rest(url, bea.hello.token, 'DELETE', `/files/${file.fileId}`);
    expect(gone).toMatchObject({ status: 403, body: { error: { code: 'forbidden' } } });
    expect((await rest(url, ana.hello.token, 'DELETE', `/files/${file.fileId}`)).status).toBe(200);
    const left = await bea.call('message:list', { roomId: 'r' });
    expect(left.messages).toMatchObject([{ text: 'mira', attachments: [] }]);
  });

  test('belong to one message, which may be sent again', async () => {
    const { url, ana, bea } = await roomOfTwo({ storage: make() });
    const { body } = await upload(url, ana.hello.token, 'r', 'x');
    const attachments = [{ fileId: body.fileId }];
    const unknown = { code: 'not_found', reason: 'file_unknown', field: 'attachments' };
    await expect(bea.call('message:send', { ...message('r', 'mía'), attachments })).rejects.toMatchObject(
      unknown,
    );
    const other = { ...message('s', 'aquí no'), attachments };
    await ana.call('room:join', { roomId: 's' });
    await expect(ana.call('message:send', other)).rejects.toMatchObject(unknown);
    const sends = [1, 2, 3].map((number) => ({ ...message('r', `n${number}`), attachments }));
    const outcomes = await Promise.allSettled(sends.map((send) => ana.call('message:send', send)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    const won = sends[outcomes.findIndex(({ status }) => status === 'fulfilled')];
    if (!won) throw new Error('none was sent');
    const again = await ana.call('message:send', won);
    expect(again.attachments).toHaveLength(1);
    expect((await ana.call('message:list', { roomId: 'r' })).messages).toHaveLength(1);
    // Also when it was deleted since: a retry is answered what is stored.
    await ana.call('message:delete', { roomId: 'r', messageId: won.id });
    await expect
      .poll(async () => ana.call('message:send', won))
      .toMatchObject({ id: won.id, attachments: [] });
  });

  test('are deleted with their message, bytes included', async () => {
    const folder = temporaryDir();
    const { diskFiles } = await import('@chat/server');
    const limits = { deletionUndoMs: 0 };
    const { url, ana } = await roomOfTwo({ storage: make(), files: diskFiles(folder), limits });
    const { body: file } = await upload(url, ana.hello.token, 'r', 'x');
    const kept = () =>
      readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    expect(kept()).toHaveLength(1);
    const sent = await ana.call('message:send', {
      ...message('r', 'adiós'),
      attachments: [{ fileId: file.fileId }],
    });
    await ana.call('message:delete', { roomId: 'r', messageId: sent.id });
    await expect.poll(() => kept().length).toBe(0);
    await expect(ana.call('file:url', { fileId: file.fileId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('only the sender and the recipients of a private message can access its file', async () => {
  const { url, ana, bea, chat } = await roomOfTwo();
  const cy = await connect(url, { name: 'Cy' });
  await cy.call('room:join', { roomId: 'r' });
  const { body: file } = await upload(url, ana.hello.token, 'r', 'secreto');
  const { fileId } = file;
  const to = [bea.hello.user.id];
  await ana.call('message:send', { ...message('r', 'x'), to, attachments: [{ fileId }] });
  expect(await (await fetchFile(url, bea, fileId)).text()).toBe('secreto');
  expect((await bea.call('file:list', { roomId: 'r' })).files).toHaveLength(1);
  await expect(cy.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(cy.call('file:delete', { fileId })).rejects.toMatchObject({ code: 'not_found' });
  expect(await cy.call('file:list', { roomId: 'r' })).toEqual({ files: [], hasMore: false });
  const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await expect(admin.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
});

test('a message needs text or files, and an edit cannot remove both', async () => {
  const { url, ana } = await roomOfTwo();
  const blank = { code: 'invalid', field: 'text' };
  await expect(ana.call('message:send', message('r', ' '))).rejects.toMatchObject(blank);
  await expect(ana.call('message:send', { ...message('r', ''), attachments: [] })).rejects.toMatchObject(
    blank,
  );
  const { body } = await upload(url, ana.hello.token, 'r', 'x');
  const sent = await ana.call('message:send', {
    ...message('r', 'pie'),
    attachments: [{ fileId: body.fileId }],
  });
  const edit = { roomId: 'r', messageId: sent.id, text: '' };
  expect(await ana.call('message:edit', edit)).toMatchObject({ text: '', attachments: sent.attachments });
  const words = await ana.call('message:send', message('r', 'solo'));
  await expect(ana.call('message:edit', { ...edit, messageId: words.id })).rejects.toMatchObject(blank);
});

test('the files of a room do not exist for users without access to it', async () => {
  const { url, ana, bea, chat } = await roomOfTwo();
  await ana.call('room:create', { roomId: 'p', type: 'private' });
  await ana.call('room:join', { roomId: 'p' });
  const outside = await upload(url, bea.hello.token, 'p', 'x');
  expect(outside).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  expect((await upload(url, bea.hello.token, 'nowhere', 'x')).body.error).toEqual({
    ...outside.body.error,
    requestId: expect.any(String) as string,
  });
  const { body: file } = await upload(url, ana.hello.token, 'p', 'x');
  await ana.call('message:send', { ...message('p', 'x'), attachments: [{ fileId: file.fileId }] });
  const none = await bea.call('file:url', { fileId: '00000000-0000-7000-8000-000000000000' }).catch(String);
  expect(await bea.call('file:url', { fileId: file.fileId }).catch(String)).toBe(none);
  await expect(bea.call('file:delete', { fileId: file.fileId })).rejects.toMatchObject({ code: 'not_found' });
  await expect(bea.call('file:list', { roomId: 'p' })).rejects.toMatchObject({ code: 'not_found' });
  // A ban from a public room as well.
  const { body: open } = await upload(url, ana.hello.token, 'r', 'x');
  await ana.call('message:send', { ...message('r', 'x'), attachments: [{ fileId: open.fileId }] });
  await bea.call('file:url', { fileId: open.fileId });
  await ana.call('member:ban', { roomId: 'r', userId: bea.hello.user.id });
  await expect(bea.call('file:url', { fileId: open.fileId })).rejects.toMatchObject({ code: 'not_found' });
  expect((await upload(url, bea.hello.token, 'r', 'x')).body.error).toMatchObject({ reason: 'banned' });
  const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  expect(await admin.call('file:url', { fileId: file.fileId })).toMatchObject({ url: expect.any(String) });
});

test('a muted member and an unauthenticated user cannot upload', async () => {
  const { url, ana, bea } = await roomOfTwo();
  expect((await bea.call('room:join', { roomId: 'r' })).can['file:upload']).toBe(true);
  await ana.call('member:mute', { roomId: 'r', userId: bea.hello.user.id, until: Date.now() + 60_000 });
  expect(await upload(url, bea.hello.token, 'r', 'x')).toMatchObject({
    status: 403,
    body: { error: { reason: 'muted' } },
  });
  expect((await bea.call('room:join', { roomId: 'r' })).can['file:upload']).toBe(false);
  expect((await upload(url, undefined, 'r', 'x')).status).toBe(401);
});

test('history since joining hides earlier files', async () => {
  const { url, ana } = await roomOfTwo({ rooms: { defaults: { history: 'since-join' } } });
  const { body: file } = await upload(url, ana.hello.token, 'r', 'x');
  await ana.call('message:send', { ...message('r', 'x'), attachments: [{ fileId: file.fileId }] });
  const late = await connect(url, { name: 'Cy' });
  await late.call('room:join', { roomId: 'r' });
  expect(await late.call('file:list', { roomId: 'r' })).toEqual({ files: [], hasMore: false });
  await expect(late.call('file:url', { fileId: file.fileId })).rejects.toMatchObject({ code: 'not_found' });
});

test('files are stored next to a SQLite file, and their URLs survive a restart', async () => {
  const path = join(temporaryDir(), 'chat.db');
  const first = await roomOfTwo({ storage: path });
  const { body: file } = await upload(first.url, first.ana.hello.token, 'r', 'sigo aquí');
  await first.ana.call('message:send', { ...message('r', 'x'), attachments: [{ fileId: file.fileId }] });
  const { url: address } = await first.ana.call('file:url', { fileId: file.fileId });
  await first.stop();
  expect(existsSync(`${path}-files`)).toBe(true);
  const second = await roomOfTwo({ storage: path });
  expect(await (await fetch(second.url + address)).text()).toBe('sigo aquí');
});

test('`files: false` refuses uploads, and hello says so', async () => {
  const { url, ana } = await roomOfTwo({ files: false });
  expect(ana.hello.limits.maxFileBytes).toBe(0);
  expect((await upload(url, ana.hello.token, 'r', 'x')).status).toBe(405);
  await expect(ana.call('file:list', { roomId: 'r' })).rejects.toMatchObject({ code: 'not_found' });
  const attachments = [{ fileId: '00000000-0000-7000-8000-000000000000' }];
  await expect(ana.call('message:send', { ...message('r', 'x'), attachments })).rejects.toMatchObject({
    code: 'invalid',
    field: 'attachments',
  });
});
