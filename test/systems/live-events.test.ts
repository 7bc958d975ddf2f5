import { createChatClient } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { liveEvents } from './live-events-server.ts';
import { oldFrontEnd } from './old-front-end.ts';

const anyString = expect.any(String) as string;

test('two old pages and a new one chat in the same event', async () => {
  const { url, post, ask } = await liveEvents();
  const { status, body: event } = await post({ title: 'Concierto' });
  expect(status).toBe(201);
  expect(event).toEqual({
    id: anyString,
    title: 'Concierto',
    startsAt: null,
    createdAt: anyString,
    participants: 0,
  });
  const eventId = event['id'] as string;
  const [ana, ben] = await Promise.all([oldFrontEnd(url), oldFrontEnd(url)]);
  const joined = await ana.ask('joinEvent', { username: 'Ana', eventId });
  expect(joined).toMatchObject({ ok: true, participants: 1 });
  expect(await ana.hears('eventHistory')).toMatchObject({
    messages: [],
    participants: [{ username: 'Ana' }],
  });
  await ben.ask('joinEvent', { username: 'Ben', eventId });
  expect(await ana.hears('userJoined')).toEqual({ userId: anyString, username: 'Ben', participants: 2 });

  const client = createChatClient({ url, name: 'Eva' });
  onTestFinished(() => client.close());
  const eva = client.room(eventId);
  await eva.join();
  await ana.hears('userJoined', ({ username }: { username: string }) => username === 'Eva');

  // To all users, the sender included; each sees the other's messages.
  expect(await ana.ask('sendMessage', { eventId, message: '¡hola!' })).toMatchObject({ ok: true });
  const said = { id: anyString, userId: anyString, username: 'Ana', message: '¡hola!', timestamp: anyString };
  for (const each of [ana, ben]) expect(await each.hears('newMessage')).toEqual(said);
  await expect.poll(() => eva.messages.get().items.map(({ text }) => text)).toEqual(['¡hola!']);
  await eva.messages.send({ text: 'desde la página' });
  await ben.hears('newMessage', ({ message }: { message: string }) => message === 'desde la página');

  ben.socket.emit('typing', { eventId, isTyping: true });
  expect(await ana.hears('userTyping')).toEqual({ userId: anyString, username: 'Ben', isTyping: true });
  ben.socket.emit('typing', { eventId, isTyping: false });
  await ana.hears('userTyping', ({ isTyping }: { isTyping: boolean }) => !isTyping);
  eva.typing.start();
  await ana.hears('userTyping', ({ username }: { username: string }) => username === 'Eva');

  await eva.presence.set('busy');
  expect(await ana.hears('participantUpdated')).toEqual({ userId: client.user?.id, status: 'busy' });

  const late = await oldFrontEnd(url);
  await late.ask('joinEvent', { username: 'Leo', eventId });
  await ana.hears('userJoined', ({ username }: { username: string }) => username === 'Leo');
  const history = (await late.hears('eventHistory')) as { messages: { message: string }[] };
  expect(history.messages.map(({ message }) => message)).toEqual(['¡hola!', 'desde la página']);

  expect(await ask('/api/events')).toMatchObject({ status: 200, body: [{ id: eventId, participants: 4 }] });
  expect((await ask(`/api/events/${eventId}`)).body).toMatchObject({ title: 'Concierto', participants: 4 });
  ana.socket.emit('getActiveEvents');
  expect(await ana.hears('activeEvents')).toMatchObject([{ id: eventId, participants: 4 }]);

  await late.ask('leaveEvent', { eventId });
  expect(await ana.hears('userLeft')).toEqual({ userId: anyString, username: 'Leo', participants: 3 });
});

test('a status set right after joining is announced, and leaving needs no event id', async () => {
  const { url, post } = await liveEvents({ presenceWindowMs: 300 });
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const [ana, ben] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  await ana.ask('joinEvent', { username: 'Ana', eventId });
  const client = createChatClient({ url, name: 'Eva' });
  onTestFinished(() => client.close());
  const eva = client.room(eventId);
  await eva.join();
  await eva.presence.set('busy');
  expect(await ana.hears('participantUpdated')).toEqual({ userId: client.user?.id, status: 'busy' });
  expect(ana.heard.map(([event]) => event).filter((event) => event !== 'eventHistory')).toEqual([
    'userJoined',
    'participantUpdated',
  ]);

  expect(await ben.ask('leaveEvent')).toMatchObject({ ok: false, error: 'unauthenticated' });
  await ben.ask('joinEvent', { username: 'Ben', eventId });
  await ana.hears('userJoined', ({ username }: { username: string }) => username === 'Ben');
  expect(await ben.ask('leaveEvent')).toEqual({ ok: true });
  expect(await ana.hears('userLeft')).toMatchObject({ username: 'Ben' });
  expect(await ben.ask('leaveEvent')).toMatchObject({ ok: false, error: 'not_joined' });
});

test('names that sound like organisers are reserved', async () => {
  const { url, post } = await liveEvents();
  const { body } = await post({ title: 'Concierto' });
  const page = await oldFrontEnd(url);
  for (const username of ['Admin', 'ADMINISTRATOR', 'Moderat0r', 'Live  events'])
    expect(await page.ask('joinEvent', { username, eventId: body['id'] })).toMatchObject({
      ok: false,
      error: 'name_taken',
    });
});

test('a rejected event gets an error response and emits an error event', async () => {
  const { url, ask, post } = await liveEvents({}, 'the key of the events');
  const ana = await oldFrontEnd(url);
  const refused = (error: string) => ({ ok: false, error, message: anyString });
  expect(await ana.ask('joinEvent', { username: 'Ana', eventId: 'unknown' })).toEqual(refused('not_found'));
  expect(await ana.hears('error')).toEqual({ code: 'not_found', message: anyString });
  expect(await ana.ask('joinEvent', { username: 'Ana' })).toEqual(refused('invalid'));
  expect(await ana.ask('joinEvent', { username: '  ', eventId: 'x' })).toEqual(refused('invalid'));
  expect(await ana.ask('sendMessage', { eventId: 'unknown', message: 'x' })).toEqual(refused('not_found'));
  expect(await ana.ask('typing', { eventId: 'unknown', isTyping: 'yes' })).toEqual(refused('invalid'));
  expect((await ask('/api/events/unknown')).status).toBe(404);
  expect((await ask('/api/events/%zz')).status).toBe(404);
  expect((await post({ title: 'x' })).status).toBe(401);
  const withKey = { authorization: 'Bearer the key of the events' };
  expect((await post({ title: 7 }, withKey)).status).toBe(400);
  expect((await post({ title: 'x', startsAt: 'soon' }, withKey)).status).toBe(400);
  const { body } = await post({ title: 'x' }, withKey);
  const eventId = body['id'] as string;
  expect(await ana.ask('sendMessage', { eventId, message: 'x' })).toEqual(refused('not_joined'));
  expect(await ana.ask('joinEvent', { username: 'Ana', eventId })).toMatchObject({ ok: true });
  const other = await oldFrontEnd(url);
  expect(await other.ask('joinEvent', { username: 'ana', eventId })).toEqual(refused('name_taken'));
});

test('the API allows other origins, and rejects methods it does not have', async () => {
  const { url } = await liveEvents();
  const asked = await fetch(`${url}/api/events`, { headers: { origin: 'https://elsewhere.example' } });
  expect(asked.headers.get('access-control-allow-origin')).toBe('*');
  const before = await fetch(`${url}/api/events`, {
    method: 'OPTIONS',
    headers: { origin: 'null', 'access-control-request-method': 'POST' },
  });
  expect(before.status).toBe(204);
  expect(before.headers.get('access-control-allow-methods')).toContain('POST');
  expect((await fetch(`${url}/api/events`, { method: 'PUT' })).status).toBe(405);
});
