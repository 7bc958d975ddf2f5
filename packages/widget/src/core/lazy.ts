import type { Feature, LazyTriggers } from './feature.ts';

/** How long the first view waits at most for parts that it needs. */
const patienceMs = 1_000;
const retryMs = 5_000;

/** The styles and entries that a part adds to elements already drawn. */
export type Part = Partial<Pick<Feature, 'styles' | 'watch'>>;

/** A part of the widget that loads when it is first needed. */
export interface Lazy<T> {
  /** Loading failed recently. Code that runs with each draw does not try again yet. */
  readonly failed: boolean;
  /**
   * Returns the part if it is loaded; otherwise loads it and redraws everything then. `waits`: the first view
   * waits for it.
   */
  want(waits?: boolean): T | null;
  /** Loads the part; tries again at once after a failure. */
  load(waits?: boolean): Promise<T>;
}

const loaders: (() => Promise<unknown>)[] = [];
const listeners = new Set<(part: Part) => void>();
let awaited = 0;

/** The parts loaded so far. */
export const loadedParts: Part[] = [];

/** Calls `listener` when a part is loaded, or when there is nothing left to wait for. */
export const onPartLoaded = (listener: (part: Part) => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const tell = (part: Part): void => {
  for (const listener of listeners) listener(part);
};

/** Whether the first view waits for parts. Not for long: without them, it shows the rest. */
export const isAwaitingParts = (): boolean => awaited > 0;

/** Makes a lazy part. A failure is forgotten after a while, so that the next draw tries again. */
export const lazy = <T extends object>(importIt: () => Promise<T>): Lazy<T> => {
  let part: T | null = null;
  let coming: Promise<T> | null = null;
  let failed = false;
  let awaits = false;
  let patience: ReturnType<typeof setTimeout> | null = null;
  const goOn = (come: Part = {}): void => {
    if (patience !== null) awaited--;
    clearTimeout(patience ?? undefined);
    patience = null;
    tell(come);
  };

  const load = (waits = true): Promise<T> => {
    if (waits && !awaits && !part) {
      awaits = true;
      awaited++;
      patience = setTimeout(goOn, patienceMs);
    }
    return (coming ??= importIt().then(
      (found) => {
        part = found;
        loadedParts.push(found);
        goOn(found);
        return found;
      },
      (error: unknown) => {
        coming = null;
        awaits = false;
        failed = true;
        setTimeout(() => {
          failed = false;
          tell({});
        }, retryMs);
        goOn();
        throw error;
      },
    ));
  };
  loaders.push(load);
  return {
    get failed() {
      return failed;
    },
    load,
    want: (waits) => {
      if (!part && !failed) load(waits).catch(() => {});
      return part;
    },
  };
};

/** Loads all parts. */
export const loadAllParts = async (): Promise<void> => {
  // A part may have parts of its own.
  for (let loading = 0; loading < loaders.length;) {
    const next = loaders.slice(loading);
    loading = loaders.length;
    await Promise.all(next.map((load) => load()));
  }
};

/** Makes the first-view part of a feature. Once the feature is loaded, it takes this part's place. */
export const lazyFeature = (
  first: Omit<Feature, 'lazy'>,
  wanted: Omit<LazyTriggers, 'part'>,
  load: () => Promise<Feature>,
): Feature => {
  const feature: { -readonly [K in keyof Feature]: Feature[K] } = {
    ...first,
    lazy: {
      ...wanted,
      part: lazy(async () => {
        const whole = await load();
        Object.assign(feature, whole);
        delete feature.lazy;
        return whole;
      }),
    },
  };
  return feature;
};
