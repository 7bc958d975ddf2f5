import type { ChatEvent } from '@chat/protocol';
import { bot } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const isFrom = (id: string) => (event: ChatEvent) =>
  event.type === 'message:created' && event.message.author.id === id;
const said = ({ events }: Peer, id: string) =>
  events.flatMap((event) => (isFrom(id)(event) && 'message' in event ? [event.message.text] : []));

describe('a bot with onDirect', () => {
  test('joins direct rooms by itself, existing and new ones', async () => {
    const { url, chat } = await startServer({ profiles: { openDirectory: true } });
    chat.as({ id: 'robi', name: 'Robi', bot: true }).close();
    const [ana, ben] = [await connect(url, { name: 'Ana' }), await connect(url, { name: 'Ben' })];
    const write = async (peer: Peer, text: string) => {
      const { id: roomId } = await peer.call('room:create', { type: 'direct', userIds: ['robi'] });
      await peer.call('room:join', { roomId });
      await peer.call('message:send', message(roomId, text));
    };
    await write(ana, 'too early');
    const errors: unknown[] = [];
    const robi = bot(chat, { id: 'robi', name: 'Robi', onError: (error) => errors.push(error) });
    robi.onMessage(/time/, () => 'now');
    robi.onDirect(({ text }) => `you said ${text}`);
    // Of two messages that came before it was there both are answered.
    const { id: roomId } = await ben.call('room:create', { type: 'direct', userIds: ['robi'] });
    await ben.call('room:join', { roomId });
    await Promise.all(
      ['hi', 'what time is it'].map((text) => ben.call('message:send', message(roomId, text))),
    );
    await expect.poll(() => said(ben, 'robi').toSorted()).toEqual(['now', 'you said hi']);
    await write(ana, 'hello');
    await expect.poll(() => said(ana, 'robi')).toEqual(['you said hello']);
    // Its commands are there too, and in no room that it is not in.
    robi.onCommand('help', { description: 'Helps', run: () => 'ask me for the time' });
    const commands = async (id: string) => (await ben.call('slash:list', { roomId: id })).commands;
    expect((await commands(roomId)).map(({ name }) => name)).toEqual(['help']);
    await ben.call('slash:run', { roomId, name: 'help' });
    await expect.poll(() => said(ben, 'robi')).toContain('ask me for the time');
    await ben.call('room:join', { roomId: 'elsewhere' });
    expect(await commands('elsewhere')).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('replies to a message sent while it joins an existing room', async () => {
    let entering = async (): Promise<void> => {};
    const { url, chat } = await startServer({
      profiles: { openDirectory: true },
      hooks: { 'before:room:join': ({ user }) => (user.id === 'robi' ? entering() : undefined) },
    });
    chat.as({ id: 'robi', name: 'Robi', bot: true }).close();
    const ana = await connect(url, { name: 'Ana' });
    const { id: roomId } = await ana.call('room:create', { type: 'direct', userIds: ['robi'] });
    await ana.call('room:join', { roomId });
    await ana.call('message:send', message(roomId, 'too early'));
    entering = async () => {
      entering = async () => {};
      await ana.call('message:send', message(roomId, 'just now'));
    };
    const robi = bot(chat, { id: 'robi', name: 'Robi' });
    robi.onDirect(({ text }) => `you said ${text}`);
    await expect.poll(() => said(ana, 'robi')).toEqual(['you said just now']);
  });

  test('does not reply to messages in other rooms', async () => {
    const { url, chat } = await startServer();
    const ana = await connect(url, { name: 'Ana' });
    await ana.call('room:join', { roomId: 'r' });
    const robi = bot(chat, { id: 'robi', name: 'Robi' });
    robi.onDirect(() => 'direct');
    robi.onMention(() => 'mentioned');
    await robi.join('r');
    await ana.call('message:send', message('r', 'hello all'));
    await ana.call('message:send', { ...message('r', '@Robi hello'), mentions: ['robi'] });
    await expect.poll(() => said(ana, 'robi')).toEqual(['mentioned']);
  });
});

test('with an open directory, strangers can find and write to each other', async () => {
  const { url } = await startServer({ profiles: { openDirectory: true } });
  const [ana, ben] = [await connect(url, { name: 'Ana' }), await connect(url, { name: 'Ben' })];
  const { users } = await ana.call('user:search', { query: 'be' });
  expect(users.map(({ user }) => user.id)).toEqual([ben.hello.user.id]);
  const room = await ana.call('room:create', { type: 'direct', userIds: [ben.hello.user.id] });
  expect(room.type).toBe('direct');
  await expect(ana.call('room:create', { type: 'direct', userIds: ['nobody'] })).rejects.toMatchObject({
    code: 'not_found',
  });
});
