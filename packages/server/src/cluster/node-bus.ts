import type { Logger } from '../logger.ts';
import { guardInput } from '../limits/input-guard.ts';
import {
  busMessageReaders,
  type RawBusMessage,
  type BusMessageKind,
  type BusMessages,
} from './bus-messages.ts';

/**
 * Carries frames between the nodes of one chat: to all others, not to the sender. Frames may be lost,
 * doubled, delayed and reordered.
 */
export interface BusTransport {
  /** Must not throw, and must not wait. */
  emit(frame: object): void;
  onFrame(listener: (frame: unknown) => void): void;
}

/**
 * The messages between the nodes of one chat. A message is a hint: it may be lost, doubled, delayed,
 * reordered, or forged by anyone with access to the transport. There are no replies, and nothing may depend
 * on a message: its content has to be found without it, later. With a single node there is no transport, and
 * nothing has a cost: check `isOpen` before you build a message that does.
 */
export interface Bus {
  /** Whether there may be other nodes. False until `attach`, and always with a single node. */
  readonly isOpen: boolean;
  /**
   * Sends a message to all other nodes, together with others of the same few ms. A later message of the same
   * kind and `key` replaces one that has not been sent yet.
   */
  publish<K extends BusMessageKind>(kind: K, message: BusMessages[K], key?: string): void;
  /**
   * Calls `listener` with each valid message of a kind from other nodes. Returns a function that
   * unsubscribes.
   */
  subscribe<K extends BusMessageKind>(kind: K, listener: (message: BusMessages[K]) => void): () => void;
  /** Connects to other nodes through this transport; null: there are none. */
  attach(transport: BusTransport | null): void;
  /** Sends what is pending, and nothing after that. */
  close(): void;
}

/** Messages in one frame; the rest goes into the next. */
export const maxMessagesPerFrame = 500;
/** Limits of one message, all levels together. */
const noteLimits = { maxDepth: 8, maxKeys: 2_000 };
/** Pause between two frames, so that a busy node sends many messages at once and few frames. */
const pauseMs = 5;

type PackedMessage = [kind: string, note: unknown];

/** `id` makes this node's id when there are others. */
export const createBus = ({ id, logger }: { id: () => string; logger: Logger }): Bus => {
  const listeners = new Map<string, Set<(message: never) => void>>();
  /** Not sent yet, by kind and key. */
  let waiting = new Map<string, PackedMessage>();
  let unnamed = 0;
  let transport: BusTransport | null = null;
  let self = '';
  let soon: NodeJS.Immediate | null = null;
  let pause: NodeJS.Timeout | null = null;

  const flush = (): void => {
    soon = null;
    if (waiting.size === 0) return;
    const messages = [...waiting.values()];
    waiting = new Map();
    for (let from = 0; from < messages.length; from += maxMessagesPerFrame)
      transport?.emit({ from: self, notes: messages.slice(from, from + maxMessagesPerFrame) });
    pause = setTimeout(() => {
      pause = null;
      flush();
    }, pauseMs).unref();
  };

  const take = ([kind, given]: PackedMessage): void => {
    const known = listeners.get(kind);
    if (!known || known.size === 0 || !Object.hasOwn(busMessageReaders, kind)) return;
    try {
      guardInput(given, noteLimits);
      const message = busMessageReaders[kind as BusMessageKind](given as RawBusMessage);
      for (const listener of known) listener(message as never);
    } catch (error) {
      logger.debug({ err: error, kind }, 'a message of another node is invalid');
    }
  };

  const hearFrame = (frame: unknown): void => {
    if (transport === null || typeof frame !== 'object' || frame === null) return;
    const { from, notes } = frame as { from?: unknown; notes?: unknown };
    if (
      typeof from !== 'string' ||
      from === self ||
      !Array.isArray(notes) ||
      notes.length > maxMessagesPerFrame
    )
      return;
    for (const message of notes as unknown[])
      if (Array.isArray(message) && message.length === 2 && typeof message[0] === 'string')
        take(message as PackedMessage);
  };

  return {
    get isOpen() {
      return transport !== null;
    },
    publish: (kind, message, key) => {
      if (transport === null) return;
      const place = key === undefined ? `${kind} #${++unnamed}` : `${kind} ${key}`;
      waiting.delete(place);
      waiting.set(place, [kind, message]);
      if (pause === null) soon ??= setImmediate(flush);
    },
    subscribe: (kind, listener) => {
      const known = listeners.get(kind) ?? new Set();
      listeners.set(kind, known.add(listener));
      return () => void known.delete(listener);
    },
    attach: (given) => {
      transport = given;
      if (transport === null) return;
      self = id();
      transport.onFrame(hearFrame);
    },
    close: () => {
      if (soon) clearImmediate(soon);
      if (pause) clearTimeout(pause);
      flush();
      if (pause) clearTimeout(pause);
      transport = null;
    },
  };
};
