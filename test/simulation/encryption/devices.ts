import type { User } from '@chat/protocol';
import type { AccountStatus } from '../../../packages/client/src/encryption/account.ts';
import type { Browser } from '../browser.ts';
import type { Tab } from '../tab.ts';
import type { World } from '../world.ts';
import type { Groups } from './groups.ts';

/** A device of a user: a browser with its storage. */
export interface Device {
  readonly owner: Owner;
  readonly browser: Browser;
  /**
   * used: the user has it. removed: another device has removed it, or tried to; its pages may still be open. lost: with its
   * storage, which no page opens again.
   */
  state: 'used' | 'removed' | 'lost';
  /** The public keys that it has had, base64url. */
  readonly ids: Set<string>;
  /** The keys of the accounts that have signed it, the current one last. */
  readonly accounts: Set<string>;
  /** By room: the epochs of which it has got the keys of its account, from the secret or another device. */
  readonly restored: Map<string, ReadonlySet<number>>;
}

/** A user, and what they know of their account. */
export interface Owner {
  readonly user: User;
  readonly devices: Device[];
  /** The recovery secret that the user has kept; null: none is set up, or its response was lost. */
  secret: string | null;
  /** Counts attempts to get a secret: only the last one has one that opens something. */
  attempts: number;
  /** The user begins nothing else with their account before this time. */
  busyUntil: number;
}

/** The devices of all users, and what has happened to them. */
export interface Devices {
  readonly world: World;
  readonly owners: readonly Owner[];
  all(): Device[];
  of(tab: Tab): Device | undefined;
  /** Opens a page on a device. */
  openPage(device: Device): Tab;
  /** Opens a page on a new device. */
  add(owner: Owner): Tab;
  /** The device is gone with its storage. */
  lose(device: Device): void;
  /** Notes the keys that each device has now. */
  note(): void;
  /**
   * Call it when a page begins to get the keys of all rooms of its user, and what it returns when it has got them: it notes
   * the epochs that had begun when it was called. `from`: the device that gives the keys, which may lack some itself.
   */
  restoring(tab: Tab, from?: Device): () => void;
  readonly counts: { losses: number; recoveries: number; approvals: number; removals: number };
}

interface StoredPair {
  publicKey: string;
}

/** Returns the public key of a device and the key that has signed it. */
const keysIn = (browser: Browser): { id: string; account: string } | null => {
  const place = browser.keys().find((key) => key.startsWith('encryption:') && key.endsWith(':device'));
  if (place === undefined) return null;
  const { device, account } = browser.value(place) as { device: StoredPair; account: StoredPair };
  return { id: device.publicKey, account: account.publicKey };
};

/** Returns the stored keys of epochs: room, epoch and key. */
export const keysOf = ({ browser }: Device): { roomId: string; epoch: number; key: string }[] =>
  browser.keys().flatMap((name) => {
    const [, place = '', epoch] = /^encryption:(\[.*\]):key-(\d+)$/.exec(name) ?? [];
    if (epoch === undefined) return [];
    const [, , roomId = ''] = JSON.parse(place) as string[];
    return [{ roomId, epoch: Number(epoch), key: (browser.value(name) as { key: string }).key }];
  });

export const idOf = ({ browser }: Device): string | undefined => keysIn(browser)?.id;

export const statusOf = (tab: Tab): AccountStatus => tab.client.encryption.get().status;

export const createDevices = (world: World, groups: Groups): Devices => {
  const owners = world.people.map((user): Owner => ({
    user,
    devices: [],
    secret: null,
    attempts: 0,
    busyUntil: 0,
  }));
  const counts = { losses: 0, recoveries: 0, approvals: 0, removals: 0 };
  const all = (): Device[] => owners.flatMap(({ devices }) => devices);

  const join = (tab: Tab): Tab => {
    world.inTab(tab, 'open', () => {
      for (const roomId of world.roomIds) tab.join(roomId);
      tab.client.encryption.load().catch(() => undefined);
    });
    return tab;
  };
  const note = (): void => {
    for (const { browser, ids, accounts } of all()) {
      const found = keysIn(browser);
      if (!found) continue;
      ids.add(found.id);
      accounts.delete(found.account);
      accounts.add(found.account);
    }
  };

  const of = (tab: Tab): Device | undefined => all().find(({ browser }) => browser === tab.browser);

  return {
    world,
    owners,
    restoring: (tab, from) => {
      const given = world.roomIds.map((roomId): [string, number[]] => {
        const all = Array.from({ length: groups.last(roomId) + 1 }, (_, epoch) => epoch);
        const has =
          from && new Set(keysOf(from).flatMap((key) => (key.roomId === roomId ? [key.epoch] : [])));
        const isOut = world.ledger.closedTo(roomId, tab.user.id) !== null;
        return [roomId, isOut ? [] : all.filter((epoch) => !has || has.has(epoch))];
      });
      return () => {
        for (const [roomId, epochs] of given) {
          // The user has left this room since, so its keys may not have arrived.
          if (world.ledger.closedTo(roomId, tab.user.id) !== null) continue;
          const device = of(tab);
          device?.restored.set(roomId, new Set([...(device.restored.get(roomId) ?? []), ...epochs]));
        }
      };
    },
    counts,
    all,
    note,
    of,
    openPage: ({ owner, browser }) => join(world.open(owner.user, browser)),
    add: (owner) => {
      const tab = world.open(owner.user);
      owner.devices.push({
        owner,
        browser: tab.browser,
        state: 'used',
        ids: new Set(),
        accounts: new Set(),
        restored: new Map(),
      });
      return join(tab);
    },
    lose: (device) => {
      const { browser } = device;
      note();
      device.state = 'lost';
      counts.losses += 1;
      for (const tab of world.tabs()) if (tab.browser === browser) tab.kill(world.chance.hit(0.3));
      // What was not sent is lost with it.
      for (const key of browser.keys())
        if (key.startsWith('outbox:')) world.outboxes.discarded(key.slice(-36));
      world.browsers.delete(browser);
    },
  };
};

/** Runs something in a page, and passes on what it resolves to, or null if it rejects. If the page ends, nothing happens. */
export const attempt = <T>(
  { inTab }: World,
  tab: Tab,
  label: string,
  work: () => Promise<T>,
  onDone: (result: T | null) => void,
): void =>
  inTab(tab, label, () => {
    work().then(onDone, () => onDone(null));
  });
