import type { HistoryLink, SealedKey, SealPurpose } from '@chat/protocol';
import type { StoredDevice } from '../../contract/change.ts';
import type { RecordChange, StoredRecord } from '../../contract/records.ts';
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
export interface StoredGroup {
  devices: StoredDevice[];
  /** The last epoch that began without a link to the one before. */
  unlinked: number;
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

/**
 * A key that is encrypted for a user. Links lead from an epoch to those before it, down to one that began without a link:
 * of these the latest key is enough, and replaces the one before.
 */
export const sealRecord = (
  unlinked: number,
  userId: string,
  body: SealedKey,
  purpose: SealPurpose = 'recovery',
): StoredRecord & { body: SealedKey } => ({
  kind: sealKind(userId, purpose),
  key: commitKey(Math.min(unlinked, body.epoch)),
  userId,
  body,
});

/** Returns the devices in the group of a room, and which of its epochs are linked. */
export const groupIn = (view: View): StoredGroup => ({
  devices: [],
  unlinked: 0,
  ...(view.record(groupKind, groupKey)?.body as StoredGroup | undefined),
});

export const groupRecord = (body: StoredGroup): RecordChange => ({ kind: groupKind, key: groupKey, body });
