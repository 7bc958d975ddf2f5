import { expect, onTestFinished, test, vi } from 'vitest';
import { createEmitter } from '../src/state/emitter.ts';

test('an error in a listener surfaces and stops no other; a removed listener is not called', () => {
  const later: (() => void)[] = [];
  const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((work) => void later.push(work));
  onTestFinished(() => queue.mockRestore());
  const { on, emit } = createEmitter<{ status: string }>();
  const heard: string[] = [];
  on('status', () => {
    throw new Error('mine');
  });
  const listener = (status: string) => void heard.push(status);
  const stops = [on('status', listener), on('status', listener)];
  emit('status', 'online');
  expect(heard).toEqual(['online', 'online']);
  expect(() => later.forEach((work) => work())).toThrow('mine');
  stops[0]?.();
  stops[0]?.();
  emit('status', 'closed');
  expect(heard).toEqual(['online', 'online', 'closed']);
});
