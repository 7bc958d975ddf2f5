import {
  ChatError,
  isTransient,
  mostUnsure,
  type Attachment,
  type EncryptedContent,
  type Input,
  type Message,
  type User,
} from '@chat/protocol';
import { backoffMs } from '../connection/backoff.ts';
import type { OutboxPersistence } from './outbox-persistence.ts';
import { asChatError, isSignedOut } from '../connection/link.ts';
import { noop } from '../platform/noop.ts';

export type SendContent = Pick<
  Input<'message:send'>,
  | 'text'
  | 'replyTo'
  | 'threadId'
  | 'alsoToRoom'
  | 'mentions'
  | 'mentionsAll'
  | 'to'
  | 'location'
  | 'data'
  | 'forwardFrom'
  | 'draft'
> & {
  /**
   * Files that `files.upload` returned and that were not sent yet; with `forwardFrom`, files of that message.
   */
  attachments?: readonly Attachment[];
};

/** An own message that the server has not stored yet, as far as is known here. */
export interface Pending {
  id: string;
  content: SendContent;
  /** ms since the epoch, by the clock of this device. */
  createdAt: number;
  /** Grows with every message, even if the clock is set back. */
  order: number;
  status: 'queued' | 'sending' | 'failed';
  error?: ChatError;
  /** In an encrypted room: what is sent, again and again as it is. */
  encrypted?: EncryptedContent;
  /** The tab that wrote it, if it was another one. */
  tab?: string;
  /** Transient failures in a row. */
  tries: number;
}

/**
 * The unsent messages of a room. Sends one at a time, in the order in which they were written, until it is
 * stored or fails for good.
 */
export interface Outbox {
  /** Immutable. */
  readonly items: readonly Pending[];
  send: (content: SendContent) => Promise<Message>;
  retry: (id: string) => void;
  discard: (id: string) => void;
  /** Replaces the messages that are shown, without storing them. */
  show: (items: readonly Pending[]) => void;
  /** Returns the ids of failed messages. */
  failed: () => string[];
  /** Removes messages that are stored. `ids`: of stored messages whose content is not at hand. */
  settle: (stored: readonly Message[], ids?: readonly string[]) => void;
  /** Sends the next message if possible. */
  pump: () => void;
  /** The room is live again: ends a backoff, but not a pause that the server asked for. */
  live: () => void;
  /** The user is known, or their id is: stores unsent messages under it. */
  claim: () => void;
  /** A different user signed in: drops this user's messages from memory. */
  forget: () => void;
  close: () => void;
}

/** Stores the encrypted content of a message that waits. Resolves when it is stored. */
export type SaveEncrypted = (id: string, change: Pick<Pending, 'encrypted'>) => Promise<void> | undefined;

export interface OutboxOptions {
  roomId: string;
  /** Sends a message, or rejects at once unless online. `save` stores what was encrypted. */
  post: (input: Input<'message:send'>, pending: Pending, save: SaveEncrypted) => Promise<Message>;
  persistence: OutboxPersistence;
  user: () => User | null;
  /** Returns whether messages can be sent now. */
  ready: () => boolean;
  /** Joins the room again. Returns whether it does. */
  rejoin: () => boolean;
  /** Returns the loaded messages of the room. */
  known: () => readonly Message[];
  newId: () => string;
  now: () => number;
  random: () => number;
  onStored(message: Message): void;
  onChange(): void;
}

// Most attempts for a message at which the server fails with `internal`.
const mostTries = 5;

export const createOutbox = (options: OutboxOptions): Outbox => {
  const { roomId, persistence, now, random } = options;
  const waiting = new Map<
    string,
    { resolve: (message: Message) => void; reject: (error: ChatError) => void }
  >();
  let items: readonly Pending[] = [];
  let busy = false;
  let restored: string | null = null; // the user whose stored messages are loaded
  let restoring = false;
  let lastOrder = 0;
  let pause: { timer: ReturnType<typeof setTimeout>; asked: boolean } | null = null;
  let closed = false;

  const set = (next: readonly Pending[]) => {
    items = next;
    options.onChange();
  };

  const update = (id: string, change: Partial<Pending>) => {
    const next = items.map((item) => (item.id === id ? { ...item, ...change } : item));
    set(next);
    return next.find((item) => item.id === id);
  };

  const save = (id: string, change: Partial<Pending>) => {
    const changed = update(id, change);
    return changed && persistence.save(changed);
  };

  const remove = (id: string) => {
    persistence.drop(id);
    set(items.filter((item) => item.id !== id));
  };

  const resume = () => {
    if (pause !== null) clearTimeout(pause.timer);
    pause = null;
    pump();
  };

  const pauseFor = (waitMs: number, asked: boolean) => {
    if (pause !== null) clearTimeout(pause.timer);
    pause = { timer: setTimeout(resume, waitMs), asked };
  };

  const stored = (message: Message) => {
    const { id } = message;
    if (items.some((item) => item.id === id)) remove(id);
    waiting.get(id)?.resolve(message);
    waiting.delete(id);
  };

  const settle = (messages: readonly Message[], ids: readonly string[] = []) => {
    if (items.length === 0) return;
    const mine = new Set(items.map((item) => item.id));
    for (const message of messages) if (mine.has(message.id)) stored(message);
    for (const id of ids) remove(id);
  };

  const failed = () =>
    items
      .filter((item) => item.status === 'failed')
      .map((item) => item.id)
      .slice(-mostUnsure);

  const giveUp = (id: string, error: ChatError) => {
    void save(id, { status: 'failed', error });
    waiting.get(id)?.reject(error);
    waiting.delete(id);
  };

  const refused = ({ id, tries }: Pending, failure: unknown) => {
    const error = asChatError(failure);
    if (!items.some((item) => item.id === id)) return; // its event arrived before the response
    const mayRetry =
      error.code === 'internal' ? tries < mostTries : isTransient(error.code) || isSignedOut(error.code);
    const rejoins = error.reason === 'not_joined' && tries < mostTries && options.rejoin();
    if (!mayRetry && !rejoins) return giveUp(id, error);
    update(id, { status: 'queued', tries: tries + 1 });
    // Connection and room call `pump` when they are back, unless they were back before this failure arrived.
    if (rejoins || (error.code === 'disconnected' && !options.ready())) return;
    if (error.retryAfterMs === undefined) pauseFor(backoffMs(tries, random), false);
    else pauseFor(error.retryAfterMs + random() * 250, true);
  };

  const restore = async (user: User) => {
    restoring = true;
    persistence.claim(items);
    const left = await persistence.adopt(user, (later) => take(user, later));
    restoring = false;
    restored = user.id;
    take(user, left);
    pump(); // a different user may have signed in meanwhile
  };

  const take = (user: User, left: readonly Pending[]) => {
    if (closed || options.user()?.id !== user.id) return;
    if (left.length > 0) set([...left.toSorted((a, b) => a.order - b.order), ...items]);
    // Another tab may have sent it, and been closed before it got the response.
    settle(options.known());
    if (failed().length > 0) options.rejoin();
    pump();
  };

  const pump = (): void => {
    const user = options.user();
    if (busy || closed || restoring || pause !== null || user === null || !options.ready()) return;
    // Otherwise a new message would overtake those written before the reload.
    if (restored !== user.id) return void restore(user);
    const next = items.find((item) => item.status === 'queued');
    if (next === undefined) return;
    busy = true;
    update(next.id, { status: 'sending' });
    void deliver(next).finally(() => {
      busy = false;
      // The next message is sent only if this one is stored or has failed for good.
      if (items.find((item) => item.status === 'queued')?.id !== next.id) pump();
    });
  };

  const deliver = async (item: Pending): Promise<void> => {
    try {
      const { attachments = [], ...content } = item.content;
      const input = {
        roomId,
        id: item.id,
        ...content,
        ...(attachments.length === 0 ? {} : { attachments: attachments.map(({ fileId }) => ({ fileId })) }),
      };
      const message = await options.post(input, item, save);
      options.onStored(message);
      stored(message);
    } catch (failure) {
      refused(item, failure);
    }
  };

  return {
    get items() {
      return items;
    },
    send: (content) => {
      lastOrder = Math.max(now() * 1000, lastOrder + 1);
      const pending: Pending = {
        id: options.newId(),
        content: { ...content },
        createdAt: now(),
        order: lastOrder,
        status: 'queued',
        tries: 0,
      };
      const done = new Promise<Message>((resolve, reject) => waiting.set(pending.id, { resolve, reject }));
      done.catch(noop); // the list shows failures, too
      set([...items, pending]);
      void persistence.save(pending);
      pump();
      return done;
    },
    retry: (id) => {
      const item = items.find((known) => known.id === id);
      if (item?.status !== 'failed') return;
      const { error: _, ...rest } = item;
      const queued: Pending = { ...rest, status: 'queued', tries: 0 };
      set(items.map((known) => (known.id === id ? queued : known)));
      void persistence.save(queued);
      pump();
    },
    discard: (id) => {
      const item = items.find((known) => known.id === id);
      if (item === undefined || item.status === 'sending') return;
      remove(id);
      waiting.get(id)?.reject(new ChatError('conflict', 'discarded', { reason: 'discarded' }));
      waiting.delete(id);
      pump();
    },
    show: set,
    failed,
    settle,
    pump,
    claim: () => persistence.claim(items),
    live: () => (pause?.asked ? pump() : resume()),
    forget: () => {
      set([]);
      persistence.forget();
      restored = null;
      for (const { reject } of waiting.values())
        reject(new ChatError('forbidden', 'another user is signed in now'));
      waiting.clear();
    },
    close: () => {
      closed = true;
      persistence.close();
      if (pause !== null) clearTimeout(pause.timer);
      for (const { reject } of waiting.values())
        reject(new ChatError('disconnected', 'the client was closed'));
      waiting.clear();
    },
  };
};
