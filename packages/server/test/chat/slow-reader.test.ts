import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connect, message, startServer, type Peer } from './harness.ts';

const limits = { maxUnsentBytes: 10_000, sendBurst: 1e9, resumeChanges: 5_000 };
const text = 'x'.repeat(4_000);

interface Tcp {
  pause(): void;
  resume(): void;
}

/** Stops and starts reading, as a phone in a tunnel does: the connection stays, nothing is taken from it. */
const wire = ({ socket }: Peer): Tcp => {
  const { ws } = socket.io.engine.transport as unknown as { ws: Record<'_socket', Tcp> };
  return ws['_socket'];
};

const revs = ({ events }: Peer): number[] => events.flatMap((event) => ('rev' in event ? event.rev : []));

test('a client that stops reading is sent nothing more, and catches up once it reads', async () => {
  const { url, chat } = await startServer({ limits });
  const slow = await connect(url, { name: 'Lenta' });
  const { rev } = await slow.call('room:join', { roomId: 'r' });
  const writer = chat.as({ id: 'writer', name: 'Writer' });
  wire(slow).pause();
  let last = rev;
  for (let index = 0; index < 5_000; index += 1)
    last = (await writer.call('message:send', message('r', text))).rev;
  wire(slow).resume();
  const told = await slow.until((event) => 'rev' in event && event.rev >= last);
  expect(told).toMatchObject({ rev: last });
  const got = revs(slow);
  expect(got).toEqual(got.toSorted((one, other) => one - other));
  expect(new Set(got).size).toBe(got.length);
  expect(got.length).toBeLessThan(last - rev); // the server did not keep it all for them
});

test('a client that is a little behind gets all events in order', async () => {
  const { url, chat } = await startServer({ limits: { ...limits, maxUnsentBytes: 0 } });
  const slow = await connect(url, { name: 'Lenta' });
  const { rev } = await slow.call('room:join', { roomId: 'r' });
  const writer = chat.as({ id: 'writer', name: 'Writer' });
  const sends = Array.from({ length: 200 }, () => writer.call('message:send', message('r', text)));
  await Promise.all(sends);
  await slow.until((event) => 'rev' in event && event.rev === rev + 200);
  expect(revs(slow)).toEqual(Array.from({ length: 200 }, (_, index) => rev + 1 + index));
});

test('a client that never reads again is disconnected, and others are not affected', async () => {
  const { url, chat } = await startServer({ limits: { ...limits, slowTimeoutMs: 50, presenceGraceMs: 10 } });
  const ana = await connect(url, { name: 'Ana' });
  const slow = await connect(url, { name: 'Lenta' });
  await ana.call('room:join', { roomId: 'r' });
  await slow.call('room:join', { roomId: 'r' });
  wire(slow).pause();
  const writer = chat.as({ id: 'writer', name: 'Writer' });
  const left = ana.until(
    (event) => event.type === 'presence:changed' && event.left.includes(slow.hello.user.id),
  );
  let isLeft = false;
  void left.then(() => (isLeft = true));
  while (!isLeft) {
    await writer.call('message:send', message('r', text));
    await setImmediate();
  }
  const { rev } = await writer.call('message:send', message('r', 'fin'));
  await ana.until((event) => 'rev' in event && event.rev === rev);
  const got = revs(ana);
  expect(got).toEqual(Array.from({ length: got.length }, (_, index) => got[0]! + index));
});
