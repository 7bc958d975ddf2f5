import { noop } from '../platform/noop.ts';
import { view, type Readable, type View } from '../state/readable.ts';

/** Code that is loaded after the first view, or at its first use. */
export interface Lazy<T> {
  /** Undefined until it is loaded. */
  now(): T | undefined;
  /** Rejects if it cannot be loaded; the next call tries again. */
  load(): Promise<T>;
  /** Runs `work` at once if it is loaded, otherwise in order as soon as it is. */
  use(work: (part: T) => void): void;
}

/** Most calls that wait for code that does not load. */
const maxWaiting = 1_000;

/** Calls `onLoad` once it is loaded. `given`: it is loaded already. */
export const createLazy = <T>(load: () => Promise<T>, onLoad: () => void, given?: T): Lazy<T> => {
  const waiting: ((part: T) => void)[] = [];
  let part = given;
  let loading: Promise<T> | null = null;

  const loadNow = async (): Promise<T> => {
    try {
      const loaded = (part = await load());
      for (const work of waiting.splice(0)) work(loaded);
      onLoad();
      return loaded;
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
      if (waiting.length < maxWaiting) waiting.push(work);
      once().catch(noop);
    },
  };
};

/** Makes something from lazy code at its first use. */
export const deriveLazy = <P, T>(from: Lazy<P>, make: (part: P) => T): Lazy<T> => {
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

/** Runs tasks in order, where some have to wait for lazy code. */
export interface TaskQueue {
  /** Runs a task when all before it have run, and `part` has loaded or failed to. */
  run(work: () => void, part?: Lazy<unknown>): void;
}

export const createTaskQueue = (): TaskQueue => {
  let waiting: (() => void)[] | null = null;
  const runWaiting = () => {
    const works = waiting ?? [];
    waiting = null;
    for (const work of works) work();
  };
  return {
    run: (work, part) => {
      if (!waiting && part && !part.now()) {
        waiting = [];
        part.load().then(runWaiting, runWaiting);
      }
      if (waiting) waiting.push(work);
      else work();
    },
  };
};

/** A feature inside lazy code: without `subscribe`, which `createLazyParts` adds. */
export type LazyPart<T> = Omit<T, 'subscribe'>;

type AsyncMethod = (...given: never[]) => Promise<unknown>;
type AsyncMethodsOf<T> = { [K in keyof T as T[K] extends AsyncMethod ? K : never]: T[K] };
type Deferred<T> = AsyncMethodsOf<T> & (T extends { get(): infer V } ? Readable<V> : unknown);
/** By name: the value of a readable part before it is loaded; undefined for parts that are not readable. */
type Initial<R> = { readonly [K in keyof R]?: R[K] extends { get(): infer V } ? V : undefined };

type Method = (...given: unknown[]) => unknown;
type Part = Record<string, Method>;
type Loose = Record<string, Part>;

/** Not `then` and `toJSON`, which `await` and `JSON.stringify` look up in any object. */
const methodName = /^(?!then$|toJSON$)[a-z][A-Za-z]*$/;

/**
 * Stands in for parts of lazy code. Any of their asynchronous methods can be called at once: it runs when the
 * code is loaded, after which unknown names are undefined. A readable part has its initial value until then.
 */
export const createLazyParts = <R extends object, const T extends Initial<R>>(
  lazy: Lazy<R>,
  initial: T,
): { api: { [K in keyof T & keyof R]: Deferred<R[K]> }; touch: () => void } => {
  const { now, load } = lazy as unknown as Lazy<Loose>;
  const views: View<unknown>[] = [];

  const partOf = (name: string, before: unknown) => {
    const own: Record<string, unknown> = {};
    if (before !== undefined) {
      const value = () => {
        const parts = now();
        return parts ? parts[name]?.['get']?.() : before;
      };
      const { get, subscribe, touch } = view(() => [value()], value);
      views.push({ get, subscribe, touch });
      Object.assign(own, { get, subscribe });
    }
    const methods: Part = {};
    const method = (key: string) =>
      (methods[key] ??= (...given: unknown[]) => {
        const run = (parts: Loose) => ((parts[name] as Part)[key] as Method)(...given);
        const parts = now();
        return parts ? run(parts) : load().then(run);
      });
    return new Proxy(own, {
      get: (_, key) => {
        if (typeof key === 'symbol' || key in own || !methodName.test(key))
          return Reflect.get(own, key) as unknown;
        const part = now()?.[name];
        return !part || key in part ? method(key) : undefined;
      },
    });
  };

  const api = Object.fromEntries(
    Object.entries(initial).map(([name, before]) => [name, partOf(name, before)]),
  );
  return { api: api as never, touch: () => views.forEach((each) => each.touch()) };
};
