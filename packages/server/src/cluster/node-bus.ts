import type { Logger } from '../logger.ts';
import { guardInput } from '../limits/input-guard.ts';
import {
  busMessageReaders,
  type RawBusMessage,
  type BusMessageKind,
  type BusMessages,
} from './bus-messages.ts';

/**
 * What carries frames between the nodes of one chat: to all others, not to the one that says it. It may lose, double, delay and
 * reorder them.
 */
export interface BusTransport {
  /** Must not throw, and must not wait for anybody. */
  emit(frame: object): void;
  onFrame(listener: (frame: unknown) => void): void;
}

/**
 * What the nodes of one chat say to each other. A note is a hint: it may be lost, doubled, late, out of order, or forged by
 * whoever reaches what carries it. Nobody answers one, and nobody may need one: what it tells has to be found without it, later.
 * With one node alone there is no wire, and nothing of this costs anything: look at `isOpen` before making a note that costs.
 */
export interface Bus {
  /** There may be other nodes. False until `attach`, and for good where one node is alone. */
  readonly isOpen: boolean;
  /**
   * Tells all other nodes, together with what else is said within a few ms. A later note of the same kind and `key` takes the
   * place of one that has not left yet.
   */
  publish<K extends BusMessageKind>(kind: K, note: BusMessages[K], key?: string): void;
  /** Calls `listener` with each note of a kind that another node has said and that reads well. Answers the way to stop. */
  subscribe<K extends BusMessageKind>(kind: K, listener: (note: BusMessages[K]) => void): () => void;
  /** From now on there are others, told and heard by this wire; null: there is nobody else. */
  attach(wire: BusTransport | null): void;
  /** Says what is left to say, and nothing more. */
  close(): void;
}

/** Notes of one frame; the rest goes into the next. */
export const maxMessagesPerFrame = 500;
/** Of one note, all levels together. */
const noteLimits = { maxDepth: 8, maxKeys: 2_000 };
/** After a frame the next waits so long, so that a busy node says much at once and not often. */
const pauseMs = 5;

type PackedMessage = [kind: string, note: unknown];

/** `id`: of this node, drawn when there are others. */
export const createBus = ({ id, logger }: { id: () => string; logger: Logger }): Bus => {
  const listeners = new Map<string, Set<(note: never) => void>>();
  /** Not yet said, by kind and key. */
  let waiting = new Map<string, PackedMessage>();
  let unnamed = 0;
  let wire: BusTransport | null = null;
  let self = '';
  let soon: NodeJS.Immediate | null = null;
  let pause: NodeJS.Timeout | null = null;

  const flush = (): void => {
    soon = null;
    if (waiting.size === 0) return;
    const notes = [...waiting.values()];
    waiting = new Map();
    for (let from = 0; from < notes.length; from += maxMessagesPerFrame)
      wire?.emit({ from: self, notes: notes.slice(from, from + maxMessagesPerFrame) });
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
      const note = busMessageReaders[kind as BusMessageKind](given as RawBusMessage);
      for (const listener of known) listener(note as never);
    } catch (error) {
      logger.debug({ err: error, kind }, 'a note of another node is not understood');
    }
  };

  const hearFrame = (frame: unknown): void => {
    if (wire === null || typeof frame !== 'object' || frame === null) return;
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
      return wire !== null;
    },
    publish: (kind, note, key) => {
      if (wire === null) return;
      const place = key === undefined ? `${kind} #${++unnamed}` : `${kind} ${key}`;
      waiting.delete(place);
      waiting.set(place, [kind, note]);
      if (pause === null) soon ??= setImmediate(flush);
    },
    subscribe: (kind, listener) => {
      const known = listeners.get(kind) ?? new Set();
      listeners.set(kind, known.add(listener));
      return () => void known.delete(listener);
    },
    attach: (given) => {
      wire = given;
      if (wire === null) return;
      self = id();
      wire.onFrame(hearFrame);
    },
    close: () => {
      if (soon) clearImmediate(soon);
      if (pause) clearTimeout(pause);
      flush();
      if (pause) clearTimeout(pause);
      wire = null;
    },
  };
};
