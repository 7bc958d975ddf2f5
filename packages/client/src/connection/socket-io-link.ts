import {
  ChatError,
  type ErrorBody,
  type Input,
  type CommandName,
  type Output,
  type Reply,
} from '@chat/protocol';
import type { Address } from './server-address.ts';
import { bestPipe } from './open-transport.ts';
import type { OpenPipe } from './transport.ts';
import { disconnected, timedOut, type LinkListeners, type OpenLink } from './link.ts';

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
      pipe.close(connected && !isBack);
      for (const id of Array.from(unanswered.keys())) answer(id, disconnected());
    };
    const down = (error: Partial<ErrorBody> | null) => {
      if (!live) return;
      end();
      listeners.down(error?.code === undefined ? null : { message: '', ...error, code: error.code });
    };

    const pipe = openPipe(
      `${origin}${path}/socket/`,
      { ...auth, replaces },
      {
        connected: (sid, ms) => {
          connected = true;
          replaces = sid;
          silenceMs = ms;
        },
        event: (name, value) => tell(listeners, name, value),
        ack: answer,
        heard: () => {
          heard++;
          heardAt = Date.now();
        },
        down,
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
          pipe.emit(id, name, input);
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
