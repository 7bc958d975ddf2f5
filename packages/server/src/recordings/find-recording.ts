import { ChatError, type Recording } from '@chat/protocol';
import type { TimelineStore } from '../storage/contract/storage.ts';
import { recordingKind } from '../storage/decide/live/recording-records.ts';

/** Returns a recording of a room. Throws `not_found` if it has none with this id. */
export const findRecording = async (
  { id, timeline }: { id: string; timeline: Pick<TimelineStore, 'record'> },
  recordingId: string,
): Promise<Recording> => {
  const record = await timeline.record(id, recordingKind, recordingId);
  if (!record) throw new ChatError('not_found', 'no such recording');
  return record.body as Recording;
};
