import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../packages/server/test/chat/harness.ts';
import { tokenOf } from './meeting-tokens.ts';
import { prepareMeetings, storeNames } from './meetings-server.ts';
import { oldFrontEnd, type OldFrontEnd } from './old-front-end.ts';

const start = '2026-12-01T10:30:00.000Z';
const idsOf = ({ body }: { body: unknown }) => (body as { id: string }[]).map(({ id }) => id);

describe.each(storeNames)('%s', (name) => {
  test('a meeting can be scheduled, listed by day and status, moved, opened and cancelled', async () => {
    const again = await prepareMeetings(name);
    const first = await again();
    const [ana, ben] = await Promise.all(['ana', 'ben'].map((sub) => tokenOf({ sub, name: sub })));
    const make = async (body: object, token = ana!) => (await first.ask(token, 'POST', '', body)).body;
    const planned = await make({
      title: 'Planning; a, b',
      startsAt: '2026-12-01T11:30:00+01:00',
      durationMin: 90,
    });
    expect(planned).toMatchObject({ status: 'scheduled', startsAt: start, durationMin: 90 });
    const id = planned['id'] as string;
    const others = [
      await make({ startsAt: '2026-12-01T00:00:00Z' }),
      await make({ startsAt: '2026-12-02T00:00:00Z' }),
      await make({ startsAt: start }, ben),
      await make({}),
    ].map((each) => each['id'] as string);
    // Users who know the id may read it; only the host changes it.
    expect((await first.ask(ben!, 'GET', `/${id}`)).body).toEqual(planned);
    for (const [method, body] of [['PATCH', { title: 'Mine' }], ['DELETE']] as const)
      expect((await first.ask(ben!, method, `/${id}`, body)).status).toBe(403);
    const later = { startsAt: '2026-12-01T15:00:00.000Z', title: 'Planning' };
    expect((await first.ask(ana!, 'PATCH', `/${id}`, later)).body).toEqual({ ...planned, ...later });
    expect((await first.ask(ana!, 'DELETE', `/${others[0]}`)).body).toMatchObject({ status: 'cancelled' });
    await first.stop();

    const { url, ask } = await again();
    const day = '?day=2026-12-01';
    expect(idsOf(await ask(ana!, 'GET', day))).toEqual([others[0], id]);
    expect(idsOf(await ask(ana!, 'GET', `${day}&status=scheduled`))).toEqual([id]);
    expect(idsOf(await ask(ana!, 'GET', '?status=active'))).toEqual([others[3]]);
    expect(new Set(idsOf(await ask(ana!, 'GET', '')))).toEqual(
      new Set([id, others[0], others[1], others[3]]),
    );
    expect(idsOf(await ask(ben!, 'GET', day))).toEqual([others[2]]);
    const calendar = (await ask(ana!, 'GET', `/${id}/ics`)).body['text'];
    expect(calendar).toContain('DTSTART:20261201T150000Z\r\nDTEND:20261201T163000Z');
    expect((await ask(ana!, 'PATCH', `/${id}`, { durationMin: 30 })).body).toMatchObject({
      ...later,
      durationMin: 30,
    });
    expect(calendar).toContain('SUMMARY:Planning');

    const opened = await ask(ana!, 'PATCH', `/${id}`, { status: 'active' });
    expect(opened.body).toMatchObject({ status: 'active' });
    const page = await oldFrontEnd(url, { token: ana });
    await page.ask('join-meeting', { meetingId: id });
    await ask(ana!, 'DELETE', `/${id}`);
    expect(await page.hears('meeting-ended')).toEqual({ meetingId: id });
    expect((await ask(ana!, 'DELETE', `/${id}`)).body).toMatchObject({ status: 'cancelled' });
    const gone = (await ask(ana!, 'GET', `/${id}/ics`)).body['text'];
    expect(gone).toContain('STATUS:CANCELLED');
    expect(gone).toContain('DTEND:20261201T153000Z');
    expect(await ask(ana!, 'PATCH', `/${id}`, later)).toMatchObject({ status: 409 });
    await ask(ana!, 'PUT', `/${others[1]}/end`);
    expect((await ask(ana!, 'DELETE', `/${others[1]}`)).status).toBe(409);
  });

  test('invalid input is rejected', async () => {
    const { ask } = await (await prepareMeetings(name))();
    const ana = await tokenOf({ sub: 'ana', name: 'Ana' });
    for (const startsAt of ['tomorrow', '1', '2026-12-01', '2026-13-01T00:00:00Z', '2026-02-30T10:00:00Z', 7])
      expect((await ask(ana, 'POST', '', { startsAt })).status).toBe(400);
    for (const durationMin of [0, 1.5, 1_441, 'long'])
      expect((await ask(ana, 'POST', '', { startsAt: start, durationMin })).status).toBe(400);
    expect((await ask(ana, 'POST', '', { durationMin: 30 })).status).toBe(400);
    expect((await ask(ana, 'POST', '', { title: '  ' })).status).toBe(400);
    expect((await ask(ana, 'GET', '?day=2026-02-30')).status).toBe(400);
    const { body } = await ask(ana, 'POST', '', {});
    expect((await ask(ana, 'PATCH', `/${body['id'] as string}`, { status: 'ended' })).status).toBe(400);
    expect((await ask(ana, 'GET', `/${body['id'] as string}/ics`)).status).toBe(404);
    for (const query of ['?day=today', '?status=lost'])
      expect((await ask(ana, 'GET', query)).status).toBe(400);
    for (const path of ['', '/unknown', '/unknown/ics'])
      expect((await ask(null, 'GET', path)).status).toBe(401);
    for (const [method, path] of [
      ['GET', '/ics'],
      ['PATCH', ''],
      ['DELETE', ''],
    ] as const)
      expect((await ask(ana, method, `/unknown${path}`, method === 'PATCH' ? {} : undefined)).status).toBe(
        404,
      );
  });

  test('members who wait in a meeting get one reminder of its start, also after a restart', async () => {
    const clock = { at: Date.parse(start) - 3_600_000 };
    vi.useFakeTimers({ toFake: ['setInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const token = await tokenOf({ sub: 'ana', name: 'Ana' }, { expires: '100y' });
    const again = await prepareMeetings(name, { now: () => clock.at });
    const meet = async (server: Awaited<ReturnType<typeof again>>, roomId: string) => {
      const peer = await connect(server.url, { token });
      const { room } = await peer.call('room:join', { roomId });
      return { peer, room };
    };
    const first = await again();
    const { body } = await first.ask(token, 'POST', '', { startsAt: start });
    const roomId = body['id'] as string;
    const { peer } = await meet(first, roomId);
    clock.at = Date.parse(start) - 600_000;
    const told = () => peer.events.filter((event) => event.type === 'room:updated' && event.room.reminded);
    await vi.waitFor(() => {
      vi.advanceTimersByTime(10_000);
      expect(told()).toHaveLength(1);
    });
    await first.stop();
    const { room } = await meet(await again(), roomId);
    expect(room.reminded).toEqual({ startsAt: Date.parse(start), beforeMs: 600_000 });
  });
});

test('a user listed in the join acknowledgement is not announced as new', async () => {
  const again = await prepareMeetings('embedded', { limits: { presenceWindowMs: 300 } });
  const { url, ask } = await again();
  const tokens = await Promise.all(['ana', 'ben', 'eva'].map((name) => tokenOf({ sub: `u-${name}`, name })));
  const { body } = await ask(tokens[0] ?? '', 'POST', '', {});
  const meetingId = body['id'] as string;
  const pages = await Promise.all(tokens.map((token) => oldFrontEnd(url, { token })));
  const named: string[][] = [];
  for (const page of pages) {
    const { users } = (await page.ask('join-meeting', { meetingId })) as { users: { id: string }[] };
    named.push(users.map(({ id }) => id));
  }
  const toldOf = ({ heard }: OldFrontEnd) =>
    heard.flatMap(([event, told]) =>
      event === 'user-joined' ? [(told as { user: { id: string } }).user.id] : [],
    );
  const [first] = pages;
  if (first) await first.hears('user-joined', ({ user }: { user: { id: string } }) => user.id === 'u-eva');
  expect(named).toEqual([['u-ana'], ['u-ana', 'u-ben'], ['u-ana', 'u-ben', 'u-eva']]);
  expect(pages.map(toldOf)).toEqual([['u-ben', 'u-eva'], ['u-eva'], []]);
});
