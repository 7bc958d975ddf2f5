// How soon a client reconnects if it loses the connection during a call.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChatClient } from '../src/chat-client.ts';
import { reconnectInCalls } from '../src/calls/reconnect-in-calls.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const client = () => {
  const state = { isInCall: true, tries: 0 };
  let tell = (_status: string) => {};
  const on = ((_type: string, listener: typeof tell) => (tell = listener)) as unknown as ChatClient['on'];
  reconnectInCalls(() => state.isInCall, { wake: () => void state.tries++ }, on);
  return { state, become: (status: string) => tell(status) };
};

test('during a call the client reconnects at least every eight seconds until it is online', () => {
  const { state, become } = client();
  become('reconnecting');
  for (let tried = 1; tried <= 5; tried++) {
    vi.advanceTimersByTime(8_000);
    expect(state.tries).toBeGreaterThanOrEqual(tried);
  }
  expect(state.tries).toBeLessThanOrEqual(10);
  become('online');
  expect(vi.getTimerCount()).toBe(0);
});

test('closing the client stops the retries, and without a call none is hurried', () => {
  const { state, become } = client();
  become('reconnecting');
  become('closed');
  state.isInCall = false;
  become('reconnecting');
  vi.advanceTimersByTime(60_000);
  expect([state.tries, vi.getTimerCount()]).toEqual([0, 0]);
});
