import type { Hello } from '@chat/protocol';
import type { OpenLink } from '../../packages/client/src/connection/link.ts';
import type { Chance } from './chance.ts';
import { createPageLink, type PageEnd } from './page-link.ts';
import type { Listener } from './process-transport.ts';
import type { Scheduler } from './scheduler.ts';
import type { Actor } from './task-heap.ts';
import { createWire, type Wire } from './wire.ts';

/** How a connection breaks, and which ends notice. */
export type Cut = 'both' | 'page-knows' | 'server-knows' | 'nobody-knows' | 'half';
export const cuts: readonly Cut[] = ['both', 'page-knows', 'server-knows', 'nobody-knows', 'half'];

export interface Network {
  /** Links of one page. */
  linksOf(page: Actor): OpenLink;
  /**
   * A process that accepts connections from now on. Any of several may get one; without any, every connection
   * is refused.
   */
  serve(machine: object, process: Actor, listener: Listener): void;
  unserve(machine: object): void;
  wires(): Wire[];
  cut(wire: Wire, how: Cut): void;
  /** A page or a process has died. `quietly`: its peers do not notice. */
  died(actor: Actor, quietly: boolean): void;
  twoLanes: boolean;
}

export const createNetwork = (scheduler: Scheduler, chance: Chance): Network => {
  const serving = new Map<object, { process: Actor; listener: Listener }>();
  let wires: Wire[] = [];
  let count = 0;

  const tellPage = (wire: Wire): void =>
    void scheduler.after(wire.page, chance.wait(500), `${wire.id} lost`, () => wire.onPageLost());
  const tellServer = (wire: Wire): void =>
    void scheduler.after(wire.server, chance.wait(500), `${wire.id} lost`, () => wire.onServerLost());

  const isOpen = ({ page, server }: Wire): boolean => page.alive && server.alive;

  const network: Network = {
    twoLanes: false,
    linksOf: (page) => {
      let replaces: string | undefined;
      return (given, listeners, timeoutMs) => {
        const asked = serving.size > 1 ? chance.pick([...serving.values()]) : serving.values().next().value;
        if (asked === undefined) {
          scheduler.after(page, chance.wait(50), 'no server', () => listeners.down(null));
          return { call: () => Promise.reject(new Error('never connected')), close: () => undefined };
        }
        const { process, listener } = asked;
        const id = `wire-${++count}`;
        const { twoLanes } = network;
        const wire = createWire({ id, page, server: process, scheduler, chance, twoLanes });
        wires = wires.filter(isOpen);
        wires.push(wire);
        let end: PageEnd | null = null;
        const server = listener.accept(wire, () => end as PageEnd);
        const auth = replaces === undefined ? given : { ...given, replaces };
        const hello = (greeting: Hello): void => {
          replaces = id;
          listeners.hello(greeting);
        };
        const made = createPageLink(wire, server, auth, { ...listeners, hello }, timeoutMs);
        end = made.end;
        return made.link;
      };
    },
    serve: (machine, process, listener) => void serving.set(machine, { process, listener }),
    unserve: (machine) => void serving.delete(machine),
    wires: () => wires.filter(isOpen),
    cut: (wire, how) => {
      if (how !== 'half' || chance.hit(0.5)) wire.lose('up');
      if (how !== 'half' || chance.hit(0.5)) wire.lose('down');
      if (how === 'both' || how === 'page-knows') tellPage(wire);
      if (how === 'both' || how === 'server-knows') tellServer(wire);
    },
    died: (actor, quietly) => {
      for (const wire of wires) {
        if (wire.page !== actor && wire.server !== actor) continue;
        wire.lose('up');
        if (quietly) continue;
        if (wire.page === actor) tellServer(wire);
        else tellPage(wire);
      }
    },
  };
  return network;
};
