import type { HistoryLink, Room, SealedKey, SealPurpose } from '@chat/protocol';
import type { StoredDevice } from '../../contract/change.ts';
import type { RecordChange } from '../../contract/records.ts';
import type { View } from '../decision.ts';

/** The devices in the MLS group of a room: one record. */
export const groupKind = 'mls-group';
export const groupKey = 'devices';
/** The information by which a device joins: one record. */
export const groupInfoKind = 'mls-group-info';
/** The commits, by epoch. */
export const commitKind = 'mls-commit';

/** The links to earlier epochs, by epoch. They stay as long as the room. */
export const linkKind = 'mls-history-link';

/** The keys of epochs that are encrypted for one user. */
export const sealKind = (userId: string, purpose: SealPurpose = 'recovery'): string =>
  `mls-${purpose}-key:${encodeURIComponent(userId)}`;
/** The key of the only such record where links lead to the epochs before. It sorts after those of epochs. */
export const latestSeal = 'latest';

export interface StoredGroup {
  devices: StoredDevice[];
}

export interface StoredGroupInfo {
  epoch: number;
  groupInfo: string;
}

/** The key of a commit or link: numbers sort like their epochs. */
export const commitKey = (epoch: number): string => String(epoch).padStart(12, '0');

export const linkRecord = (body: HistoryLink): RecordChange => ({
  kind: linkKind,
  key: commitKey(body.epoch),
  body,
});

export const removedCommit = (key: string): RecordChange => ({ kind: commitKind, key, body: null });

/** Returns where a sealed key is stored. With the history, the latest one is enough. */
export const sealKey = ({ history }: Pick<Room, 'history'>, epoch: number): string =>
  history === 'all' ? latestSeal : commitKey(epoch);

export const sealRecord = (
  room: Pick<Room, 'history'>,
  userId: string,
  body: SealedKey,
  purpose: SealPurpose = 'recovery',
): RecordChange => ({
  kind: sealKind(userId, purpose),
  key: sealKey(room, body.epoch),
  userId,
  body,
});

/** Returns the devices in the group of a room. */
export const devicesIn = (view: View): StoredDevice[] =>
  (view.record(groupKind, groupKey)?.body as StoredGroup | undefined)?.devices ?? [];
