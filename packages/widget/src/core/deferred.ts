import { lazy, type Lazy } from './lazy.ts';

let load: () => Promise<object>;

/** Sets how the deferred code is loaded. */
export const registerDeferred = (loader: () => Promise<object>): void => {
  load = loader;
};

/** Code that the first render does not need, loaded right after it. Each folder declares the type of its part. */
export const deferred: Lazy<object> = lazy(() => load());
