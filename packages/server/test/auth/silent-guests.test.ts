import { guests } from '@chat/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect, message, startServer, type Peer } from '../chat/harness.ts';
import { storages } from '../chat/own-rooms-server.ts';

const dayMs = 86_400_000;

test.each(storages)('a guest who left no data is deleted after the token expires, %s', async (_, make) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  let at = Date.now();
  const storage = make();
  const { url } = await startServer({
    storage,
    authenticate: guests({ tokenDays: 10, unique: false }),
    limits: { presenceGraceMs: 0 },
    now: () => at,
  });
  const come = async (name: string): Promise<Peer> => {
    const peer = await connect(url, { name });
    await peer.call('room:join', { roomId: 'r' });
    return peer;
  };
  // The first owns the room, so she stays, too.
  const owner = await come('Ana Primera');
  const [silent, author, reactor, reporter, stays] = [
    await come('Bea Callada'),
    await come('Cai'),
    await come('Dan'),
    await come('Eva'),
    await come('Fer Presente'),
  ];
  await silent.call('user:update', { about: 'Nadie me lee' });
  const { id: messageId } = await author.call('message:send', message('r', 'hola'));
  await reactor.call('reaction:add', { roomId: 'r', messageId, emoji: '👍' });
  await reporter.call('message:report', { roomId: 'r', messageId });
  const visitor = await connect(url, { name: 'Gil Nunca Entró' });
  const gone = [owner, silent, author, reactor, reporter, visitor];
  for (const { socket } of gone) socket.disconnect();
  const idOf = ({ hello }: Peer): string => hello.user.id;
  await expect
    .poll(async () => (await storage.users.many(gone.map(idOf))).filter((each) => each.lastSeenAt).length)
    .toBe(gone.length);
  const known = async (): Promise<string[]> =>
    (await storage.users.many([...gone, stays].map(idOf))).map(({ user }) => user.name).sort();

  at += 9 * dayMs;
  vi.advanceTimersByTime(30_000);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await known()).toHaveLength(7);
  at += 2 * dayMs;
  vi.advanceTimersByTime(30_000);
  await expect.poll(known).toEqual(['Ana Primera', 'Cai', 'Dan', 'Eva', 'Fer Presente']);
  expect(await storage.users.words({ prefix: 'callada', limit: 5 })).toEqual({ found: [], hasMore: false });
  expect(await storage.timeline.roomsWithDataOf(idOf(silent), { limit: 5 })).toMatchObject({ roomIds: [] });
  expect(await storage.profiles.get(idOf(silent))).toEqual({});
});
