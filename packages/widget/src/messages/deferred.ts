import { after as all } from '../core/deferred.ts';
import type { Late } from '../core/lazy.ts';
import type { icons } from '../ui/all-icons.ts';
import type { createReader } from './list-viewport.ts';
import type * as row from './message-row-deferred.ts';

/** What the list of messages has after the first render. */
export type ListParts = typeof row & { createReader: typeof createReader; icons: typeof icons };

export const after = all as Late<ListParts>;
