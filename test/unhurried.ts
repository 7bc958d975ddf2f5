/** Limits of a server under test: a server that is slow because of other tests rejects and closes nothing. */
export const unhurried = {
  ephemeralLagMs: 60_000,
  sendLagMs: 60_000,
  authTimeoutMs: 60_000,
  searchTimeoutMs: 60_000,
  // Most tests call in public rooms.
  callsInPublicRooms: 1,
};

/** For `vi.waitFor`, which gives up after a second by itself. */
export const patient = { timeout: 30_000, interval: 20 };
