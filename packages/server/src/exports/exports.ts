import { Readable } from 'node:stream';
import { ChatError, type ExportFormat, type ExportLanguage, type Limits } from '@chat/protocol';
import { accessWith, hiddenFrom, type AccessContext } from '../room/room-access.ts';
import { findRecording } from '../recordings/find-recording.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { createExportLinks, noExport, type ExportLinks, type ExportOrder } from './export-links.ts';
import { createUserSlots, type UserSlots } from '../async/user-slots.ts';
import { htmlPolicy } from './html-transcript.ts';
import { transcriptFormats, transcriptOf } from './transcript.ts';
import { userDataOf } from './user-data.ts';

/** A download that is about to be sent. */
export interface OpenExport {
  type: string;
  name: string;
  /** Content security policy in case a browser opens it. */
  policy: string;
  body: Readable;
}

interface ExportContext extends AccessContext {
  limits: Limits;
  storage: Pick<ChatStorage, 'timeline'>;
}

/** Writes transcripts and personal data. */
export interface Exports {
  links: ExportLinks;
  /** Opens an ordered export, if the user may still have it. `rate_limited` while they download another. */
  open(order: ExportOrder, context: ExportContext): Promise<OpenExport>;
  /** For the application: no rights are checked. */
  room(roomId: string, options?: RoomExportOptions): Readable;
  user(userId: string): Readable;
}

/** Options of a room's transcript. */
export interface RoomExportOptions {
  /** Default `json`. */
  format?: ExportFormat;
  /** Default `en`. */
  language?: ExportLanguage;
  /** User id: includes the private messages of this user. Without one, there are none. */
  reader?: string;
  /** Only the messages that were sent while it was recorded, with their offsets. */
  recordingId?: string;
  /** `vtt` of a recording: what was said, in this language or in none, in place of the messages. */
  captions?: string;
}

interface ExportDeps {
  storage: ChatStorage;
  rooms: RoomRegistry;
  path: string;
  now: () => number;
}

const lifeMs = 300_000;
const busyMs = 2_000;

export const createExports = (deps: ExportDeps): Exports => {
  const { storage, rooms, path, now } = deps;
  const { settings } = storage;
  const downloading = new Set<string>();
  let turns: UserSlots | null = null;

  /**
   * Limits users to one download at a time. Chunks are written when it is the user's turn; a slow reader
   * takes no turn.
   */
  const inTurns = (chunks: AsyncIterable<string>, userId: string, atOnce: number): Readable => {
    const ours = (turns ??= createUserSlots(atOnce));
    downloading.add(userId);
    return Readable.from(inPieces(chunks, (work) => ours.run(userId, work))).once('close', () =>
      downloading.delete(userId),
    );
  };

  const roomChunks = async (
    { roomId, format, language, recordingId, captions }: Extract<ExportOrder, { kind: 'room' }>,
    context: AccessContext,
  ): Promise<Omit<OpenExport, 'body'> & { chunks: AsyncIterable<string> }> => {
    const mayRead = () => accessWith(context, roomId, 'room:export');
    const access = await mayRead();
    const { room } = access;
    const { type, extension } = transcriptFormats[format];
    const visibleAfter = await hiddenFrom(context, access);
    const reader = context.user.id;
    const recording = recordingId === undefined ? undefined : await findRecording(room, recordingId);
    return {
      type,
      name: `${recording?.title || room.head.room.title || roomId}.${extension}`,
      policy: format === 'html' ? `sandbox; ${htmlPolicy}` : "sandbox; default-src 'none'",
      chunks: transcriptOf(room, {
        format,
        language,
        reader,
        visibleAfter,
        now,
        recording,
        captions,
        mayGoOn: mayRead,
      }),
    };
  };

  const lazily = async function* (start: () => Promise<AsyncIterable<string>>): AsyncGenerator<string> {
    yield* await start();
  };

  return {
    links: createExportLinks({ path, settings, lifeMs, now }),
    open: async (order, context) => {
      const { maxExports } = context.limits;
      const { id: by } = order.by;
      if (downloading.has(by))
        throw new ChatError('rate_limited', 'one export at a time', { retryAfterMs: busyMs });
      if (await context.storage.timeline.erasure(order.by.id)) throw noExport();
      if (order.kind === 'room') {
        const { chunks, ...about } = await roomChunks(order, context);
        return { ...about, body: inTurns(chunks, by, maxExports) };
      }
      const body = inTurns(userDataOf(deps, order.userId), by, maxExports);
      return {
        type: 'application/json; charset=utf-8',
        name: `${order.userId}.json`,
        policy: "sandbox; default-src 'none'",
        body,
      };
    },
    room: (roomId, { format = 'json', language = 'en', reader, recordingId, captions } = {}) =>
      Readable.from(
        lazily(async () => {
          const room = await rooms.open(roomId);
          if (!room) throw new ChatError('not_found', 'no such room');
          const recording = recordingId === undefined ? undefined : await findRecording(room, recordingId);
          const scope = reader === undefined ? {} : { reader };
          return transcriptOf(room, { format, language, now, recording, captions, ...scope });
        }),
      ),
    user: (userId) => Readable.from(lazily(async () => userDataOf(deps, userId))),
  };
};

/** Large enough to make turns cheap, small enough to make them short. */
const pieceLength = 32_768;

/** Gathers chunks into pieces; `run` schedules the next one. */
const inPieces = async function* (
  chunks: AsyncIterable<string>,
  run: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<string> {
  const reading = chunks[Symbol.asyncIterator]();
  const nextPiece = async (): Promise<{ piece: string; isLast: boolean }> => {
    let piece = '';
    while (piece.length < pieceLength) {
      const { value, done } = await reading.next();
      if (done === true) return { piece, isLast: true };
      piece += value;
    }
    return { piece, isLast: false };
  };
  try {
    for (;;) {
      const { piece, isLast } = await run(nextPiece);
      if (piece !== '') yield piece;
      if (isLast) return;
    }
  } finally {
    await reading.return?.();
  }
};
