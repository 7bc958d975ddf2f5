import type { Readable } from '@chat/client';
import { useSyncExternalStore } from 'react';

/** The value of a readable, and a render whenever it changes. */
export const useReadable = <T>(readable: Readable<T>): T =>
  useSyncExternalStore(readable.subscribe, readable.get, readable.get);
