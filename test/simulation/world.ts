import type { User } from '@chat/protocol';
import type { ChatServer } from '../../packages/server/src/chat-server.ts';
import type { ChatServerOptions } from '../../packages/server/src/options.ts';
import { createBrowser, type Browser } from './browser.ts';
import { createChance, type Chance } from './chance.ts';
import { hasDelivered } from './delivered.ts';
import { createDisk, type BrokenDisk, type Disk } from './disk.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createNetwork, type Network } from './network.ts';
import { createNodeLines, type NodeLines } from './node-lines.ts';
import { createOutboxWatch, type OutboxWatch } from './outbox-watch.ts';
import { hasSchedule, reminders } from './schedule.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';
import { createServerHost, type ServerHost } from './server-host.ts';
import { simulatePlatform } from './simulated-timers.ts';
import { openTab, resetIds, type Tab } from './tab.ts';
import { createWatch, type Watch } from './watch.ts';

/** Bugs that can be put between the parts on purpose. */
export interface Broken {
  disk?: BrokenDisk;
}

export interface WorldOptions {
  seed: number;
  /** Those of the run. */
  roomIds?: readonly string[];
  limits?: ChatServerOptions['limits'];
  /** Most tasks of the run. */
  mostSteps?: number;
  broken?: Broken;
  /** Told of all that happens. */
  trace?: (line: string) => void;
}

/** Everything of one run. */
export interface World {
  broken: Broken;
  scheduler: Scheduler;
  chance: Chance;
  ledger: Ledger;
  disk: Disk;
  network: Network;
  watch: Watch;
  outboxes: OutboxWatch;
  /** The machines that serve, over one store. */
  hosts: readonly ServerHost[];
  /** How they tell each other; null when there is one alone. */
  lines: NodeLines | null;
  people: readonly User[];
  roomIds: readonly string[];
  /** Changes what a server replies to a page, as a dishonest one does. */
  tamper: { reply: Tamper };
  browsers: Map<Browser, User>;
  /** Those open now. */
  tabs(): Tab[];
  open(user: User, browser?: Browser): Tab;
  /** Does something as if it happened in that page. */
  inTab(tab: Tab, what: string, work: () => unknown): void;
  /** Does something in the process of the first machine, when there is one. */
  inServer(what: string, work: (chat: ChatServer) => unknown): void;
  note(line: string): void;
  report(violation: string): void;
  violations: string[];
  /** Gives the platform back. */
  end(): void;
}

export const people: readonly User[] = [
  { id: 'ana', name: 'Ana' },
  { id: 'bo', name: 'Bo' },
  { id: 'cy', name: 'Cy' },
  { id: 'di', name: 'Di' },
];

/** Returns the value that a page gets in place of the right one. */
export type Tamper = (command: string, value: unknown) => unknown;

const startAt = 1_700_000_000_000;

export const createWorld = (options: WorldOptions): World => {
  const { seed, broken = {}, trace, roomIds = ['plaza', 'club'] } = options;
  const chance = createChance(seed);
  const violations: string[] = [];
  const pages = new Map<object, Tab>();
  const browsers = new Map<Browser, User>();
  let opened = 0;

  const note = (line: string): void => trace?.(`${(scheduler.now() - startAt).toFixed(1)} ${line}`);
  const report = (violation: string): void => {
    note(`VIOLATION ${violation}`);
    violations.push(violation);
  };
  const scheduler = createScheduler({
    startAt,
    onTask: trace && ((time, owner, label) => trace(`${time.toFixed(1)} ${owner}: ${label}`)),
    onThrow: (error) => report(`thrown: ${error instanceof Error ? error.stack : String(error)}`),
    mostSteps: options.mostSteps,
  });
  const tamper = { reply: ((_command, value) => value) as Tamper };
  const ledger = createLedger(report);
  const disk = createDisk({ scheduler, chance: chance.fork(), ledger });
  const network = createNetwork(scheduler, chance.fork());
  const watch = createWatch(ledger, report, () => hosts.length > 1, scheduler.now);
  const outboxes = createOutboxWatch(ledger, report);
  const machines = chance.pick([1, 1, 1, 1, 1, 2, 2, 3]) ?? 1;
  const lines = machines > 1 ? createNodeLines(scheduler, chance.fork()) : null;
  let ids = 0;
  const hosts = Array.from({ length: machines }, (_, index) =>
    createServerHost({
      name: machines === 1 ? 'server' : `node-${'abc'.charAt(index)}`,
      lines,
      id: () => `id-${++ids}`,
      scheduler,
      chance: chance.fork(),
      disk,
      network,
      watch,
      report,
      people,
      reminders: hasSchedule(seed) ? reminders : undefined,
      limits: options.limits,
      tamper,
    }),
  );
  resetIds();
  const costMs = chance.pick([0, 0, 0.5, 6]) ?? 0;
  const giveBack = simulatePlatform(scheduler, costMs, () => {
    const tab = scheduler.current && pages.get(scheduler.current);
    return tab ? tab.browser.locks.of(tab.actor) : undefined;
  });
  const onRejection = (error: unknown): void =>
    report(`unhandled: ${error instanceof Error ? error.stack : String(error)}`);
  process.on('unhandledRejection', onRejection);

  return {
    broken,
    scheduler,
    chance,
    ledger,
    disk,
    network,
    watch,
    outboxes,
    hosts,
    lines,
    people,
    roomIds,
    tamper,
    browsers,
    tabs: () => [...pages.values()].filter(({ actor }) => actor.alive),
    open: (user, browser = createBrowser(scheduler, chance.fork(), outboxes.storageOf(user.id))) => {
      browsers.set(browser, user);
      const name = `${user.id}-${++opened}`;
      const tab = openTab({
        name,
        user,
        browser,
        scheduler,
        chance: chance.fork(),
        network,
        report,
        delivers: hasDelivered(seed),
      });
      pages.set(tab.actor, tab);
      return tab;
    },
    inTab: (tab, what, work) => void scheduler.after(tab.actor, 0, what, work),
    inServer: (what, work) => {
      const process = hosts[0]?.process;
      if (process) scheduler.after(process.actor, 0, what, () => work(process.chat));
    },
    note,
    report,
    violations,
    end: () => {
      giveBack();
      process.off('unhandledRejection', onRejection);
    },
  };
};
