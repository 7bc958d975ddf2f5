import { defaultLimits } from '@chat/protocol';
import { roomIds } from './actions.ts';
import { cuts } from './network.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** What goes wrong: each seed has its own mixture. */
type Fault = (world: World) => void;

const later = ({ scheduler, chance }: World, meanMs: number, label: string, run: () => void): void =>
  void scheduler.after(scheduler.actor('fate'), chance.wait(meanMs), label, run);

const cut: Fault = ({ network, chance }) => {
  const wire = chance.pick(network.wires());
  const how = chance.pick(cuts);
  if (wire && how) network.cut(wire, how);
};

const stallWire: Fault = ({ network, chance, scheduler }) =>
  chance.pick(network.wires())?.stall(scheduler.now() + chance.int(200, 15_000));

const slow: Fault = ({ network, chance, scheduler }) => {
  const wire = chance.pick(network.wires());
  if (!wire) return;
  const forMs = chance.int(20, 12_000);
  scheduler.after(wire.server, 0, 'slow reader', () => wire.onSlow(forMs));
};

const everyone: Fault = ({ network, chance }) => {
  const how = chance.pick(cuts);
  for (const wire of network.wires()) if (how) network.cut(wire, how);
};

const crash: Fault = (world) => {
  world.host.crash();
  later(world, 3_000, 'start', world.host.start);
};

const restart: Fault = ({ host }) => host.restart();

const restore: Fault = (world) => {
  const { disk, host, chance, watch } = world;
  if (host.process === null) return;
  host.crash();
  later(world, 2_000, 'restore', () => {
    if (!host.isDown) return;
    disk.restore(Math.max(baseline(world), disk.written - chance.int(0, 20)));
    later(world, 500, 'start', () => {
      watch.restored();
      host.start();
    });
  });
};

const baselines = new WeakMap<World, number>();
/** What was written before the trouble began; a backup is never older. */
const baseline = (world: World): number => baselines.get(world) ?? world.disk.written;
export const markBaseline = (world: World): void => void baselines.set(world, world.disk.written);

const stallDisk: Fault = ({ disk, chance, scheduler }) => {
  disk.stalledUntil = scheduler.now() + chance.int(100, 14_000);
};

const fill: Fault = (world) => {
  world.disk.full = true;
  later(world, 3_000, 'disk has room', () => void (world.disk.full = false));
};

const failDisk: Fault = (world) => {
  world.disk.failing = 0.5;
  later(world, 2_000, 'disk works', () => void (world.disk.failing = 0));
};

/** Long enough to refuse what is of the moment, or sends too. */
const overload: Fault = (world) => {
  const { host, chance } = world;
  host.lag(chance.hit(0.2) ? defaultLimits.sendLagMs : 10 * defaultLimits.sendLagMs);
  later(world, 3_000, 'in time again', () => host.lag(0));
};

const joinSome = ({ chance }: World, tab: Tab): void => {
  for (const roomId of roomIds) if (chance.hit(0.9)) tab.join(roomId);
};

/** A page opens, and joins. */
export const openPage = (world: World, ...place: Parameters<World['open']>): void => {
  const tab = world.open(...place);
  world.inTab(tab, 'open', () => joinSome(world, tab));
};

const reload: Fault = (world) => {
  const { chance } = world;
  const tab = chance.pick(world.tabs());
  if (!tab) return;
  tab.kill(chance.hit(0.3));
  later(world, 300, 'reload', () => openPage(world, tab.user, tab.browser));
};

const another: Fault = (world) => {
  const tab = world.chance.pick(world.tabs());
  if (tab && world.tabs().length < 8)
    openPage(world, tab.user, world.chance.hit(0.7) ? tab.browser : undefined);
};

const close: Fault = (world) => {
  const { chance } = world;
  const tabs = world.tabs();
  const tab = chance.pick(tabs.filter(({ user }) => tabs.filter((each) => each.user === user).length > 1));
  if (!tab) return;
  world.inTab(tab, 'close', () => {
    const gone = (): void => tab.kill(false);
    if (chance.hit(0.5)) tab.client.close().then(gone, gone);
    else gone();
  });
};

const leave: Fault = (world) => {
  const tab = world.chance.pick(world.tabs());
  const roomId = world.chance.pick(roomIds);
  // Leaving a private room ends the membership: rarer.
  if (tab && roomId && (roomId === 'plaza' || (tab.user.id !== 'ana' && world.chance.hit(0.3))))
    world.inTab(tab, 'leave', () => tab.leave(roomId));
};

const all: readonly (readonly [name: string, weight: number, fault: Fault])[] = [
  ['cut', 6, cut],
  ['stall wire', 3, stallWire],
  ['slow reader', 4, slow],
  ['cut everyone', 1, everyone],
  ['crash', 1.5, crash],
  ['restart', 0.7, restart],
  ['restore', 0.5, restore],
  ['stall disk', 1, stallDisk],
  ['fill disk', 1, fill],
  ['fail disk', 1, failDisk],
  ['overload', 1.5, overload],
  ['reload', 4, reload],
  ['another tab', 2, another],
  ['close tab', 2, close],
  ['leave', 2, leave],
];

/** Answers a source of faults: a seed draws which kinds it has, and how often. */
export const faultsOf = (world: World): (() => void) => {
  const { chance, disk, host, network } = world;
  const chosen = all.map(([name, weight, fault]) => ({ name, fault, weight: chance.hit(0.6) ? weight : 0 }));
  const total = chosen.reduce((sum, { weight }) => sum + weight, 0);
  host.repeats = chance.hit(0.5) ? 0.1 : 0;
  network.twoLanes = chance.hit(0.3);
  disk.slowness = chance.pick([1, 1, 5, 25]) ?? 1;
  return () => {
    let left = chance.next() * total;
    const drawn = chosen.find(({ weight }) => (left -= weight) < 0);
    if (!drawn) return;
    world.note(`FAULT ${drawn.name}`);
    drawn.fault(world);
  };
};

/** Everything works again. */
export const heal = ({ disk, host, network, chance, scheduler }: World): void => {
  disk.full = false;
  disk.failing = 0;
  disk.slowness = 1;
  disk.stalledUntil = 0;
  host.lag(0);
  host.repeats = chance.hit(0.5) ? 0.1 : 0;
  network.twoLanes = false;
  scheduler.after(scheduler.actor('fate'), 20_000, 'start', host.start);
};
