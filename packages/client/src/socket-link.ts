import {
  ChatError,
  type ErrorBody,
  type Input,
  type CommandName,
  type Output,
  type Reply,
} from '@chat/protocol';
import type { Address } from './address.ts';
import { bestPipe } from './best-pipe.ts';
import type { OpenPipe } from './pipe.ts';
import { socketPacket } from './socket-packet.ts';
import { disconnected, timedOut, type LinkListeners, type OpenLink } from './transport.ts';

/** Links that the server takes for any Socket.IO client's. When to open one is `connection.ts`'s to decide. */
export const socketLinks = (address: () => Address, openPipe: OpenPipe = bestPipe()): OpenLink => {
  let replaces: string | undefined;
  return (auth, listeners, timeoutMs) => {
    const { origin, path } = address();
    let live = true;
    let connected = false;
    let heard = 0;
    let heardAt = 0;
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
      if (connected && !isBack) pipe.send(socketPacket.disconnect);
      pipe.close();
      for (const id of Array.from(unanswered.keys())) answer(id, disconnected());
    };
    const down = (error: Partial<ErrorBody> | null) => {
      if (!live) return;
      end();
      listeners.down(error?.code === undefined ? null : { message: '', ...error, code: error.code });
    };

    const receive = (text: string) => {
      const packet = socketPacket.read(text);
      if (packet === null) return down(null);
      if (packet.type === 'connect') {
        connected = true;
        replaces = packet.sid;
      } else if (packet.type === 'event') tell(listeners, packet.name, packet.value);
      else if (packet.type === 'ack') answer(packet.id, packet.value as Reply<unknown>);
      else if (packet.type === 'refused') down(packet.error);
      else if (packet.type === 'disconnect') down(null);
    };

    const pipe = openPipe(
      `${origin}${path}/socket/`,
      {
        open: (ms) => {
          silenceMs = ms;
          pipe.send(socketPacket.connect({ ...auth, replaces }));
        },
        message: (text) => live && receive(text),
        heard: () => {
          heard++;
          heardAt = Date.now();
        },
        down: () => down(null),
      },
      timeoutMs,
    );

    return {
      call: <N extends CommandName>(name: N, input: Input<N>) =>
        new Promise<Output<N>>((resolve, reject) => {
          if (!live || !connected) return reject(disconnected());
          // After a sleep no timer has told yet that the server is long done with us.
          if (Date.now() > heardAt + silenceMs) {
            queueMicrotask(() => down(null));
            return reject(disconnected());
          }
          const before = heard;
          const id = asked++;
          const late = setTimeout(() => {
            answer(id, timedOut());
            // Not one packet since the command: nobody is there, whatever the socket says.
            if (heard === before) down(null);
          }, timeoutMs);
          unanswered.set(id, (reply) => {
            clearTimeout(late);
            if (reply instanceof ChatError) reject(reply);
            else if (reply.ok) resolve(reply.value as Output<N>);
            else reject(ChatError.from(reply.error));
          });
          pipe.send(socketPacket.event(id, name, input));
        }),
      busy: () => unanswered.size > 0,
      close: end,
    };
  };
};

const tell = (listeners: LinkListeners, name: string, value: never): void => {
  if (name === 'hello') listeners.hello(value);
  else if (name === 'events') listeners.events(value);
  else if (name === 'drain') listeners.drain((value as { reconnectInMs: number }).reconnectInMs);
  else if (name === 'closed') listeners.closed((value as { code: never }).code);
};
