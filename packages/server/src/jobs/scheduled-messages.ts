import { ChatError, isTransient, type Input, type Message, type User } from '@chat/protocol';
import type { PersonalEvents } from '../cluster/personal-events.ts';
import type { Connection } from '../connections/connection.ts';
import { requestConnection } from '../connections/request-connection.ts';
import type { Logger } from '../logger.ts';
import { isPendingApproval } from '../room/commit-message.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { ScheduledOutcome } from '../storage/contract/change.ts';
import type { StoredRecord } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';
import { scheduledKind, type ScheduledBody } from '../storage/decide/personal/scheduled.ts';

/** Sends scheduled messages, and informs their authors of changes. */
export interface ScheduledMessages {
  /** Runs one round and sends what is due. */
  sweep(): Promise<void>;
  /** Sends an event to all connections of the author; null: sent or cancelled. Runs a round if it is due soon. */
  onChanged(roomId: string, messageId: string, userId: string, record: StoredRecord | null): void;
  /** Starts no more rounds. Resolves when the running one has ended. */
  close(): Promise<void>;
}

interface ScheduledDeps {
  storage: Pick<ChatStorage, 'timeline' | 'users'>;
  rooms: Pick<RoomRegistry, 'open'>;
  personal: PersonalEvents;
  /** Sends a message with the checks and hooks of `message:send`, if its schedule still has this version. */
  send(connection: Connection, input: Input<'message:send'>, version: number): Promise<Message>;
  id(): string;
  now(): number;
  logger: Logger;
}

/** A scheduled message is at most this late. */
export const scheduledEveryMs = 5_000;
const pageLimit = 100;
/** Pause before another try. */
const againMs = 5_000;
/** A message that fails with `internal` for so long is given up. */
const giveUpMs = 3_600_000;

/**
 * Every node looks for messages that are due. The store accepts one of several attempts to send one, in the
 * transaction that removes it from the scheduled ones.
 */
export const createScheduledMessages = (deps: ScheduledDeps): ScheduledMessages => {
  const { storage, rooms, personal, id, now, logger } = deps;
  const { timeline } = storage;
  let running: Promise<void> | null = null;
  let next: { at: number; timer: NodeJS.Timeout } | null = null;
  let closed = false;

  const onChanged: ScheduledMessages['onChanged'] = (roomId, messageId, userId, record) => {
    personal.onChanged('scheduled', roomId, userId, messageId, record);
    const waitMs = (record?.dueAt ?? Infinity) - now();
    if (waitMs < scheduledEveryMs) wake(waitMs);
  };

  /** Returns the author as they are now, without rights that the store does not know. */
  const authorOf = async ({ author }: ScheduledBody): Promise<User> => {
    const known = (await storage.users.get(author.id))?.user;
    const { role: _role, ...user } = known ?? author;
    return user;
  };

  const send = async (roomId: string, { message: draft, version, ...body }: ScheduledBody): Promise<void> => {
    const user = await authorOf({ message: draft, version, ...body });
    const { kind: _kind, attachments: _none, forward: _no, streamsUntil: _never, ...content } = draft;
    const connection = requestConnection({ user, given: user }, id());
    await deps.send(connection, { roomId, ...content }, version);
    onChanged(roomId, draft.id, user.id, null);
  };

  const outcomeOf = (error: ChatError, { sendAt }: ScheduledBody): ScheduledOutcome => {
    const { code, reason, retryAfterMs = againMs } = error;
    const isOver = code === 'internal' && now() - sendAt > giveUpMs;
    if (isTransient(code) && !isOver) return { tryAt: Math.ceil(now() + retryAfterMs) };
    return { failed: { code, ...(reason === undefined ? {} : { reason }) } };
  };

  const settle = async (roomId: string, body: ScheduledBody, error: ChatError): Promise<void> => {
    const room = await rooms.open(roomId);
    const { author: actor, version } = body;
    const { id: messageId } = body.message;
    const outcome = outcomeOf(error, body);
    const { records = [] } =
      (await room?.commit({ kind: 'settle-scheduled', actor, at: now(), messageId, version, outcome })) ?? {};
    for (const record of records)
      if (record.body && 'failed' in outcome) onChanged(roomId, messageId, actor.id, record);
  };

  const attempt = async (roomId: string, record: StoredRecord): Promise<void> => {
    const body = record.body as ScheduledBody;
    try {
      await send(roomId, body);
    } catch (error) {
      // Its author has changed it, or another node was first.
      if (error instanceof ChatError && error.reason === 'not_scheduled') return;
      // It is stored, and no longer scheduled.
      if (isPendingApproval(error)) return onChanged(roomId, body.message.id, body.author.id, null);
      const known = error instanceof ChatError ? error : new ChatError('internal', 'an internal error');
      await settle(roomId, body, known).catch((failure: unknown) => {
        if (failure instanceof ChatError && failure.reason === 'not_scheduled') return;
        logger.error({ err: failure, roomId }, 'a scheduled message could not be sent');
      });
    }
  };

  const round = async (): Promise<void> => {
    const tried = new Set<string>();
    for (;;) {
      const due = await timeline.dueRecords(scheduledKind, { at: Math.floor(now()), limit: pageLimit });
      const fresh = due.filter(({ roomId, record }) => !tried.has(`${roomId} ${record.key}`));
      const rooms = new Map<string, StoredRecord[]>();
      for (const { roomId, record } of fresh) {
        tried.add(`${roomId} ${record.key}`);
        rooms.set(roomId, [...(rooms.get(roomId) ?? []), record]);
      }
      // Messages of one room are sent in their order.
      const inRooms = [...rooms].map(async ([roomId, records]) => {
        for (const record of records) if (!closed) await attempt(roomId, record);
      });
      await Promise.all(inRooms);
      if (due.length < pageLimit || fresh.length === 0 || closed) return;
    }
  };

  const sweep = async (): Promise<void> => {
    if (!closed) await (running ??= round().finally(() => (running = null)));
  };

  const wake = (waitMs: number): void => {
    const at = now() + waitMs;
    if (closed || (next && next.at <= at)) return;
    if (next) clearTimeout(next.timer);
    const run = (): void => {
      next = null;
      sweep().catch((error: unknown) => logger.error({ err: error }, 'sending scheduled messages failed'));
    };
    next = { at, timer: setTimeout(run, Math.max(0, waitMs)).unref() };
  };

  return {
    sweep,
    onChanged,
    close: async () => {
      closed = true;
      if (next) clearTimeout(next.timer);
      await running?.catch(() => {});
    },
  };
};
