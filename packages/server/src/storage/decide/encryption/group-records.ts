import type { StoredDevice } from '../../contract/change.ts';
import type { RecordChange } from '../../contract/records.ts';

/** The devices in the MLS group of a room: one record. */
export const groupKind = 'mls-group';
export const groupKey = 'devices';
/** The information by which a device joins: one record. */
export const groupInfoKind = 'mls-group-info';
/** The commits, by epoch. */
export const commitKind = 'mls-commit';

export interface StoredGroup {
  devices: StoredDevice[];
}

export interface StoredGroupInfo {
  epoch: number;
  groupInfo: string;
}

/** The key of a commit: numbers sort like their epochs. */
export const commitKey = (epoch: number): string => String(epoch).padStart(12, '0');

export const removedCommit = (key: string): RecordChange => ({ kind: commitKind, key, body: null });
