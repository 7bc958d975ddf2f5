import type { GroupCallSeat, RaisedHand } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { Head, RecordChange, StoredMessage, StoredRecord } from '../../contract/records.ts';
import { toUserSnapshot } from '../author.ts';
import { callEnded, callUpdatedEvent, noCall, notInCall, updateCallMessage } from '../call-message.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from '../decision.ts';

/** A raised hand, by the id of its user. */
export const handKind = 'hand';
/** No room has more hands, whatever its limit. */
export const mostHandsRead = 1_000;

const handOf = ({ body }: StoredRecord): RaisedHand => body as RaisedHand;

/** Returns the hands of records: the user who was called on first, then in the order of raising. */
export const inOrder = (records: readonly StoredRecord[]): RaisedHand[] =>
  records
    .map(handOf)
    .toSorted(
      (a, b) =>
        Number(a.calledAt === undefined) - Number(b.calledAt === undefined) || a.raisedAt - b.raisedAt,
    );

const recordOf = (hand: RaisedHand): RecordChange => ({
  kind: handKind,
  key: hand.user.id,
  userId: hand.user.id,
  body: hand,
});

/** Returns the changes that lower hands. */
export const lowered = (userIds: readonly string[]): RecordChange[] =>
  userIds.map((key) => ({ kind: handKind, key, body: null }));

/** Returns a seat in a call with the hand of its user, or without. */
export const withHand = (seat: GroupCallSeat, handRaisedAt: number | undefined): GroupCallSeat => {
  const { handRaisedAt: _before, ...lowered } = seat;
  return handRaisedAt === undefined ? lowered : { ...lowered, handRaisedAt };
};

/** Returns when the user raised their hand; undefined if it is down. */
export const raisedAtOf = (view: View, userId: string): number | undefined => {
  const record = view.record(handKind, userId);
  return record === null ? undefined : handOf(record).raisedAt;
};

const groupCallOf = (view: View): { stored: StoredMessage; seats: GroupCallSeat[] } | null => {
  const stored = view.openCall();
  const seats = stored?.message.groupCall?.seats;
  return stored && seats ? { stored, seats } : null;
};

const known = ({ room, rev }: Head): Decision => ({
  kind: 'known',
  event: { type: 'skip', roomId: room.id, rev },
});

/**
 * Writes hands. The seats of the room's group call show the same hands. Without a call, the change is broadcast
 * as a `skip`: every node then reads the list and sends it to its members.
 */
const write = (view: View, head: Head, by: string, records: RecordChange[]): Decision => {
  const after = new Map(
    records.map((change) => [
      change.key,
      change.body === null ? undefined : (change.body as RaisedHand).raisedAt,
    ]),
  );
  const call = groupCallOf(view);
  const groupCall = call?.stored.message.groupCall;
  if (call && groupCall && call.seats.some(({ userId }) => after.has(userId))) {
    const seats = call.seats.map((seat) =>
      after.has(seat.userId) ? withHand(seat, after.get(seat.userId)) : seat,
    );
    const updated = updateCallMessage(head, call.stored, by, { groupCall: { ...groupCall, seats } });
    return updated.kind === 'write' ? { ...updated, records } : updated;
  }
  const rev = head.rev + 1;
  const event = { type: 'skip', roomId: head.room.id, rev } as const;
  return { kind: 'write', head: { ...head, rev }, event, members: [], records };
};

/**
 * Raises or lowers a hand. With a `callId`, the user must be in that call. Only hosts lower the hands of others.
 */
export const raiseHand = (context: DecisionContext, change: ChangeOf<'raise-hand'>): Decision => {
  const { view, head } = context;
  const { actor, at, callId, userId, raised, most } = change;
  const message = callId === undefined ? null : view.message(callId);
  const call = message?.message.groupCall;
  if (callId !== undefined) {
    if (!message || !call) return noCall();
    if (call.state === 'ended') return callEnded();
  }
  if (userId !== actor.id) {
    const right = callId === undefined ? 'hand:call' : 'groupcall:end';
    const refused = refuseWithoutRight(context, right, at);
    if (refused !== null) return refused;
    if (raised) return refuse('forbidden', 'users raise their hands themselves');
  }
  const seats = groupCallOf(view)?.seats ?? [];
  const seat = seats.find((each) => each.userId === userId);
  if (callId !== undefined && !seat) return notInCall();
  const before = view.record(handKind, userId);
  const isShown = seat?.handRaisedAt !== undefined;
  if ((before !== null) === raised && isShown === (raised && seat !== undefined))
    return message ? { kind: 'known', event: callUpdatedEvent(message.message, actor.id) } : known(head);
  if (!raised) return write(view, head, actor.id, lowered([userId]));
  const refused = refuseWithoutRight(context, 'hand:raise', at);
  if (refused !== null) return refused;
  if (!head.room.hands && !seat)
    return refuse('forbidden', 'hands cannot be raised in this room', { reason: 'hands_off' });
  const all = view.records(handKind, { limit: mostHandsRead });
  if (before === null && all.length >= most)
    return refuse('conflict', `at most ${most} raised hands`, { reason: 'too_many_hands' });
  const last = Math.max(0, ...all.map((each) => handOf(each).raisedAt));
  const hand = before
    ? handOf(before)
    : { user: toUserSnapshot(actor), raisedAt: Math.max(Math.trunc(at), last + 1) };
  return write(view, head, actor.id, [recordOf(hand)]);
};

/** Calls on a user. The hand of the user who was called on before goes down. */
export const callOnHand = (
  context: DecisionContext,
  { actor, at, userId }: ChangeOf<'call-on-hand'>,
): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'hand:call', at);
  if (refused !== null) return refused;
  const found = view.record(handKind, userId);
  if (found === null) return refuse('conflict', 'this hand is not raised', { reason: 'hand_down' });
  const hand = handOf(found);
  if (hand.calledAt !== undefined) return known(head);
  const before = view
    .records(handKind, { limit: mostHandsRead })
    .filter((each) => handOf(each).calledAt !== undefined)
    .map(({ key }) => key);
  return write(view, head, actor.id, [...lowered(before), recordOf({ ...hand, calledAt: at })]);
};

export const lowerAllHands = (
  context: DecisionContext,
  { actor, at }: ChangeOf<'lower-all-hands'>,
): Decision => {
  const { view, head } = context;
  const refused = refuseWithoutRight(context, 'hand:call', at);
  if (refused !== null) return refused;
  const all = view.records(handKind, { limit: mostHandsRead }).map(({ key }) => key);
  return all.length === 0 ? known(head) : write(view, head, actor.id, lowered(all));
};

/** Lowers the hands of users who are gone, unless they are in the room's call. No rights are checked. */
export const lowerAbsentHands = (
  view: View,
  head: Head,
  { actor, userIds }: ChangeOf<'lower-absent-hands'>,
): Decision => {
  const seats = groupCallOf(view)?.seats ?? [];
  const gone = userIds.filter(
    (id) => view.record(handKind, id) !== null && !seats.some(({ userId }) => userId === id),
  );
  return gone.length === 0 ? known(head) : write(view, head, actor.id, lowered(gone));
};
