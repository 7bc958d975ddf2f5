// What the server of an encrypted room has, what it can do to it, and what a device does not read.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClientStorage } from '@chat/client';
import type { Logger, PushOptions } from '@chat/server';
import { sqliteStorage } from '@chat/server/sqlite';
import { expect, test } from 'vitest';
import { eventually } from '../with-server.ts';
import { deviceStorage, encryptedRoom, recordSends, shows, watchSockets } from './encrypted-room.ts';

const canary = 'canario-amarillo';
/** Of a browser's subscription; nothing is sent to it. */
const pushKeys = { p256dh: `B${'A'.repeat(86)}`, auth: 'A'.repeat(22) };

/** Sends pushes nowhere, and keeps what it was given. */
const recordPushes = () => {
  const payloads: string[] = [];
  const push: PushOptions = {
    start: async () => ({ publicKey: 'A'.repeat(87) }),
    accepts: () => true,
    send: async (_subscription, payload) => {
      payloads.push(payload);
      return 'sent';
    },
  };
  return { push, payloads };
};

/** Every secret that a device has stored: private keys and keys of epochs, base64url. */
const secretsOf = async (storage: ClientStorage): Promise<string[]> =>
  (await storage.list('encryption:')).flatMap(({ key, value }) => {
    if (/:key-\d+$/.test(key)) return [(value as { key: string }).key];
    if (!key.endsWith(':device')) return [];
    const { account, device } = value as Record<'account' | 'device', { signKey: string }>;
    return [account.signKey, device.signKey];
  });

test('no text and no key is in a byte of the store, a frame, the log, the metrics or a push', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-canary-'));
  const { frames } = watchSockets();
  const logged: unknown[] = [];
  const log = (...given: unknown[]): void => void logged.push(given);
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  try {
    const { push, payloads } = recordPushes();
    const { open, clientOf, rig, roomId } = await encryptedRoom(['ann', 'bob'], {
      limits: { presenceGraceMs: 0 },
      storage: sqliteStorage(join(folder, 'chat.db')),
      logger,
      push,
    });
    // Cid is away, and has a device that gets pushes.
    const subscription = { endpoint: 'https://push.example/cid', keys: pushKeys };
    const cid = rig.chat.as({ id: 'cid', name: 'cid' });
    await cid.call('notification:subscribe', subscription);
    await cid.call('room:join', { roomId: 'plaza' });
    await rig.chat.as({ id: 'ann', name: 'ann' }).call('member:add', { roomId, userId: 'cid' });
    await cid.call('member:accept', { roomId });
    cid.close();
    const storages = [deviceStorage(), deviceStorage()] as const;
    const [ann, bob] = [
      await open('ann', { storage: storages[0] }),
      await open('bob', { storage: storages[1] }),
    ];
    const secret = await clientOf(ann).encryption.setUpRecovery();
    const { id } = await ann.messages.send({ text: `${canary} uno`, mentions: ['cid'] });
    await ann.messages.edit(id, `${canary} dos`);
    await bob.thread(id).send({ text: `${canary} tres` });
    // Refused before anything is sent.
    const refused = { code: 'conflict', reason: 'encrypted_room' };
    await expect(ann.messages.send({ text: '', data: { canary } })).rejects.toMatchObject(refused);
    const location = { latitude: 1, longitude: 1, label: canary };
    await expect(ann.messages.send({ text: '', location })).rejects.toMatchObject(refused);
    await expect(ann.messages.forward(id, 'plaza')).rejects.toMatchObject(refused);
    await expect(bob.messages.edit(id, canary)).rejects.toMatchObject({ code: 'forbidden' });
    const written: (() => Promise<unknown>)[] = [
      () => ann.scheduled.schedule({ text: canary }, Date.now() + 60_000),
      () => ann.polls.create({ question: canary, options: ['a', 'b'] }),
      () => ann.questions.ask({ text: canary }),
      () => ann.slash.run('hora', canary),
    ];
    for (const write of written) await expect(write()).rejects.toMatchObject(refused);
    const { call } = rig.chat.as({ id: 'ann', name: 'ann' });
    await expect(call('message:search', { roomId: ann.id, q: canary })).rejects.toMatchObject(refused);
    expect((await ann.search(canary)).hits.map(({ message }) => message.text)).toEqual([
      `${canary} tres`,
      `${canary} dos`,
    ]);
    await clientOf(ann).drafts.set(ann.id, canary);
    await clientOf(ann).drafts.flush();
    await shows(bob, [`${canary} dos`]);
    await eventually(() => expect(payloads.length).toBeGreaterThan(0));
    const secrets = [...(await Promise.all(storages.map(secretsOf))).flat(), secret.replaceAll('-', '')];
    expect(secrets.length).toBeGreaterThan(6);
    const metrics = rig.chat.metrics();
    for (const room of [ann, bob]) await clientOf(room).close();
    await rig.stop();
    const stored = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
    const all = Buffer.concat([
      ...stored,
      Buffer.from(frames.join('\n')),
      Buffer.from(JSON.stringify(logged)),
      Buffer.from(payloads.join('\n')),
      Buffer.from(metrics),
    ]);
    expect(frames.length).toBeGreaterThan(20);
    for (const form of [canary, Buffer.from(canary).toString('base64url').slice(0, -2)])
      expect(all.includes(form)).toBe(false);
    for (const text of secrets)
      for (const form of [text, text.slice(0, -2), secret, Buffer.from(text, 'base64url')])
        expect(all.includes(form)).toBe(false);
    // The search finds what is there, in both directions.
    for (const found of ['message:send', 'message:created', 'encrypted', 'chat_connections', 'messageId'])
      expect(all.includes(found)).toBe(true);
    await rig.start();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a message that was changed, or written by somebody without the key, says that it is not genuine', async () => {
  const { open, rig, roomId } = await encryptedRoom(['ann', 'bob', 'eve']);
  const [ann, bob] = [await open('ann'), await open('bob')];
  await ann.messages.send({ text: 'hola' });
  await shows(bob, ['hola']);
  const [genuine] = bob.messages.get().items;
  const eve = rig.chat.as({ id: 'eve', name: 'eve' });
  // Ann's own ciphertext, as a message of Eve.
  const copied = { roomId, id: randomUUID(), text: '', encrypted: genuine?.encrypted };
  await eve.call('message:send', copied);
  for (const room of [ann, bob]) {
    await shows(room, ['hola', 'invalid']);
    expect(room.messages.get().items[1]).toMatchObject({ text: '', undecryptable: 'invalid' });
  }
});

test('an admin who is not a member enters the room, and reads nothing', async () => {
  const { open, rig, roomId } = await encryptedRoom(['ann', 'bob']);
  await (await open('ann')).messages.send({ text: 'hola' });
  const admin = rig.client({ token: 'admin', storage: deviceStorage() }).room(roomId);
  await admin.join();
  await shows(admin, ['no_key']);
  expect(admin.encryption.get()).toMatchObject({ status: 'failed', error: { code: 'forbidden' } });
});

test('a device does not read what was sent before it, without the history of the room', async () => {
  const { open } = await encryptedRoom(['ann', 'bob'], {}, { history: 'since-join' });
  const ann = await open('ann');
  await ann.messages.send({ text: 'antes' });
  const phone = await open('ann');
  await shows(phone, ['no_key']);
  await phone.messages.send({ text: 'después' });
  await shows(phone, ['no_key', 'después']);
  await shows(ann, ['antes', 'después']);
  expect(phone.messages.get().items[0]).toMatchObject({ text: '', undecryptable: 'no_key' });
});

test('an epoch ends with the first message after a day', async () => {
  let time = Date.now();
  const sends = recordSends();
  const { open } = await encryptedRoom(['ann', 'bob'], { hooks: sends.hooks });
  const ann = await open('ann', { now: () => time });
  const bob = await open('bob');
  const epoch = () => ann.state.get().room?.mlsGroup?.epoch;
  await eventually(() => expect(epoch()).toBe(1));
  await ann.messages.send({ text: 'hoy' });
  expect(epoch()).toBe(1);
  time += 86_400_000 + 60_000;
  await ann.messages.send({ text: 'mañana' });
  expect(sends.ciphertexts()).toHaveLength(2);
  await shows(bob, ['hoy', 'mañana']);
  await eventually(() => expect(epoch()).toBe(2));
});

test('keys of an erased user leave the device', async () => {
  const { open, clientOf } = await encryptedRoom(['ann', 'bob']);
  const storage = deviceStorage();
  const ann = await open('ann', { storage });
  expect(await storage.list('encryption:')).not.toEqual([]);
  await clientOf(ann).data.erase();
  await eventually(async () => expect(await storage.list('encryption:')).toEqual([]));
});
