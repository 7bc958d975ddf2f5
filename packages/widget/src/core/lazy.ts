import type { Feature, LazyTriggers } from './feature.ts';

/** How long the first view waits at most for parts that it wants. */
const patienceMs = 1_000;
const retryMs = 5_000;

/** What a part brings to the elements that are drawn already. */
export type Part = Partial<Pick<Feature, 'styles' | 'watch'>>;

/** A part of the widget that is loaded when it is first wanted. */
export interface Lazy<T> {
  /** It failed to load not long ago. Code that runs with each drawing does not load it again yet. */
  readonly failed: boolean;
  /** It, once it is here. Until then this asks for it, and everything is drawn anew when it comes. `waits`: so does the first view. */
  want(waits?: boolean): T | null;
  /** The same as a promise, tried again at once. */
  load(waits?: boolean): Promise<T>;
}

const loaders: (() => Promise<unknown>)[] = [];
const listeners = new Set<(part: Part) => void>();
let awaited = 0;

/** What has come late so far. */
export const loadedParts: Part[] = [];

/** `listener` is called when a part has come, or when there is nothing left to wait for. */
export const onPartLoaded = (listener: (part: Part) => void): (() => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const tell = (part: Part): void => {
  for (const listener of listeners) listener(part);
};

/** Something that is wanted is about to come. Not for long: who cannot load it sees the rest. */
export const isAwaitingParts = (): boolean => awaited > 0;

/** A failure is forgotten after a while, so that the next to draw it tries again. */
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

/** Loads all of it. */
export const loadAllParts = async (): Promise<void> => {
  await Promise.all(loaders.map((load) => load()));
};

/** What the first view has of a feature. The rest is loaded once it is wanted, and takes its place. */
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
