import { setTimeout as pause } from 'node:timers/promises';
import type { Chance } from '../simulation/chance.ts';
import { openPage, type Page, type PageLog } from './page.ts';
import { openPlainWriter, type PlainLog } from './plain-writer.ts';
import { signToken } from './sign-token.ts';
import { createWriting } from './writing.ts';

/** Several people in several rooms, with our client and without. */
export interface Crowd {
  readonly pages: readonly Page[];
  /**
   * Every user writes; returns the number of messages of pages. `revised` names the room where some are also
   * changed.
   */
  write(revised: string | null): number;
  /** Resolves with true once pages have heard of `count` more acknowledgements, with false when `patienceMs` have passed. */
  acked(count: number, patienceMs: number): Promise<boolean>;
  inFlight(): string[];
  reloadOne(): Promise<void>;
  /** True once nothing is left to be sent, false when `patienceMs` have passed. */
  settled(patienceMs: number): Promise<boolean>;
  logs(): { pages: PageLog[]; plain: PlainLog[] };
  counts(): { written: number; acked: number };
  /** For a message about a run that is stuck. */
  state(): string;
  close(): void;
}

export interface CrowdOptions {
  url: string;
  rooms: readonly string[];
  /** Signs the tokens of half of the pages. */
  secret: string;
  chance: Chance;
  pages?: number;
  /** Of the clients that are not ours. */
  transports?: readonly ('websocket' | 'polling')[];
  /** Time a command may take, ms. */
  timeoutMs?: number;
  /** The storage itself goes away at times. */
  outages?: boolean;
}

const perRoom = 2;
const plainPerRoom = 6;

export const openCrowd = (options: CrowdOptions): Crowd => {
  const { url, rooms, secret, chance, timeoutMs = 10_000 } = options;
  const { transports = ['websocket', 'polling'], outages = false } = options;
  let acks = 0;
  let wake = (): void => {};
  const ackHeard = (): void => {
    acks += 1;
    wake();
  };
  // Little jitter: the rounds are many, and nobody else comes back at the same time.
  const random = () => chance.next() * 0.2;
  const pages = Array.from({ length: options.pages ?? 4 }, (_, index) => {
    const name = `page-${index}`;
    const who = index % 2 === 0 ? { name } : { token: async () => signToken({ sub: name, name }, secret) };
    const client = { url, ...who, random, timeoutMs };
    return openPage({ name, rooms, writing: createWriting(name), client, acked: ackHeard });
  });
  const plain = transports.map((transport) =>
    openPlainWriter({
      name: transport,
      url,
      rooms,
      writing: createWriting(transport),
      transport,
      reconnectMs: 500,
      outages,
    }),
  );
  const everybody = [...pages, ...plain];
  const writings = everybody.map(({ log }) => log.writing);

  return {
    pages,
    write: (revised) => {
      for (const roomId of rooms) {
        for (const page of pages) for (let count = 0; count < perRoom; count += 1) page.write(roomId);
        for (const writer of plain)
          for (let count = 0; count < plainPerRoom / 2; count += 1) writer.write(roomId);
      }
      if (revised !== null) chance.pick(pages)?.revise(revised);
      return pages.length * rooms.length * perRoom;
    },
    acked: (count, patienceMs) => {
      const goal = acks + count;
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), patienceMs);
        wake = () => {
          if (acks < goal) return;
          clearTimeout(timer);
          wake = () => {};
          resolve(true);
        };
      });
    },
    inFlight: () => everybody.flatMap((each) => each.inFlight()),
    reloadOne: async () => chance.pick(pages)?.reload(),
    settled: async (patienceMs) => {
      const end = performance.now() + patienceMs;
      while (!everybody.every((each) => each.isSettled())) {
        if (performance.now() > end) return false;
        await pause(20);
      }
      return true;
    },
    logs: () => ({ pages: pages.map(({ log }) => log), plain: plain.map(({ log }) => log) }),
    counts: () => ({
      written: writings.reduce((sum, { written }) => sum + written.length, 0),
      acked: writings.reduce((sum, { answers }) => sum + answers.size, 0),
    }),
    state: () =>
      JSON.stringify({
        pages: pages.map((page) => page.state()),
        plain: plain.map((each) => each.state()),
        failures: writings.flatMap(({ failures }) => failures),
      }),
    close: () => {
      for (const each of everybody) void each.close();
    },
  };
};
