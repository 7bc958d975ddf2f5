import { defaultLimits } from '@chat/protocol';
import { cuts } from './network.ts';
import type { Tab } from './tab.ts';
import type { World } from './world.ts';

/** The faults: each seed has its own mixture. */
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
  // Alone, or with all others, as when the power fails.
  const { hosts, chance } = world;
  const one = chance.pick(hosts);
  const struck = one && chance.hit(0.8) ? [one] : hosts;
  for (const host of struck) {
    host.crash();
    later(world, 3_000, 'start', host.start);
  }
};

const restart: Fault = ({ hosts, chance }) => chance.pick(hosts)?.restart();

const cutNodes: Fault = ({ lines, chance, scheduler }) => {
  if (lines) lines.cutUntil = scheduler.now() + chance.int(50, 12_000);
};

const restore: Fault = (world) => {
  const { disk, hosts, chance, watch } = world;
  if (hosts.some((host) => host.process === null)) return;
  for (const host of hosts) host.crash();
  later(world, 2_000, 'restore', () => {
    if (hosts.some((host) => !host.isDown)) return;
    disk.restore(Math.max(baseline(world), disk.written - chance.int(0, 20)));
    later(world, 500, 'start', () => {
      watch.restored();
      for (const host of hosts) host.start();
    });
  });
};

const baselines = new WeakMap<World, number>();
/** The state from before the faults; a backup is never older. */
const baseline = (world: World): number => baselines.get(world) ?? world.disk.written;
export const markBaseline = (world: World): void => void baselines.set(world, world.disk.written);

const stallDisk: Fault = ({ disk, chance, scheduler }) => {
  disk.stalledUntil = scheduler.now() + chance.int(100, 14_000);
};

/** If a join could not be stored, only one node knows its time: for others the user joins later. */
const isLimited = ({ lines, ledger, roomIds }: World): boolean =>
  lines !== null && roomIds.some((roomId) => ledger.room(roomId).room?.history === 'since-join');

const fill: Fault = (world) => {
  if (isLimited(world)) return;
  world.disk.full = true;
  later(world, 3_000, 'disk has room', () => void (world.disk.full = false));
};

const failDisk: Fault = (world) => {
  world.disk.failing = 0.5;
  later(world, 2_000, 'disk works', () => void (world.disk.failing = 0));
};

/** Long enough to refuse what is of the moment, or sends too. */
const overload: Fault = (world) => {
  const host = world.chance.pick(world.hosts);
  host?.lag(world.chance.hit(0.2) ? defaultLimits.sendLagMs : 10 * defaultLimits.sendLagMs);
  later(world, 3_000, 'in time again', () => host?.lag(0));
};

const joinSome = ({ chance, roomIds }: World, tab: Tab): void => {
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
  later(world, 300, 'reload', () => {
    // The device may be lost meanwhile.
    if (world.browsers.has(tab.browser)) openPage(world, tab.user, tab.browser);
  });
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
  const roomId = world.chance.pick(world.roomIds);
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
  ['cut nodes', 2, cutNodes],
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

/** Answers a source of faults: a seed draws which kinds it has, and how often. `without`: kinds that no seed has. */
export const faultsOf = (world: World, without: readonly string[] = []): (() => void) => {
  const { chance, disk, hosts, network, lines } = world;
  const chosen = all.map(([name, weight, fault]) => ({
    name,
    fault,
    weight: chance.hit(0.6) && !without.includes(name) ? weight : 0,
  }));
  const total = chosen.reduce((sum, { weight }) => sum + weight, 0);
  const repeats = chance.hit(0.5) ? 0.1 : 0;
  for (const host of hosts) host.repeats = repeats;
  if (lines) {
    lines.loses = chance.pick([0, 0.1, 0.5]) ?? 0;
    lines.doubles = chance.pick([0, 0.3]) ?? 0;
    lines.latencyMs = chance.pick([1, 5, 200]) ?? 1;
  }
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
export const heal = ({ disk, hosts, lines, network, chance, scheduler }: World): void => {
  disk.full = false;
  disk.failing = 0;
  disk.slowness = 1;
  disk.stalledUntil = 0;
  const repeats = chance.hit(0.5) ? 0.1 : 0;
  for (const host of hosts) {
    host.lag(0);
    host.repeats = repeats;
  }
  // Hints may still be lost: durable state is found without them.
  if (lines) lines.cutUntil = 0;
  network.twoLanes = false;
  for (const host of hosts) scheduler.after(scheduler.actor('fate'), 20_000, 'start', host.start);
};
