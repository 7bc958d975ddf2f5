import type { Input, Output, Recording } from '@chat/protocol';
import type { RoomContext } from '../../room/room-context.ts';
import { createReplay, type Replay } from '../../messages/replay.ts';

/** When a recording was made. Its id is chosen by the application. */
export type RecordingContent = Omit<Input<'recording:set'>, 'roomId'>;

/** Recordings of a room, and the chat as it was in them. */
export interface Recordings {
  /**
   * Stores a recording, or replaces its segments, such as after a cut. While its last segment has no
   * duration, the room is being recorded. Needs `can['recording:set']`.
   */
  set(recording: RecordingContent): Promise<Recording>;
  /** Removes a recording. The messages stay. */
  remove(recordingId: string): Promise<void>;
  /** Resolves to a page of recordings by id. */
  list(query?: { after?: string; limit?: number }): Promise<Output<'recording:list'>>;
  get(recordingId: string): Promise<Recording>;
  /** Resolves to the chat at the beginning of a recording. Rejects with `ChatError`. */
  replay(recordingId: string): Promise<Replay>;
}

export const recordings = ({
  roomId,
  call,
  self,
}: Pick<RoomContext, 'roomId' | 'call' | 'self'>): Recordings => ({
  set: (recording) => call('recording:set', { roomId, ...recording }),
  remove: async (recordingId) => void (await call('recording:remove', { roomId, recordingId })),
  list: (query) => call('recording:list', { roomId, ...query }),
  get: (recordingId) => call('recording:get', { roomId, recordingId }),
  replay: async (recordingId) => {
    const replay = createReplay({
      recordingId,
      load: (query) => call('recording:replay', { roomId, recordingId, ...query }),
      self,
    });
    await replay.seek(0);
    return replay;
  },
});
