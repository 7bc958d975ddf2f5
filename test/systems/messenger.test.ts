import { createChatClient } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../packages/server/test/chat/harness.ts';
import { startMessenger } from './messenger-server.ts';
import { oldFrontEnd } from './old-front-end.ts';

const anyString = expect.any(String) as string;
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string;
const sound = 'data:audio/wav;base64,UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=';

const start = async () => {
  const running = await startMessenger();
  const client = (token: string) => {
    const made = createChatClient({ url: running.url, token });
    onTestFinished(() => void made.close());
    return made;
  };
  return { ...running, client };
};
type Said = { content: string };
const says = (content: string) => (said: Said) => said.content === content;

test('two users exchange messages by socket, by HTTP and with the new client', async () => {
  const { ask, person, client, chat } = await start();
  const [ana, ben] = [await person('ana'), await person('ben')];
  const sent = await ana.ask('chat message', { to: ben.id, content: 'hola' });
  const first = {
    _id: anyString,
    sender: ana.id,
    receiver: ben.id,
    messageType: 'text',
    content: 'hola',
    timestamp: isoTime,
  };
  expect(sent).toEqual({ ok: true, ...first });
  for (const each of [ana, ben]) expect(await each.hears('chat message')).toEqual(first);

  // The same over HTTP; and a new user with <chat-room>.
  const byHttp = await ask('/api/chat/send', ben.token, { to: ana.id, content: 'over http' });
  expect(byHttp).toEqual({
    status: 201,
    body: { ...first, sender: ben.id, receiver: ana.id, content: 'over http' },
  });
  for (const each of [ana, ben]) await each.hears('chat message', says('over http'));
  const widget = client(ben.token);
  const { id } = await widget.rooms.direct(ana.id);
  const room = widget.room(id);
  await room.join();
  expect(room.messages.get().items.map(({ text }) => text)).toEqual(['hola', 'over http']);
  await room.messages.send({ text: 'from the page' });
  expect(await ana.hears('chat message', says('from the page'))).toMatchObject({ sender: ben.id });

  // A user who was away reads the history; a later connection gets only new messages.
  const page = await ben.get(`/api/chat/messages?with=${ana.id}&limit=2`);
  expect(page.body).toEqual({
    messages: [
      { ...first, sender: ben.id, receiver: ana.id, content: 'over http' },
      { ...first, sender: ben.id, receiver: ana.id, content: 'from the page' },
    ],
    hasMore: true,
    before: 2,
  });
  const older = await ben.get(`/api/chat/messages?with=${ana.id}&before=2`);
  expect(older.body).toMatchObject({ messages: [{ content: 'hola' }], hasMore: false });
  const [{ timestamp }] = page.body['messages'] as [{ timestamp: string }];
  const byTime = await ben.get(`/api/chat/messages?with=${ana.id}&before=${encodeURIComponent(timestamp)}`);
  expect(byTime.body).toMatchObject({ messages: [{ content: 'hola' }] });
  expect(ana.heard.filter(([event]) => event === 'chat message')).toHaveLength(3);
  expect(chat.stats().connections).toBeGreaterThan(0);
});

test('audio and video can be sent as messages', async () => {
  const { ask, person } = await start();
  const [ana, ben] = [await person('ana'), await person('ben')];
  const given = {
    to: ben.id,
    content: '',
    messageType: 'audio',
    attachment: { name: 'note.wav', data: sound },
  };
  const { status, body } = await ask('/api/chat/send', ana.token, given);
  expect({ status, type: body['messageType'] }).toEqual({ status: 201, type: 'audio' });
  const heard = (await ben.hears('chat message')) as { attachment: { url: string; name: string } };
  expect(heard).toMatchObject({ messageType: 'audio', attachment: { name: 'note.wav' } });
  const file = await fetch(heard.attachment.url);
  expect([file.status, (await file.arrayBuffer()).byteLength]).toEqual([200, 44]);
  const byLink = { to: ben.id, content: 'https://example.org/clip.mp4', messageType: 'video' };
  expect(await ben.ask('chat message', { ...byLink, to: ana.id })).toMatchObject({ messageType: 'video' });
  const bad = (more: object) => ask('/api/chat/send', ana.token, { to: ben.id, content: 'x', ...more });
  for (const more of [
    { messageType: 'smell' },
    { attachment: 'https://example.org/a.wav' },
    { attachment: 7 },
  ])
    expect(await bad(more)).toMatchObject({ status: 400, body: { error: 'invalid' } });
  const large = `data:audio/wav;base64,${Buffer.alloc(5_242_881).toString('base64')}`;
  expect(await bad({ attachment: large })).toMatchObject({ status: 413, body: { error: 'too_large' } });
});

test('a group can be created and joined, and only its members receive its messages', async () => {
  const { ask, person, client } = await start();
  const [ana, ben] = [await person('ana'), await person('ben')];
  const [eva, zoe] = [await person('eva'), await person('zoe')];
  const made = await ask('/api/chat/rooms', ana.token, { name: 'Trip', members: [ben.id, eva.id] });
  expect(made).toEqual({
    status: 201,
    body: { _id: anyString, name: 'Trip', members: [ana.id, ben.id, eva.id] },
  });
  const room = String(made.body['_id']);
  for (const each of [ana, ben])
    expect(await each.ask('join room', { room })).toEqual({
      ok: true,
      room,
      members: [ana.id, ben.id, eva.id].toSorted(),
    });
  const page = client(eva.token).room(room);
  await page.join();
  await ben.ask('chat message', { room, content: 'where to?' });
  const { receiver } = (await ana.hears('chat message')) as { receiver: string[] };
  expect(receiver.toSorted()).toEqual([ana.id, eva.id].toSorted());
  await ben.hears('chat message');
  await page.messages.send({ text: 'to the sea' });
  await ana.hears('chat message', says('to the sea'));
  expect((await ask('/api/chat/send', ana.token, { room, content: 'good' })).status).toBe(201);
  await ben.hears('chat message', says('good'));
  expect((await ana.get(`/api/chat/messages?room=${room}`)).body).toMatchObject({
    messages: [{ content: 'where to?' }, { content: 'to the sea' }, { content: 'good' }],
    hasMore: false,
  });

  // To others it does not exist.
  const refused = { ok: false, error: 'not_found', message: anyString };
  expect(await zoe.ask('join room', { room })).toEqual(refused);
  expect(await zoe.ask('chat message', { room, content: 'x' })).toEqual(refused);
  expect((await zoe.get(`/api/chat/messages?room=${room}`)).status).toBe(404);
  expect((await ask('/api/chat/send', zoe.token, { room, content: 'x' })).status).toBe(404);
  expect(zoe.heard.some(([event]) => event === 'chat message')).toBe(false);

  // A user invited in the page joins by entering.
  await client(ana.token).room(room).members.invite(zoe.id);
  expect(await zoe.ask('join room', { room })).toMatchObject({ ok: true });
});

test('a call rings the callee, and is accepted through the chat API', async () => {
  const { url, ask, person } = await start();
  const [ana, ben] = [await person('ana'), await person('ben')];
  const byHttp = await ask('/api/calls/video', ana.token, { to: ben.id });
  expect(byHttp).toEqual({ status: 201, body: { callId: anyString, kind: 'video', state: 'ringing' } });
  expect(await ben.hears('video call')).toEqual({
    callId: byHttp.body['callId'],
    from: ana.id,
    kind: 'video',
  });
  expect(await ask('/api/calls/audio', ana.token, { to: ben.id })).toMatchObject({
    status: 409,
    body: { error: 'call_exists' },
  });
  const anaPage = await connect(url, { token: ana.token });
  const benPage = await connect(url, { token: ben.token });
  await benPage.call('call:reject', { callId: String(byHttp.body['callId']) });

  // By socket; the page that has the microphone takes the caller's place.
  const rung = (await ben.ask('audio call', { to: ana.id })) as { callId: string };
  expect(rung).toEqual({ ok: true, callId: anyString, kind: 'audio', state: 'ringing' });
  expect(await ana.hears('audio call')).toEqual({ callId: rung.callId, from: ben.id, kind: 'audio' });
  const { callId } = rung;
  await benPage.call('call:join', { callId, device: 'ben-phone' });
  expect(await anaPage.call('call:accept', { callId, device: 'ana-laptop' })).toMatchObject({
    state: 'active',
    caller: { device: 'ben-phone' },
    callee: { device: 'ana-laptop' },
  });
  const signal = { description: { type: 'offer' as const, sdp: 'v=0' } };
  await benPage.call('call:signal', { callId, device: 'ben-phone', signal });
  expect(await anaPage.until(({ type }) => type === 'call:signal')).toMatchObject({
    callId,
    from: ben.id,
    signal,
  });
  await anaPage.call('call:hangup', { callId });
  expect(ben.heard.filter(([event]) => event === 'audio call')).toEqual([]); // he rang

  expect(await ana.ask('video call', { to: 'bot' })).toMatchObject({ ok: false, error: 'nobody_to_call' });
  for (const to of ['nobody', ana.id])
    expect(await ana.ask('audio call', { to })).toMatchObject({ ok: false });
  expect(await ana.ask('audio call', {})).toMatchObject({ ok: false, error: 'invalid' });
  // The other kind by the other way, once the first has ended.
  const audio = await ask('/api/calls/audio', ana.token, { to: ben.id });
  expect(audio).toEqual({ status: 201, body: { callId: anyString, kind: 'audio', state: 'ringing' } });
  const isAudio = ({ callId: each }: { callId: string }) => each === audio.body['callId'];
  expect(await ben.hears('audio call', isAudio)).toMatchObject({ from: ana.id, kind: 'audio' });
  await benPage.call('call:reject', { callId: String(audio.body['callId']) });
  const video = (await ana.ask('video call', { to: ben.id })) as { callId: string };
  expect(video).toEqual({ ok: true, callId: anyString, kind: 'video', state: 'ringing' });
  const isVideo = ({ callId: each }: { callId: string }) => each === video.callId;
  expect(await ben.hears('video call', isVideo)).toMatchObject({ from: ana.id, kind: 'video' });
  for (const kind of ['audio', 'video'])
    expect((await ask(`/api/calls/${kind}`, ana.token, {})).status).toBe(400);
  expect((await ask('/api/calls/video', undefined, { to: ben.id })).status).toBe(401);
  expect(await ana.ask('video call', {})).toMatchObject({ ok: false, error: 'invalid' });
  expect((await ask('/api/calls/audio', ana.token, { to: 'nobody' })).status).toBe(404);
  expect((await ask('/api/calls/audio', undefined, { to: ben.id })).status).toBe(401);
});

test('user search finds users and the bot, and the bot replies', async () => {
  const { person } = await start();
  const [ana, ben] = [await person('ana'), await person('ben')];
  expect((await ana.get('/api/users?search=BE')).body).toEqual([{ _id: ben.id, username: 'ben' }]);
  expect((await ana.get('/api/users?search=bot')).body).toEqual([{ _id: 'bot', username: 'Bot' }]);
  expect((await ana.get('/api/users?search=zz')).body).toEqual([]);
  expect((await ana.get('/api/users')).body).toEqual([
    { _id: 'bot', username: 'Bot' },
    { _id: ben.id, username: 'ben' },
  ]);
  await ana.ask('chat message', { to: 'bot', content: 'hello' });
  expect(await ana.hears('chat message', ({ sender }: { sender: string }) => sender === 'bot')).toMatchObject(
    { receiver: ana.id, content: expect.stringContaining('help') as string },
  );
});

test('a rejected event or request gets an error response', async () => {
  const { url, ask, person } = await start();
  const ana = await person('ana');
  const refused = (error: string) => ({ ok: false, error, message: anyString });
  const cases: [string, unknown, string][] = [
    ['chat message', { content: 'x' }, 'invalid'],
    ['chat message', { to: ana.id, room: 'r', content: 'x' }, 'invalid'],
    ['chat message', { to: ana.id, content: 'x' }, 'invalid'],
    ['chat message', { to: 'bot' }, 'invalid'],
    ['chat message', { to: 'bot', content: 7 }, 'invalid'],
    ['chat message', { to: 'nobody', content: 'x' }, 'not_found'],
    ['chat message', 'just a text', 'invalid'],
    ['chat message', null, 'invalid'],
    ['join room', {}, 'invalid'],
    ['join room', { room: 'unknown' }, 'not_found'],
    ['no such event', {}, 'invalid'],
  ];
  for (const [event, payload, error] of cases)
    expect([event, payload, await ana.ask(event, payload)]).toEqual([event, payload, refused(error)]);
  ana.socket.emit('chat message', { to: 'nobody', content: 'without an acknowledgement' });
  for (const auth of [{}, { token: 'garbage' }])
    await expect(oldFrontEnd(url, auth)).rejects.toMatchObject({ data: refused('unauthenticated') });

  const paths: [string, number][] = [
    ['/api/chat/messages', 400],
    ['/api/chat/messages?with=nobody', 404],
    ['/api/chat/messages?with=bot', 200],
    ['/api/chat/messages?room=unknown', 404],
    ['/api/chat/messages?room=x&with=y', 400],
    ['/api/chat/messages?with=bot&before=yesterday', 400],
    ['/api/chat/messages?with=bot&limit=x', 400],
  ];
  for (const [path, status] of paths) expect([path, (await ana.get(path)).status]).toEqual([path, status]);
  for (const path of ['/api/chat/messages?with=bot', '/api/users?search=a'])
    expect(await ask(path)).toEqual({ status: 401, body: { error: 'unauthenticated', message: anyString } });
  expect((await ask('/api/chat/send', ana.token, { content: 'x' })).status).toBe(400);
  expect((await ask('/api/chat/send', 'garbage', { to: 'bot', content: 'x' })).status).toBe(401);
  expect((await ask('/api/chat/send', ana.token, { to: 'nobody', content: 'x' })).status).toBe(404);
  expect((await ask('/api/chat/rooms', undefined, { name: 'x', members: [] })).status).toBe(401);
  expect((await ask('/api/chat/rooms', ana.token, { name: 'x' })).status).toBe(400);
  expect((await ask('/api/chat/rooms', ana.token, { members: [] })).status).toBe(400);
  expect((await ask('/api/chat/rooms', ana.token, { name: 'x', members: ['nobody'] })).status).toBe(404);
});
