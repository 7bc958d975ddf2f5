import type { SealedKey } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import { refuse, type Decision, type DecisionContext } from '../decision.ts';
import { devicesIn, sealKey, sealKind, sealRecord } from './group-records.ts';

/** Stores keys of epochs for the recovery of the actor, who has a device in the group. */
export const sealKeys = ({ view, head }: DecisionContext, change: ChangeOf<'seal-keys'>): Decision => {
  const { room } = head;
  const { actor, purpose, seals } = change;
  if (room.encryption === undefined)
    return refuse('conflict', 'this room is not encrypted', { reason: 'not_encrypted' });
  if (!devicesIn(view).some(({ userId }) => userId === actor.id))
    return refuse('forbidden', 'only users with a device in the group have its keys');
  if (seals.some(({ epoch }) => epoch > (room.mlsGroup?.epoch ?? -1)))
    return refuse('invalid', 'no such epoch', { field: 'seals' });
  // Of several with one place the latest epoch stays. Those of an earlier approval are for a key that is gone.
  const byPlace = new Map<string, SealedKey>();
  for (const seal of seals) {
    const place = sealKey(room, seal.epoch);
    const stored = purpose === 'recovery' ? view.record(sealKind(actor.id), place)?.body : undefined;
    const other = byPlace.get(place) ?? (stored as SealedKey | undefined);
    if (!other || other.epoch <= seal.epoch) byPlace.set(place, seal);
  }
  const records = [...byPlace.values()].map((seal) => sealRecord(room, actor.id, seal, purpose));
  return { kind: 'store', records };
};
