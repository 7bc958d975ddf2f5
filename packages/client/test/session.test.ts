import { createChatClient, type ChatClient } from '@chat/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eventually, withServer, type Rig } from './with-server.ts';

let rig: Rig;
let bot: ChatClient;
beforeEach(async () => {
  rig = await withServer();
  bot = createChatClient({ session: rig.chat.as({ id: 'bot', name: 'Asistente', bot: true }) });
});
afterEach(async () => {
  await bot.close();
  await rig.close();
});

test('an in-process session works like any other client', async () => {
  const room = bot.room('cita-42');
  await room.join();
  expect(bot).toMatchObject({ status: 'online', user: { id: 'bot' } });
  const ana = rig.client({ name: 'Ana' }).room('cita-42');
  await ana.join();
  room.on('message:created', ({ message }) => {
    if (message.author.id !== 'bot') void room.messages.send({ text: `eco: ${message.text}` });
  });
  await ana.messages.send({ text: 'hola' });
  await eventually(() =>
    expect(ana.messages.get().items.map((item) => item.text)).toEqual(['hola', 'eco: hola']),
  );
  expect(room.messages.get().items.map((item) => item.mine)).toEqual([false, true]);
  expect(ana.messages.get().items[1]?.author).toMatchObject({ bot: true });
});

test('its limits equal those of the server', async () => {
  const small = await withServer({ limits: { maxTextLength: 7 } });
  const session = small.chat.as({ id: 'bot', name: 'Asistente', bot: true });
  const client = createChatClient({ session });
  await client.connect();
  expect(client.limits).toMatchObject({ maxTextLength: 7, maxFilesPerMessage: 10 });
  expect(client.limits).toEqual(session.limits);
  await client.close();
  await small.close();
});

test('a rejection is the same ChatError', async () => {
  const room = bot.room('cita-42');
  await room.join();
  await expect(room.messages.send({ text: '' })).rejects.toMatchObject({
    name: 'ChatError',
    code: 'invalid',
  });
});
