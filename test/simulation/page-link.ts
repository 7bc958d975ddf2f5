import {
  ChatError,
  type ChatEvent,
  type Handshake,
  type Hello,
  type Output,
  type Reply,
} from '@chat/protocol';
import type { CommandName } from '@chat/protocol';
import {
  disconnected,
  timedOut,
  type Link,
  type LinkListeners,
} from '../../packages/client/src/connection/link.ts';
import type { ErrorBody } from '@chat/protocol';
import type { Wire } from './wire.ts';

/** Messages from the server's end to the page. */
export interface PageEnd {
  hello(hello: Hello): void;
  events(events: ChatEvent[]): void;
  drain(inMs: number): void;
  closed(code: Parameters<LinkListeners['closed']>[0]): void;
  /** The server hangs up; an error refuses the handshake. */
  hangUp(error: ErrorBody | null): void;
  ping(): void;
}

/** Messages from a page to the server's end. */
export interface ServerEnd {
  open(auth: Handshake): void;
  command(name: string, input: unknown, ack: (reply: Reply<unknown>) => void): void;
  pong(): void;
  goodbye(): void;
}

const silenceMs = 45_000;
const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));

interface Waiting {
  reject(error: ChatError): void;
  timer: ReturnType<typeof setTimeout>;
}

/** A page's end of a wire, with the rules of the link over Socket.IO: in order, timed, and suspicious of silence. */
export const createPageLink = (
  wire: Wire,
  server: ServerEnd,
  auth: Handshake,
  listeners: LinkListeners,
  timeoutMs: number,
): { link: Link; end: PageEnd } => {
  const waiting = new Set<Waiting>();
  let live = true;
  let connected = false;
  let heard = 0;
  let silence: ReturnType<typeof setTimeout> | undefined;

  const finish = (): void => {
    live = false;
    connected = false;
    clearTimeout(silence);
    for (const { reject, timer } of waiting) {
      clearTimeout(timer);
      reject(disconnected());
    }
    waiting.clear();
  };

  const down = (error: ErrorBody | null): void => {
    if (!live) return;
    finish();
    wire.toServer('goodbye', server.goodbye);
    listeners.down(error);
  };

  const hear = (): boolean => {
    if (!live) return false;
    heard++;
    clearTimeout(silence);
    silence = setTimeout(() => down(null), silenceMs);
    return true;
  };

  wire.onPageLost = () => down(null);
  wire.toServer('open', () => server.open(auth));

  return {
    link: {
      call: <N extends CommandName>(name: N, input: unknown) =>
        new Promise<Output<N>>((resolve, reject) => {
          if (!live || !connected) return reject(disconnected());
          const before = heard;
          const timer = setTimeout(() => {
            waiting.delete(entry);
            reject(timedOut());
            if (heard === before) down(null);
          }, timeoutMs);
          const entry: Waiting = { reject, timer };
          waiting.add(entry);
          const answer = (reply: Reply<unknown>): void => {
            if (!hear() || !waiting.delete(entry)) return;
            clearTimeout(timer);
            if (reply.ok) resolve(reply.value as Output<N>);
            else reject(ChatError.from(reply.error));
          };
          const sent = copy(input);
          wire.toServer(name, () => server.command(name, sent, answer));
        }),
      close: () => {
        if (live) wire.toServer('goodbye', server.goodbye);
        finish();
      },
    },
    end: {
      hello: (hello) => {
        if (!hear()) return;
        connected = true;
        listeners.hello(copy(hello));
      },
      events: (events) => hear() && listeners.events(copy(events)),
      drain: (inMs) => hear() && listeners.drain(inMs),
      closed: (code) => hear() && listeners.closed(code),
      hangUp: (error) => down(error),
      ping: () => hear() && wire.toServer('pong', server.pong),
    },
  };
};
