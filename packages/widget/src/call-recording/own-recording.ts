import type { CallMedia, ChatRoom, GroupMedia } from '@chat/client';
import { recordCall, type CallRecording, type CallStreams } from './recorder.ts';

/** The streams of a call between two, the other user's first. */
export const streamsOfCall =
  ({ state }: CallMedia): CallStreams =>
  (listener) =>
    state.subscribe(({ local, remote }) => listener([remote, local]));

/** The streams of a group call, the user's own last. */
export const streamsOfGroup =
  ({ state }: GroupMedia): CallStreams =>
  (listener) =>
    state.subscribe(({ local, people }) =>
      listener([...people.flatMap(({ stream }) => stream ?? []), local]),
    );

/** Tells the server that the recording starts or ends. */
type Report = () => Promise<unknown>;

/** The recording that this page makes of its call. */
export interface OwnRecording {
  readonly on: boolean;
  /** The recording is being uploaded. */
  readonly saving: boolean;
  /** Starts when it is reported. */
  start(
    streams: CallStreams,
    room: ChatRoom,
    options: { video: boolean; maxBytes: number; name: string },
    report?: Report,
  ): Promise<void>;
  /** `report` is set while the call runs. */
  stop(report?: Report): Promise<void>;
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
    start: async (streams, room, options, report) => {
      await report?.();
      recording = recordCall(streams, {
        ...options,
        part: async (file, about) => {
          const callKind = options.video ? 'video' : 'audio';
          const stored = await room.files.upload(file, { ...about, callKind });
          await room.messages.send({ text: '', attachments: [stored] });
        },
      });
      changed();
    },
    stop: async (report) => {
      const ending = recording;
      if (!ending) return;
      recording = null;
      saving = true;
      changed();
      try {
        await Promise.all([ending.stop(), report?.()]);
      } finally {
        saving = false;
        changed();
      }
    },
  };
};
