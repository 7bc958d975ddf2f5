import { Readable } from 'node:stream';
import { ChatError, type ExportFormat, type ExportLanguage } from '@chat/protocol';
import { accessWith, hiddenFrom } from '../access.ts';
import type { Context } from '../context.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/storage.ts';
import {
  createExportAddresses,
  noExport,
  type ExportAddresses,
  type ExportOrder,
} from './export-addresses.ts';
import { htmlPolicy } from './html-transcript.ts';
import { transcriptFormats, transcriptOf } from './transcript.ts';
import { userDataOf } from './user-data.ts';

/** A download that is about to be written. */
export interface OpenExport {
  type: string;
  name: string;
  /** Content security policy of what is opened in a browser after all. */
  policy: string;
  body: Readable;
}

/** Writes transcripts and personal data. */
export interface Exports {
  addresses: ExportAddresses;
  /** What was ordered, if whoever ordered it may still have it. `overloaded` when too many are being written. */
  open(order: ExportOrder, context: Context): Promise<OpenExport>;
  /** For the application: nobody's rights are asked. */
  room(roomId: string, options?: RoomExportOptions): Readable;
  user(userId: string): Readable;
}

/** How an application has a room written. */
export interface RoomExportOptions {
  /** Default `json`. */
  format?: ExportFormat;
  /** Default `en`. */
  language?: ExportLanguage;
  /** User id: private messages that exist for them are in it. Without one, none are. */
  reader?: string;
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
  let running = 0;

  /** One of few at once, until it is read or broken off. */
  const counted = (chunks: AsyncIterable<string>): Readable => {
    running += 1;
    return Readable.from(chunks).once('close', () => (running -= 1));
  };

  const roomChunks = async (
    { roomId, format, language }: Extract<ExportOrder, { kind: 'room' }>,
    context: Context,
  ): Promise<Omit<OpenExport, 'body'> & { chunks: AsyncIterable<string> }> => {
    const mayRead = () => accessWith(context, roomId, 'room:export');
    const access = await mayRead();
    const { room } = access;
    const { type, extension } = transcriptFormats[format];
    const visibleAfter = await hiddenFrom(context, access);
    const reader = context.user.id;
    return {
      type,
      name: `${room.head.room.title || roomId}.${extension}`,
      policy: format === 'html' ? `sandbox; ${htmlPolicy}` : "sandbox; default-src 'none'",
      chunks: transcriptOf(room, { format, language, reader, visibleAfter, now, mayGoOn: mayRead }),
    };
  };

  const lazily = async function* (start: () => Promise<AsyncIterable<string>>): AsyncGenerator<string> {
    yield* await start();
  };

  return {
    addresses: createExportAddresses({ path, settings, lifeMs, now }),
    open: async (order, context) => {
      const { maxExports } = context.limits;
      if (running >= maxExports)
        throw new ChatError('overloaded', `at most ${maxExports} exports are written at once`, {
          retryAfterMs: busyMs,
        });
      if (await context.storage.timeline.erasure(order.by.id)) throw noExport();
      if (order.kind === 'room') {
        const { chunks, ...about } = await roomChunks(order, context);
        return { ...about, body: counted(chunks) };
      }
      const body = counted(userDataOf(deps, order.userId));
      return {
        type: 'application/json; charset=utf-8',
        name: `${order.userId}.json`,
        policy: "sandbox; default-src 'none'",
        body,
      };
    },
    room: (roomId, { format = 'json', language = 'en', reader } = {}) =>
      Readable.from(
        lazily(async () => {
          const room = await rooms.open(roomId);
          if (!room) throw new ChatError('not_found', 'no such room');
          return transcriptOf(room, { format, language, now, ...(reader === undefined ? {} : { reader }) });
        }),
      ),
    user: (userId) => Readable.from(lazily(async () => userDataOf(deps, userId))),
  };
};
