// Before Angular, whose packages are compiled in part.
import '@angular/compiler';
import {
  createEnvironmentInjector,
  DestroyRef,
  runInInjectionContext,
  type EnvironmentInjector,
  Injector,
} from '@angular/core';
import { expect, test } from 'vitest';
import { fromReadable } from '../src/angular.ts';

test('a readable is a signal until its injector ends', () => {
  const listeners = new Set<(value: number) => void>();
  const readable = {
    get: () => 1,
    subscribe: (listener: (value: number) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const injector = createEnvironmentInjector([], Injector.NULL as EnvironmentInjector);
  const value = runInInjectionContext(injector, () => fromReadable(readable));
  const other = fromReadable(readable, injector.get(DestroyRef));
  expect(value()).toBe(1);
  for (const listener of listeners) listener(2);
  expect([value(), other()]).toEqual([2, 2]);
  expect(customElements.get('chat-room')).toBeDefined();
  injector.destroy();
  expect(listeners.size).toBe(0);
});
