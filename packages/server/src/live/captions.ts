import { captionLimits, type Caption } from '@chat/protocol';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import { captionKey, captionKind, type StoredCaption } from '../storage/decide/live/caption-records.ts';

/** Sends what is being said in rooms to their members. Only a recording may keep it. */
export interface Captions {
  /** Resolves once it is stored, if a recording keeps captions. */
  send(room: SpokenRoom, caption: Omit<Caption, 'at'>): Promise<void>;
  /** Sends captions of another node to the members on this one. */
  receive(roomId: string, captions: readonly Caption[]): void;
  close(): void;
}

type SpokenRoom = Pick<LiveRoom, 'id' | 'head' | 'broadcast' | 'commit'>;

export interface CaptionsDeps {
  rooms: Pick<RoomRegistry, 'peek'>;
  ephemeral: { captions(roomId: string, captions: Caption[]): void };
  now(): number;
}

/** Changes within this time are sent together, the last one of each caption. */
export const captionWindowMs = 250;
/** How long the captions of a silent room are known. */
const forgetMs = 60_000;
/** Most captions of a room whose beginning and end are known. */
const mostKnown = 64;

/** The captions of one room. */
interface Speech {
  waiting: Map<string, Caption>;
  known: Map<string, Pick<Caption, 'at' | 'final'>>;
  timer: NodeJS.Timeout | undefined;
  /** The timer ends a window, in which further captions wait. */
  isBusy: boolean;
}

export const createCaptions = ({ rooms, ephemeral, now }: CaptionsDeps): Captions => {
  const speeches = new Map<string, Speech>();

  const speechOf = (roomId: string): Speech => {
    const found = speeches.get(roomId);
    if (found) return found;
    const speech: Speech = { waiting: new Map(), known: new Map(), timer: undefined, isBusy: false };
    speeches.set(roomId, speech);
    return speech;
  };

  const schedule = (speech: Speech, isBusy: boolean, delayMs: number, task: () => void): void => {
    clearTimeout(speech.timer);
    speech.isBusy = isBusy;
    speech.timer = setTimeout(task, delayMs).unref();
  };

  const forgetSoon = (roomId: string, speech: Speech): void =>
    schedule(speech, false, forgetMs, () => speeches.delete(roomId));

  const flush = (room: SpokenRoom, speech: Speech): void => {
    if (speech.waiting.size === 0) return forgetSoon(room.id, speech);
    const captions = [...speech.waiting.values()];
    speech.waiting.clear();
    schedule(speech, true, captionWindowMs, () => flush(room, speech));
    room.broadcast({ type: 'caption:changed', roomId: room.id, captions });
    ephemeral.captions(room.id, captions);
  };

  /** Stores a caption if the room is being recorded with its captions. */
  const keep = async (room: SpokenRoom, caption: Omit<StoredCaption, 'recordingId'>): Promise<void> => {
    const { recording, createdBy } = room.head.room;
    if (!recording?.keepCaptions) return;
    const body: StoredCaption = { ...caption, recordingId: recording.recordingId };
    const record = { kind: captionKind, key: captionKey(caption.at, caption.captionId), body };
    const actor = { id: createdBy, name: createdBy };
    await room.commit({ kind: 'store-records', actor, at: now(), records: [record] });
  };

  return {
    send: async (room, { captionId, final, ...said }) => {
      const speech = speechOf(room.id);
      const before = speech.known.get(captionId);
      // An interim result that arrives after the final one is older.
      if (before?.final && !final) return;
      const at = before?.at ?? now();
      note(speech, captionId, { at, final });
      speech.waiting.set(captionId, { captionId, ...said, final, at });
      if (speech.waiting.size > captionLimits.atOnce) dropOne(speech.waiting);
      if (!speech.isBusy) flush(room, speech);
      if (!final || before?.final) return;
      await keep(room, { captionId, ...said, at, until: now() }).catch((error: unknown) => {
        // So that it is stored if it is sent again.
        note(speech, captionId, { at, final: false });
        throw error;
      });
    },
    receive: (roomId, captions) => {
      const room = rooms.peek(roomId);
      if (!room) return;
      const speech = speechOf(roomId);
      for (const { captionId, at, final } of captions) note(speech, captionId, { at, final });
      if (!speech.isBusy) forgetSoon(roomId, speech);
      room.broadcast({ type: 'caption:changed', roomId, captions: [...captions] });
    },
    close: () => {
      for (const { timer } of speeches.values()) clearTimeout(timer);
      speeches.clear();
    },
  };
};

const note = ({ known }: Speech, captionId: string, state: Pick<Caption, 'at' | 'final'>): void => {
  known.set(captionId, state);
  if (known.size > mostKnown) known.delete(known.keys().next().value ?? '');
};

/** Drops the oldest interim result; without any, the oldest caption. */
const dropOne = (waiting: Map<string, Caption>): void => {
  const [oldest] = waiting.keys();
  const interim = [...waiting.values()].find(({ final }) => !final)?.captionId;
  waiting.delete(interim ?? oldest ?? '');
};
