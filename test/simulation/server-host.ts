import { EventEmitter } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import type { User } from '@chat/protocol';
import type { ChatServer } from '../../packages/server/src/chat-server.ts';
import { chatServerOver } from '../../packages/server/src/create-chat-server.ts';
import type { ChatServerOptions } from '../../packages/server/src/options.ts';
import type { WatchLag } from '../../packages/server/src/operations/event-loop-lag.ts';
import type { Logger } from '../../packages/server/src/logger.ts';
import type { Chance } from './chance.ts';
import type { Disk } from './disk.ts';
import type { Network } from './network.ts';
import type { NodeLines } from './node-lines.ts';
import { processTransport, type Listener } from './process-transport.ts';
import type { Report } from './report.ts';
import type { Scheduler } from './scheduler.ts';
import type { Actor } from './task-heap.ts';
import type { Watch } from './watch.ts';
import type { Tamper } from './world.ts';

/** A machine that runs the server: one process at a time. */
export interface ServerHost {
  /** Null while it is down. */
  readonly process: { actor: Actor; chat: ChatServer } | null;
  readonly isDown: boolean;
  /** Does nothing while a process runs. */
  start(): void;
  /** At once, with all it had in mind. */
  crash(): void;
  /** Drains, ends, and starts another. */
  restart(): void;
  /** The event loop of the process that runs now is found to be so late, until the next call. */
  lag(lagMs: number): void;
  /** Probability that a send arrives twice. */
  repeats: number;
  readonly name: string;
}

export interface HostOptions {
  name: string;
  /** Ways to other machines; null when there is one alone. */
  lines: NodeLines | null;
  /** A new id: of all machines no two are the same. */
  id(): string;
  scheduler: Scheduler;
  chance: Chance;
  disk: Disk;
  network: Network;
  watch: Watch;
  report: Report;
  people: readonly User[];
  reminders: ChatServerOptions['reminders'];
  limits: ChatServerOptions['limits'];
  tamper: { reply: Tamper };
}

/** As many in a row are taken seriously. */
const looks = 3;
const nobody = (_lagMs: number): void => undefined;

export const createServerHost = (options: HostOptions): ServerHost => {
  const { name, lines, id, scheduler, chance, disk, network, watch, report, people, reminders } = options;
  let process: { actor: Actor; chat: ChatServer } | null = null;
  /** The running process, which may be closing. Never two at once. */
  let running: Actor | null = null;
  let started = 0;
  let reportLag = nobody;

  const logger: Logger = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (fields, text) => {
      const { err } = fields as { err?: unknown };
      const known = err instanceof Error && (err.message === disk.faultText || 'code' in err);
      if (!known)
        report(`server: ${text}: ${err instanceof Error ? (err.stack ?? err.message) : String(err)}`);
    },
  };

  const run = (actor: Actor): void => {
    let listener: Listener | null = null;
    const transport = processTransport({
      watch,
      chance,
      repeats: () => host.repeats,
      tamper: options.tamper,
      nodes: lines?.of(actor) ?? null,
      listening: (made) => (listener = made),
    });
    const chatOptions: ChatServerOptions = {
      storage: disk.open(actor),
      authenticate: ({ token }) => people.find(({ id }) => id === token) ?? null,
      rooms: { autoCreate: false },
      files: false, // their bytes would be on a real disk
      limits: { resumeChanges: 40, callsInPublicRooms: 1, ...options.limits },
      ...(reminders && { reminders }),
      logger,
      now: scheduler.clockOf(actor),
      id,
    };
    // Nothing runs late here: time stands still while a task runs. The reported delay is invented.
    const watchLag: WatchLag = (report) => {
      reportLag = report;
      return () => (reportLag = nobody);
    };
    const chat = chatServerOver(transport, new EventEmitter() as HttpServer, chatOptions, watchLag);
    process = { actor, chat };
    if (listener) network.serve(host, actor, listener);
  };

  const start = (): void => {
    if (running !== null) return;
    const actor = scheduler.actor(`${name}-${++started}`, chance.int(-500, 500));
    running = actor;
    scheduler.after(actor, 0, 'start', () => run(actor));
  };

  const end = (actor: Actor): void => {
    process = null;
    reportLag = nobody;
    running = null;
    network.unserve(host);
    actor.alive = false;
  };

  const host: ServerHost = {
    name,
    repeats: 0,
    get process() {
      return process;
    },
    get isDown() {
      return running === null;
    },
    start,
    lag: (lagMs) => {
      if (process === null) return;
      scheduler.after(process.actor, 0, `loop late by ${lagMs}`, () => {
        for (let look = 0; look < looks; look += 1) reportLag(lagMs);
      });
    },
    crash: () => {
      if (running === null) return;
      disk.crashed(running);
      network.died(running, chance.hit(0.3));
      end(running);
    },
    restart: () => {
      if (process === null) return;
      const { actor, chat } = process;
      process = null;
      const ended = (): void => {
        if (running !== actor) return; // it has crashed meanwhile
        // The wait is bounded: a pending disk write may still be done, or not.
        disk.crashed(actor);
        network.died(actor, false);
        scheduler.after(scheduler.actor('host'), chance.wait(2_000), 'restart', start);
        end(actor);
      };
      scheduler.after(actor, 0, 'close', () => {
        chat.close().then(ended, (error: unknown) => report(`server: close failed: ${String(error)}`));
      });
    },
  };
  return host;
};
