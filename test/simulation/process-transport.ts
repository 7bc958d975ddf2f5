import type { IncomingMessage } from 'node:http';
import { ChatError, protocolVersion, type ChatEvent, type Handshake, type Reply } from '@chat/protocol';
import type { Connection } from '../../packages/server/src/connections/connection.ts';
import type { BusTransport } from '../../packages/server/src/cluster/node-bus.ts';
import type { SocketDeps, SocketTransport } from '../../packages/server/src/transport/socket-transport.ts';
import { callWith } from '../../packages/server/src/transport/socket-commands.ts';
import type { Chance } from './chance.ts';
import type { PageEnd, ServerEnd } from './page-link.ts';
import type { Watch } from './watch.ts';
import type { Wire } from './wire.ts';
import type { Tamper } from './world.ts';

/** A server process as its network sees it. */
export interface Listener {
  /** A page has begun to connect; `page` is where to talk back. */
  accept(wire: Wire, page: () => PageEnd): ServerEnd;
}

interface TransportOptions {
  watch: Watch;
  chance: Chance;
  /** Probability that a send arrives twice. */
  repeats: () => number;
  tamper: { reply: Tamper };
  /** The way to other nodes; null when there are none. */
  nodes: BusTransport | null;
  listening(listener: Listener): void;
}

const pingMs = 25_000;
const pongMs = 20_000;
const request = { headers: {}, socket: { remoteAddress: '10.0.0.1' } } as unknown as IncomingMessage;

/** Stands where Socket.IO stands: the same rules, over simulated wires. */
export const processTransport =
  ({ watch, chance, repeats, tamper, nodes, listening }: TransportOptions) =>
  (deps: SocketDeps): SocketTransport => {
    const ends = new Set<{ drain(inMs: number): void; close(): void }>();
    const replacers = new Map<string, () => void>();

    const accept = (wire: Wire, page: () => PageEnd): ServerEnd => {
      let connection: Connection | null = null;
      let over = false;
      let calls: ReturnType<typeof callWith> | null = null;
      let beat: NodeJS.Timeout | undefined;
      let silence: NodeJS.Timeout | undefined;
      let slow: NodeJS.Timeout | undefined;

      const close = (onPurpose: boolean): void => {
        if (over) return;
        over = true;
        clearInterval(beat);
        clearTimeout(silence);
        ends.delete(end);
        replacers.delete(wire.id);
        clearTimeout(slow);
        if (connection) deps.onDisconnected(connection, onPurpose);
      };
      const hangUp = (): void => {
        wire.toPage('hang up', 'events', () => page().hangUp(null));
        close(false);
      };
      const end = {
        drain: (inMs: number) => wire.toPage('drain', 'events', () => page().drain(inMs)),
        close: () => {
          wire.toPage('closed', 'events', () => page().closed('shutdown'));
          hangUp();
        },
      };
      wire.onServerLost = () => close(false);

      const deliver = (made: Connection, events: ChatEvent[]): void => {
        if (over) return;
        watch.events(made, events);
        wire.toPage(`events ${events.map(labelOf).join(' ')}`, 'events', () => page().events(events));
      };

      const connect = (identity: Awaited<ReturnType<SocketDeps['identify']>>, replaces = ''): void => {
        replacers.get(replaces)?.();
        deps.welcome(identity);
        const { user, given } = identity;
        const made: Connection = {
          id: wire.id,
          user,
          given,
          idle: false,
          kind: 'socket',
          address: '10.0.0.1',
          get ended() {
            return over;
          },
          rooms: new Map(),
          deliver: (events) => deliver(made, events),
          write: ({ events, json }) => {
            const [, sent] = JSON.parse(json) as [string, ChatEvent[]];
            if (JSON.stringify(sent) !== JSON.stringify(events))
              throw new Error('a batch was encoded wrongly');
            deliver(made, events);
          },
          isBehind: () => slow !== undefined,
          end: (code) => {
            wire.toPage('closed', 'events', () => page().closed(code));
            hangUp();
          },
        };
        connection = made;
        calls = callWith(deps.dispatch, made, deps.limits.maxPendingCommands, deps.id);
        ends.add(end);
        replacers.set(wire.id, hangUp);
        deps.onConnected(made);
        const { limits } = deps;
        wire.toPage('hello', 'events', () => page().hello({ v: protocolVersion, user, limits }));
        wire.onSlow = (forMs) => {
          slow ??= setTimeout(
            () => {
              slow = undefined;
              if (forMs >= deps.limits.slowTimeoutMs) made.end('slow');
              else deps.onDrained(made);
            },
            Math.min(forMs, deps.limits.slowTimeoutMs),
          );
        };
        beat = setInterval(() => {
          wire.toPage('ping', 'events', () => page().ping());
          silence ??= setTimeout(hangUp, pongMs);
        }, pingMs);
      };

      const open = async ({ token, replaces }: Handshake): Promise<void> => {
        try {
          deps.admit(request);
          const identity = await deps.identify({
            transport: 'socket',
            headers: {},
            address: '10.0.0.1',
            ...(token === undefined ? {} : { token }),
          });
          if (!over) connect(identity, replaces);
        } catch (error) {
          const refusal = error instanceof ChatError ? error : new ChatError('internal', String(error));
          wire.toPage('refused', 'events', () => page().hangUp(refusal.toJSON()));
          close(false);
        }
      };

      return {
        open: (auth) => void open(auth),
        command: (name, input, ack) => {
          if (over || connection === null) return;
          const made = connection;
          watch.asked(input);
          const answer = (reply: Reply<unknown>): void => {
            watch.answer(made, name, input, reply);
            if (over) return;
            const sent = reply.ok ? { ...reply, value: tamper.reply(name, reply.value) } : reply;
            const text = JSON.stringify(sent);
            wire.toPage(`ack ${name}`, 'acks', () => ack(JSON.parse(text) as Reply<unknown>));
          };
          calls?.(name, input, answer);
          if (name === 'message:send' && chance.hit(repeats())) calls?.(name, input);
        },
        pong: () => {
          clearTimeout(silence);
          silence = undefined;
        },
        goodbye: () => close(true),
      };
    };
    listening({ accept });

    return {
      io: undefined as never,
      nodes,
      handle: () => undefined,
      close: () => {
        const all = [...ends];
        all.forEach((end, index) => {
          end.drain(Math.round((index / all.length) * 5_000));
          end.close();
        });
        return Promise.resolve();
      },
    };
  };

const labelOf = (event: ChatEvent): string => ('rev' in event ? `${event.type} ${event.rev}` : event.type);
