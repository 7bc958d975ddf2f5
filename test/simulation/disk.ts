import { ChatError } from '@chat/protocol';
import type { Change, CommitResult } from '../../packages/server/src/storage/contract/change.ts';
import { memoryStorage } from '../../packages/server/src/storage/memory/memory-storage.ts';
import type { ChatStorage } from '../../packages/server/src/storage/contract/storage.ts';
import type { Chance } from './chance.ts';
import type { Ledger } from './ledger.ts';
import type { Scheduler } from './scheduler.ts';
import type { Actor } from './task-heap.ts';

type Method = (...args: unknown[]) => Promise<unknown>;
interface Request {
  owner: Actor;
  store: string;
  method: string;
  args: unknown[];
  settle: { resolve(value: unknown): void; reject(error: unknown): void };
}
interface Written {
  store: string;
  method: string;
  args: unknown[];
}

/** The database: it outlives the processes that use it. Slow, full, failing or restored as the run has it. */
export interface Disk {
  /** The storage as one process sees it. */
  open(owner: Actor): ChatStorage;
  /** The process has died: what it had asked for may still be done, or not. */
  crashed(owner: Actor): void;
  /** Nothing can be written. */
  full: boolean;
  /** Writes fail, with this probability. */
  failing: number;
  /** How many times slower than a good disk it is. */
  slowness: number;
  /** Nothing is answered before this time. */
  stalledUntil: number;
  /** How much has been written, to go back to. */
  readonly written: number;
  /** Goes back to an earlier state, under another epoch. */
  restore(written: number): void;
  /** It did, some time. */
  readonly restored: boolean;
  broken: BrokenDisk | undefined;
  /** Reads past all faults. */
  readonly truth: ChatStorage;
  /** Texts of the injected faults, so that they are not mistaken for the product's. */
  readonly faultText: string;
}

/** A planted bug: acknowledges before the write is durable, or acknowledges a failed write. */
export type BrokenDisk = 'answers-early' | 'swallows-failures';

interface DiskOptions {
  scheduler: Scheduler;
  chance: Chance;
  ledger: Ledger;
}

const writes = new Set(
  'commit readMarker markRead markUnread markDelivered prune put getOrSet change beginErasure finishErasure anonymize forget'.split(
    ' ',
  ),
);
const faultText = 'the simulated disk failed';

export const createDisk = ({ scheduler, chance, ledger }: DiskOptions): Disk => {
  const actor = scheduler.actor('disk');
  let epoch = 0;
  let inner = memoryStorage({ id: () => `epoch-${epoch}` });
  let log: Written[] = [];
  const open = new Set<Request>();
  const marks = new Set<string>();

  const apply = ({ store, method, args }: Written): Promise<unknown> => {
    const methods = inner[store as keyof ChatStorage] as unknown as Record<string, Method>;
    const done = (methods[method] as Method)(...args);
    if (!writes.has(method)) return done;
    log.push({ store, method, args });
    if (method === 'readMarker') marks.add(`${String(args[0])} ${String(args[1])}`);
    return done.then((result) => {
      if (method === 'commit')
        ledger.record(args[0] as string, args[1] as Change[], result as CommitResult[]);
      if (method === 'prune') ledger.prune(args[0] as string, args[1] as number);
      if (method === 'beginErasure') ledger.erase(args[0] as string);
      return result;
    });
  };

  /** The result of a commit, without doing it. */
  const pretend = async ({ args }: Request): Promise<unknown> => {
    const copy = memoryStorage({ id: () => `epoch-${epoch}` });
    const commits = [...log.filter(({ method }) => method === 'commit').map(({ args }) => args), args];
    let answer: unknown;
    for (const each of commits) answer = await (copy.timeline.commit as Method)(...each);
    return answer;
  };

  /** Nothing is written when what a first call would make is there already. */
  const isWriting = ({ method, args }: Request): boolean =>
    method === 'readMarker' ? !marks.has(`${String(args[0])} ${String(args[1])}`) : writes.has(method);

  const perform = (request: Request): void => {
    if (!open.delete(request)) return;
    const { owner, method, settle } = request;
    const isWrite = isWriting(request);
    const answer = (work: () => void): void =>
      void scheduler.after(owner, chance.wait(3), `answer ${method}`, work);
    const fail = (error: Error): void => answer(() => settle.reject(error));
    const fails = isWrite && !disk.full && disk.failing > 0 && chance.hit(disk.failing);
    if (method === 'commit' && disk.broken === 'swallows-failures' && (disk.full || fails)) {
      return void pretend(request).then((value) => answer(() => settle.resolve(value)));
    }
    if (isWrite && disk.full) return fail(new ChatError('storage_full', 'the disk is full'));
    if (fails) return fail(new Error(faultText));
    const early = method === 'commit' && disk.broken === 'answers-early';
    if (early) scheduler.after(actor, 200, 'sync', () => void apply(request).catch(() => undefined));
    (early ? pretend(request) : apply(request)).then(
      // A read may be out of date when it arrives.
      (value) => (isWrite || chance.hit(0.2) ? answer(() => settle.resolve(value)) : settle.resolve(value)),
      (error: unknown) => answer(() => settle.reject(error)),
    );
  };

  const call = (owner: Actor, store: string, method: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const request: Request = { owner, store, method, args, settle: { resolve, reject } };
      open.add(request);
      const isWrite = writes.has(method);
      const late = Math.max(0, disk.stalledUntil - scheduler.now());
      const delayMs = late + disk.slowness * chance.wait(isWrite ? 6 : 1.5);
      // A write is the disk's from when it was asked for; an answer is for who asked.
      scheduler.after(isWrite ? actor : owner, delayMs, method, () => perform(request));
    });

  const storeFor = (
    owner: Actor,
    name: Exclude<keyof ChatStorage, 'filesFolder' | 'shared' | 'close'>,
  ): unknown =>
    Object.fromEntries(
      Object.keys(inner[name]).map((method) => [
        method,
        (...args: unknown[]) => call(owner, name, method, args),
      ]),
    );

  const disk: Disk = {
    open: (owner) =>
      ({
        timeline: storeFor(owner, 'timeline'),
        rooms: storeFor(owner, 'rooms'),
        users: storeFor(owner, 'users'),
        profiles: storeFor(owner, 'profiles'),
        preferences: storeFor(owner, 'preferences'),
        presence: storeFor(owner, 'presence'),
        notifications: storeFor(owner, 'notifications'),
        settings: storeFor(owner, 'settings'),
        files: storeFor(owner, 'files'),
        close: () => Promise.resolve(),
      }) as ChatStorage,
    crashed: (owner) => {
      for (const request of open) {
        if (request.owner !== owner) continue;
        const done = writes.has(request.method) && !disk.full && chance.hit(0.5);
        open.delete(request);
        if (done) apply(request).catch(() => undefined);
      }
    },
    full: false,
    broken: undefined,
    failing: 0,
    slowness: 1,
    stalledUntil: 0,
    get written() {
      return log.length;
    },
    get restored() {
      return epoch > 0;
    },
    restore: (written) => {
      const kept = log.slice(0, written);
      log = [];
      epoch++;
      inner = memoryStorage({ id: () => `epoch-${epoch}` });
      ledger.clear();
      marks.clear();
      for (const each of kept) apply(each).catch(() => undefined);
    },
    get truth() {
      return inner;
    },
    faultText,
  };
  return disk;
};
