// Captions: the right to send them, their delivery, rate and nodes.
import type { Caption } from '@chat/protocol';
import { memoryStorage } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { patient } from '../../../../test/unhurried.ts';
import { startServer, type Peer } from '../chat/harness.ts';
import { startNodes } from '../nodes/nodes.ts';
import { byToken, joined } from './two-nodes.ts';

const roomId = 'r';
const host = { id: 'host', name: 'Host' };
const caption = (captionId: string, text: string, more: Partial<Caption> = {}) => ({
  roomId,
  captionId,
  text,
  ...more,
});
const changes = ({ events }: Peer) =>
  events.flatMap((each) => (each.type === 'caption:changed' ? [each] : []));
const captionsOf = (peer: Peer) => changes(peer).flatMap(({ captions }) => captions);
const textsOf = (peer: Peer) => captionsOf(peer).map(({ text }) => text);

const post = (url: string, token: string, body: object) =>
  fetch(`${url}/chat/api/rooms/${roomId}/captions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const startWithHost = async (options = {}) => {
  const server = await startServer({ authenticate: byToken, ...options });
  const app = server.chat.as(host);
  await app.call('room:join', { roomId });
  const ana = await joined(server, 'ana');
  return { ...server, app, ana };
};

test('a caption reaches everybody in the room, with its speaker and language', async () => {
  const { app, ana, chat } = await startWithHost();
  const { rev } = await ana.call('room:join', { roomId });
  const asked = caption('c1', 'Good evening', { speaker: 'Dr. Gil', language: 'en-GB', final: true });
  await app.call('caption:send', asked);
  await expect.poll(() => textsOf(ana), patient).toEqual(['Good evening']);
  const [{ at, ...shown }] = captionsOf(ana) as [Caption];
  const { roomId: _room, ...sent } = asked;
  expect(shown).toEqual(sent);
  expect(Math.abs(Date.now() - at)).toBeLessThan(30_000);
  // Nothing is stored, and whoever comes later sees none of it.
  expect((await ana.call('room:join', { roomId })).rev).toBe(rev);
  const transcript: string[] = [];
  for await (const part of chat.exportRoom(roomId, { format: 'json' })) transcript.push(String(part));
  expect(transcript.join('')).not.toContain('Good evening');
});

test('the application sends them: hosts, admins and bots, and no other member', async () => {
  const { url, app, ana, chat } = await startWithHost();
  const text = { captionId: 'c1', text: 'Hola' };
  await expect(ana.call('caption:send', { roomId, ...text })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await post(url, 'ana', text)).status).toBe(403);
  expect((await post(url, 'host', text)).status).toBe(200);
  const bot = chat.as({ id: 'scribe', name: 'Scribe', bot: true });
  await bot.call('caption:send', caption('c2', 'By a bot'));
  const admin = chat.as({ id: 'root', name: 'Root', role: 'admin' });
  await admin.call('caption:send', caption('c3', 'By an admin'));
  await expect.poll(() => textsOf(ana), patient).toEqual(['Hola', 'By a bot', 'By an admin']);
  const stranger = chat.as({ id: 'cy', name: 'Cy' });
  await expect(stranger.call('caption:send', caption('c4', 'Hey'))).rejects.toMatchObject({
    code: 'forbidden',
  });
  await app.call('room:create', { roomId: 'own', type: 'private' });
  await expect(bot.call('caption:send', { ...caption('c5', 'Hey'), roomId: 'own' })).rejects.toMatchObject({
    code: 'not_found',
  });
  await app.call('room:end', { roomId });
  await expect(bot.call('caption:send', caption('c6', 'Late'))).rejects.toMatchObject({
    code: 'conflict',
    reason: 'room_ended',
  });
});

test('members get four updates a second at most, each caption as it is then', async () => {
  const { app, ana } = await startWithHost();
  const words = 'one two three four five six seven eight nine ten'.split(' ');
  for (let count = 1; count <= words.length; count++)
    await app.call('caption:send', caption('c1', words.slice(0, count).join(' ')));
  await app.call('caption:send', caption('c1', words.join(' '), { final: true }));
  // An older interim result that comes late.
  await app.call('caption:send', caption('c1', 'one two'));
  await expect.poll(() => changes(ana).at(-1)?.captions[0]?.final, patient).toBe(true);
  expect(textsOf(ana)).toEqual(['one', words.join(' ')]);
  const [first, last] = changes(ana).map(({ captions }) => captions[0]?.at);
  expect(first).toBe(last);
});

test('of many captions at once, interim ones are dropped first', async () => {
  const { app, ana } = await startWithHost();
  await app.call('caption:send', caption('first', 'first', { final: true }));
  for (let count = 0; count < 30; count++)
    await app.call('caption:send', caption(`c${count}`, `${count}`, { final: count < 10 }));
  await expect.poll(() => changes(ana).length, patient).toBe(2);
  expect(changes(ana)[1]?.captions).toHaveLength(16);
  expect(textsOf(ana).slice(0, 11)).toEqual(['first', ...Array.from({ length: 10 }, (_, at) => `${at}`)]);
});

test('a user sends as many as the limit allows, and texts have a length', async () => {
  const limits = { captionsPerSecond: 1, captionBurst: 3 };
  const server = await startServer({ authenticate: byToken, limits });
  const owner = await joined(server, 'owner');
  for (let count = 0; count < 3; count++) await owner.call('caption:send', caption(`c${count}`, 'x'));
  const refused = owner.call('caption:send', caption('c4', 'x'));
  await expect(refused).rejects.toMatchObject({ code: 'rate_limited' });
  await owner.call('typing:set', { roomId, typing: true }); // counted apart
  const app = server.chat.as({ id: 'owner', name: 'Owner' });
  const send = (more: object) => app.call('caption:send', { ...caption('c5', 'x'), ...more });
  await send({ text: 'x'.repeat(500) });
  for (const wrong of [
    { text: 'x'.repeat(501) },
    { text: ' ' },
    { speaker: 'x'.repeat(65) },
    { speaker: 'a\u202Eb' },
    { language: 'not a language' },
    { captionId: 'a/b' },
  ])
    await expect(send(wrong)).rejects.toMatchObject({ code: 'invalid', field: Object.keys(wrong)[0] });
});

test('captions reach the members on every node', async () => {
  const { nodes } = await startNodes(2, { authenticate: byToken }, memoryStorage());
  const [one, two] = nodes as [(typeof nodes)[0], (typeof nodes)[0]];
  const app = one.chat.as(host);
  await app.call('room:join', { roomId });
  const [ana, bo] = [await joined(one, 'ana'), await joined(two, 'bo')];
  await app.call('caption:send', caption('c1', 'Good', { speaker: 'Gil' }));
  await app.call('caption:send', caption('c1', 'Good evening', { speaker: 'Gil', final: true }));
  for (const peer of [ana, bo])
    await expect.poll(() => textsOf(peer), patient).toEqual(['Good', 'Good evening']);
  expect(changes(bo)).toEqual(changes(ana));
  // The other node knows that this caption is final, and when it began.
  await two.chat.as(host).call('caption:send', caption('c1', 'Good'));
  await two.chat.as(host).call('caption:send', caption('c2', 'Welcome'));
  for (const peer of [ana, bo])
    await expect.poll(() => textsOf(peer), patient).toEqual(['Good', 'Good evening', 'Welcome']);
});

/** A room with a recording in progress, which keeps captions if asked. */
const recorded = async (keepCaptions?: boolean) => {
  let clock = 1_000_000;
  const storage = memoryStorage();
  const server = await startWithHost({ storage, now: () => clock });
  const { app } = server;
  const recordingId = 'film';
  const segments = (duration?: number) => [
    { at: 1_000_000, offset: 0, ...(duration === undefined ? {} : { duration }) },
  ];
  await app.call('recording:set', {
    roomId,
    recordingId,
    segments: segments(),
    ...(keepCaptions === undefined ? {} : { keepCaptions }),
  });
  const say = async (seconds: number, captionId: string, text: string, more: Partial<Caption> = {}) => {
    clock = 1_000_000 + seconds * 1_000;
    await app.call('caption:send', caption(captionId, text.slice(0, 3), more));
    clock += 2_000;
    await app.call('caption:send', caption(captionId, text, { ...more, final: true }));
  };
  const at = async (seconds: number, by = app) =>
    (await by.call('recording:replay', { roomId, recordingId, offset: seconds * 1_000 })).captions;
  const stored = async () => (await storage.timeline.records(roomId, 'caption', { limit: 100 })).records;
  const vtt = async (captions: string) => {
    const parts: string[] = [];
    const options = { format: 'vtt', recordingId, captions } as const;
    for await (const part of server.chat.exportRoom(roomId, options)) parts.push(String(part));
    return parts.join('');
  };
  return { ...server, recordingId, say, at, stored, vtt, wait: (ms: number) => (clock += ms) };
};

test('a recording keeps captions only if it is asked to', async () => {
  const { app, ana, recordingId, say, stored } = await recorded();
  await say(1, 'a', 'Not kept');
  expect(await stored()).toEqual([]);
  const keep = (keepCaptions: boolean, duration?: number) => {
    const segment = { at: 1_000_000, offset: 0, ...(duration === undefined ? {} : { duration }) };
    return app.call('recording:set', { roomId, recordingId, keepCaptions, segments: [segment] });
  };
  expect(await keep(true)).toMatchObject({ keepCaptions: true });
  const { room } = await ana.call('room:join', { roomId });
  expect(room.recording).toEqual({ recordingId, since: 1_000_000, keepCaptions: true });
  await say(5, 'b', 'Kept');
  expect((await stored()).map(({ body }) => (body as { text: string }).text)).toEqual(['Kept']);
  await keep(false);
  await say(10, 'c', 'No more');
  await keep(true, 60_000);
  await say(15, 'd', 'After the end');
  expect(await stored()).toHaveLength(1);
});

test('a replay and a track for the video have them, at their place after a cut', async () => {
  const { app, recordingId, say, at, vtt } = await recorded(true);
  await say(10, 'a', 'Good evening', { speaker: 'Gil <MD>', language: 'en' });
  await say(10, 'b', 'Buenas noches', { speaker: 'Gil <MD>', language: 'es-MX' });
  await say(100, 'c', 'Cut out');
  await say(200, 'd', 'First\n\nquestion', { language: 'en' });
  const shown = { captionId: 'a', text: 'Good evening', speaker: 'Gil <MD>', language: 'en' };
  expect(await at(11)).toEqual([
    { ...shown, offset: 10_000, duration: 2_000 },
    expect.objectContaining({ text: 'Buenas noches' }),
  ]);
  expect(await at(40)).toEqual([]);
  const segments = [
    { at: 1_000_000, offset: 0, duration: 60_000 },
    { at: 1_150_000, offset: 60_000, duration: 100_000 },
  ];
  await app.call('recording:set', { roomId, recordingId, segments });
  expect((await at(105)).map(({ text, offset }) => [text, offset])).toEqual([['First\n\nquestion', 110_000]]);
  expect(await vtt('en-GB')).toBe(
    'WEBVTT r\n\n00:00:10.000 --> 00:00:12.000\n<v Gil &lt;MD&gt;>Good evening\n\n' +
      '00:01:50.000 --> 00:01:52.000\nFirst\nquestion\n',
  );
  expect(await vtt('es')).toContain('Buenas noches');
  await expect(
    app.call('room:export', { roomId, format: 'json', recordingId, captions: 'es' }),
  ).rejects.toMatchObject({ code: 'invalid', field: 'captions' });
});

test('kept captions are removed with their recording', async () => {
  const { app, recordingId, say, stored, at } = await recorded(true);
  await say(10, 'a', 'Good evening');
  expect(await at(11)).toHaveLength(1);
  const strangers = app.call('recording:remove', { roomId, recordingId: 'other' });
  await expect(strangers).rejects.toMatchObject({ code: 'not_found' });
  expect(await stored()).toHaveLength(1);
  await app.call('recording:remove', { roomId, recordingId });
  expect(await stored()).toEqual([]);
});

test('members who may not read what was before them do not get what was said then', async () => {
  const { app, chat, say, at, wait } = await recorded(true);
  await say(10, 'a', 'Before Cy');
  await app.call('room:update', { roomId, history: 'since-join' });
  wait(1_000);
  await app.call('message:send', { roomId, id: '00000000-0000-7000-8000-000000000001', text: 'Hola' });
  wait(1_000);
  const cy = chat.as({ id: 'cy', name: 'Cy' });
  await cy.call('room:join', { roomId });
  await say(20, 'b', 'With Cy');
  expect((await at(11)).map(({ text }) => text)).toEqual(['Before Cy', 'With Cy']);
  expect((await at(11, cy)).map(({ text }) => text)).toEqual(['With Cy']);
});

test('kept captions are removed after the retention of the room', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const { app, say, stored, wait } = await recorded(true);
  await app.call('room:update', { roomId, retention: { days: 1 } });
  await say(10, 'a', 'Good evening');
  wait(86_400_001);
  await app.call('caption:send', caption('b', 'Later', { final: true }));
  expect(await stored()).toHaveLength(2);
  vi.advanceTimersByTime(30_000);
  await expect
    .poll(async () => (await stored()).map(({ key }) => key.replace(/.*\//, '')), patient)
    .toEqual(['b']);
});
