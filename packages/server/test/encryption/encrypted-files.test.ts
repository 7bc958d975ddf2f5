// Files of encrypted rooms, as the server takes them: opaque, counted, and with the life of their message.
import { randomUUID } from 'node:crypto';
import { memoryStorage, type ChatServerOptions } from '@chat/server';
import { expect, test } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startServer, type Peer, type Running } from '../chat/harness.ts';
import { fetchFile, pngOfZeros, upload, type Answer } from '../files/file-fixtures.ts';
import { byToken, pairsOfStores, signedIn } from '../live/two-nodes.ts';
import { mlsMember, sealed } from './mls-member.ts';

const stores = pairsOfStores();
const refused = { code: 'conflict', reason: 'encrypted_room' };
const opaque = { name: 'file', type: 'application/octet-stream' };
const image = pngOfZeros(40, 30);

/** Ann's encrypted room with her device, and Bob in it. */
const encryptedRoom = async (options: ChatServerOptions) => {
  const node = await startServer({ authenticate: byToken, ...options });
  const roomId = `r-${randomUUID()}`;
  const [ann, bob] = [await signedIn(node, 'ann'), await signedIn(node, 'bob')];
  for (const peer of [ann, bob]) await peer.call('room:join', { roomId: 'plaza' });
  await ann.call('room:create', { roomId, type: 'private', encryption: 'e2ee', userIds: ['bob'] });
  await bob.call('member:accept', { roomId });
  for (const peer of [ann, bob]) await peer.call('room:join', { roomId });
  await (await mlsMember(ann, 'ann', roomId)).create();
  return { node, roomId, ann, bob };
};

/** Uploads a file with a thumbnail. */
const uploadBoth = async (
  { url }: Running,
  roomId: string,
  thumbnailType: string = opaque.type,
): Promise<Answer> => {
  const form = new FormData();
  form.append('poster', new Blob([image as BlobPart], { type: thumbnailType }), 'poster');
  form.append('file', new Blob([image as BlobPart], { type: opaque.type }), opaque.name);
  const response = await fetch(`${url}/chat/api/rooms/${roomId}/files`, {
    method: 'POST',
    body: form,
    headers: { authorization: 'Bearer ann' },
  });
  return { status: response.status, body: await response.json() };
};

const attach = (peer: Peer, roomId: string, fileId: string) =>
  peer.call('message:send', { ...sealed(roomId, 0), attachments: [{ fileId }] });

test.each(stores)('%s: an opaque file is stored as it is, and goes with its message', async (_, make) => {
  const { node, roomId, ann, bob } = await encryptedRoom({
    storage: make()[0],
    limits: { deletionUndoMs: 0 },
  });
  expect((await bob.call('room:join', { roomId })).can['file:upload']).toBe(true);
  const { status, body } = await uploadBoth(node, roomId);
  expect(status).toBe(201);
  // It is a picture, which nobody has looked at.
  expect(body).toMatchObject({ ...opaque, size: image.length, kind: 'document', thumbnail: true });
  expect(body).not.toHaveProperty('width');
  const { fileId } = body;
  await expect(bob.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
  const sent = await attach(ann, roomId, fileId);
  expect(sent.attachments).toEqual([{ ...opaque, fileId, size: image.length, thumbnail: true }]);
  for (const variant of ['original', 'thumbnail'] as const) {
    const response = await fetchFile(node.url, bob, fileId, variant);
    expect(Buffer.from(await response.arrayBuffer()).equals(image)).toBe(true);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
  }
  // Nobody else's message takes it, and none in another room.
  await expect(attach(bob, roomId, fileId)).rejects.toMatchObject({ reason: 'file_unknown' });
  const copy = { roomId: 'plaza', id: randomUUID(), text: 'x', attachments: [{ fileId }] };
  const forwardFrom = { roomId, messageId: sent.id };
  await expect(ann.call('message:send', { ...copy, forwardFrom })).rejects.toMatchObject(refused);
  await ann.call('message:delete', { roomId, messageId: sent.id });
  await expect(bob.call('file:url', { fileId })).rejects.toMatchObject({ code: 'not_found' });
  await expect.poll(async () => (await ann.call('file:list', { roomId })).files, patient).toEqual([]);
});

test('what says more than its bytes is refused, and nothing of it is stored', async () => {
  const { node, roomId } = await encryptedRoom({ storage: memoryStorage() });
  const { url } = node;
  const wrong: [object, string][] = [
    [{ ...opaque, name: 'informe.pdf' }, 'file'],
    [{ ...opaque, type: 'image/png' }, 'file'],
    [{ ...opaque, fields: { durationMs: '5' } }, 'form'],
    [{ ...opaque, fields: { nombre: 'x' } }, 'form'],
  ];
  for (const [sent, field] of wrong) {
    const { status, body } = await upload(url, 'ann', roomId, image, sent);
    expect([status, body.error]).toMatchObject([409, { ...refused, field }]);
  }
  const { body } = await uploadBoth(node, roomId, 'image/png');
  expect(body.error).toMatchObject({ ...refused, field: 'poster' });
});

test('opaque files count against the same limits, with their thumbnails', async () => {
  const limits = { maxFileBytes: 20_000, userFileBytes: 30_000 };
  const { node, roomId } = await encryptedRoom({ storage: memoryStorage(), limits });
  const send = (size: number) => upload(node.url, 'ann', roomId, new Uint8Array(size), opaque);
  expect((await send(20_001)).body.error).toMatchObject({ code: 'too_large', field: 'file' });
  expect((await send(20_000)).status).toBe(201);
  expect((await send(12_000)).body.error).toMatchObject({ code: 'too_large', reason: 'user_quota' });
});
