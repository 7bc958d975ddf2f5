import { setTimeout as pause } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sqliteStorage } from '@chat/server/sqlite';
import { freePort } from '../e2e/free-port.ts';
import { createChance, type Chance } from '../simulation/chance.ts';
import { checkLogs } from './check-logs.ts';
import { checkViews } from './check-views.ts';
import { openCrowd, type Crowd, type CrowdOptions } from './crowd.ts';
import { spawnServer, type ServerChild, type SpawnOptions } from './server-child.ts';
import { readHistory, readStored, type StoredRoom } from './stored-rooms.ts';
import type { ListenOrder } from './server-orders.ts';
import { unhurried } from '../unhurried.ts';

export const rooms = ['r1', 'r2', 'r3'];
/** In one room messages are changed too; in the others `rev` and `seq` count the same. */
export const revisedRoom = 'r3';
export const secret = 'a secret of at least thirty-two characters';
/** Longer than any machine is busy. */
export const patienceMs = 60_000;

/** The rates are those of a crowd in a hurry. */
export const limits = {
  ...unhurried,
  sendsPerSecond: Infinity,
  commandsPerSecond: Infinity,
  joinsPerSecond: Infinity,
  requestsPerSecond: Infinity,
};

/** The warnings of a server on an overloaded machine. */
const ofTheMachine = /^\[chat\] the event loop is /;

/** A server process on a file of its own, and a folder that goes with it. */
export interface Arena {
  readonly server: ServerChild;
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly file: string;
  readonly chance: Chance;
  /** Opens the crowd that `verify` looks at. */
  gather(options?: Partial<CrowdOptions>): Crowd;
  /** Waits until all pages are done, stops the server and compares everything; returns the faults. */
  verify(): Promise<Verdict>;
  close(): Promise<void>;
}

export interface Verdict {
  violations: string[];
  stored: ReadonlyMap<string, StoredRoom>;
}

export interface ArenaOptions {
  seed: number;
  spawn?: (folder: string) => SpawnOptions;
  listen?: (folder: string) => Partial<ListenOrder>;
  /** Only the server opens its file: the stored state is what it returns. */
  hidden?: boolean;
  /** The warnings that are allowed. */
  warns?: RegExp;
}

export const openArena = async ({
  seed,
  spawn,
  listen,
  hidden = false,
  warns,
}: ArenaOptions): Promise<Arena> => {
  const chance = createChance(seed);
  const folder = mkdtempSync(join(tmpdir(), 'chat-faults-'));
  const file = join(folder, 'chat.sqlite');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = await spawnServer(spawn?.(folder));
  await server.ask('listen', { port, file, limits, secret, ...listen?.(folder) });
  let crowd: Crowd | undefined;
  const gather: Arena['gather'] = (options) =>
    (crowd = openCrowd({ url, rooms, secret, chance, ...options }));
  return {
    server,
    url,
    port,
    folder,
    file,
    chance,
    gather,
    verify: async () => verify({ crowd: crowd ?? gather(), url, file: hidden ? null : file, server, warns }),
    close: async () => {
      crowd?.close();
      await server.end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export interface Verified {
  crowd: Crowd;
  url: string;
  file: string | null;
  server: ServerChild;
  warns?: RegExp | undefined;
}

export const verify = async ({ crowd, url, file, server, warns }: Verified): Promise<Verdict> => {
  const settled = await crowd.settled(patienceMs);
  const violations = settled ? await viewsInTheEnd(crowd, url) : [`not settled: ${crowd.state()}`];
  const told = file === null ? await readHistory(url, rooms) : null;
  crowd.close();
  await server.end('SIGTERM');
  const stored = told ?? (await readFile(file ?? ''));
  violations.push(...checkLogs({ rooms, stored, ...crowd.logs() }));
  const printed = server
    .output()
    .split('\n')
    .filter((line) => /^\S/.test(line) && line !== '}');
  if (!printed.every((line) => ofTheMachine.test(line) || warns?.test(line)))
    violations.push(`the server printed ${server.output()}`);
  return { violations, stored };
};

/** A page whose line is half-open shows what it knows until the silence is noticed: views have to become right in time. */
const viewsInTheEnd = async (crowd: Crowd, url: string): Promise<string[]> => {
  const end = performance.now() + patienceMs;
  let wrong = await checkViews(crowd, rooms, url);
  while (wrong.length > 0 && performance.now() < end) {
    await pause(500);
    wrong = await checkViews(crowd, rooms, url);
  }
  return wrong;
};

/** The state that a stopped server leaves. */
export const readFile = async (file: string): Promise<Map<string, StoredRoom>> => {
  const storage = sqliteStorage(file);
  const stored = await readStored(storage.timeline, rooms);
  await storage.close();
  return stored;
};
