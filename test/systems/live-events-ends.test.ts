// How users leave and events end, and the errors that an old front end receives.
import { expect, test } from 'vitest';
import { liveEvents } from './live-events-server.ts';
import { oldFrontEnd } from './old-front-end.ts';

const anyString = expect.any(String) as string;

test('leaving is announced at once, and the end of an event to all', async () => {
  const { url, chat, post, ask } = await liveEvents({ presenceGraceMs: 60_000 });
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const enter = async (username: string) => {
    const old = await oldFrontEnd(url);
    await old.ask('joinEvent', { username, eventId });
    return old;
  };
  const ana = await enter('Ana');
  const [ben, eva, leo] = [await enter('Ben'), await enter('Eva'), await enter('Leo')];
  // A user who leaves before the join event causes no leave event.
  for (const username of ['Ben', 'Eva', 'Leo'])
    await ana.hears('userJoined', (said: { username: string }) => said.username === username);
  eva.socket.io.engine.close(); // as a network does: without a word
  await ben.ask('leaveEvent', { eventId });
  leo.socket.disconnect();
  for (const username of ['Ben', 'Leo'])
    await ana.hears('userLeft', (said: { username: string }) => said.username === username);
  expect(ana.heard.filter(([event]) => event === 'userLeft')).toHaveLength(2);
  expect((await ask(`/api/events/${eventId}`)).body).toMatchObject({ participants: 2 });

  // A user who left gets no more events.
  await ana.ask('sendMessage', { eventId, message: '¿quién queda?' });
  expect(await ben.ask('sendMessage', { eventId, message: 'x' })).toMatchObject({ error: 'not_joined' });
  expect(ben.heard.some(([event]) => event === 'newMessage')).toBe(false);

  await chat.as({ id: 'staff', name: 'Staff', role: 'admin' }).call('room:end', { roomId: eventId });
  expect(await ana.hears('error')).toEqual({ code: 'room_ended', message: anyString });
  expect(await ana.ask('sendMessage', { eventId, message: 'late' })).toMatchObject({ error: 'room_ended' });
  expect((await ask(`/api/events/${eventId}`)).status).toBe(404);
  expect((await ask('/api/events')).body).toEqual([]);
});

test('a user who loses the connection goes offline after the grace period', async () => {
  const { url, post } = await liveEvents({ presenceGraceMs: 50 });
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const [ana, eva] = [await oldFrontEnd(url), await oldFrontEnd(url)];
  await ana.ask('joinEvent', { username: 'Ana', eventId });
  await eva.ask('joinEvent', { username: 'Eva', eventId });
  eva.socket.io.engine.close();
  expect(await ana.hears('userLeft')).toEqual({ userId: anyString, username: 'Eva', participants: 1 });
});

test('every rejected event gets an error response and emits an error event', async () => {
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
    [inside, 'leaveEvent', { eventId: 7 }, 'invalid'],
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

test('a large event lists the first fifty participants, and counts all', async () => {
  const { url, chat, post } = await liveEvents();
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const crowd = Array.from({ length: 55 }, (_, index) =>
    chat.as({ id: `user-${index}`, name: `User ${index}` }),
  );
  for (const each of crowd) await each.call('room:join', { roomId: eventId });
  const ana = await oldFrontEnd(url);
  expect(await ana.ask('joinEvent', { username: 'Ana', eventId })).toMatchObject({ participants: 56 });
  const { participants } = (await ana.hears('eventHistory')) as { participants: unknown[] };
  expect(participants).toHaveLength(50);
  // A user without a join event has no leave event; the next count includes the change.
  await crowd[54]!.call('room:leave', { roomId: eventId });
  await crowd[3]!.call('room:leave', { roomId: eventId });
  expect(await ana.hears('userLeft')).toEqual({ userId: 'user-3', username: 'User 3', participants: 54 });
});

/** The user list that a page derives from the events alone, and the events that did not fit. */
const listOf = (heard: readonly [event: string, ...args: unknown[]][]) => {
  const here = new Set<string>();
  const odd: string[] = [];
  for (const [event, said] of heard) {
    const { participants, username } = said as { participants: { username: string }[]; username: string };
    if (event === 'eventHistory') for (const each of participants) here.add(each.username);
    if (event === 'userJoined' && here.size === here.add(username).size) odd.push(`${username} came twice`);
    if (event === 'userLeft' && !here.delete(username)) odd.push(`${username} left and had never come`);
  }
  return { here: [...here], odd };
};

test('joins and leaves are announced in pairs, even in quick succession', async () => {
  // Long enough that joins and leaves below fall into one window.
  const { url, post } = await liveEvents({ presenceWindowMs: 1_000 });
  const { body } = await post({ title: 'Concierto' });
  const eventId = body['id'] as string;
  const pages = await Promise.all(Array.from({ length: 4 }, () => oldFrontEnd(url)));
  const [ana, ben, eva, leo] = pages as [
    (typeof pages)[0],
    (typeof pages)[0],
    (typeof pages)[0],
    (typeof pages)[0],
  ];
  const enter = (page: typeof ana, username: string) => page.ask('joinEvent', { username, eventId });
  await enter(ana, 'Ana');
  await enter(ben, 'Ben');
  // Eva got Ben's join event, so she gets his leave event; Ana got neither.
  await enter(eva, 'Eva');
  await ben.ask('leaveEvent', { eventId });
  await ana.hears('userJoined', ({ username }: { username: string }) => username === 'Eva');
  await enter(leo, 'Leo');
  for (const page of [ana, eva])
    await page.hears('userJoined', ({ username }: { username: string }) => username === 'Leo');
  expect(listOf(ana.heard)).toEqual({ here: ['Ana', 'Eva', 'Leo'], odd: [] });
  expect(listOf(eva.heard).odd).toEqual([]);
  await eva.ask('leaveEvent', { eventId });
  for (const page of [ana, leo])
    await page.hears('userLeft', ({ username }: { username: string }) => username === 'Eva');
  expect(listOf(ana.heard)).toEqual({ here: ['Ana', 'Leo'], odd: [] });
  expect(listOf(leo.heard)).toEqual({ here: ['Ana', 'Leo'], odd: [] });
});
