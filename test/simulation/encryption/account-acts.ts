// What users do with their accounts and devices: recovery, new devices, lost and removed ones.
import type { Tab } from '../tab.ts';
import { attempt, idOf, statusOf, type Device, type Devices, type Owner } from './devices.ts';

/** An approval takes so long at most, with its timeouts. */
const approvalMs = 200_000;
const commandMs = 20_000;

const tabOf = ({ world }: Devices, device: Device): Tab | undefined =>
  world.tabs().find(({ browser }) => browser === device.browser);

const used = ({ devices }: Owner): Device[] => devices.filter(({ state }) => state === 'used');

/** Returns a page on a device that has the account key, or any key if there is no account. */
const readyTab = (devices: Devices, owner: Owner, but?: Device): Tab | undefined =>
  used(owner)
    .filter((device) => device !== but)
    .map((device) => tabOf(devices, device))
    .find((tab) => tab && statusOf(tab) === 'ready');

const isFree = ({ world }: Devices, { busyUntil }: Owner): boolean => busyUntil <= world.scheduler.now();
const setBusy = ({ world }: Devices, owner: Owner, forMs: number): void =>
  void (owner.busyUntil = world.scheduler.now() + forMs);

const settle = (devices: Devices, owner: Owner): void => {
  devices.note();
  owner.busyUntil = 0;
};

const keepSecret = (
  devices: Devices,
  owner: Owner,
  tab: Tab,
  label: string,
  work: () => Promise<string>,
): void => {
  setBusy(devices, owner, commandMs);
  owner.secret = null;
  const number = (owner.attempts += 1);
  attempt(devices.world, tab, label, work, (secret) => {
    if (owner.attempts === number) owner.secret = secret;
    settle(devices, owner);
  });
};

/** The user saves a new recovery secret. If the response is lost, none of theirs is certain to open anything. */
export const setUpRecovery = (devices: Devices, owner: Owner, tab: Tab): void => {
  keepSecret(devices, owner, tab, 'set up recovery', tab.client.encryption.setUpRecovery);
};

export const recover = (devices: Devices, owner: Owner, tab: Tab): void => {
  const { secret } = owner;
  if (secret === null) return;
  setBusy(devices, owner, commandMs);
  const noteRestored = devices.restoring(tab);
  const work = async () => {
    await tab.client.encryption.recover(secret);
    return true;
  };
  attempt(devices.world, tab, 'recover', work, (isDone) => {
    settle(devices, owner);
    if (!isDone) return;
    devices.counts.recoveries += 1;
    noteRestored();
  });
};

/** The user begins with a new account key: nothing else of theirs has the one before. */
export const startOver = (devices: Devices, owner: Owner, tab: Tab): void => {
  keepSecret(devices, owner, tab, 'start over', tab.client.encryption.startOver);
};

const approve = (devices: Devices, owner: Owner, tab: Tab, from: Tab): void => {
  setBusy(devices, owner, approvalMs);
  attempt(devices.world, tab, 'request approval', tab.client.encryption.requestApproval, (request) => {
    if (!request) return;
    const noteRestored = devices.restoring(tab, devices.of(from));
    request.approved.then(
      () => {
        devices.counts.approvals += 1;
        noteRestored();
        settle(devices, owner);
      },
      () => settle(devices, owner),
    );
    attempt(devices.world, from, 'approve', () => from.client.encryption.approve(request.code), devices.note);
  });
};

/** A device that needs the account key gets it. */
export const giveKey = (devices: Devices, owner: Owner, tab: Tab, device: Device): void => {
  const from = readyTab(devices, owner, device);
  if (from && devices.world.chance.hit(0.4)) approve(devices, owner, tab, from);
  else recover(devices, owner, tab);
};

const removeDevice = (devices: Devices, owner: Owner, device: Device): void => {
  const tab = readyTab(devices, owner, device);
  const id = idOf(device);
  if (!tab || id === undefined) return;
  setBusy(devices, owner, commandMs);
  if (device.state === 'used') device.state = 'removed';
  const work = async () => {
    await tab.client.encryption.removeDevice(id);
    return true;
  };
  attempt(devices.world, tab, 'remove device', work, (isDone) => {
    settle(devices, owner);
    if (isDone) devices.counts.removals += 1;
  });
};

/** Most devices of one user that are in use. */
const mostDevices = 3;

/** A user does something about their devices. */
export const actOnDevices = (devices: Devices, owner: Owner): void => {
  const { world } = devices;
  const { chance } = world;
  if (!isFree(devices, owner)) return;
  const own = used(owner);
  const needy = own.find((device) => {
    const tab = tabOf(devices, device);
    return tab && statusOf(tab) === 'needs_recovery';
  });
  if (needy) return giveKey(devices, owner, tabOf(devices, needy) as Tab, needy);
  const ready = readyTab(devices, owner);
  const anyTab = own.map((device) => tabOf(devices, device)).find((tab) => tab !== undefined);
  if (owner.secret === null && anyTab && chance.hit(0.5))
    return setUpRecovery(devices, owner, ready ?? anyTab);
  const gone = owner.devices.find(
    (device) => device.state === 'lost' && ready && [...device.ids].some((id) => isListed(ready, id)),
  );
  if (gone && chance.hit(0.5)) return removeDevice(devices, owner, gone);
  if (own.length < mostDevices && chance.hit(0.3)) return void devices.add(owner);
  const target = chance.pick(own);
  if (!target || owner.secret === null) return;
  if (own.length > 1 && ready && chance.hit(0.2)) return removeDevice(devices, owner, target);
  devices.lose(target);
  if (own.length === 1) devices.add(owner);
};

const isListed = (tab: Tab, id: string): boolean =>
  tab.client.encryption.get().devices.some((device) => device.id === id);

/** Once everything works again: each device that is in use gets the account key, if another one has set it up. */
export const settleDevice = (devices: Devices, tab: Tab): void =>
  attempt(devices.world, tab, 'load', tab.client.encryption.load, () => getKey(devices, tab));

const getKey = (devices: Devices, tab: Tab): void => {
  const device = devices.of(tab);
  if (!device || device.state !== 'used') return;
  const { owner } = device;
  const status = statusOf(tab);
  // It may have the key of the account, and not those of the rooms: it is to be asked again.
  const isPart = device.accounts.size > 1 && device.restored.size === 0;
  if (status !== 'needs_recovery' && status !== 'removed' && !isPart) return;
  if (owner.secret !== null) return recover(devices, owner, tab);
  const ready = readyTab(devices, owner, device);
  if (ready) setUpRecovery(devices, owner, ready);
  else startOver(devices, owner, tab);
};
