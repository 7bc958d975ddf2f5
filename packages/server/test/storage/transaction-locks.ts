import type { Command } from './op-msg.ts';

/** A command, as far as writes are concerned. */
export interface Doing {
  /** Whether a transaction holds a document that is written outside of transactions. */
  isHeld(): boolean;
  /** Resolves when such a transaction has ended. */
  freed(): Promise<unknown>;
  /** The response to send instead of carrying it out; null: none. Called once it is its turn. */
  refusal(): Record<string, unknown> | null;
  /** Called after it was carried out. */
  done(reply: Record<string, unknown>): void;
}

interface Transaction {
  /** The number of committed writes when it began. */
  began: number;
  until: number;
  held: Set<string>;
  ended: Promise<void>;
  end: () => void;
}

/** The writer of each document, by `_id`; writes by other conditions are ignored. */
export const transactionLocks = (lifetimeMs: number) => {
  const active = new Map<string, Transaction>();
  const holders = new Map<string, Transaction>();
  const written = new Map<string, number>();
  const givenUp = new Set<string>();
  let [clock, conflicts] = [0, 0];

  const end = (name: string, kept: boolean): void => {
    const transaction = active.get(name);
    if (transaction === undefined) return;
    active.delete(name);
    for (const key of transaction.held) {
      holders.delete(key);
      if (kept) written.set(key, (clock += 1));
    }
    transaction.end();
  };
  const begin = (name: string): Transaction => {
    let resolve = (): void => {};
    const ended = new Promise<void>((done) => (resolve = done));
    const transaction = {
      began: clock,
      until: performance.now() + lifetimeMs,
      held: new Set<string>(),
      ended,
      end: resolve,
    };
    active.set(name, transaction);
    return transaction;
  };
  const giveUp = (name: string): void => {
    givenUp.add(name);
    end(name, false);
  };
  const lapse = (): void => {
    for (const [name, { until }] of active) if (until < performance.now()) giveUp(name);
  };

  const doing = (command: Command): Doing => {
    const { name, body } = command;
    const keys = keysOf(command);
    const transaction = nameOf(body);
    if (transaction === null) {
      const holder = (): Transaction | undefined => {
        lapse();
        return keys.map((key) => holders.get(key)).find((each) => each !== undefined);
      };
      return {
        isHeld: () => holder() !== undefined,
        freed: () =>
          Promise.race([holder()?.ended, new Promise((resolve) => setTimeout(resolve, lifetimeMs))]),
        refusal: () => null,
        done: () => {
          for (const key of keys) written.set(key, (clock += 1));
        },
      };
    }
    return {
      isHeld: () => false,
      freed: () => Promise.resolve(),
      refusal: () => {
        lapse();
        if (name === 'abortTransaction') return null;
        if (givenUp.has(transaction)) return failure(251, 'NoSuchTransaction');
        if (name === 'commitTransaction') return null;
        const mine = body['startTransaction'] === true ? begin(transaction) : active.get(transaction);
        if (mine === undefined) return failure(251, 'NoSuchTransaction');
        const isTaken = (key: string): boolean =>
          (holders.get(key) ?? mine) !== mine || (written.get(key) ?? 0) > mine.began;
        if (keys.some(isTaken)) {
          conflicts += 1;
          end(transaction, false);
          return failure(112, 'WriteConflict');
        }
        for (const key of keys) {
          mine.held.add(key);
          holders.set(key, mine);
        }
        return null;
      },
      done: ({ ok }) => {
        if (name === 'commitTransaction') end(transaction, ok === 1);
        else if (name === 'abortTransaction' || ok !== 1) end(transaction, false);
      },
    };
  };
  return {
    doing,
    conflicts: () => conflicts,
    giveUpAll: () => {
      for (const name of active.keys()) giveUp(name);
    },
  };
};

const failure = (code: number, codeName: string): Record<string, unknown> => ({
  ok: 0,
  code,
  codeName,
  errmsg: codeName,
  errorLabels: ['TransientTransactionError'],
});

/** Null outside of transactions. */
const nameOf = (body: Record<string, unknown>): string | null =>
  body['autocommit'] === false ? JSON.stringify([body['lsid'], body['txnNumber']]) : null;

interface Conditions {
  q?: { _id?: unknown };
  query?: { _id?: unknown };
  _id?: unknown;
}

/** Returns the documents that a command writes. */
const keysOf = ({ name, body }: Command): string[] => {
  const lists = { update: 'updates', delete: 'deletes', insert: 'documents' } as const;
  const all =
    name === 'findAndModify' ? [body] : name in lists ? body[lists[name as keyof typeof lists]] : undefined;
  return ((all ?? []) as Conditions[]).flatMap(({ q, query, _id }) => {
    const id = q?._id ?? query?._id ?? _id;
    return typeof id === 'string' ? [`${String(body['$db'])}.${String(body[name])} ${id}`] : [];
  });
};
