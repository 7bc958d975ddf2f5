// Encrypted rooms in the simulated world: users with several devices, which they lose, and all other faults.
import { epochLimits } from '../../../packages/client/src/encryption/room-group.ts';
import { faultsOf, heal, markBaseline } from '../faults.ts';
import { loadAll } from '../room-view.ts';
import type { Outcome } from '../simulate.ts';
import type { Tab } from '../tab.ts';
import { verifyOutboxes } from '../verify-outboxes.ts';
import { verifyStore } from '../verify-store.ts';
import { createWorld, type World, type WorldOptions } from '../world.ts';
import { settleDevice } from './account-acts.ts';
import { forgeDevice, tamperWithLinks } from './attacks.ts';
import { createDevices, type Device, type Devices } from './devices.ts';
import { watchGroups } from './groups.ts';
import { actOnce, roomIds, usualWeights } from './room-acts.ts';
import { simulateCrypto } from './simulated-crypto.ts';
import { createTexts, type Texts } from './texts.ts';
import { verifyKeys, verifyRemoved, verifyTexts, verifyWarnings, type Findings } from './verify-devices.ts';

export interface EncryptedOutcome extends Outcome {
  losses: number;
  recoveries: number;
  approvals: number;
  removals: number;
}

/** Nobody is slowed down: the rates have tests of their own. */
const limits = { profileChangesPerMinute: 10_000, commandsPerSecond: 10_000, commandBurst: 10_000 };

const setUp = async (devices: Devices): Promise<void> => {
  const { world, owners } = devices;
  const { hosts, inServer, people, scheduler, report } = world;
  const [ana, ...others] = people;
  for (const host of hosts) host.start();
  await scheduler.settle();
  inServer('set up', async (chat) => {
    if (!ana) return;
    const owner = chat.as(ana);
    try {
      for (const roomId of roomIds) {
        const history = roomId === 'vault' ? 'all' : 'since-join';
        await owner.call('room:create', { roomId, type: 'private', encryption: 'e2ee', history });
        for (const user of others) {
          await owner.call('member:add', { roomId, userId: user.id });
          const guest = chat.as(user);
          await guest.call('member:accept', { roomId });
          guest.close();
        }
      }
    } catch (error) {
      report(`set up failed: ${String(error)}`);
    }
    owner.close();
  });
  await scheduler.runUntil(scheduler.now() + 2_000);
  markBaseline(world);
  for (const owner of owners) devices.add(owner);
  await scheduler.runUntil(scheduler.now() + 3_000);
};

const trouble = async (devices: Devices, texts: Texts, seed: number): Promise<void> => {
  const { world } = devices;
  const { scheduler, chance } = world;
  const fate = scheduler.actor('fate');
  const fault = faultsOf(world, ['restore', 'another tab', 'leave']);
  const acts = chance.int(100, 500);
  const faultRate = chance.pick([0, 0, 0.03, 0.1, 0.2]) ?? 0;
  const paceMs = chance.pick([40, 150, 400]) ?? 150;
  const weights = { ...usualWeights, ...(chance.hit(0.3) ? { devices: 15, moderate: 10 } : {}) };
  if (seed % 4 === 0) tamperWithLinks(world);
  for (let act = 0; act < acts; act += 1) {
    scheduler.after(fate, 0, 'act', () => {
      if (chance.hit(faultRate)) fault();
      devices.note();
      actOnce(devices, texts, weights);
    });
    await scheduler.runUntil(scheduler.now() + chance.wait(paceMs));
  }
};

const pageOf = ({ world }: Devices, { browser }: Device): Tab | undefined =>
  world.tabs().find((tab) => tab.browser === browser);

/** Everything works again: each device that is in use opens a page, and gets its account key. */
const rest = async (devices: Devices): Promise<void> => {
  const { world } = devices;
  const { scheduler } = world;
  heal(world);
  world.tamper.reply = (_command, value) => value;
  await scheduler.runUntil(scheduler.now() + 60_000);
  // On a device that was removed a new page takes over what pages before left unsent, and fails to send it.
  for (const device of devices.all())
    if (device.state === 'removed' || (device.state === 'used' && !pageOf(devices, device)))
      devices.openPage(device);
  // One may need what another one gets first.
  for (let round = 0; round < 4; round += 1) {
    await scheduler.runUntil(scheduler.now() + 15_000);
    for (const device of devices.all()) {
      const tab = device.state === 'used' && pageOf(devices, device);
      if (tab) settleDevice(devices, tab);
      await scheduler.runUntil(scheduler.now() + 2_000);
    }
  }
  await scheduler.runUntil(scheduler.now() + 25_000);
};

/** Each user writes once more, so that every removal is done. Then a new page of each device reads everything. */
const readAll = async (devices: Devices, texts: Texts): Promise<Map<Device, Tab>> => {
  const { world } = devices;
  const { scheduler, ledger, inTab } = world;
  const used = devices.all().filter(({ state }) => state === 'used');
  for (const device of used) {
    const tab = pageOf(devices, device);
    for (const roomId of roomIds) {
      const room = tab?.rooms.get(roomId);
      if (tab && room?.state.get().status === 'joined') inTab(tab, 'send', () => texts.send(tab, room));
    }
  }
  await scheduler.runUntil(scheduler.now() + 20_000);
  const fresh = new Map(used.map((device) => [device, devices.openPage(device)]));
  await scheduler.runUntil(scheduler.now() + 10_000);
  for (const tab of fresh.values())
    inTab(tab, 'load all', () => {
      for (const room of tab.rooms.values())
        if (room.state.get().status === 'joined')
          loadAll(room).catch((error) => world.report(`load: ${String(error)}`));
    });
  const committed = () => ledger.rooms().reduce((sum, { events }) => sum + events.length, 0);
  let before: number;
  do {
    before = committed();
    await scheduler.runUntil(scheduler.now() + 15_000);
  } while (committed() !== before);
  return fresh;
};

/** The ids of devices that an account says are removed. */
const revokedIn = async ({ disk, people }: World): Promise<Set<string>> => {
  const profiles = await Promise.all(people.map(({ id }) => disk.truth.profiles.get(id)));
  return new Set(profiles.flatMap(({ encryption }) => encryption?.revoked ?? []));
};

const run = async (world: World, seed: number): Promise<Devices> => {
  const groups = watchGroups(world);
  const devices = createDevices(world, groups);
  const texts = createTexts(world);
  const findings: Findings = { devices, groups, texts };
  await setUp(devices);
  await trouble(devices, texts, seed);
  await rest(devices);
  const fresh = await readAll(devices, texts);
  devices.note();
  verifyTexts(findings, fresh);
  verifyWarnings(devices);
  verifyKeys(findings);
  verifyRemoved(findings, await revokedIn(world));
  verifyOutboxes(world);
  await verifyStore(world);
  if (seed % 5 === 0) await forgeDevice(findings, fresh);
  return devices;
};

/** Runs one seed of encrypted rooms, then checks every promise. */
export const simulateEncrypted = async (options: WorldOptions): Promise<EncryptedOutcome> => {
  const world = createWorld({ ...options, roomIds, limits, mostSteps: 4_000_000 });
  const { scheduler, violations, ledger, chance } = world;
  const giveBack = simulateCrypto(chance.fork());
  // An epoch ends after so many messages: a run has not thousands.
  const { messages: usual } = epochLimits;
  (epochLimits as { messages: number }).messages = chance.pick([15, 60, usual]) ?? usual;
  let counts = { losses: 0, recoveries: 0, approvals: 0, removals: 0 };
  try {
    ({ counts } = await run(world, options.seed));
  } catch (error) {
    world.report(`the run failed: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    world.end();
    giveBack();
    (epochLimits as { messages: number }).messages = usual;
  }
  const messages = ledger.rooms().reduce((sum, { created }) => sum + created.size, 0);
  return { violations, digest: scheduler.digest, steps: scheduler.steps, messages, ...counts };
};
