import type { SealedKey } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { StoredRecord } from '../../contract/records.ts';
import { refuse, type Decision, type DecisionContext } from '../decision.ts';
import { groupIn, sealRecord } from './group-records.ts';

/**
 * Stores keys of epochs, encrypted for the actor, who has a device in the group. For another member only the key of
 * this epoch, and only the first one: a member cannot replace the keys of others.
 */
export const sealKeys = ({ view, head }: DecisionContext, change: ChangeOf<'seal-keys'>): Decision => {
  const { room } = head;
  const { actor, purpose, seals } = change;
  if (room.encryption === undefined)
    return refuse('conflict', 'this room is not encrypted', { reason: 'not_encrypted' });
  const { devices, unlinked } = groupIn(view);
  if (!devices.some(({ userId }) => userId === actor.id))
    return refuse('forbidden', 'only users with a device in the group have its keys');
  const now = room.mlsGroup?.epoch ?? -1;
  if (seals.some(({ epoch }) => epoch > now)) return refuse('invalid', 'no such epoch', { field: 'seals' });
  const inGroup = new Set(devices.map(({ userId }) => userId));
  const byPlace = new Map<string, StoredRecord & { body: SealedKey }>();
  for (const { userId = actor.id, epoch, sealed } of seals) {
    const isOwn = userId === actor.id;
    // The key of an epoch that has ended meanwhile is that of its committer to store.
    if (!isOwn && (purpose !== 'recovery' || epoch !== now || !inGroup.has(userId))) continue;
    const record = sealRecord(unlinked, userId, { epoch, sealed }, purpose);
    const { kind, key } = record;
    const place = `${kind} ${key}`;
    // Those of an earlier approval are for a key that is gone.
    const stored = purpose === 'recovery' ? view.record(kind, key)?.body : undefined;
    const other = byPlace.get(place)?.body ?? (stored as SealedKey | undefined);
    if (!other || other.epoch < epoch || (isOwn && other.epoch === epoch)) byPlace.set(place, record);
  }
  return { kind: 'store', records: [...byPlace.values()] };
};
