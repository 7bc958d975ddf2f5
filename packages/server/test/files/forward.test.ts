// Forwarding: copies of a message and of its files in another room.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { connect, message } from '../chat/harness.ts';
import { fetchFile, noise, rest, roomOfTwo, storages, upload } from './file-fixtures.ts';

/** Ana and Bea in room r; rooms s and t exist, and only Ana has joined them. */
const threeRooms = async (...options: Parameters<typeof roomOfTwo>) => {
  const running = await roomOfTwo(...options);
  for (const roomId of ['s', 't']) await running.ana.call('room:join', { roomId });
  return running;
};

describe.each(storages)('a forwarded message over %s', (_, make) => {
  test('is a copy with files of its own, marked with the author who may read the room', async () => {
    const { url, ana, bea } = await threeRooms({ storage: make() });
    const picture = await upload(url, ana.hello.token, 'r', await noise(400, 300).png().toBuffer(), {
      name: 'plano.png',
    });
    const note = await upload(url, ana.hello.token, 'r', 'hola', { name: 'nota.txt' });
    const attachments = [picture, note].map(({ body }) => ({ fileId: body.fileId as string }));
    const source = await ana.call('message:send', { ...message('r', 'el plano'), attachments });
    const copy = {
      ...message('s', 'el plano'),
      attachments,
      forwardFrom: { roomId: 'r', messageId: source.id },
    };
    const sent = await bea.call('message:send', copy);
    expect(sent).toMatchObject({ text: 'el plano', forwarded: { userId: ana.hello.user.id } });
    expect(sent.author.id).toBe(bea.hello.user.id);
    expect(sent.attachments.map(({ name }) => name)).toEqual(['plano.png', 'nota.txt']);
    for (const { fileId } of sent.attachments)
      expect(attachments.map((each) => each.fileId)).not.toContain(fileId);
    expect(await bea.call('message:send', copy)).toEqual(sent);
    const { files } = await bea.call('file:list', { roomId: 's' });
    expect(files.map(({ uploadedBy, messageId }) => [uploadedBy, messageId])).toEqual([
      [bea.hello.user.id, sent.id],
      [bea.hello.user.id, sent.id],
    ]);
    // The copies outlive the original.
    await ana.call('message:delete', { roomId: 'r', messageId: source.id });
    const [pictureCopy, noteCopy] = sent.attachments;
    expect(await (await fetchFile(url, bea, noteCopy!.fileId)).text()).toBe('hola');
    const thumbnail = await bea.call('file:url', { fileId: pictureCopy!.fileId, variant: 'thumbnail' });
    expect((await fetch(url + thumbnail.url)).headers.get('content-type')).toBe('image/webp');
    // The original is gone, and a retry finds the copy all the same.
    expect(await bea.call('message:send', copy)).toEqual(sent);
    const other = { ...copy, id: randomUUID() };
    await expect(bea.call('message:send', other)).rejects.toMatchObject({
      code: 'not_found',
      field: 'forwardFrom',
    });
  });

  test('names its first author only for their words, and not where they may not read', async () => {
    const { url, ana, bea } = await threeRooms({ storage: make() });
    const { id: messageId } = await ana.call('message:send', message('r', 'sí'));
    const forwardFrom = { roomId: 'r', messageId };
    const changed = await bea.call('message:send', { ...message('s', 'no'), forwardFrom });
    expect(changed.forwarded).toEqual({});
    const copy = await bea.call('message:send', { ...message('s', 'sí'), forwardFrom });
    expect(copy.forwarded).toEqual({ userId: ana.hello.user.id });
    // A copy of the copy names the first author; an edit takes the name away.
    const again = await bea.call('message:send', {
      ...message('t', 'sí'),
      forwardFrom: { roomId: 's', messageId: copy.id },
    });
    expect(again.forwarded).toEqual({ userId: ana.hello.user.id });
    await bea.call('room:join', { roomId: 's' });
    const edited = await bea.call('message:edit', { roomId: 's', messageId: copy.id, text: 'no' });
    expect(edited.forwarded).toEqual({});
    const created = await rest(url, bea.hello.token, 'POST', '/rooms', { type: 'private', title: 'b' });
    expect(created.status).toBe(201);
    const hidden = await bea.call('message:send', { ...message(created.body.id, 'sí'), forwardFrom });
    expect(hidden.forwarded).toEqual({});
    await bea.call('room:join', { roomId: created.body.id });
    const gone = await bea.call('message:delete', { roomId: created.body.id, messageId: hidden.id });
    expect(gone).not.toHaveProperty('forwarded');
  });

  test('comes from a message that its sender may read, and not from a private one', async () => {
    const { url, ana, bea } = await threeRooms({ storage: make() });
    const forward = (forwardFrom: { roomId: string; messageId: string }, more = {}) =>
      bea.call('message:send', { ...message('s', 'x'), forwardFrom, ...more });
    const hidden = await rest(url, ana.hello.token, 'POST', '/rooms', { type: 'private', title: 'a' });
    const roomId = hidden.body.id as string;
    const secret = await ana.call('message:send', {
      ...message(roomId, 'x'),
      forwardFrom: { roomId: 'r', messageId: (await ana.call('message:send', message('r', 'x'))).id },
    });
    const notFound = { code: 'not_found', field: 'forwardFrom' };
    await expect(forward({ roomId, messageId: secret.id })).rejects.toMatchObject(notFound);
    await expect(forward({ roomId: 'r', messageId: randomUUID() })).rejects.toMatchObject(notFound);
    const whispered = await ana.call('message:send', { ...message('r', 'x'), to: [bea.hello.user.id] });
    await expect(forward({ roomId: 'r', messageId: whispered.id })).rejects.toMatchObject({
      code: 'forbidden',
      field: 'forwardFrom',
    });
    // Files come from the message that is forwarded, and from no other.
    const { body: file } = await upload(url, ana.hello.token, 'r', 'x');
    const [attachments, plain] = [
      [{ fileId: file.fileId }],
      await ana.call('message:send', message('r', 'y')),
    ];
    await ana.call('message:send', { ...message('r', ''), attachments });
    await expect(forward({ roomId: 'r', messageId: plain.id }, { attachments })).rejects.toMatchObject({
      code: 'not_found',
      reason: 'file_unknown',
    });
    expect((await bea.call('file:list', { roomId: 's' })).files).toEqual([]);
  });

  test('counts its files against the quota of the forwarder, and leaves nothing if refused', async () => {
    const storage = make();
    const { url, ana, bea } = await threeRooms({ storage, limits: { userFileBytes: 10_000 } });
    const { body: file } = await upload(url, ana.hello.token, 'r', 'x');
    const attachments = [{ fileId: file.fileId }];
    const source = await ana.call('message:send', { ...message('r', 'x'), attachments });
    const forwardFrom = { roomId: 'r', messageId: source.id };
    const forward = (roomId: string) =>
      bea.call('message:send', { ...message(roomId, 'x'), attachments, forwardFrom });
    await forward('s');
    await forward('s');
    expect(await storage.files.totals(bea.hello.user.id, 's')).toEqual({
      userBytes: 8_192,
      roomBytes: 8_192,
    });
    await expect(forward('s')).rejects.toMatchObject({ code: 'too_large', reason: 'user_quota' });
    expect(await storage.files.totals(bea.hello.user.id, 's')).toEqual({
      userBytes: 8_192,
      roomBytes: 8_192,
    });
    // A refused message takes its copies along.
    const clara = await connect(url, { name: 'Clara' });
    const invalid = { ...message('s', 'x'), attachments, forwardFrom, replyTo: randomUUID() };
    await expect(clara.call('message:send', invalid)).rejects.toMatchObject({ field: 'replyTo' });
    await expect.poll(() => storage.files.totals(clara.hello.user.id, 's')).toMatchObject({ userBytes: 0 });
  });
});
