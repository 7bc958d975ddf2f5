import type { Readable } from '@chat/client';
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

/** Returns a readable as a ref, for the lifetime of the component. */
export const fromReadable = <T>(readable: Readable<T>): Readonly<ShallowRef<T>> => {
  const value = shallowRef(readable.get());
  onScopeDispose(readable.subscribe((next) => (value.value = next)));
  return value;
};
