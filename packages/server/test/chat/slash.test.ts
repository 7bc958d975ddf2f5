import { ChatError, createChatServer, type SlashCall } from '@chat/server';
import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { connect, startServer } from './harness.ts';

const calls: SlashCall[] = [];
const slashCommands = {
  hora: {
    description: 'Dice la hora',
    hint: '[zona]',
    run: ({ text }: SlashCall) => `Son las 12 en ${text}`,
  },
  encoger: {
    description: 'Se encoge de hombros',
    run: async ({ text, send }: SlashCall) => void (await send(`${text} ¯\\_(ツ)_/¯`)),
  },
  aviso: {
    description: 'Avisa a todos',
    right: 'message:moderate' as const,
    run: (call: SlashCall) => void calls.push(call),
  },
  privada: {
    description: 'Solo en otra sala',
    rooms: ({ id }: { id: string }) => id !== 'r',
    run: () => 'aquí',
  },
  falla: {
    description: 'Falla',
    run: () => {
      throw new ChatError('invalid', 'there is no such town', { reason: 'no_town' });
    },
  },
  rota: {
    description: 'Se rompe',
    run: () => {
      throw new Error('a secret');
    },
  },
  calla: { description: 'No contesta', run: () => new Promise<void>(() => {}) },
};

const inRoom = async (options = {}) => {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const { url, chat } = await startServer({ slashCommands, logger: silent, ...options });
  const ana = await connect(url, { name: 'Ana' });
  const bea = await connect(url, { name: 'Bea' });
  for (const peer of [ana, bea]) await peer.call('room:join', { roomId: 'r' });
  const rest = (method: string, token: string, path: string, body?: object) =>
    fetch(`${url}/chat/api/rooms/r/slash${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  return { url, chat, ana, bea, rest };
};

const names = ({ commands }: { commands: { name: string }[] }) => commands.map(({ name }) => name);

describe('slash commands', () => {
  test('are listed for users who may run them, by socket and by REST', async () => {
    const { ana, bea, rest } = await inRoom();
    const all = await ana.call('slash:list', { roomId: 'r' });
    expect(names(all)).toEqual(['aviso', 'calla', 'encoger', 'falla', 'hora', 'rota']);
    expect(all.commands[4]).toEqual({ name: 'hora', description: 'Dice la hora', hint: '[zona]' });
    const hers = await bea.call('slash:list', { roomId: 'r' });
    expect(names(hers)).not.toContain('aviso');
    expect(await (await rest('GET', bea.hello.token!, '')).json()).toEqual(hers);
    await bea.call('room:join', { roomId: 'otra' });
    expect(names(await bea.call('slash:list', { roomId: 'otra' }))).toContain('privada');
  });

  test('respond to their caller only, and send to the room only if they choose to', async () => {
    const { ana, bea, rest } = await inRoom();
    const input = { roomId: 'r', name: 'hora', text: ' Madrid ' };
    expect(await bea.call('slash:run', input)).toEqual({ text: 'Son las 12 en Madrid' });
    const byRest = await rest('POST', bea.hello.token!, '/hora', { text: 'Vigo' });
    expect([byRest.status, await byRest.json()]).toEqual([200, { text: 'Son las 12 en Vigo' }]);
    expect(await bea.call('slash:run', { ...input, name: 'encoger', text: 'Pues' })).toEqual({});
    const event = await ana.until(({ type }) => type === 'message:created');
    expect(event).toMatchObject({
      message: { seq: 1, text: 'Pues ¯\\_(ツ)_/¯', author: { id: bea.hello.user.id } },
    });
  });

  test('are not found without permission, and refused to muted members', async () => {
    const { ana, bea, rest } = await inRoom();
    const unknown = await bea
      .call('slash:run', { roomId: 'r', name: 'nada' })
      .catch((error: unknown) => error);
    expect(unknown).toMatchObject({ code: 'not_found' });
    const { message: text } = unknown as Error;
    for (const name of ['aviso', 'privada']) {
      await expect(bea.call('slash:run', { roomId: 'r', name })).rejects.toMatchObject({
        code: 'not_found',
        field: 'name',
        message: text,
      });
      expect((await rest('POST', bea.hello.token!, `/${name}`, {})).status).toBe(404);
    }
    await ana.call('slash:run', { roomId: 'r', name: 'aviso', text: 'ya' });
    expect(calls.at(-1)).toMatchObject({ text: 'ya', user: { name: 'Ana' }, room: { id: 'r' } });
    const userId = bea.hello.user.id;
    await ana.call('member:mute', { roomId: 'r', userId, until: Date.now() + 60_000 });
    const muted = bea.call('slash:run', { roomId: 'r', name: 'hora' });
    await expect(muted).rejects.toMatchObject({ code: 'forbidden', reason: 'muted' });
    expect((await rest('POST', bea.hello.token!, '/hora', {})).status).toBe(403);
    await ana.call('member:ban', { roomId: 'r', userId });
    await expect(bea.call('slash:list', { roomId: 'r' })).rejects.toMatchObject({ reason: 'banned' });
  });

  test('return their own errors, hide unexpected ones, and have a timeout', async () => {
    const { bea } = await inRoom({ limits: { slashTimeoutMs: 200 } });
    const run = (name: string) => bea.call('slash:run', { roomId: 'r', name });
    await expect(run('falla')).rejects.toMatchObject({ code: 'invalid', reason: 'no_town' });
    const fault = await run('rota').catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'internal' });
    expect(JSON.stringify(fault)).not.toContain('secret');
    const [late, other] = await Promise.allSettled([run('calla'), run('hora')]);
    expect(late).toMatchObject({ status: 'rejected', reason: { code: 'timeout' } });
    expect(other).toMatchObject({ status: 'fulfilled' });
  });

  test('send messages through the hooks and rate limits of their caller', async () => {
    const hooks = {
      'before:message:send': (_context: unknown, input: { text: string }) => {
        if (input.text.includes('Pues')) throw new ChatError('invalid', 'no', { reason: 'moderated' });
      },
    };
    const { bea } = await inRoom({ hooks, limits: { sendBurst: 3, sendsPerSecond: 0.01 } });
    const say = (text: string) => bea.call('slash:run', { roomId: 'r', name: 'encoger', text });
    await expect(say('Pues')).rejects.toMatchObject({ reason: 'moderated' });
    await expect(say('Vaya')).rejects.toMatchObject({ code: 'rate_limited' });
  });

  test('can be added and removed later; an invalid or taken name throws', async () => {
    const { chat, bea } = await inRoom();
    const run = () => bea.call('slash:run', { roomId: 'r', name: 'nueva' });
    const stop = chat.slash('nueva', { description: 'Nueva', run: () => 'sí' });
    expect(await run()).toEqual({ text: 'sí' });
    stop();
    await expect(run()).rejects.toMatchObject({ code: 'not_found' });
    expect(() => chat.slash('hora', { description: '', run: () => {} })).toThrow('/hora');
    expect(() => chat.slash('No Vale', { description: '', run: () => {} })).toThrow('slash command');
    const bad = { '/x': { description: '', run: () => {} } };
    expect(() => createChatServer(createServer(), { slashCommands: bad })).toThrow('slash command');
  });
});
