// How people and events go, and what an old front end hears when something cannot be done.
import { expect, test } from 'vitest';
import { liveEvents } from './live-events-server.ts';
import { oldFrontEnd } from './old-front-end.ts';

const anyString = expect.any(String) as string;

test('leaving is told at once, a lost line after the grace, the end of an event to all', async () => {
  const { url, chat, post, ask } = await liveEvents({ presenceGraceMs: 60_000 });
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const people = await Promise.all(
    ['Ana', 'Ben', 'Eva', 'Leo'].map(async (username) => {
      const old = await oldFrontEnd(url);
      await old.ask('joinEvent', { username, eventId });
      return old;
    }),
  );
  const [ana, ben, eva, leo] = people as [
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
    (typeof people)[0],
  ];
  // Who has gone before they were told of would not be told as gone.
  for (const username of ['Ben', 'Eva', 'Leo'])
    await ana.hears('userJoined', (said: { username: string }) => said.username === username);
  eva.socket.io.engine.close(); // as a network does: without a word
  await ben.ask('leaveEvent', { eventId });
  leo.socket.disconnect();
  for (const username of ['Ben', 'Leo'])
    await ana.hears('userLeft', (said: { username: string }) => said.username === username);
  expect(ana.heard.filter(([event]) => event === 'userLeft')).toHaveLength(2);
  expect((await ask(`/api/events/${eventId}`)).body).toMatchObject({ participants: 2 });

  // Who has left hears no more of it.
  await ana.ask('sendMessage', { eventId, message: '¿quién queda?' });
  expect(await ben.ask('sendMessage', { eventId, message: 'x' })).toMatchObject({ error: 'not_joined' });
  expect(ben.heard.some(([event]) => event === 'newMessage')).toBe(false);

  await chat.as({ id: 'staff', name: 'Staff', role: 'admin' }).call('room:end', { roomId: eventId });
  expect(await ana.hears('error')).toEqual({ code: 'room_ended', message: anyString });
  expect(await ana.ask('sendMessage', { eventId, message: 'late' })).toMatchObject({ error: 'room_ended' });
  expect((await ask(`/api/events/${eventId}`)).status).toBe(404);
  expect((await ask('/api/events')).body).toEqual([]);
});

test('who is lost is gone after the grace', async () => {
  const { url, post } = await liveEvents({ presenceGraceMs: 50 });
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const [ana, eva] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  await ana.ask('joinEvent', { username: 'Ana', eventId });
  await eva.ask('joinEvent', { username: 'Eva', eventId });
  eva.socket.io.engine.close();
  expect(await ana.hears('userLeft')).toEqual({ userId: anyString, username: 'Eva', participants: 1 });
});

test('every event that cannot be done is answered, and said as an error', async () => {
  const { url, post } = await liveEvents();
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const inside = await oldFrontEnd(url);
  await inside.ask('joinEvent', { username: 'Ana', eventId });
  const stranger = await oldFrontEnd(url);
  const cases: [typeof inside, string, unknown, string][] = [
    [stranger, 'sendMessage', { eventId, message: 'x' }, 'unauthenticated'],
    [stranger, 'leaveEvent', { eventId }, 'unauthenticated'],
    [stranger, 'typing', { eventId, isTyping: true }, 'unauthenticated'],
    [stranger, 'joinEvent', { username: 'Ana', eventId }, 'name_taken'],
    [stranger, 'joinEvent', { username: 'Ben', eventId: 'unknown' }, 'not_found'],
    [stranger, 'joinEvent', { eventId }, 'invalid'],
    [stranger, 'joinEvent', null, 'invalid'],
    [inside, 'sendMessage', { eventId }, 'invalid'],
    [inside, 'sendMessage', { eventId, message: '  ' }, 'invalid'],
    [inside, 'sendMessage', { eventId, message: 'x'.repeat(4_001) }, 'too_large'],
    [inside, 'sendMessage', { eventId: 'unknown', message: 'x' }, 'not_found'],
    [inside, 'leaveEvent', {}, 'invalid'],
    [inside, 'leaveEvent', { eventId: 'unknown' }, 'not_found'],
    [inside, 'typing', { eventId }, 'invalid'],
    [inside, 'typing', { eventId: 'unknown', isTyping: true }, 'not_found'],
    [inside, 'noSuchEvent', {}, 'invalid'],
  ];
  for (const [who, event, payload, error] of cases) {
    who.heard.length = 0;
    const answer = await who.ask(event, payload);
    expect([event, payload, answer]).toEqual([event, payload, { ok: false, error, message: anyString }]);
    // The error came before the answer.
    expect(who.heard).toEqual([['error', { code: error, message: anyString }]]);
  }
  expect(await stranger.ask('getActiveEvents')).toMatchObject({ ok: true, events: [{ id: eventId }] });
});

test('of a crowd the first fifty are named, and all are counted', async () => {
  const { url, chat, post } = await liveEvents();
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  for (let index = 0; index < 55; index += 1)
    await chat.as({ id: `user-${index}`, name: `User ${index}` }).call('room:join', { roomId: eventId });
  const ana = await oldFrontEnd(url);
  expect(await ana.ask('joinEvent', { username: 'Ana', eventId })).toMatchObject({ participants: 56 });
  const { participants } = (await ana.hears('eventHistory')) as { participants: unknown[] };
  expect(participants).toHaveLength(50);
});
