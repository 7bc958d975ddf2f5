import { overlayLimits, type Overlay } from '@chat/protocol';
import { toAuthor } from '../author.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext } from '../decision.ts';
import type { ChangeOf } from '../../contract/change.ts';
import type { Head, RecordChange } from '../../contract/records.ts';

/** An overlay token, by its id. */
export const overlayKind = 'overlay';

/** The body of its record. */
export interface StoredOverlay extends Overlay {
  /** SHA-256 of its secret, base64url. */
  hash: string;
  /** The room's `seq` when it was created, for rooms whose history begins with joining. */
  seq: number;
}

export const createOverlay = (context: DecisionContext, change: ChangeOf<'create-overlay'>): Decision => {
  const { view, head } = context;
  const { actor, at, overlayId, hash, expiresAt } = change;
  const refused = refuseWithoutRight(context, 'overlay:create', at);
  if (refused !== null) return refused;
  const most = overlayLimits.overlays;
  const before = view.records(overlayKind, { limit: most });
  const gone = before.filter(({ body }) => (body as StoredOverlay).expiresAt <= at);
  if (before.length - gone.length >= most)
    return refuse('conflict', `at most ${most} overlays: revoke one first`, { reason: 'too_many_overlays' });
  const body: StoredOverlay = {
    overlayId,
    createdBy: toAuthor(actor),
    createdAt: at,
    expiresAt,
    hash,
    seq: head.seq,
  };
  return writeOverlays(head, [
    ...gone.map(({ key }) => removed(key)),
    { kind: overlayKind, key: overlayId, userId: actor.id, body },
  ]);
};

export const revokeOverlay = (context: DecisionContext, change: ChangeOf<'revoke-overlay'>): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'overlay:create', change.at);
  if (refused !== null) return refused;
  if (view.record(overlayKind, change.overlayId) === null) return refuse('not_found', 'no such overlay');
  return writeOverlays(head, [removed(change.overlayId)]);
};

const removed = (key: string): RecordChange => ({ kind: overlayKind, key, body: null });

/** Members see only that there was a revision. All nodes look at their overlays then. */
const writeOverlays = (head: Head, records: RecordChange[]): Decision => {
  const rev = head.rev + 1;
  const event = { type: 'skip', roomId: head.room.id, rev } as const;
  return { kind: 'write', head: { ...head, rev }, event, members: [], records };
};
