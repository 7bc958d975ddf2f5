// The test files of a worker share its globals, or its page: this restores them after each file.
import { afterAll, vi } from 'vitest';

afterAll(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  if (!('document' in globalThis)) return;
  sessionStorage.clear();
  localStorage.clear();
  if (!('__vitest_browser__' in globalThis)) return;
  // The pointer would rest on what the next file draws.
  const { userEvent } = await import('vitest/browser');
  await userEvent.hover(document.documentElement, { position: { x: 0, y: 0 } });
});
