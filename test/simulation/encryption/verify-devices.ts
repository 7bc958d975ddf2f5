// What has to be true of all devices once a run has come to rest.
import type { MessageItem } from '../../../packages/client/src/messages/message-list.ts';
import type { ChatRoom } from '../../../packages/client/src/room/chat-room.ts';
import type { Tab } from '../tab.ts';
import { idOf, keysOf, statusOf, type Device, type Devices } from './devices.ts';
import type { Groups } from './groups.ts';
import type { Texts } from './texts.ts';

export interface Findings {
  devices: Devices;
  groups: Groups;
  texts: Texts;
}

const nameOf = ({ owner, browser }: Device): string =>
  `device ${owner.devices.findIndex((each) => each.browser === browser)} of ${owner.user.id}`;

/** Returns whether a device was in the group of an epoch. */
const wasIn = ({ groups }: Findings, { ids }: Device, roomId: string, epoch: number): boolean =>
  groups.in(roomId, epoch).some(({ id }) => ids.has(id));

/** Returns whether a device with its account was in the group of an epoch, of which it has got the keys since. */
const wasItsAccountIn = ({ groups }: Findings, device: Device, roomId: string, epoch: number): boolean => {
  if (!device.restored.get(roomId)?.has(epoch)) return false;
  const current = [...device.accounts].at(-1);
  return groups
    .in(roomId, epoch)
    .some(({ userId, account }) => userId === device.owner.user.id && account === current);
};

/** Returns whether a device of the same user, which has had an account of this one, was in the group of an epoch. */
const wasRelatedIn = ({ groups }: Findings, device: Device, roomId: string, epoch: number): boolean => {
  const leaves = new Set(groups.in(roomId, epoch).map(({ id }) => id));
  return device.owner.devices.some(
    ({ ids, accounts }) =>
      [...ids].some((id) => leaves.has(id)) && [...accounts].some((key) => device.accounts.has(key)),
  );
};

const historyOf = ({ devices }: Findings, roomId: string) => devices.world.ledger.room(roomId).room?.history;

/**
 * Returns whether a device may have the key of an epoch: it was in it, or in a later one of a room with history. A device that
 * is in use may also have those of other devices of its user.
 */
const mayHave = (findings: Findings, device: Device, roomId: string, epoch: number): boolean => {
  const last = findings.groups.last(roomId);
  const since = Array.from({ length: Math.max(0, last - epoch + 1) }, (_, at) => epoch + at);
  const wasLater = since.some((each) => wasIn(findings, device, roomId, each));
  if (device.state !== 'used' && !wasLater) return false;
  return historyOf(findings, roomId) === 'all'
    ? wasLater || since.some((each) => wasRelatedIn(findings, device, roomId, each))
    : wasIn(findings, device, roomId, epoch) || wasRelatedIn(findings, device, roomId, epoch);
};

/** No device has a key that it may not have. All devices have the same key of an epoch. */
export const verifyKeys = (findings: Findings): void => {
  const { devices } = findings;
  const { report } = devices.world;
  const keys = new Map<string, string>();
  for (const device of devices.all()) {
    for (const { roomId, epoch, key } of keysOf(device)) {
      const place = `epoch ${epoch} of ${roomId}`;
      const known = keys.get(place);
      if (known !== undefined && known !== key) report(`keys: ${nameOf(device)} has another key of ${place}`);
      keys.set(place, key);
      if (!mayHave(findings, device, roomId, epoch))
        report(`keys: ${nameOf(device)} (${device.state}) has the key of ${place}, which it was not in`);
    }
  }
};

/** A removed or lost device of which the user has said so is in no group. */
export const verifyRemoved = ({ devices, groups }: Findings, revoked: ReadonlySet<string>): void => {
  const { world } = devices;
  for (const roomId of world.roomIds)
    for (const { id, userId } of groups.in(roomId, groups.last(roomId)))
      if (revoked.has(id)) world.report(`removed: a device of ${userId} is still in ${roomId}`);
};

/** Returns why an item is wrong, or null. */
const checkItem = (findings: Findings, device: Device, roomId: string, item: MessageItem): string | null => {
  const { id, seq, encrypted, undecryptable, deletedAt } = item;
  if (deletedAt !== undefined || item.kind !== 'text') return null;
  if (!encrypted) return `shows ${id}, which is not encrypted`;
  if (!undecryptable) return findings.texts.check(item);
  const { epoch } = encrypted;
  const isEntitled =
    historyOf(findings, roomId) === 'all' ||
    wasIn(findings, device, roomId, epoch) ||
    wasItsAccountIn(findings, device, roomId, epoch);
  return undecryptable === 'invalid' || isEntitled
    ? `cannot read ${seq} of epoch ${epoch}: ${undecryptable}`
    : null;
};

const verifyRoom = (findings: Findings, device: Device, tab: Tab, room: ChatRoom): string | null => {
  const { world } = findings.devices;
  const where = `${nameOf(device)} in ${room.id}`;
  const { status } = room.state.get();
  if (world.ledger.closedTo(room.id, tab.user.id) !== null) return null;
  if (status !== 'joined') {
    world.report(`view: ${where} is ${status}`);
    return null;
  }
  const encryption = room.encryption.get();
  if (encryption?.status !== 'ready')
    world.report(`view: ${where} is ${encryption?.status}: ${String(encryption?.error)}`);
  const items = room.messages.get().items.filter(({ status: sent }) => sent === 'sent');
  const wrong = items.flatMap((item) => checkItem(findings, device, room.id, item) ?? []);
  if (wrong.length > 0)
    world.report(`undecryptable: ${where} ${wrong[0]} (${wrong.length} of ${items.length})`);
  return items.map(({ id, text, undecryptable }) => `${id} ${undecryptable ?? text}`).join('\n');
};

/** No page has taken a change of the group for a forged one. */
export const verifyWarnings = ({ world }: Devices): void => {
  for (const tab of world.tabs())
    for (const room of tab.rooms.values()) {
      const { warnings = [] } = room.encryption.get() ?? {};
      if (warnings.length > 0) world.report(`warnings: ${tab.actor.name} in ${room.id}: ${warnings.join()}`);
    }
};

/** Every device of a member shows the same texts in the same order, and all that it is entitled to. */
export const verifyTexts = (findings: Findings, fresh: ReadonlyMap<Device, Tab>): void => {
  const { world } = findings.devices;
  const shown = new Map<string, string>();
  for (const [device, tab] of fresh) {
    if (device.state !== 'used') continue;
    const status = statusOf(tab);
    if (status !== 'ready' && status !== 'none')
      world.report(`account: ${nameOf(device)} is ${status} (${String(idOf(device))})`);
    for (const room of tab.rooms.values()) {
      const view = verifyRoom(findings, device, tab, room);
      // Without history, each device has its own beginning.
      if (view === null || historyOf(findings, room.id) !== 'all') continue;
      const before = shown.get(room.id);
      if (before !== undefined && before !== view)
        world.report(`view: ${nameOf(device)} shows ${room.id} otherwise than another device`);
      shown.set(room.id, view);
    }
  }
};
