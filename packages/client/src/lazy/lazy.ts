import { view, type Readable, type View } from '../state/readable.ts';
import { noop } from '../platform/noop.ts';

/** A part of the client that is loaded once the first view stands, or once somebody uses it. */
export interface Later<T> {
  /** Undefined until it has come. */
  now(): T | undefined;
  /** Rejects when it cannot be loaded: the next use tries again. */
  load(): Promise<T>;
  /** Does something with it, at once where it is there, else as soon as it has come, in order. */
  use(work: (part: T) => void): void;
}

// So much waits for what cannot be loaded.
const mostWaiting = 1_000;

/** `loaded` is called once it has come; `given`: it is there. */
export const later = <T>(load: () => Promise<T>, loaded: () => void, given?: T): Later<T> => {
  const waiting: ((part: T) => void)[] = [];
  let part = given;
  let loading: Promise<T> | null = null;

  const loadNow = async (): Promise<T> => {
    try {
      const come = (part = await load());
      for (const work of waiting.splice(0)) work(come);
      loaded();
      return come;
    } finally {
      loading = null;
    }
  };
  const once = async (): Promise<T> => part ?? (loading ??= loadNow());

  return {
    now: () => part,
    load: once,
    use: (work) => {
      if (part) return work(part);
      if (waiting.length < mostWaiting) waiting.push(work);
      once().catch(noop);
    },
  };
};

/** What is made of such a part when it is first used. */
export const derived = <P, T>(from: Later<P>, make: (part: P) => T): Later<T> => {
  let made: T | undefined;
  const of = (part: P): T => (made ??= make(part));
  return {
    now: () => {
      const part = from.now();
      return part && of(part);
    },
    load: async () => of(await from.load()),
    use: (work) => from.use((part) => work(of(part))),
  };
};

/** Does one thing after another, where some have to wait. */
export interface InTurn {
  /** Does it now, or when it is its turn; `part` is loaded before, or has failed to be. */
  tell(work: () => void, part?: Later<unknown>): void;
}

export const inTurn = (): InTurn => {
  let waiting: (() => void)[] | null = null;
  const goOn = () => {
    const works = waiting ?? [];
    waiting = null;
    for (const work of works) work();
  };
  return {
    tell: (work, part) => {
      if (!waiting && part && !part.now()) {
        waiting = [];
        part.load().then(goOn, goOn);
      }
      if (waiting) waiting.push(work);
      else work();
    },
  };
};

/** The part as it is held: who looks at it does so from outside. */
export type Held<T> = Omit<T, 'subscribe'>;
type Shown<T> = T extends { get(): infer V } ? T & Readable<V> : T;

type Acts<T> = { [K in keyof T]: T[K] extends (...given: never[]) => Promise<unknown> ? K : never }[keyof T];
type Spelled<S> = S extends '' ? never : S extends `${infer First} ${infer More}` ? First | Spelled<More> : S;
type Same<A, B> = [A, B] extends [B, A] ? unknown : never;
type Table<R> = {
  readonly [K in keyof R]?: readonly [acts: string, before?: R[K] extends { get(): infer V } ? V : never];
};
/** A table that names all that its parts do. */
type Complete<T, R> = {
  [K in keyof T]: K extends keyof R
    ? T[K] extends readonly [infer S, ...unknown[]]
      ? Same<Acts<R[K]>, Spelled<S>>
      : never
    : never;
};

type Loose = Record<string, Record<string, (...given: unknown[]) => unknown>>;

/**
 * Stands for parts of what is loaded later, by their names: the acts that answer promises wait for it, and what is shown is
 * `before` until it has come.
 */
export const partsOf = <R extends object, const T extends Table<R>>(
  rest: Later<R>,
  table: T & Complete<T, R>,
): { api: { [K in keyof T & keyof R]: Shown<R[K]> }; touch: () => void } => {
  const { now, load } = rest as unknown as Later<Loose>;
  const views: View<unknown>[] = [];
  const act =
    (name: string, does: string) =>
    (...given: unknown[]): unknown => {
      const run = (part: Loose) => part[name]?.[does]?.(...given);
      const part = now();
      return part ? run(part) : load().then(run);
    };
  const api = Object.entries(table as Record<string, readonly [string, unknown?]>).map(
    ([name, [acts, before]]) => {
      const own: Record<string, unknown> = {};
      for (const does of acts.match(/\w+/g) ?? []) own[does] = act(name, does);
      if (before === undefined) return [name, own];
      const seen = () => {
        const part = now();
        return part ? part[name]?.['get']?.() : before;
      };
      const list = view(() => [seen()], seen);
      views.push(list);
      return [name, { ...own, get: list.get, subscribe: list.subscribe }];
    },
  );
  return { api: Object.fromEntries(api) as never, touch: () => views.forEach((each) => each.touch()) };
};
