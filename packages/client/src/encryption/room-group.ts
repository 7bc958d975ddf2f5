// The MLS group of a room on this device: creates it, joins it, applies the commits of others, and commits.
import { ChatError, pageSize, type Call } from '@chat/protocol';
import { readCredential, type Device } from './device-credential.ts';
import type { EncryptionWarning } from './encryption-state.ts';
import { fromBase64, isSame, toBase64, utf8 } from './encoding.ts';
import {
  applyCommit,
  commitChanges,
  createGroup,
  devicesOf,
  epochOf,
  exportGroupInfo,
  isActive,
  joinByExternalCommit,
  removedByOwner,
  type Changes,
  type Group,
  type GroupDevice,
} from './group.ts';
import { sealLink } from './history-links.ts';
import { noop } from '../platform/noop.ts';
import type { RoomKey, RoomKeyStore, SavedGroup } from './key-store.ts';
import { exportRoomKey } from './room-key.ts';

/** The key of an epoch, encrypted for the recovery of a user. */
export interface UserSeal {
  userId: string;
  sealed: string;
}

/** What the devices of the members agree on outside of the room. */
export interface GroupAccounts {
  keys: RoomKeyStore;
  /** Returns this device. */
  device(): Promise<Device>;
  /** The same before it joins. Rejects with `needs_recovery` if the user has to approve it first. */
  admit(): Promise<Device>;
  /** Encrypts the key of an epoch for the recovery of the users with these devices. */
  sealsFor(key: Pick<RoomKey, 'epoch' | 'key'>, devices: readonly GroupDevice[]): Promise<UserSeal[]>;
  /** Returns whether a user has removed this device of theirs. */
  isRemoved(id: string): boolean;
  /** Users have removed devices of theirs. */
  onRemoved(ids: readonly string[]): Promise<void>;
}

export interface RoomGroupOptions extends GroupAccounts {
  roomId: string;
  call: Call;
  now: () => number;
  /** Returns the last `seq` of the room. */
  seq: () => number;
  /** Returns whether new members read the history. */
  sharesHistory: () => boolean;
  /** The server has sent what a correct one does not. */
  onWarning?: ((warning: EncryptionWarning) => void) | undefined;
}

/** How a message can be encrypted now. */
export interface CurrentGroup {
  key: RoomKey;
  devices: GroupDevice[];
}

export interface SendConditions {
  /** The epoch of the room, as far as is known; -1: unknown. */
  epoch: number;
  /** A device of a user who is gone may be in the group, or one that its user has removed. */
  isStale: boolean;
}

export interface RoomGroup {
  /**
   * Brings this device to the epoch of the room, or a later one: creates the group, joins it, or applies commits. `isForced`:
   * the server may have gone back to an earlier one.
   */
  follow(epoch: number, isForced?: boolean): Promise<CurrentGroup>;
  /** The same before sending: removes devices of users who are gone, and begins an epoch if this one is old. */
  prepare(conditions: SendConditions): Promise<CurrentGroup>;
}

/** An epoch ends after this time, and after so many messages, with the next message. */
export const epochLimits = { ageMs: 86_400_000, messages: 1_000 } as const;
/** Most attempts to be the first to commit. */
const mostTries = 20;
/** A command is smaller than a frame, of 64 KiB. */
const mostBytes = 60_000;

/** Returns how many of the first seals fit into so many bytes. */
const fit = (seals: readonly UserSeal[], bytes: number): number => {
  let left = bytes;
  const tooMany = seals.findIndex((seal) => (left -= JSON.stringify(seal).length + 1) < 0);
  return tooMany < 0 ? seals.length : tooMany;
};

/** The end of a commit in base64url is a tag or a signature: no other commit has it. */
const markOf = (commit: string): string => commit.slice(-22);

const isStaleEpoch = (error: unknown): boolean =>
  error instanceof ChatError && error.reason === 'epoch_stale';

/** Returns whether the key of an epoch has to be replaced before the next message. */
export const isWorn = ({ since }: RoomKey, now: number, seq: number): boolean =>
  now - since.at >= epochLimits.ageMs || seq - since.seq >= epochLimits.messages;

export const createRoomGroup = (options: RoomGroupOptions): RoomGroup => {
  const { roomId, call, keys, now, seq } = options;
  const groupId = utf8(roomId);

  /** The group is in a new epoch. The key is stored first: a group in an epoch without its key would be useless. */
  const adopt = async (group: Group, at: number, commit: string): Promise<Group> => {
    if (isActive(group))
      await keys.setKey({
        epoch: epochOf(group),
        key: await exportRoomKey(group, roomId),
        since: { at, seq: seq(), commit: markOf(commit) },
      });
    await keys.setGroup({ group, sent: null });
    return group;
  };

  const linkBetween = async (before: Group, after: Group): Promise<string> => {
    const own = { epoch: epochOf(after), key: await exportRoomKey(after, roomId) };
    return sealLink(roomId, own, await exportRoomKey(before, roomId));
  };

  /** Sends a commit. What it leads to is stored before, since it may be accepted without this device learning of it. */
  const submit = async (before: Group | null, after: Group, commit?: Uint8Array): Promise<Group> => {
    const sent = { commit: commit ? toBase64(commit) : '', group: after };
    const own = { epoch: epochOf(after), key: await exportRoomKey(after, roomId) };
    const seals = await options.sealsFor(own, devicesOf(after));
    await keys.setGroup({ group: before, sent });
    // A device that joins again may have missed the epoch before.
    const isNext = before && epochOf(before) + 1 === own.epoch;
    const link = isNext && options.sharesHistory() ? await linkBetween(before, after) : null;
    const input = {
      roomId,
      epoch: epochOf(after),
      ...(commit ? { commit: sent.commit } : {}),
      groupInfo: toBase64(await exportGroupInfo(after)),
      ...(link === null ? {} : { link }),
    };
    const fitting = fit(seals, mostBytes - JSON.stringify(input).length);
    await call('encryption:commit', { ...input, ...(fitting > 0 ? { seals: seals.slice(0, fitting) } : {}) });
    const group = await adopt(after, now(), sent.commit);
    const others = seals.slice(fitting).map((seal) => ({ ...seal, epoch: own.epoch }));
    // Only the largest rooms have some.
    if (others.length > 0) await call('encryption:seal', { roomId, seals: others }).catch(noop);
    return group;
  };

  const stored = () =>
    call('encryption:group', { roomId }).catch((error: unknown) => {
      if (error instanceof ChatError && error.code === 'not_found') return null;
      throw error;
    });

  /** `before`: the group as this device, which joins it again, is in it: until then it has the key of each epoch. */
  const join = async (before: Group | null): Promise<Group> => {
    const device = await options.admit();
    let own = before;
    for (let tries = 1; ; tries += 1) {
      const found = await stored();
      try {
        if (!found) return await submit(null, await createGroup(groupId, device, now()));
        const { group, commit } = await joinByExternalCommit(
          groupId,
          fromBase64(found.groupInfo),
          device,
          now(),
        );
        return await submit(own, group, commit);
      } catch (error) {
        if (!isStaleEpoch(error) || tries === mostTries) throw error;
        own = own && (await catchUp({ group: own, sent: null }).catch(() => null));
      }
    }
  };

  const noticeRemovals = async (before: Group, after: Group, commit: Uint8Array): Promise<void> => {
    const removed = removedByOwner(before, after, commit).map(({ deviceKey }) => toBase64(deviceKey));
    if (removed.length > 0) await options.onRemoved(removed);
  };

  /** Returns whether a group has this device as it is now: another key may sign it since. */
  const hasThisDevice = async (group: Group): Promise<boolean> => {
    const { keys: own, credential } = await options.device();
    const accountKey = readCredential(credential)?.accountKey ?? new Uint8Array();
    return devicesOf(group).some(
      (each) => isSame(each.deviceKey, own.publicKey) && isSame(each.accountKey, accountKey),
    );
  };

  /** Applies the commits since this device was here last. Resolves to null if it has to join again. */
  const catchUp = async ({ group: saved, sent }: SavedGroup): Promise<Group | null> => {
    let group = saved;
    // It was removed, and follows no more.
    if (group && !isActive(group)) return null;
    for (let hasMore = true; hasMore;) {
      const after = group ? epochOf(group) : sent ? epochOf(sent.group) - 1 : -1;
      if (after < 0) return group;
      const page = await call('encryption:commits', { roomId, after, limit: pageSize.max });
      for (const { epoch, commit, at } of page.commits) {
        const isOwn = commit === sent?.commit;
        if (!isOwn && group && epoch <= epochOf(group)) throw new Error('a commit of an epoch that is over');
        if (!isOwn && (!group || epoch !== epochOf(group) + 1)) return null;
        const next = isOwn ? sent?.group : group && (await applyCommit(group, fromBase64(commit)));
        if (!next) return null;
        if (group) await noticeRemovals(group, next, fromBase64(commit));
        group = await adopt(next, at, commit);
        if (!isActive(group)) return null;
      }
      hasMore = page.hasMore && page.commits.length > 0;
    }
    return group;
  };

  /** Returns whether the group that the server has is older than this one, as after the restore of a backup. */
  const isRolledBack = async (group: Group): Promise<boolean> =>
    ((await stored())?.epoch ?? -1) < epochOf(group);

  /** Forgets the keys of epochs that the server no longer has, or that began by another commit since. */
  const dropLostKeys = async (last: number): Promise<void> => {
    const own = new Map((await keys.allKeys()).map((key) => [key.epoch, key]));
    const lost = new Set([...own.keys()].filter((epoch) => epoch > last));
    for (let after = 0, hasMore = true; hasMore;) {
      const page = await call('encryption:commits', { roomId, after, limit: pageSize.max });
      for (const { epoch, commit } of page.commits) {
        const known = own.get(epoch)?.since.commit;
        if (known !== undefined && known !== markOf(commit)) lost.add(epoch);
      }
      after = page.commits.at(-1)?.epoch ?? last;
      hasMore = page.hasMore && after < last;
    }
    for (const epoch of lost) await keys.dropKey(epoch);
  };

  /** Joins the older group of the server. If it accepts that, later epochs are gone, and so are their keys. */
  const joinAgain = async (before: Group): Promise<Group> => {
    const group = await join(null);
    if (epochOf(group) > epochOf(before)) return group;
    options.onWarning?.('rolled_back');
    await dropLostKeys(epochOf(group));
    return group;
  };

  /** Rejects nothing that a device can repair by joining again. */
  const latest = async (epoch: number, isForced = false): Promise<Group> => {
    const saved = await keys.group();
    const isCurrent = saved.group && !saved.sent && !isForced && epochOf(saved.group) >= epoch;
    if (saved.group && isCurrent && (await hasThisDevice(saved.group))) return saved.group;
    const group = await catchUp(saved).catch((error: unknown) => {
      if (error instanceof ChatError) throw error;
      options.onWarning?.('invalid_commit');
      return null;
    });
    const isOld = group && isForced && group === saved.group && (await isRolledBack(group));
    if (group && isOld) return joinAgain(group);
    return group && (await hasThisDevice(group)) ? group : join(group);
  };

  const current = async (group: Group): Promise<CurrentGroup> => {
    const epoch = epochOf(group);
    const key = await keys.key(epoch);
    if (key) return { key, devices: devicesOf(group) };
    // The storage has lost it.
    const exported = { epoch, key: await exportRoomKey(group, roomId), since: { at: now(), seq: seq() } };
    await keys.setKey(exported);
    return { key: exported, devices: devicesOf(group) };
  };

  /** Returns the ids of the users who are members. */
  const members = async (): Promise<Set<string>> => {
    const ids = new Set<string>();
    for (let after: string | undefined, hasMore = true; hasMore;) {
      const page = await call('member:list', { roomId, ...(after === undefined ? {} : { after }) });
      for (const { user, invitedBy } of page.members) if (!invitedBy) ids.add(user.id);
      after = page.members.at(-1)?.user.id;
      hasMore = page.hasMore && after !== undefined;
    }
    return ids;
  };

  const changesFor = async (group: Group, isStale: boolean): Promise<Changes | null> => {
    const joined = isStale ? await members() : null;
    const { publicKey } = (await options.device()).keys;
    const remove = devicesOf(group).flatMap(({ userId, leafIndex, deviceKey }) => {
      const isGone = joined?.has(userId) === false || options.isRemoved(toBase64(deviceKey));
      return isGone && !isSame(deviceKey, publicKey) ? [leafIndex] : [];
    });
    if (remove.length > 0) return { remove };
    return isWorn((await current(group)).key, now(), seq()) ? {} : null;
  };

  return {
    follow: (epoch, isForced) => keys.exclusive(async () => current(await latest(epoch, isForced))),
    prepare: ({ epoch, isStale }) =>
      keys.exclusive(async () => {
        let group = await latest(epoch, isStale);
        for (let tries = 1; ; tries += 1) {
          const changes = await changesFor(group, isStale);
          if (!changes) return current(group);
          const next = await commitChanges(group, changes);
          try {
            return await current(await submit(group, next.group, next.commit));
          } catch (error) {
            if (!isStaleEpoch(error) || tries === mostTries) throw error;
            group = await latest(epoch, true);
          }
        }
      }),
  };
};
