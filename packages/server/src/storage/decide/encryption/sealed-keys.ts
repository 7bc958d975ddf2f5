import type { SealedKey } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import { refuse, type Decision, type DecisionContext } from '../decision.ts';
import { groupIn, sealRecord } from './group-records.ts';

/** Stores keys of epochs, encrypted for the actor, who has a device in the group. */
export const sealKeys = ({ view, head }: DecisionContext, change: ChangeOf<'seal-keys'>): Decision => {
  const { room } = head;
  const { actor, purpose, seals } = change;
  if (room.encryption === undefined)
    return refuse('conflict', 'this room is not encrypted', { reason: 'not_encrypted' });
  const { devices, unlinked } = groupIn(view);
  if (!devices.some(({ userId }) => userId === actor.id))
    return refuse('forbidden', 'only users with a device in the group have its keys');
  if (seals.some(({ epoch }) => epoch > (room.mlsGroup?.epoch ?? -1)))
    return refuse('invalid', 'no such epoch', { field: 'seals' });
  // Of several in one place the latest epoch stays. Those of an earlier approval are for a key that is gone.
  const byPlace = new Map<string, ReturnType<typeof sealRecord>>();
  for (const seal of seals) {
    const record = sealRecord(unlinked, actor.id, seal, purpose);
    const { kind, key } = record;
    const stored = purpose === 'recovery' ? view.record(kind, key)?.body : undefined;
    const other = byPlace.get(key)?.body ?? (stored as SealedKey | undefined);
    if (!other || other.epoch <= seal.epoch) byPlace.set(key, record);
  }
  return { kind: 'store', records: [...byPlace.values()] };
};
