// The event API for organisers, next to the routes of the old front end.
import { createChatClient } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { liveEvents } from './live-events-server.ts';
import { oldFrontEnd } from './old-front-end.ts';

const idsOf = ({ body }: { body: unknown }) => (body as { id: string }[]).map(({ id }) => id);
const anyString = expect.any(String) as string;
const start = '2026-12-01T20:00:00.000Z';

test('an event can be scheduled, listed by day and status, moved, opened and ended', async () => {
  const { url, post, ask, send } = await liveEvents();
  const make = async (body: object) => String((await post(body)).body['id']);
  const id = await make({ title: 'Concierto', startsAt: '2026-12-01T21:00:00+01:00', durationMin: 90 });
  const midnight = await make({ title: 'Medianoche', startsAt: '2026-12-01T00:00:00Z' });
  const other = await make({ title: 'Otro día', startsAt: '2026-12-02T00:00:00Z' });
  const loose = await make({ title: 'Sin hora' });
  const old = { id, title: 'Concierto', startsAt: start, createdAt: anyString, participants: 0 };
  const planned = { ...old, status: 'scheduled', durationMin: 90, videoUrl: null };
  // The old front end gets the fields that it knows, for open events only.
  expect((await ask(`/api/events/${id}`)).body).toEqual(old);
  expect(new Set(idsOf(await ask('/api/events')))).toEqual(new Set([loose]));

  const listed = async (query: string) => idsOf(await ask(`/api/events?${query}`));
  expect((await ask('/api/events?day=2026-12-01')).body).toEqual([
    expect.objectContaining({ id: midnight, status: 'scheduled', durationMin: null }),
    planned,
  ]);
  // A day begins where whoever asks is.
  expect(await listed('day=2026-12-02&utcOffsetMin=240')).toEqual([id, other]);
  expect(await listed('day=2026-11-30&utcOffsetMin=-60')).toEqual([midnight]);
  expect(await listed('day=1969-01-01')).toEqual([]);
  expect(await listed('status=active')).toEqual([loose]);
  expect(await listed('status=active,scheduled')).toEqual([loose, midnight, id, other]);

  const page = await oldFrontEnd(url);
  await page.ask('joinEvent', { username: 'Ana', eventId: id });
  const later = { title: 'El concierto', startsAt: '2026-12-02T19:00:00.000Z' };
  expect(await send('PATCH', `/${id}`, later)).toEqual({
    status: 200,
    body: { ...planned, ...later, participants: 1 },
  });
  expect(await listed('day=2026-12-01')).toEqual([midnight]);
  expect(await listed('day=2026-12-02&status=scheduled')).toEqual([other, id]);
  expect((await send('PATCH', `/${id}`, { status: 'active' })).body).toMatchObject({ status: 'active' });
  expect(await listed('status=active')).toEqual([loose, id]);
  expect((await send('PATCH', `/${id}`, { status: 'scheduled' })).body).toMatchObject({
    status: 'scheduled',
  });
  expect((await send('PATCH', `/${id}`, { durationMin: 30 })).body).toMatchObject({ durationMin: 30 });
  const videoUrl = 'https://live.example/concierto.m3u8';
  expect((await send('PATCH', `/${id}`, { videoUrl })).body).toMatchObject({ durationMin: 30, videoUrl });
  expect((await send('PATCH', `/${id}`, { videoUrl: '' })).body).toMatchObject({ videoUrl: null });

  // It ends for all users; its messages stay readable.
  const client = createChatClient({ url, name: 'Eva' });
  onTestFinished(() => client.close());
  const room = client.room(id);
  await room.join();
  const document = new File(['%PDF-1.4'], 'programa.pdf', { type: 'application/pdf' });
  await room.messages.send({ text: 'el programa', attachments: [await room.files.upload(document)] });
  expect(await send('PUT', `/${id}/end`)).toMatchObject({
    status: 200,
    body: { status: 'ended', durationMin: 30 },
  });
  expect(await page.hears('error')).toMatchObject({ code: 'room_ended' });
  expect(await page.ask('sendMessage', { eventId: id, message: 'x' })).toMatchObject({ error: 'room_ended' });
  await expect(room.messages.send({ text: 'tarde' })).rejects.toMatchObject({ reason: 'room_ended' });
  expect((await room.files.list()).files).toMatchObject([{ name: 'programa.pdf' }]);
  const transcript = await fetch(`${url}/api/events/${id}/transcript`);
  expect(transcript.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(await transcript.text()).toMatch(/Eva[\s\S]*el programa/);
  expect((await ask(`/api/events/${id}`)).status).toBe(404);
  expect(idsOf(await ask('/api/events'))).not.toContain(id);
  expect(await listed('day=2026-12-02&status=ended')).toEqual([id]);
  expect(await listed('status=ended,cancelled')).toEqual([id]);
  const over = { status: 409, body: { error: 'room_ended' } };
  expect(await send('PATCH', `/${id}`, later)).toMatchObject(over);
  expect(await send('PUT', `/${id}/end`)).toMatchObject(over);
  expect(await send('DELETE', `/${id}`)).toMatchObject(over);
});

test('a cancelled event stays cancelled, and its calendar file says so', async () => {
  const { url, post, send, ask } = await liveEvents();
  const { body } = await post({ title: 'Feria; a, b', startsAt: start, durationMin: 90 });
  const id = String(body['id']);
  const calendar = async () => {
    const response = await fetch(`${url}/api/events/${id}/ics`);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    return (await response.text()).replaceAll('\r\n ', '');
  };
  const before = await calendar();
  expect(before).toContain('DTSTART:20261201T200000Z\r\nDTEND:20261201T213000Z');
  expect(before).toContain('SUMMARY:Feria\\; a\\, b');
  expect(before).toContain(`${url}/?event=${id}`);
  for (const _ of [1, 2])
    expect(await send('DELETE', `/${id}`)).toMatchObject({
      status: 200,
      body: { status: 'cancelled', startsAt: start, durationMin: 90 },
    });
  const after = await calendar();
  expect(after).toContain('METHOD:CANCEL');
  expect(after).toContain('STATUS:CANCELLED');
  expect(after).toContain('DTEND:20261201T213000Z');
  expect((await ask('/api/events?day=2026-12-01&status=cancelled')).body).toMatchObject([{ id }]);
  expect((await ask('/api/events?day=2026-12-01&status=ended')).body).toEqual([]);
});

test('invalid input is rejected with its field, and the organiser API needs a key', async () => {
  const key = 'the key of the events';
  const withKey = { authorization: `Bearer ${key}` };
  const { post, ask, send } = await liveEvents({}, key);
  const { body } = await post({ title: 'Concierto' }, withKey);
  const id = String(body['id']);
  const wrong = [
    { title: 7 },
    { title: '  ' },
    { startsAt: 'soon' },
    { startsAt: '1' },
    { startsAt: '2026-12-01' },
    { startsAt: '2026-02-30T10:00:00Z' },
    { startsAt: 7 },
    { startsAt: start, durationMin: 0 },
    { startsAt: start, durationMin: 1.5 },
    { durationMin: 30 },
    { videoUrl: 'javascript:alert(1)' },
    { videoUrl: 'stream.m3u8' },
    { videoUrl: `https://live.example/${'a'.repeat(2_000)}` },
    { status: 'ended' },
    { status: 7 },
  ];
  for (const each of wrong)
    expect([each, (await send('PATCH', `/${id}`, each, withKey)).status]).toEqual([each, 400]);
  for (const query of [
    '?day=today',
    '?day=2026-02-31x',
    '?day=2026-02-30',
    '?day=2026-12-01&utcOffsetMin=900',
    '?status=lost',
    '?status=active,lost',
  ])
    expect((await ask(`/api/events${query}`, { headers: withKey })).status).toBe(400);
  // It has no start, so no calendar has it.
  expect((await ask(`/api/events/${id}/ics`)).status).toBe(404);
  const acts = [
    ['PATCH', '', {}],
    ['DELETE', '', undefined],
    ['PUT', '/end', {}],
    ['GET', '/transcript', undefined],
  ] as const;
  for (const [method, path, given] of acts) {
    expect((await send(method, `/${id}${path}`, given)).status).toBe(401);
    expect((await send(method, `/${id}${path}`, given, { authorization: 'Bearer x' })).status).toBe(401);
    expect((await send(method, `/unknown${path}`, given, withKey)).status).toBe(404);
  }
  // Anybody sees what comes, and what a day has; all that there ever was is the staff's.
  for (const [query, status] of [
    ['?status=scheduled,active', 200],
    ['?day=2026-12-01', 200],
    ['?status=ended', 401],
  ] as const)
    expect((await ask(`/api/events${query}`)).status).toBe(status);
  expect((await ask('/api/events?status=ended', { headers: withKey })).body).toEqual([]);
  expect((await ask('/api/events/unknown/ics')).status).toBe(404);
});
