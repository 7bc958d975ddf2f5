import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../e2e/free-port.ts';
import type { PlantedName } from '../simulation/planted-bugs.ts';
import { createChance, type Chance } from '../simulation/chance.ts';
import { limits, patienceMs, revisedRoom, rooms, secret, verify } from './arena.ts';
import { openCrowd, type Crowd } from './crowd.ts';
import { spawnServer, type ServerChild } from './server-child.ts';

/** A bug to be put into the server on purpose. */
export type ServerBug = PlantedName | 'answers before it is durable';

export interface KillOptions {
  seed: number;
  rounds: number;
  bug?: ServerBug;
}

export interface KillReport {
  seed: number;
  rounds: number;
  violations: string[];
  written: number;
  acked: number;
  /** Rounds in which something was on its way when the server was killed. */
  inFlightRounds: number;
  /** Messages that were committed when the server was killed, and not acknowledged. */
  committedUnheard: number;
  /** Messages on their way when the server was killed, and not committed. */
  uncommitted: number;
}

/** Rounds on one file: load, kill -9 at a moment of the seed's choosing, the next server. Then everything is compared. */
export const runKills = async ({ seed, rounds, bug }: KillOptions): Promise<KillReport> => {
  const chance = createChance(seed);
  const folder = mkdtempSync(join(tmpdir(), 'chat-kill-'));
  const file = join(folder, 'chat.sqlite');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const early = bug === 'answers before it is durable';
  const spawnOne = () => spawnServer({ planted: early ? undefined : bug });
  const listen = (server: ServerChild) => server.ask('listen', { port, file, limits, secret, early });
  const kills: { at: number; inFlight: string[] }[] = [];
  let server = await spawnOne();
  let spare = spawnOne();
  let crowd: Crowd | undefined;
  try {
    await listen(server);
    crowd = openCrowd({ url, rooms, secret, chance });
    for (let round = 0; round < rounds; round += 1) {
      await untilTheMoment(crowd, chance, `seed ${seed}, round ${round}`);
      kills.push({ at: Date.now(), inFlight: crowd.inFlight() });
      const gone = server.end('SIGKILL');
      server = await spare;
      spare = spawnOne();
      await gone;
      await listen(server);
      if (chance.hit(0.15)) await crowd.reloadOne();
    }
    const { violations, stored } = await verify({ crowd, url, file, server });
    const createdAt = new Map(
      [...stored.values()].flatMap(({ messages }) => messages.map((each) => [each.text, each.createdAt])),
    );
    const caught = kills.flatMap(({ at, inFlight }) =>
      inFlight.map((text) => (createdAt.get(text) ?? at + 1) <= at),
    );
    return {
      seed,
      rounds,
      violations,
      ...crowd.counts(),
      inFlightRounds: kills.filter(({ inFlight }) => inFlight.length > 0).length,
      committedUnheard: caught.filter(Boolean).length,
      uncommitted: caught.filter((committed) => !committed).length,
    };
  } finally {
    crowd?.close();
    await server.end('SIGKILL');
    // This one ends normally, so that Node writes its compile cache; later ones are killed.
    await spare.then((other) => other.end('SIGTERM'));
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Writes, and comes back when the server is to be killed: mostly in the middle of it, sometimes at any time. */
const untilTheMoment = async (crowd: Crowd, chance: Chance, where: string): Promise<void> => {
  const written = crowd.write(revisedRoom);
  if (chance.hit(0.2)) {
    await pause(chance.int(0, 700));
    return;
  }
  const acks = chance.int(1, written);
  if (!(await crowd.acked(acks, patienceMs))) throw new Error(`${where}: stuck; ${crowd.state()}`);
  const moreMs = chance.next() * 4;
  if (moreMs >= 1) await pause(moreMs);
};
