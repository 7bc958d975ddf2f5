// The test files of a worker share its globals, or its page: this restores them after each file.
import { afterAll, vi } from 'vitest';

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  if (!('document' in globalThis)) return;
  sessionStorage.clear();
  localStorage.clear();
});
