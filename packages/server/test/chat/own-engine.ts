import type { GroupCallEngine } from '@chat/server';

/** An engine for tests, which admits the given users and records the requests. */
export interface OwnEngine extends GroupCallEngine {
  /** By call: who was let in and not put out. */
  rooms: Map<string, Set<string>>;
  /** It returns only errors. */
  away: boolean;
  /** How often it was asked to put people out, and did. */
  kept: number;
}

export const ownEngine = ({ tokenMs = 60_000 } = {}): OwnEngine => {
  const check = (): void => {
    if (engine.away) throw new Error('the engine is away');
  };
  const engine: OwnEngine = {
    name: 'own',
    rooms: new Map(),
    away: false,
    kept: 0,
    admit: async ({ id }, { device }) => {
      check();
      const room = engine.rooms.get(id) ?? new Set();
      engine.rooms.set(id, room.add(device));
      return { url: 'wss://engine.example', token: `for ${device}`, expiresAt: Date.now() + tokenMs };
    },
    keep: async (id, devices) => {
      check();
      engine.kept += 1;
      for (const device of engine.rooms.get(id) ?? [])
        if (!devices.includes(device)) engine.rooms.get(id)?.delete(device);
    },
    end: async (id) => {
      check();
      engine.rooms.delete(id);
    },
  };
  return engine;
};
