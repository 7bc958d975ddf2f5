import type { CallMedia, ChatRoom } from '@chat/client';
import { recordCall, type CallRecording } from './recorder.ts';

/** The recording that this page makes of its call. */
export interface OwnRecording {
  readonly on: boolean;
  /** The recording is being uploaded. */
  readonly saving: boolean;
  /** Shows the recording to both users. */
  start(
    call: CallMedia,
    room: ChatRoom,
    options: { video: boolean; maxBytes: number; name: string },
  ): Promise<void>;
  /** `room` is set while the call runs, to notify the other user. */
  stop(room?: ChatRoom): Promise<void>;
}

export const ownRecording = (changed: () => void): OwnRecording => {
  let recording: CallRecording | null = null;
  let saving = false;
  return {
    get on() {
      return recording !== null;
    },
    get saving() {
      return saving;
    },
    start: async (call, room, options) => {
      await room.calls.record(true);
      recording = recordCall(call, {
        ...options,
        part: async (file, about) => {
          const callKind = options.video ? 'video' : 'audio';
          const stored = await room.files.upload(file, { ...about, callKind });
          await room.messages.send({ text: '', attachments: [stored] });
        },
      });
      changed();
    },
    stop: async (room) => {
      const ending = recording;
      if (!ending) return;
      recording = null;
      saving = true;
      changed();
      try {
        await Promise.all([ending.stop(), room?.calls.record(false)]);
      } finally {
        saving = false;
        changed();
      }
    },
  };
};
