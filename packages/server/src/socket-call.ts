import { ChatError, type Reply } from '@chat/protocol';
import type { Connection } from './connection.ts';
import type { Dispatch } from './dispatch.ts';

const retryAfterMs = 1_000;

type Ack = (reply: Reply<unknown>) => void;

/**
 * Answers what a socket emits: `(command, input, ack)`. Nothing it is given can throw out of here, and a command without an
 * acknowledgement is done all the same. Commands about one room are done one after the other, in the order they came,
 * however long a hook takes over one of them; of those that wait, there are at most `maxPending`.
 */
export const callWith = (dispatch: Dispatch, connection: Connection, maxPending: number) => {
  const tails = new Map<string, Promise<void>>();
  let pending = 0;

  const inTurn = (key: string, task: () => Promise<void>): void => {
    const tail = (tails.get(key) ?? Promise.resolve()).then(task);
    tails.set(key, tail);
    void tail.then(() => tails.get(key) === tail && tails.delete(key));
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
    inTurn(roomOf(input), async () => {
      try {
        await dispatch.run(connection, command, input, (value) => ack?.({ ok: true, value }));
      } catch (error) {
        const known = error instanceof ChatError ? error : new ChatError('internal', 'internal error');
        ack?.({ ok: false, error: known.toJSON() });
      }
      pending -= 1;
    });
  };
};

const roomOf = (input: unknown): string => {
  if (typeof input !== 'object' || input === null || !('roomId' in input)) return '';
  return typeof input.roomId === 'string' ? input.roomId : '';
};
