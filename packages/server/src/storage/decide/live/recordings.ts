import { recordingLimits, type DurableEvent, type Room, type RoomRecording } from '@chat/protocol';
import type { ChangeOf } from '../../contract/change.ts';
import type { Head, RecordChange } from '../../contract/records.ts';
import { refuse, refuseWithoutRight, type Decision, type DecisionContext, type View } from '../decision.ts';
import {
  mostSpans,
  recordingKind,
  spansKey,
  spansKind,
  type ReplaySpans,
  type StoredRecording,
} from './recording-records.ts';

/** Stores when a recording was made. While its last segment is open, the room is being recorded. */
export const setRecording = (context: DecisionContext, change: ChangeOf<'set-recording'>): Decision => {
  const { view, head } = context;
  const { recordingId, title, keepCaptions, segments, at } = change;
  const refused = refuseWithoutRight(context, 'recording:set', at);
  if (refused !== null) return refused;
  const before = view.record(recordingKind, recordingId)?.body as StoredRecording | undefined;
  const most = recordingLimits.recordings;
  if (!before && view.records(recordingKind, { limit: most }).length >= most)
    return refuse('conflict', `a room has at most ${most} recordings`, { reason: 'too_many_recordings' });
  const isLive = segments.at(-1)?.duration === undefined;
  const { recording: current } = head.room;
  if (isLive && current && current.recordingId !== recordingId)
    return refuse('conflict', 'another recording of the room is in progress', { reason: 'recording' });
  const keeps = keepCaptions ?? before?.keepCaptions ?? false;
  const body: StoredRecording = {
    recordingId,
    title: title ?? before?.title ?? '',
    ...(keeps ? { keepCaptions: true } : {}),
    segments,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  };
  const record = { kind: recordingKind, key: recordingId, body };
  return withLive(context, { recordingId, isLive, keeps, at }, record);
};

export const removeRecording = (context: DecisionContext, change: ChangeOf<'remove-recording'>): Decision => {
  const { view } = context;
  const { recordingId, at } = change;
  const refused = refuseWithoutRight(context, 'recording:set', at);
  if (refused !== null) return refused;
  if (view.record(recordingKind, recordingId) === null) return refuse('not_found', 'no such recording');
  const removed = { kind: recordingKind, key: recordingId, body: null };
  return withLive(context, { recordingId, isLive: false, keeps: false, at }, removed);
};

/** Stores the record, and begins or ends the recording of the room. */
const withLive = (
  { view, head }: DecisionContext,
  { recordingId, isLive, keeps, at }: { recordingId: string; isLive: boolean; keeps: boolean; at: number },
  record: RecordChange,
): Decision => {
  const { recording: current, ...settings } = head.room;
  const isCurrent = current?.recordingId === recordingId;
  const since = (isCurrent ? current?.since : undefined) ?? at;
  const recording: RoomRecording = { recordingId, since, ...(keeps ? { keepCaptions: true } : {}) };
  const room: Room = isLive ? { ...settings, recording } : settings;
  if (isLive === isCurrent)
    return isLive && current?.keepCaptions !== recording.keepCaptions
      ? writeRoom(head, room, [record])
      : { kind: 'store', records: [record] };
  return writeRoom(head, room, [record, spansRecord(view, at, isLive)]);
};

const spansRecord = (view: View, at: number, begins: boolean): RecordChange => {
  const { spans } = (view.record(spansKind, spansKey)?.body as ReplaySpans | undefined) ?? { spans: [] };
  const closed = spans.map((span) => ({ ...span, to: span.to ?? at }));
  const next = begins ? [...closed, { from: at }] : closed;
  const body: ReplaySpans = { spans: next.slice(-mostSpans) };
  return { kind: spansKind, key: spansKey, body };
};

const writeRoom = (head: Head, room: Room, records: RecordChange[]): Decision => {
  const rev = head.rev + 1;
  const event: DurableEvent = { type: 'room:updated', roomId: room.id, rev, room };
  return { kind: 'write', head: { ...head, room, rev, roomRev: rev }, event, members: [], records };
};
