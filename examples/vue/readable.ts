import type { Readable } from '@chat/client';
import { onScopeDispose, shallowRef, type ShallowRef } from 'vue';

/** A readable as a ref, for as long as the component is there. */
export const fromReadable = <T>(readable: Readable<T>): Readonly<ShallowRef<T>> => {
  const value = shallowRef(readable.get());
  onScopeDispose(readable.subscribe((next) => (value.value = next)));
  return value;
};
