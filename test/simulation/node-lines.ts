import type { BusTransport } from '../../packages/server/src/cluster/node-bus.ts';
import type { Chance } from './chance.ts';
import type { Scheduler } from './scheduler.ts';
import type { Actor } from './task-heap.ts';

/** Carries hints between nodes, without any guarantee. */
export interface NodeLines {
  /** The way of one process to all others. */
  of(process: Actor): BusTransport;
  /** The share of hints that is lost on the way to each node, and that arrives twice. */
  loses: number;
  doubles: number;
  /** The typical delay, ms; later hints may arrive first. */
  latencyMs: number;
  /** Nobody hears another before this time. */
  cutUntil: number;
}

export const createNodeLines = (scheduler: Scheduler, chance: Chance): NodeLines => {
  const listeners = new Map<Actor, (frame: unknown) => void>();

  const send = (to: Actor, text: string): void => {
    if (scheduler.now() < lines.cutUntil || chance.hit(lines.loses)) return;
    scheduler.after(to, chance.wait(lines.latencyMs), 'hint', () => listeners.get(to)?.(JSON.parse(text)));
    if (chance.hit(lines.doubles)) send(to, text);
  };

  const lines: NodeLines = {
    loses: 0,
    doubles: 0,
    latencyMs: 2,
    cutUntil: 0,
    of: (process) => ({
      emit: (frame) => {
        const text = JSON.stringify(frame);
        for (const other of listeners.keys()) {
          if (!other.alive) listeners.delete(other);
          else if (other !== process) send(other, text);
        }
      },
      onFrame: (listener) => void listeners.set(process, listener),
    }),
  };
  return lines;
};
