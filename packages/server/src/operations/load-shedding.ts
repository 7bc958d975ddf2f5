import { ChatError, commands, type CommandName, type Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { WatchLag } from './event-loop-lag.ts';

/**
 * calm: everything is served. busy: ephemeral commands are delayed or rejected. overloaded: sends are
 * rejected too.
 */
export type LoadLevel = 'calm' | 'busy' | 'overloaded';

/** Measures the load of this process and rejects work when it is too high. */
export interface LoadShedding {
  /** The last measured lag of the event loop, ms. */
  readonly lagMs: number;
  readonly level: LoadLevel;
  /**
   * Throws `overloaded` with `retryAfterMs` if a command has to wait. Called before any work is done for it.
   */
  admit(name: CommandName): void;
  /** Returns the window in which presence and typing of a room of this size are batched now, ms. */
  presenceWindowMs(occupancy: number): number;
  close(): void;
}

interface LoadSheddingDeps {
  limits: Limits;
  logger: Logger;
  watchLag: WatchLag;
}

// One late measurement is a pause, not a load: a garbage collection, a laptop that slept.
const looks = 3;
const longestWindowMs = 1_000;
/** Larger rooms get presence less often, in proportion. */
const pacedFrom = 100;
const retryFromMs = 1_000;
const retrySpreadMs = 2_000;
const goldenRatio = 0.618_033_988_75;

export const createLoadShedding = ({ limits, logger, watchLag }: LoadSheddingDeps): LoadShedding => {
  const busy = createSwitch(limits.ephemeralLagMs);
  const overloaded = createSwitch(limits.sendLagMs);
  let lagMs = 0;
  let level: LoadLevel = 'calm';
  let refused = 0;

  const become = (next: LoadLevel): void => {
    if (next === level) return;
    level = next;
    const text = `the event loop is ${next === 'calm' ? 'in time again' : 'late'}: ${next}`;
    if (next === 'calm') logger.info({ lagMs }, text);
    else logger.warn({ lagMs }, text);
  };

  const stop = watchLag((lag) => {
    lagMs = Math.round(lag);
    const isBusy = busy(lag);
    become(overloaded(lag) ? 'overloaded' : isBusy ? 'busy' : 'calm');
  });

  /** Spread evenly, so that rejected clients do not return together. */
  const retryAfterMs = (): number =>
    retryFromMs + Math.round(((++refused * goldenRatio) % 1) * retrySpreadMs);

  return {
    get lagMs() {
      return lagMs;
    },
    get level() {
      return level;
    },
    admit: (name) => {
      if (level === 'calm') return;
      const { load } = commands[name];
      if (load !== 'ephemeral' && !(load === 'send' && level === 'overloaded')) return;
      throw new ChatError('overloaded', 'the server has too much to do', { retryAfterMs: retryAfterMs() });
    },
    presenceWindowMs: (occupancy) => {
      const { presenceWindowMs: shortest } = limits;
      // The cost of a broadcast grows with the room.
      const paced = level === 'calm' ? (shortest * occupancy) / pacedFrom : longestWindowMs;
      return Math.max(shortest, Math.min(longestWindowMs, paced));
    },
    close: stop,
  };
};

/** Switches on after some measurements in a row above the limit, off after as many below half of it. */
const createSwitch = (limitMs: number): ((lagMs: number) => boolean) => {
  let on = false;
  let against = 0;
  return (lagMs) => {
    against = (on ? lagMs < limitMs / 2 : lagMs > limitMs) ? against + 1 : 0;
    if (against === looks) {
      on = !on;
      against = 0;
    }
    return on;
  };
};
