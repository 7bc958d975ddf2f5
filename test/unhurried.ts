/** Limits of a server under test: one that is late because other tests run beside it refuses and ends nothing for that. */
export const unhurried = {
  ephemeralLagMs: 60_000,
  sendLagMs: 60_000,
  authTimeoutMs: 60_000,
  searchTimeoutMs: 60_000,
};

/** For `vi.waitFor`, which gives up after a second by itself. */
export const patient = { timeout: 30_000, interval: 20 };
