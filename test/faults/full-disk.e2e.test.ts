import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createChatClient } from '@chat/client';
import { expect, test, type TestContext } from 'vitest';
import { openArena, revisedRoom, type Arena } from './arena.ts';

/** A disk that can be filled up. */
interface Disk {
  open(): Promise<Arena>;
  fill(arena: Arena): Promise<unknown> | void;
  free(arena: Arena): Promise<unknown> | void;
}

/** The last-seen times and statuses of users who came while it was full are not stored. */
const warns = /^\[chat\] ((user|status) not stored|delivery receipts could not be written)/;

/** Mounts a file system of its own for the command that follows, gone with its process. It holds the log of the crowd even where each message is a commit. */
const mount = 'mount -t tmpfs -o size=32m tmpfs "$0" && exec "$@"';
const inNamespace = [
  ['unshare', '-m'],
  ['unshare', '-rm'],
].find(
  ([command = '', ...args]) => spawnSync(command, [...args, 'sh', '-c', mount, '/mnt', 'true']).status === 0,
);

const ballastIn = ({ folder }: Arena) => join(folder, 'disk', 'ballast');
const smallDisk = (namespace: string[]): Disk => ({
  open: () =>
    openArena({
      seed: 7,
      hidden: true,
      warns,
      spawn: (folder) => {
        mkdirSync(join(folder, 'disk'));
        return { within: [...namespace, 'sh', '-c', mount, join(folder, 'disk')] };
      },
      listen: (folder) => ({ file: join(folder, 'disk', 'chat.sqlite') }),
    }),
  fill: (arena) => arena.server.ask('fill', ballastIn(arena)),
  free: (arena) => arena.server.ask('free', ballastIn(arena)),
});

const limitFiles = ({ server }: Arena, bytes: number | 'unlimited'): void => {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:`]);
  if (status !== 0) throw new Error(String(stderr));
};
const fileLimit: Disk = {
  open: () => openArena({ seed: 8, warns }),
  fill: (arena) => limitFiles(arena, statSync(join(arena.folder, 'chat.sqlite-wal')).size),
  free: (arena) => limitFiles(arena, 'unlimited'),
};

const fillUp = async ({ onTestFinished }: TestContext, disk: Disk): Promise<string[]> => {
  const arena = await disk.open();
  onTestFinished(arena.close);
  const crowd = arena.gather();
  crowd.write(revisedRoom);
  expect(await crowd.settled(60_000)).toBe(true);

  const [ana, ben, late] = ['ana', 'ben', 'late'].map((name) => createChatClient({ url: arena.url, name }));
  if (!ana || !ben || !late) throw new Error('three people');
  onTestFinished(async () => void (await Promise.all([ana.close(), ben.close(), late.close()])));
  await Promise.all([ana, ben].map((client) => client.room('r1').join()));
  await disk.fill(arena);
  const send = () =>
    ana.call('message:send', { roomId: 'r1', id: crypto.randomUUID(), text: 'x'.repeat(4_000) }).then(
      () => null,
      (error: { code: string }) => error.code,
    );
  let refusal: string | null = null;
  for (let sent = 0; sent < 3_000 && refusal === null; sent += 1) refusal = await send();
  expect(refusal).toBe('storage_full');

  // Nothing is acknowledged; messages wait in the queue.
  const { acked } = crowd.counts();
  crowd.write(null);
  await Promise.all(Array.from({ length: 20 }, send));
  expect(crowd.counts().acked).toBe(acked);
  expect(await crowd.settled(0)).toBe(false);
  // Reading and presence go on.
  const { messages } = await ben.call('message:list', { roomId: 'r1' });
  expect(messages.length).toBeGreaterThan(10);
  await late.room('r2').join();
  expect(late.room('r2').messages.get().items.length).toBeGreaterThan(10);
  const typing = new Promise((resolve) => ben.room('r1').on('typing:changed', resolve));
  ana.room('r1').typing.start();
  expect(await typing).toMatchObject({ count: 1 });
  await ana.call('presence:set', { status: 'busy' });

  await disk.free(arena);
  const { violations } = await arena.verify();
  return violations;
};

// Where no file system may be mounted, the limit of the next test stands for it.
const mounted = inNamespace ? smallDisk(inNamespace) : fileLimit;

test.concurrent(
  'a full disk rejects writes, and accepts each message once when it has space: a file system',
  { timeout: 300_000 },
  async (context) => expect(await fillUp(context, mounted)).toEqual([]),
);

test.concurrent(
  'a full disk rejects writes, and accepts each message once when it has space: a limit',
  { timeout: 300_000 },
  async (context) => expect(await fillUp(context, fileLimit)).toEqual([]),
);
