import { pageSize, type Input, type Recording, type recordingCommands } from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import { findRecording } from '../../recordings/find-recording.ts';
import { removeCaptions } from '../../recordings/recorded-captions.ts';
import { accessRoom, accessWith } from '../../room/room-access.ts';
import { recordingKind } from '../../storage/decide/live/recording-records.ts';

const set = async (context: Context, input: Input<'recording:set'>): Promise<Recording> => {
  const { roomId, recordingId, title, keepCaptions, segments } = input;
  const { user, now } = context;
  const { room } = await accessRoom(context, roomId);
  const plain = segments.map(({ at, offset, duration }) => ({
    at,
    offset,
    ...(duration === undefined ? {} : { duration }),
  }));
  const change = { actor: user, at: now(), recordingId, title, keepCaptions, segments: plain };
  const { records = [] } = await room.commit({ kind: 'set-recording', ...change });
  const record = records.find(({ kind, key }) => kind === recordingKind && key === recordingId);
  return record?.body ? (record.body as Recording) : findRecording(room, recordingId);
};

export const recordings: Handlers<Exclude<keyof typeof recordingCommands, 'recording:replay'>> = {
  'recording:set': set,
  'recording:remove': async (context, { roomId, recordingId }) => {
    const { room } = await accessWith(context, roomId, 'recording:set');
    const { user, now } = context;
    await findRecording(room, recordingId);
    // First, so that a removal that was interrupted can be repeated.
    await removeCaptions(room, (caption) => caption.recordingId === recordingId, now());
    await room.commit({ kind: 'remove-recording', actor: user, at: now(), recordingId });
    return {};
  },
  'recording:list': async (context, { roomId, after, limit = pageSize.default }) => {
    const { room } = await accessRoom(context, roomId);
    const query = { limit, ...(after === undefined ? {} : { above: after }) };
    const { records, hasMore } = await room.timeline.records(roomId, recordingKind, query);
    return { recordings: records.map(({ body }) => body as Recording), hasMore };
  },
  'recording:get': async (context, { roomId, recordingId }) => {
    const { room } = await accessRoom(context, roomId);
    return findRecording(room, recordingId);
  },
};
