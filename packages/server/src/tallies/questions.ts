import type { DurableEvent } from '@chat/protocol';
import type { Logger } from '../logger.ts';
import type { LiveRoom } from '../room/live-room.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import {
  questionLogKey,
  questionLogKind,
  questionRoomOf,
  questionRoomRecord,
  toQuestion,
  unpublishedKind,
  type StoredQuestion,
} from '../storage/decide/questions/question-records.ts';
import { tallyEveryMs } from '../storage/decide/tally-pace.ts';
import { createGatheredUpdates } from './gathered-updates.ts';

/** Sends questions to the members of their rooms. */
export interface Questions {
  /** A question was asked, withdrawn or voted for: members get it soon, together with other changes. */
  changed(roomId: string): void;
  onPublished(roomId: string, events: readonly DurableEvent[]): void;
  /** Publishes changes whose publication was interrupted. */
  sweep(): Promise<void>;
  close(): void;
}

interface QuestionDeps {
  storage: Pick<ChatStorage, 'timeline'>;
  rooms: Pick<RoomRegistry, 'open' | 'peek'>;
  logger: Logger;
  now: () => number;
}

/** Changes that wait longer than this for their publication were forgotten by a crash, ms. */
const forgottenAfterMs = 1_000;
const pageLimit = 100;

/** The reading of a room's log. */
interface Reading {
  /** The key of the last record that was read. */
  above: string;
  /** There may be more. */
  isStale: boolean;
}

export const createQuestions = ({ storage, rooms, logger, now }: QuestionDeps): Questions => {
  const reading = new Map<string, Reading>();
  let closed = false;

  const { changed, close } = createGatheredUpdates({
    publish: async (roomId) => {
      const room = await rooms.open(roomId);
      if (!room) return;
      const { createdBy } = room.head.room;
      await room.commit({
        kind: 'publish-questions',
        actor: { id: createdBy, name: createdBy },
        at: now(),
      });
    },
    // The sweep tries again.
    onFailed: (error, roomId) =>
      logger.warn({ err: error, roomId }, 'questions could not be sent and will be sent later'),
  });

  /** Sends a page of what was published. Resolves to the key of its last record. */
  const send = async (room: LiveRoom, above: string): Promise<string> => {
    const [page, about] = await Promise.all([
      room.timeline.records(room.id, questionLogKind, { above, limit: pageLimit }),
      room.timeline.record(room.id, questionRoomRecord.kind, questionRoomRecord.key),
    ]);
    const all = page.records.map(({ body }) => body as StoredQuestion);
    const last = page.records.at(-1);
    if (!last) return above;
    room.broadcast({
      type: 'question:changed',
      roomId: room.id,
      questions: all.filter(({ state }) => state !== 'dismissed').map(toQuestion),
      gone: all.filter(({ state }) => state === 'dismissed').map(({ id }) => id),
      open: questionRoomOf(about).open,
    });
    return last.key;
  };

  const read = async (roomId: string, entry: Reading): Promise<void> => {
    while (entry.isStale && !closed) {
      entry.isStale = false;
      const room = rooms.peek(roomId);
      if (!room) break;
      try {
        const { above } = entry;
        entry.above = await send(room, above);
        entry.isStale ||= entry.above > above;
      } catch (error) {
        if (closed) return;
        logger.warn({ err: error, roomId }, 'questions could not be read; it is tried again');
        entry.isStale = true;
        await new Promise((resolve) => setTimeout(resolve, tallyEveryMs).unref());
      }
    }
    reading.delete(roomId);
  };

  return {
    changed: (roomId) => changed(roomId, 'questions'),
    onPublished: (roomId, events) => {
      const first = events.find(({ type }) => type === 'skip');
      const mode = rooms.peek(roomId)?.head.room.questions ?? 'off';
      if (!first || mode === 'off' || closed) return;
      const entry = reading.get(roomId);
      if (entry) {
        entry.isStale = true;
        return;
      }
      const begun = { above: questionLogKey(first.rev), isStale: true };
      reading.set(roomId, begun);
      void read(roomId, begun);
    },
    sweep: async () => {
      const at = now() - forgottenAfterMs;
      const due = await storage.timeline.dueRecords(unpublishedKind, { at, limit: pageLimit });
      for (const roomId of new Set(due.map((each) => each.roomId))) changed(roomId, 'questions');
    },
    close: () => {
      closed = true;
      close();
    },
  };
};
