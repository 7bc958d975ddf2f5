import type { AuthContext, AuthRequest } from '../../src/auth/authenticate.ts';

/** 2026-01-01. */
export const start = 1_767_225_600_000;

/** A context whose clock and ids the test holds, with settings of its own in memory. */
export const authContext = (): AuthContext & { time: number } => {
  const values = new Map<string, string>();
  let ids = 0;
  const context = {
    time: start,
    now: () => context.time,
    id: () => `id-${++ids}`,
    settings: {
      getOrSet: async (key: string, value: string) => {
        if (!values.has(key)) values.set(key, value);
        return values.get(key) ?? value;
      },
    },
  };
  return context;
};

export const request = (presented: Partial<AuthRequest> = {}): AuthRequest => ({
  transport: 'socket',
  headers: {},
  address: '127.0.0.1',
  ...presented,
});
