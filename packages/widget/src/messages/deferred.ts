import { deferred as all } from '../core/deferred.ts';
import type { Lazy } from '../core/lazy.ts';
import type { icons } from '../ui/all-icons.ts';
import type { createListViewport } from './list-viewport.ts';
import type * as row from './message-row-deferred.ts';

/** The deferred parts of the list of messages. */
export type ListParts = typeof row & { createListViewport: typeof createListViewport; icons: typeof icons };

export const deferred = all as Lazy<ListParts>;
