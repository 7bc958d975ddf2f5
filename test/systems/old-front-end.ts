import { io, type Socket } from 'socket.io-client';
import { expect, onTestFinished, vi } from 'vitest';

type Heard = [event: string, ...args: unknown[]];

/** An old front end: plain socket.io-client on the default path, that writes down what it hears. */
export interface OldFrontEnd {
  socket: Socket;
  heard: Heard[];
  /** Emits, and resolves to what the acknowledgement says. */
  ask(event: string, ...args: unknown[]): Promise<unknown>;
  /** Resolves with the first of these, heard or still to come, that `matches`. */
  hears(event: string, matches?: (payload: never) => boolean): Promise<unknown>;
}

export const oldFrontEnd = async (
  url: string,
  auth: object = {},
  path = '/socket.io',
): Promise<OldFrontEnd> => {
  const socket = io(url, { path, forceNew: true, reconnection: false, auth });
  onTestFinished(() => void socket.close());
  const heard: Heard[] = [];
  socket.onAny((...all: Heard) => heard.push(all));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    socket,
    heard,
    ask: (event, ...args) => socket.timeout(30_000).emitWithAck(event, ...args),
    hears: (event, matches = () => true) =>
      vi.waitFor(
        () => {
          const found = heard.find(([name, payload]) => name === event && matches(payload as never));
          expect(found, `${event} among ${JSON.stringify(heard)}`).toBeDefined();
          return found?.[1];
        },
        // Longer than the grace that a lost line has.
        { timeout: 30_000, interval: 10 },
      ),
  };
};
