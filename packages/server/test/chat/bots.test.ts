import { readFileSync } from 'node:fs';
import type { ChatEvent, Message } from '@chat/protocol';
import { bot, type BotOptions } from '@chat/server';
import { describe, expect, test } from 'vitest';
import { addAssistant } from './bot-example.ts';
import { connect, message, startServer, type Peer } from './harness.ts';

const inRoom = async (options: Partial<BotOptions> = {}, roomId = 'r') => {
  const { url, chat } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId });
  const errors: unknown[] = [];
  const robi = bot(chat, { id: 'robi', name: 'Robi', onError: (error) => errors.push(error), ...options });
  await robi.join(roomId);
  return { url, chat, ana, robi, errors };
};

const isFrom = (id: string) => (event: ChatEvent) =>
  event.type === 'message:created' && event.message.author.id === id;
const messageOf = (event: ChatEvent): Message => (event as { message: Message }).message;
const said = ({ events }: Peer, id: string) =>
  events.filter(isFrom(id)).map((event) => messageOf(event).text);

/** Pieces that are given one by one, when the test says so. */
const byHand = () => {
  const waiting: ((piece: IteratorResult<string>) => void)[] = [];
  const given: IteratorResult<string>[] = [];
  let ended = false;
  const give = (piece: IteratorResult<string>) => {
    const taker = waiting.shift();
    if (taker) taker(piece);
    else given.push(piece);
  };
  const next = () =>
    new Promise<IteratorResult<string>>((resolve) => {
      const piece = given.shift();
      if (piece) resolve(piece);
      else waiting.push(resolve);
    });
  const stop = async () => ((ended = true), { done: true as const, value: undefined });
  return {
    pieces: { [Symbol.asyncIterator]: () => ({ next, return: stop }) } as AsyncIterable<string>,
    give: (value: string) => give({ done: false, value }),
    end: () => give({ done: true, value: undefined }),
    ended: () => ended,
  };
};

describe('a bot', () => {
  test('of fifteen lines replies to commands, patterns and mentions', async () => {
    const page = readFileSync(new URL('../../../../docs/features/bots.md', import.meta.url), 'utf8');
    const file = readFileSync(new URL('./bot-example.ts', import.meta.url), 'utf8');
    expect(page).toContain(file.trim());
    const { url, chat } = await startServer();
    await addAssistant(chat);
    const ana = await connect(url, { name: 'Ana' });
    const { members } = await ana.call('room:join', { roomId: 'cita-42' });
    expect(members.map(({ user }) => user)).toContainEqual({ id: 'assistant', name: 'Asistente', bot: true });
    await ana.call('slash:run', { roomId: 'cita-42', name: 'ayuda' });
    await ana.until((event) => isFrom('assistant')(event) && messageOf(event).text.startsWith('Pregúntame'));
    const asked = await ana.call('message:send', message('cita-42', '¿Qué documentos llevo?'));
    const answer = await ana.until((event) => messageOf(event)?.replyTo === asked.id);
    expect(messageOf(answer)).toMatchObject({
      text: 'Trae el DNI y la carta de la cita.',
      author: { id: 'assistant', name: 'Asistente', bot: true },
    });
    const called = { ...message('cita-42', '@Asistente hola'), mentions: ['assistant'] };
    await ana.call('message:send', called);
    const whole = await ana.until(
      (event) => event.type === 'message:updated' && messageOf(event).streamsUntil === undefined,
    );
    expect(messageOf(whole)).toMatchObject({ text: 'Me has dicho: @Asistente hola', replyTo: called.id });
  });

  test('streams a reply, marked until it is complete, and never as edited', async () => {
    const { url, ana, robi } = await inRoom({ paceMs: 20 });
    const { pieces, give, end } = byHand();
    robi.onMessage(/./, () => pieces);
    await ana.call('message:send', message('r', 'cuenta'));
    give('  ');
    give('Uno');
    const first = messageOf(await ana.until(isFrom('robi')));
    expect(first.text.trim()).toBe('Uno');
    expect(first.streamsUntil).toBeGreaterThan(first.createdAt);
    give(', dos');
    give(', tres');
    const grown = await ana.until(
      (event) => event.type === 'message:updated' && messageOf(event).text.endsWith('tres'),
    );
    expect(messageOf(grown).streamsUntil).toBeGreaterThan(0);
    const late = await connect(url, { name: 'Late' });
    const { messages } = await late.call('room:join', { roomId: 'r' });
    expect(messages.at(-1)).toEqual(messageOf(grown));
    end();
    const whole = messageOf(
      await ana.until(
        (event) => event.type === 'message:updated' && messageOf(event).streamsUntil === undefined,
      ),
    );
    expect([whole.text.trim(), whole.editedAt, whole.id]).toEqual(['Uno, dos, tres', undefined, first.id]);
    const { versions } = await robi.session.call('message:versions', { roomId: 'r', messageId: whole.id });
    expect(versions).toEqual([]);
  });

  test('updates a streamed reply at a limited pace', async () => {
    const { ana, robi } = await inRoom({ paceMs: 150 });
    robi.onMessage(/./, async function* () {
      for (let n = 0; n < 500; n++) {
        yield `${n} `;
        if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      }
    });
    const began = performance.now();
    await ana.call('message:send', message('r', 'cuenta'));
    const isWhole = (event: ChatEvent) =>
      event.type === 'message:updated' && messageOf(event).streamsUntil === undefined;
    expect(messageOf(await ana.until(isWhole)).text).toContain('499');
    // One at each pace, one that ends it: of 500 pieces.
    const most = Math.floor((performance.now() - began) / 150) + 2;
    expect(ana.events.filter(({ type }) => type === 'message:updated').length).toBeLessThanOrEqual(most);
  });

  test('completes its reply when it fails, and stops streaming when the message is deleted', async () => {
    const { ana, robi, errors } = await inRoom({ paceMs: 1 });
    const stop = robi.onMessage(/rompe/, async function* () {
      yield 'A medias';
      throw new Error('no model');
    });
    await ana.call('message:send', message('r', 'rompe'));
    await ana.until(
      (event) => event.type === 'message:updated' && messageOf(event).streamsUntil === undefined,
    );
    await expect.poll(() => errors).toHaveLength(1);
    stop();
    const { pieces, give, ended } = byHand();
    robi.onMessage(/borra/, () => pieces);
    await ana.call('message:send', message('r', 'borra'));
    give('Algo');
    const begun = messageOf(
      await ana.until((event) => isFrom('robi')(event) && messageOf(event).text === 'Algo'),
    );
    const deleted = await ana.call('message:delete', { roomId: 'r', messageId: begun.id });
    expect(deleted.streamsUntil).toBeUndefined();
    give(' más');
    await expect.poll(ended).toBe(true);
    await expect.poll(() => errors[1]).toMatchObject({ code: 'not_found' });
  });

  test('replies neither to bots nor to itself, unless configured, and then up to its rate', async () => {
    const { chat, ana, robi } = await inRoom({ answersPerMinute: 6 });
    robi.onMessage(/./, () => 'robi dice algo');
    const other = bot(chat, {
      id: 'otro',
      name: 'Otro',
      answersBots: true,
      answersPerMinute: 2,
      onError: () => {},
    });
    await other.join('r');
    other.onMessage(/robi/, () => 'otro contesta');
    await ana.call('message:send', message('r', 'hola'));
    await ana.until(isFrom('otro'));
    for (let n = 0; n < 3; n++) await ana.call('message:send', message('r', 'más'));
    await ana.call('room:get', { roomId: 'r' });
    await expect.poll(() => [said(ana, 'robi').length, said(ana, 'otro').length]).toEqual([4, 2]);
    for (let n = 0; n < 5; n++) await ana.call('message:send', message('r', 'y más'));
    await expect.poll(() => said(ana, 'robi').length).toBe(6);
    // Everything in transit has arrived by now.
    await ana.call('message:send', message('r', 'fin'));
    await ana.call('message:list', { roomId: 'r' });
    expect([said(ana, 'robi').length, said(ana, 'otro').length]).toEqual([6, 2]);
  });

  test('replies privately to private messages, and in the thread to threads', async () => {
    const { url, ana, robi } = await inRoom();
    const bea = await connect(url, { name: 'Bea' });
    await bea.call('room:join', { roomId: 'r' });
    robi.onMessage(/clave/, () => 'la clave es 1234');
    const { id: rootId } = await ana.call('message:send', message('r', 'raíz'));
    await ana.call('message:send', { ...message('r', 'la clave'), to: ['robi'] });
    const answer = messageOf(await ana.until(isFrom('robi')));
    expect(answer.to).toEqual([ana.hello.user.id]);
    await ana.call('message:send', { ...message('r', 'clave del hilo'), threadId: rootId });
    await ana.until((event) => isFrom('robi')(event) && messageOf(event).threadId === rootId);
    expect(said(bea, 'robi')).not.toContain(answer.id);
    expect(bea.events.some((event) => isFrom('robi')(event) && messageOf(event).id === answer.id)).toBe(
      false,
    );
  });

  test('offers its commands only in its rooms, and removes them when it closes', async () => {
    const { ana, robi } = await inRoom();
    robi.onCommand('cuenta', { description: 'Cuenta', run: ({ text }) => `cuento ${text}` });
    await ana.call('room:join', { roomId: 'otra' });
    expect((await ana.call('slash:list', { roomId: 'otra' })).commands).toEqual([]);
    expect(await ana.call('slash:run', { roomId: 'r', name: 'cuenta', text: 'diez' })).toEqual({});
    expect(messageOf(await ana.until(isFrom('robi'))).text).toBe('cuento diez');
    robi.close();
    expect((await ana.call('slash:list', { roomId: 'r' })).commands).toEqual([]);
  });
});

test('only bots can stream, by socket and by REST', async () => {
  const { url } = await startServer();
  const ana = await connect(url, { name: 'Ana' });
  await ana.call('room:join', { roomId: 'r' });
  const streaming = { ...message('r', 'hola'), streaming: true };
  await expect(ana.call('message:send', streaming)).rejects.toMatchObject({ code: 'forbidden' });
  const { roomId: _room, ...body } = streaming;
  const answer = await fetch(`${url}/chat/api/rooms/r/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ana.hello.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(403);
});
