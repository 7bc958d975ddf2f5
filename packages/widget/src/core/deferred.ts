import { late } from './lazy.ts';

/** What comes beside the first view: all that only those need who do something with it, and styles of what may follow. */
export const after = late(() => import('./deferred-parts.ts'));
