import { ChatError, type ErrorBody, type Reply } from '@chat/protocol';
import type { Connection } from '../connections/connection.ts';
import type { Dispatch } from '../commands/dispatch.ts';
import { lazyRequestId, toErrorBody } from '../errors/request-id.ts';

const retryAfterMs = 1_000;

type Ack = (reply: Reply<unknown>) => void;

/**
 * Handles what a socket emits: `(command, input, ack)`. No input makes it throw, and a command without an
 * acknowledgement still runs. Commands about one room begin one after the other, in order, however long a
 * hook takes: the next begins when the one before has its place in the room, or has its reply. At most
 * `maxPending` run at once.
 */
export const callWith = (
  dispatch: Dispatch,
  connection: Connection,
  maxPending: number,
  id: () => string,
) => {
  const calls: Calls = { dispatch, connection, id, waiting: null, pending: 0 };

  return (command: string, ...args: unknown[]): void => {
    // Socket.IO delivers the rest of the same chunk.
    if (connection.ended) return;
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as Ack) : undefined;
    const input = args[0] === last && ack ? undefined : args[0];
    if (calls.pending >= maxPending) {
      ack?.({ ok: false, error: toErrorBody(tooMany(maxPending), id) });
      return dispatch.chargeRefusal(connection);
    }
    const requestId = lazyRequestId(id);
    try {
      dispatch.charge(connection, command, requestId);
    } catch (error) {
      return ack?.({ ok: false, error: refusalOf(error, requestId) });
    }
    calls.pending += 1;
    const asked: Asked = { key: roomOf(input), command, input, ack, requestId };
    const queue = calls.waiting?.get(asked.key);
    if (queue) return void queue.push(() => begin(calls, asked));
    calls.waiting ??= new Map();
    calls.waiting.set(asked.key, []);
    begin(calls, asked);
  };
};

/** The commands of one connection. */
interface Calls {
  readonly dispatch: Dispatch;
  readonly connection: Connection;
  readonly id: () => string;
  /** Waiting commands, by room. Without an entry the room is free. Undefined while the connection is idle. */
  waiting: Map<string, (() => void)[]> | null;
  pending: number;
}

interface Asked {
  /** Its room. */
  key: string;
  command: string;
  input: unknown;
  ack: Ack | undefined;
  requestId: () => string;
}

const begin = (calls: Calls, { key, command, input, ack, requestId }: Asked): void => {
  let isPlaced = false;
  const placed = (): void => {
    if (isPlaced) return;
    isPlaced = true;
    const next = calls.waiting?.get(key)?.shift();
    if (next) return next();
    calls.waiting?.delete(key);
    if (calls.waiting?.size === 0) calls.waiting = null;
  };
  const finish = (): void => {
    calls.pending -= 1;
    placed();
  };
  calls.dispatch
    .run(calls.connection, command, input, (value) => ack?.({ ok: true, value }), placed, requestId)
    .then(finish, (error: unknown) => {
      finish();
      ack?.({ ok: false, error: refusalOf(error, requestId) });
    });
};

const refusalOf = (error: unknown, requestId: () => string): ErrorBody =>
  toErrorBody(error instanceof ChatError ? error : new ChatError('internal', 'internal error'), requestId);

const tooMany = (maxPending: number): ChatError =>
  new ChatError('rate_limited', `at most ${maxPending} commands may wait for their reply`, { retryAfterMs });

const roomOf = (input: unknown): string => {
  if (typeof input !== 'object' || input === null || !('roomId' in input)) return '';
  return typeof input.roomId === 'string' ? input.roomId : '';
};
