import { encryptionLimits, type DurableEvent, type GroupCommit, type MlsGroup } from '@chat/protocol';
import type { Change, ChangeOf, StoredDevice } from '../../contract/change.ts';
import type { Head, RecordChange } from '../../contract/records.ts';
import { refuse, type Decision, type DecisionContext, type View } from '../decision.ts';
import {
  commitKey,
  commitKind,
  groupInfoKind,
  groupIn,
  groupKey,
  groupRecord,
  linkRecord,
  removedCommit,
  sealRecord,
  type StoredGroupInfo,
} from './group-records.ts';

type CommitGroup = ChangeOf<'commit-group'>;

const stale = (): Decision =>
  refuse('conflict', 'another commit began this epoch: apply it and try again', { reason: 'epoch_stale' });

const unfit = (message: string): Decision => refuse('invalid', message, { field: 'commit' });

/** Returns the reason why the devices after a commit are not those that it says, or null. */
const refuseDevices = (before: StoredDevice[], change: CommitGroup): Decision | null => {
  const { actor, devices, commit } = change;
  const after = new Set(devices.map(({ deviceKey }) => deviceKey));
  if (commit === undefined)
    return devices.length === 1 && devices[0]?.userId === actor.id
      ? null
      : unfit('a new group has one device, of its creator');
  const sender = commit.sender === null ? null : before.find(({ leafIndex }) => leafIndex === commit.sender);
  if (sender === undefined || (sender !== null && sender.userId !== actor.id))
    return unfit('the commit is not by a device of yours');
  const joined = devices.find(({ deviceKey }) => deviceKey === commit.joined);
  if (sender === null && joined?.userId !== actor.id) return unfit('the device that joins is not yours');
  const removed = new Set(commit.removed);
  const isRight = before.every(({ leafIndex, deviceKey }) =>
    removed.has(leafIndex) ? !after.has(deviceKey) || deviceKey === commit.joined : after.has(deviceKey),
  );
  return isRight ? null : unfit('the group information is not that of the commit');
};

/** Returns the reason why a device that is new in the group cannot be in it, or null. */
const refuseNewDevices = (
  before: StoredDevice[],
  { devices, actor, revoked = [] }: CommitGroup,
  members: Set<string>,
): Decision | null => {
  const most = encryptionLimits.devices;
  if (devices.length > most)
    return refuse('conflict', `at most ${most} devices`, { reason: 'too_many_devices' });
  const known = new Set(before.map(({ deviceKey }) => deviceKey));
  const added = devices.filter(({ deviceKey }) => !known.has(deviceKey));
  if (added.some(({ deviceKey, userId }) => userId === actor.id && revoked.includes(deviceKey)))
    return refuse('forbidden', 'this device was removed', { reason: 'device_removed' });
  const isFit = added.every(({ userId }) => members.has(userId));
  return isFit ? null : unfit('adds a device of a user who is not a member');
};

/** Begins an epoch of the MLS group of a room: of all commits of an epoch, the first one is accepted. */
export const commitGroup = ({ view, head }: DecisionContext, change: CommitGroup): Decision => {
  const { room } = head;
  if (room.encryption === undefined)
    return refuse('conflict', 'this room is not encrypted', { reason: 'not_encrypted' });
  const { epoch, commit, groupInfo, at } = change;
  const stored = view.record(commitKind, commitKey(epoch))?.body as GroupCommit | undefined;
  if (stored !== undefined && stored.commit === commit?.message)
    return { kind: 'known', event: { type: 'room:updated', roomId: room.id, rev: head.roomRev, room } };
  const next = room.mlsGroup === undefined ? 0 : room.mlsGroup.epoch + 1;
  if (epoch !== next || (commit === undefined) !== (room.mlsGroup === undefined)) return stale();
  const { devices: before, unlinked: lastUnlinked } = groupIn(view);
  const members = new Set(view.joined().map(({ user }) => user.id));
  const refused = refuseDevices(before, change) ?? refuseNewDevices(before, change, members);
  if (refused !== null) return refused;
  // A device of an erased user stays nameless until it is removed.
  const earlier = new Map(before.map((device) => [device.deviceKey, device]));
  const devices = change.devices.map((device) => ({
    ...device,
    ...earlier.get(device.deviceKey),
    leafIndex: device.leafIndex,
  }));
  const isStale = devices.some(({ userId }) => !members.has(userId));
  const isLinked = change.link !== undefined || commit === undefined || room.history !== 'all';
  const missing = [...(room.mlsGroup?.missingLinks ?? []), ...(isLinked ? [] : [epoch])];
  const link = room.history === 'all' ? change.link : undefined;
  const unlinked = link === undefined ? epoch : lastUnlinked;
  const body: GroupCommit | null = commit ? { epoch, commit: commit.message, at } : null;
  const records: RecordChange[] = [
    groupRecord({ devices, unlinked }),
    { kind: groupInfoKind, key: groupKey, body: { epoch, groupInfo } satisfies StoredGroupInfo },
    ...(body ? [{ kind: commitKind, key: commitKey(epoch), body }] : []),
    ...(body && link !== undefined ? [linkRecord({ epoch, link })] : []),
    ...[...new Map((change.seals ?? []).map((seal) => [seal.userId, seal])).values()]
      .filter(({ userId }) => members.has(userId))
      .map(({ userId, sealed }) => sealRecord(unlinked, userId, { epoch, sealed })),
    ...(epoch > encryptionLimits.commits ? [removedCommit(commitKey(epoch - encryptionLimits.commits))] : []),
  ];
  const group = { epoch, ...(isStale ? { isStale } : {}) };
  const event = withGroup(
    head,
    withMissing(group, missing.slice(-encryptionLimits.missingLinks)),
    head.rev + 1,
  );
  return { kind: 'write', head: headWith(head, event), event, members: [], records };
};

const withMissing = ({ missingLinks: _before, ...group }: MlsGroup, missingLinks: number[]): MlsGroup =>
  missingLinks.length > 0 ? { ...group, missingLinks } : group;

/** Adds a link that is missing. The first one stays: whoever makes it has both keys. */
export const linkEpoch = ({ view, head }: DecisionContext, change: ChangeOf<'link-epoch'>): Decision => {
  const { room } = head;
  if (room.encryption === undefined)
    return refuse('conflict', 'this room is not encrypted', { reason: 'not_encrypted' });
  if (!groupIn(view).devices.some(({ userId }) => userId === change.actor.id))
    return refuse('forbidden', 'only users with a device in the group have its keys');
  const { epoch, link } = change;
  const missing = room.mlsGroup?.missingLinks ?? [];
  if (!room.mlsGroup || !missing.includes(epoch))
    return { kind: 'known', event: { type: 'room:updated', roomId: room.id, rev: head.roomRev, room } };
  const left = withMissing(
    room.mlsGroup,
    missing.filter((each) => each !== epoch),
  );
  const event = withGroup(head, left, head.rev + 1);
  const records = [linkRecord({ epoch, link })];
  return { kind: 'write', head: headWith(head, event), event, members: [], records };
};

type RoomUpdated = Extract<DurableEvent, { type: 'room:updated' }>;

const withGroup = ({ room }: Head, mlsGroup: MlsGroup, rev: number): RoomUpdated => ({
  type: 'room:updated',
  roomId: room.id,
  rev,
  room: { ...room, mlsGroup },
});

const headWith = (head: Head, { room, rev }: RoomUpdated): Head => ({ ...head, room, rev, roomRev: rev });

type Written = Extract<Decision, { kind: 'write' }>;

/** Marks the group as stale if a user with a device in it is gone. */
const withoutUser = (view: View, decision: Written, userId: string): Written => {
  const { head } = decision;
  const { mlsGroup } = head.room;
  if (mlsGroup === undefined || mlsGroup.isStale) return decision;
  if (!groupIn(view).devices.some((device) => device.userId === userId)) return decision;
  const event = withGroup(head, { ...mlsGroup, isStale: true }, head.rev + 1);
  return { ...decision, also: { event }, head: headWith(head, event) };
};

/** The group is no longer stale once every user with a device in it is back: there is no device to remove. */
const withUser = (view: View, decision: Written, userId: string): Written => {
  const { head } = decision;
  if (!head.room.mlsGroup?.isStale) return decision;
  const { isStale: _, ...group } = head.room.mlsGroup;
  const members = new Set([userId, ...view.joined().map(({ user }) => user.id)]);
  if (groupIn(view).devices.some((device) => !members.has(device.userId))) return decision;
  const event = withGroup(head, group, head.rev + 1);
  return { ...decision, also: { event }, head: headWith(head, event) };
};

/** Removes the id of an erased user. The group information has it until a member removes the device. */
const erasedRecords = (view: View, userId: string): RecordChange[] => [
  groupRecord({
    ...groupIn(view),
    devices: groupIn(view).devices.map((device) =>
      device.userId === userId ? { ...device, userId: '' } : device,
    ),
  }),
  ...view.records(commitKind, { limit: encryptionLimits.commits }).map(({ key }) => removedCommit(key)),
];

/** Applies what the members of an encrypted room mean for its group: at most so many, and no device of others. */
export const keepGroup = (view: View, before: Head, change: Change, decision: Decision): Decision => {
  if (before.room.encryption === undefined || decision.kind !== 'write') return decision;
  const { event } = decision;
  if (event.type === 'member:joined') {
    const isNew = view.member(event.member.user.id)?.state !== 'joined';
    const most = encryptionLimits.members;
    return isNew && view.joined().length >= most
      ? refuse('conflict', `an encrypted room has at most ${most} members`, { reason: 'room_full' })
      : withUser(view, decision, event.member.user.id);
  }
  if (event.type !== 'member:left') return decision;
  const left = withoutUser(view, decision, event.userId);
  if (change.kind !== 'erase-member') return left;
  return { ...left, records: [...(left.records ?? []), ...erasedRecords(view, event.userId)] };
};
