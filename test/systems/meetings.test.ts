import { createChatClient } from '@chat/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../examples/meetings/stores.ts';
import { connect } from '../../packages/server/test/chat/harness.ts';
import { tokenOf } from './meeting-tokens.ts';
import { prepareMeetings, storeNames } from './meetings-server.ts';
import { oldFrontEnd } from './old-front-end.ts';

const anyString = expect.any(String) as string;

describe.each(storeNames)('%s', (name) => {
  const prepare = () => prepareMeetings(name);
  const start = async () => (await prepare())();

  test('two old pages and a new one chat in the same meeting until it ends', async () => {
    const { url, ask, where } = await start();
    expect(where).toMatch(name === 'firestore' ? /^Firestore, project meetings/ : /^the embedded store/);
    const [ana, ben, eva] = await Promise.all([
      tokenOf({ sub: 'u-ana', name: 'Ana' }),
      tokenOf({ id: 'u-ben', name: 'Ben' }),
      tokenOf({ sub: 'u-eva', name: 'Eva' }),
    ]);
    const { status, body } = await ask(ana, 'POST', '', { title: 'Planning' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: anyString,
      creator: 'u-ana',
      status: 'active',
      createdAt: anyString,
      title: 'Planning',
    });
    expect(new Date(body['createdAt'] as string).toISOString()).toBe(body['createdAt']);
    const meetingId = body['id'] as string;
    expect(await ask(ben, 'GET', `/${meetingId}`)).toEqual({ status: 200, body });

    const [one, other] = await Promise.all([
      oldFrontEnd(url, { token: ana }),
      oldFrontEnd(url, { token: ben }),
    ]);
    expect(await one.ask('join-meeting', { meetingId })).toMatchObject({ ok: true, meetingId });
    await other.ask('join-meeting', { meetingId });
    const user = { id: 'u-ben', name: 'Ben' };
    expect(await one.hears('user-joined')).toEqual({ meetingId, user });

    const client = createChatClient({ url, token: eva });
    onTestFinished(() => client.close());
    const room = client.room(meetingId);
    await room.join();
    await one.hears('user-joined', (told: { user: { id: string } }) => told.user.id === 'u-eva');

    const said = {
      id: anyString,
      meetingId,
      user: { id: 'u-ana', name: 'Ana' },
      text: 'hello',
      at: anyString,
    };
    expect(await one.ask('send-message', { meetingId, text: 'hello' })).toEqual({ ok: true, ...said });
    expect(await other.hears('receive-message')).toEqual(said);
    await expect.poll(() => room.messages.get().items.map(({ text }) => text)).toEqual(['hello']);
    await room.messages.send({ text: 'from a page' });
    for (const each of [one, other])
      await each.hears('receive-message', ({ text }: { text: string }) => text === 'from a page');
    // The sender does not get it.
    expect(one.heard.filter(([event]) => event === 'receive-message')).toHaveLength(1);

    expect(await other.ask('leave-meeting', { meetingId })).toEqual({ ok: true });
    expect(await one.hears('user-left')).toEqual({ meetingId, user });
    await other.ask('join-meeting', { meetingId });
    await one.hears('user-joined', () => one.heard.filter(([event]) => event === 'user-joined').length === 3);
    // A page that is closed takes its person out, on purpose or after a while.
    other.socket.io.engine.close();
    await one.hears('user-left', () => one.heard.filter(([event]) => event === 'user-left').length === 2);

    // It ends for everybody in it, by whoever made it.
    expect(await ask(ben, 'PUT', `/${meetingId}/end`)).toMatchObject({
      status: 403,
      body: { error: 'forbidden' },
    });
    const ended = { ...body, status: 'ended' };
    expect(await ask(ana, 'PUT', `/${meetingId}/end`)).toEqual({ status: 200, body: ended });
    expect(await one.hears('meeting-ended')).toEqual({ meetingId });
    await expect.poll(() => room.state.get().can?.['message:send']).toBe(false);
    expect(await ask(ana, 'PUT', `/${meetingId}/end`)).toEqual({ status: 200, body: ended });
    expect(await ask(eva, 'GET', `/${meetingId}`)).toEqual({ status: 200, body: ended });
    const late = await oldFrontEnd(url, { token: ben });
    const refused = { code: 'room_ended', message: anyString };
    expect(await late.ask('join-meeting', { meetingId })).toMatchObject({ ok: false, error: 'room_ended' });
    expect(await late.hears('error')).toEqual(refused);
    expect(await one.ask('send-message', { meetingId, text: 'late' })).toMatchObject({ error: 'room_ended' });
    expect(await one.hears('error')).toEqual(refused);
  });

  test('meetings survive a restart, their messages do not', async () => {
    const again = await prepare();
    const ana = await tokenOf({ sub: 'u-ana', name: 'Ana' });
    const first = await again();
    const meetings = await Promise.all(
      ['goes on', 'is over'].map(async (title) => (await first.ask(ana, 'POST', '', { title })).body),
    );
    const [on, over] = meetings.map(({ id }) => id as string);
    const page = await oldFrontEnd(first.url, { token: ana });
    await page.ask('join-meeting', { meetingId: on });
    await page.ask('send-message', { meetingId: on, text: 'to be forgotten' });
    await first.ask(ana, 'PUT', `/${over}/end`);
    await first.stop();

    const { url, ask } = await again();
    expect((await ask(ana, 'GET', `/${on}`)).body).toEqual(meetings[0]);
    expect((await ask(ana, 'GET', `/${over}`)).body).toEqual({ ...meetings[1], status: 'ended' });
    const ben = await connect(url, { token: await tokenOf({ sub: 'u-ben', name: 'Ben' }) });
    expect(await ben.call('room:join', { roomId: on! })).toMatchObject({ messages: [], seq: 0 });
    // Its creator still is.
    expect((await ask(ana, 'PUT', `/${on}/end`)).status).toBe(200);
    const late = await oldFrontEnd(url, { token: ana });
    for (const meetingId of [on, over])
      expect(await late.ask('join-meeting', { meetingId })).toMatchObject({ error: 'room_ended' });
  });

  test('an invalid token is rejected, and an unknown meeting is not found', async () => {
    const { url, ask } = await start();
    const claims = { sub: 'u-ana', name: 'Ana' };
    const forged = await tokenOf(claims, { key: 'a secret that somebody has made up by himself' });
    const old = await tokenOf(claims, { expires: '1m ago' });
    for (const token of [null, 'nonsense', forged, old, await tokenOf({ name: 'Nobody' })]) {
      expect((await ask(token, 'POST', '', {})).status).toBe(401);
      expect((await ask(token, 'GET', '/unknown')).status).toBe(401);
      expect((await ask(token, 'PUT', '/unknown/end')).status).toBe(401);
      await expect(oldFrontEnd(url, { token })).rejects.toThrow(/token|claim/);
    }
    await expect(oldFrontEnd(url)).rejects.toMatchObject({ data: { ok: false, error: 'unauthenticated' } });
    const ana = await tokenOf(claims);
    expect((await ask(ana, 'GET', '/unknown')).status).toBe(404);
    expect((await ask(ana, 'PUT', '/unknown/end')).status).toBe(404);
    expect((await ask(ana, 'POST', '', { title: 7 })).status).toBe(400);
    expect((await ask(ana, 'POST', '', '{"title"')).status).toBe(400);
    const page = await oldFrontEnd(url, { token: ana });
    const refused = (error: string) => ({ ok: false, error, message: anyString });
    expect(await page.ask('join-meeting', { meetingId: 'unknown' })).toEqual(refused('not_found'));
    expect(await page.hears('error')).toEqual({ code: 'not_found', message: anyString });
    expect(await page.ask('join-meeting')).toEqual(refused('invalid'));
    const unknown = { meetingId: 'unknown', text: 'x' };
    expect(await page.ask('send-message', unknown)).toEqual(refused('not_found'));
    expect(await page.ask('leave-meeting', { meetingId: 7 })).toEqual(refused('invalid'));
    const { body } = await ask(ana, 'POST', '', {});
    const meetingId = body['id'];
    for (const event of ['leave-meeting', 'send-message'])
      expect(await page.ask(event, { meetingId, text: 'x' })).toEqual(refused('not_joined'));
    await page.ask('join-meeting', { meetingId });
    expect(await page.ask('send-message', { meetingId, text: '' })).toEqual(refused('invalid'));
    expect(await page.ask('send-message', { meetingId })).toEqual(refused('invalid'));
    expect(await page.ask('send-message', { meetingId, text: 'x'.repeat(20_000) })).toMatchObject({
      ok: false,
    });
    // Without an acknowledgement there is the event, as there was for each before.
    page.socket.emit('join-meeting', { meetingId: 'nowhere' });
    await page.hears('error', () => page.heard.filter(([event]) => event === 'error').length === 10);
  });

  test('no room can be created that stores its messages', async () => {
    const { url } = await start();
    const [ana] = await Promise.all(
      ['ana', 'ben'].map(async (sub) => connect(url, { token: await tokenOf({ sub, name: sub }) })),
    );
    for (const retention of ['forever', { days: 3 }, undefined] as const) {
      const made = await ana!.call('room:create', retention === undefined ? {} : { retention });
      expect(made.retention).toBe('ephemeral');
      await expect(ana!.call('room:update', { roomId: made.id, retention: 'forever' })).rejects.toMatchObject(
        {
          code: 'conflict',
        },
      );
    }
    await expect(ana!.call('room:create', { type: 'direct', userIds: ['ben'] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(ana!.call('room:join', { roomId: 'made-by-joining' })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

test('an invalid service account key is reported without being printed', async () => {
  const opening = openStore({
    file: '/nowhere',
    projectId: 'p',
    serviceAccountKey: '{"private_key":"hush"}',
  });
  await expect(opening).rejects.toThrow('FIREBASE_SERVICE_ACCOUNT_KEY must be the JSON of a service account');
});
