import { ChatError, type Reply } from '@chat/protocol';
import type { Connection } from './connection.ts';
import type { Dispatch } from './dispatch.ts';

const retryAfterMs = 1_000;

type Ack = (reply: Reply<unknown>) => void;

/**
 * Answers what a socket emits: `(command, input, ack)`. Nothing it is given can throw out of here, and a command without an
 * acknowledgement is done all the same. Commands about one room begin one after the other, in the order they came, however
 * long a hook takes over one of them: the next when the one before has its place in the room, or is answered. At most
 * `maxPending` are under way.
 */
export const callWith = (dispatch: Dispatch, connection: Connection, maxPending: number) => {
  /** What waits for its turn, by room. No entry: the room is free. None at all while the connection is idle. */
  let waiting: Map<string, (() => void)[]> | null = null;
  let pending = 0;

  const begin = (key: string, command: string, input: unknown, ack: Ack | undefined): void => {
    let isPlaced = false;
    const placed = (): void => {
      if (isPlaced) return;
      isPlaced = true;
      const next = waiting?.get(key)?.shift();
      if (next) return next();
      waiting?.delete(key);
      if (waiting?.size === 0) waiting = null;
    };
    const finish = (): void => {
      pending -= 1;
      placed();
    };
    dispatch
      .run(connection, command, input, (value) => ack?.({ ok: true, value }), placed)
      .then(finish, (error: unknown) => {
        finish();
        const known = error instanceof ChatError ? error : new ChatError('internal', 'internal error');
        ack?.({ ok: false, error: known.toJSON() });
      });
  };

  const tooMany = (): ChatError =>
    new ChatError('rate_limited', `at most ${maxPending} commands may wait for their answer`, {
      retryAfterMs,
    });

  return (command: string, args: unknown[]): void => {
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as Ack) : undefined;
    const input = args[0] === last && ack ? undefined : args[0];
    if (pending >= maxPending) return ack?.({ ok: false, error: tooMany().toJSON() });
    pending += 1;
    const key = roomOf(input);
    const turn = (): void => begin(key, command, input, ack);
    const queue = waiting?.get(key);
    if (queue) return void queue.push(turn);
    waiting ??= new Map();
    waiting.set(key, []);
    turn();
  };
};

const roomOf = (input: unknown): string => {
  if (typeof input !== 'object' || input === null || !('roomId' in input)) return '';
  return typeof input.roomId === 'string' ? input.roomId : '';
};
