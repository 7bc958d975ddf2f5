import { ChatError, type CommandName, type Limits } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { WatchLag } from './event-loop-lag.ts';

/** calm: everything is served. busy: what is of the moment waits or is refused. overloaded: sends are refused too. */
export type LoadLevel = 'calm' | 'busy' | 'overloaded';

/** How much this process has to do, and what it does not do for now. */
export interface LoadShedding {
  /** How late the event loop ran at the last look, ms. */
  readonly lagMs: number;
  readonly level: LoadLevel;
  /** Throws `overloaded` with `retryAfterMs` for a command that has to wait. Before anything is done for it. */
  admit(name: CommandName): void;
  /** The window in which presence and typing are gathered now in a room of so many, ms. */
  presenceWindowMs(occupancy: number): number;
  close(): void;
}

interface LoadSheddingDeps {
  limits: Limits;
  logger: Logger;
  watchLag: WatchLag;
}

// One late look is a pause, not a load: a collection of garbage, a laptop that slept.
const looks = 3;
const longestWindowMs = 1_000;
/** Rooms of more than this are told of presence less often, in proportion. */
const pacedFrom = 100;
const retryFromMs = 1_000;
const retrySpreadMs = 2_000;
const goldenRatio = 0.618_033_988_75;

/** Of the moment, or said again by itself: its loss is not seen. */
const ephemeral = new Set<CommandName>(['typing:set', 'receipt:read', 'receipt:delivered', 'reaction:burst']);
/** What people write. Reading, moderation and coming back go on. */
const sends = new Set<CommandName>([
  'message:send',
  'message:edit',
  'message:delete',
  'reaction:add',
  'reaction:remove',
]);

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

  /** Evenly spread, so that those who are refused together do not come back together. */
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
      if (!ephemeral.has(name) && !(level === 'overloaded' && sends.has(name))) return;
      throw new ChatError('overloaded', 'the server has too much to do', { retryAfterMs: retryAfterMs() });
    },
    presenceWindowMs: (occupancy) => {
      const { presenceWindowMs: shortest } = limits;
      // What it costs to tell a room grows with those who are told.
      const paced = level === 'calm' ? (shortest * occupancy) / pacedFrom : longestWindowMs;
      return Math.max(shortest, Math.min(longestWindowMs, paced));
    },
    close: stop,
  };
};

/** On after some looks in a row above the limit, off after as many below half of it. */
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
