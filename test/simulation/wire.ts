import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';
import type { Actor } from './task-heap.ts';

/** One connection between a page and a server process: two directions, each in order, until it is cut. */
export interface Wire {
  readonly id: string;
  readonly page: Actor;
  readonly server: Actor;
  /** Drops everything to the server from now on, and to the page. No end notices. */
  lose(direction: 'up' | 'down'): void;
  /** Nothing arrives before this time. */
  stall(until: number): void;
  toServer(label: string, run: () => void): void;
  /** `lane`: acknowledgements may take another way than events. */
  toPage(label: string, lane: 'events' | 'acks', run: () => void): void;
  /** Each end can notice that the other is gone. */
  onPageLost: () => void;
  onServerLost: () => void;
  /** The page does not read for so long: what is written to it piles up. */
  onSlow: (forMs: number) => void;
  /** Ephemeral events may have been dropped, or overtaken by an older answer. */
  mayMiss: boolean;
}

interface WireOptions {
  id: string;
  page: Actor;
  server: Actor;
  scheduler: Scheduler;
  chance: Chance;
  /** Acknowledgements and events overtake each other. */
  twoLanes: boolean;
}

export const createWire = ({ id, page, server, scheduler, chance, twoLanes }: WireOptions): Wire => {
  const latencyMs = chance.int(1, 60);
  const lost = { up: false, down: false };
  const last = { up: 0, events: 0, acks: 0 };
  let stalledUntil = 0;

  const send = (
    to: Actor,
    lane: 'up' | 'events' | 'acks',
    label: string,
    run: () => void,
    isLost: () => boolean,
  ): void => {
    if (isLost()) return;
    const late = lane === 'acks' && chance.hit(0.15) ? chance.wait(800) : 0;
    const at = Math.max(scheduler.now() + latencyMs + chance.wait(8) + late, last[lane], stalledUntil);
    last[lane] = at;
    scheduler.after(to, at - scheduler.now(), `${id} ${label}`, () => isLost() || run());
  };

  return {
    id,
    page,
    server,
    lose: (direction) => void (lost[direction] = true),
    stall: (until) => void (stalledUntil = Math.max(stalledUntil, until)),
    toServer: (label, run) => send(server, 'up', label, run, () => lost.up),
    toPage: (label, lane, run) => send(page, twoLanes ? lane : 'events', label, run, () => lost.down),
    onPageLost: () => undefined,
    onServerLost: () => undefined,
    onSlow: () => undefined,
    mayMiss: twoLanes,
  };
};
