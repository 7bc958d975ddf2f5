import type { HistoryLink } from '@chat/protocol';
import type { StoredDevice } from '../../contract/change.ts';
import type { RecordChange } from '../../contract/records.ts';

/** The devices in the MLS group of a room: one record. */
export const groupKind = 'mls-group';
export const groupKey = 'devices';
/** The information by which a device joins: one record. */
export const groupInfoKind = 'mls-group-info';
/** The commits, by epoch. */
export const commitKind = 'mls-commit';

/** The links to earlier epochs, by epoch. They stay as long as the room. */
export const linkKind = 'mls-history-link';

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
