import {
  ChatError,
  type ErrorBody,
  type Input,
  type CommandName,
  type Output,
  type Reply,
} from '@chat/protocol';
import type { Address } from './server-address.ts';
import { openTransport } from './open-transport.ts';
import type { OpenTransport } from './transport.ts';
import { disconnected, timedOut, type LinkListeners, type OpenLink } from './link.ts';

/** Opens links that speak Socket.IO. `connection.ts` decides when. */
export const socketLinks = (address: () => Address, open: OpenTransport = openTransport()): OpenLink => {
  let replaces: string | undefined;
  return (auth, listeners, timeoutMs) => {
    const { origin, path } = address();
    let live = true;
    let connected = false;
    let packets = 0;
    let lastPacketAt = 0;
    let silenceMs = 0;
    let asked = 0;
    const unanswered = new Map<number, (reply: Reply<unknown> | ChatError) => void>();

    const answer = (id: number, reply: Reply<unknown> | ChatError) => {
      const settle = unanswered.get(id);
      unanswered.delete(id);
      settle?.(reply);
    };
    const end = (isBack?: boolean) => {
      if (!live) return;
      live = false;
      transport.close(connected && !isBack);
      for (const id of Array.from(unanswered.keys())) answer(id, disconnected());
    };
    const down = (error: Partial<ErrorBody> | null) => {
      if (!live) return;
      end();
      listeners.down(error?.code === undefined ? null : { message: '', ...error, code: error.code });
    };

    const transport = open(
      `${origin}${path}/socket/`,
      { ...auth, replaces },
      {
        connected: (sid, ms) => {
          connected = true;
          replaces = sid;
          silenceMs = ms;
        },
        event: (name, value) => notify(listeners, name, value),
        ack: answer,
        packet: () => {
          packets++;
          lastPacketAt = Date.now();
        },
        down,
      },
      timeoutMs,
    );

    return {
      call: <N extends CommandName>(name: N, input: Input<N>) =>
        new Promise<Output<N>>((resolve, reject) => {
          if (!live || !connected) return reject(disconnected());
          // After the device slept, the server may have closed the connection before any timer here has run.
          if (Date.now() > lastPacketAt + silenceMs) {
            queueMicrotask(() => down(null));
            return reject(disconnected());
          }
          const before = packets;
          const id = asked++;
          const late = setTimeout(() => {
            answer(id, timedOut());
            // No packet since the command: the connection is dead, whatever the socket's state.
            if (packets === before) down(null);
          }, timeoutMs);
          unanswered.set(id, (reply) => {
            clearTimeout(late);
            if (reply instanceof ChatError) reject(reply);
            else if (reply.ok) resolve(reply.value as Output<N>);
            else reject(ChatError.from(reply.error));
          });
          transport.emit(id, name, input);
        }),
      busy: () => unanswered.size > 0,
      close: end,
    };
  };
};

const notify = (listeners: LinkListeners, name: string, value: never): void => {
  if (name === 'hello') listeners.hello(value);
  else if (name === 'events') listeners.events(value);
  else if (name === 'drain') listeners.drain((value as { reconnectInMs: number }).reconnectInMs);
  else if (name === 'closed') listeners.closed((value as { code: never }).code);
};
