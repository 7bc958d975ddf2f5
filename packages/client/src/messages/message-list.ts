import type { ChatError, Message, User } from '@chat/protocol';
import type { Undecryptable } from '../encryption/messages/message-revealer.ts';
import { gapsOf, type Gap, type MessageLog } from './message-log.ts';
import type { Pending } from '../outbox/outbox.ts';

/** A message in a list: stored, or not sent yet. */
export interface MessageItem extends Message {
  /**
   * queued: waits for the connection or earlier messages. sending. sent: stored by the server. pending: waits
   * for the approval of a moderator; `room.approval.withdraw` takes it back. failed: see `error`; `retry` or
   * `discard` it.
   */
  status: 'queued' | 'sending' | 'sent' | 'pending' | 'failed';
  /** Why it failed. */
  error?: ChatError;
  /** Written by me. */
  mine: boolean;
  /**
   * In an encrypted room, a message that cannot be read. no_key: this device was not in the room then. invalid: it is not
   * what its author sent.
   */
  undecryptable?: Undecryptable;
}

export interface MessageList {
  /**
   * Ascending by `seq`; unsent messages follow in the order in which they were written, with `seq` and `rev`
   * 0.
   */
  items: readonly MessageItem[];
  gaps: readonly Gap[];
  /** Older messages exist on the server. */
  hasOlder: boolean;
  /** The first page has arrived. */
  loaded: boolean;
}

/** The input of a list. */
export interface ListInput {
  roomId: string;
  log: MessageLog;
  /** The messages of the log, with optimistic changes. */
  messages: readonly Message[];
  pending: readonly Pending[];
  user: User | null;
  guestName: string | undefined;
}

/** Makes the list. Unchanged messages keep their item, so that pages redraw only what has changed. */
export const itemsOf = (look: () => ListInput): (() => MessageList) => {
  let cache = new WeakMap<object, MessageItem>();
  let viewer: User | null = null;
  let shownLog: readonly Message[] = [];
  let shownItems: readonly MessageItem[] = [];

  const remember = (key: object, make: () => MessageItem): MessageItem => {
    const known = cache.get(key);
    if (known !== undefined) return known;
    const item = make();
    cache.set(key, item);
    return item;
  };
  /** Copies the unchanged beginning of a long list, and compares only the rest. */
  const storedItems = (messages: readonly Message[]): readonly MessageItem[] => {
    const alike = messages === shownLog ? messages.length : commonLength(shownLog, messages);
    const items = shownItems.slice(0, alike);
    for (let at = alike; at < messages.length; at++) {
      const message = messages[at] as Message;
      items.push(
        remember(message, () => ({ ...message, status: 'sent', mine: message.author.id === viewer?.id })),
      );
    }
    shownLog = messages;
    shownItems = items;
    return items;
  };

  return () => {
    const { roomId, log, messages: all, pending, user, guestName } = look();
    if (user?.id !== viewer?.id) {
      cache = new WeakMap();
      shownLog = [];
      shownItems = [];
    }
    viewer = user;
    const stored = storedItems(all);
    const waiting = pending.map((item) => remember(item, () => pendingItem(item, roomId, user, guestName)));
    return {
      items: waiting.length === 0 ? stored : [...stored, ...waiting],
      gaps: gapsOf(log),
      hasOlder: (log.island ?? log).hasOlder,
      loaded: log.loaded,
    };
  };
};

/** Returns how many messages at the beginning are the same. */
const commonLength = (before: readonly Message[], now: readonly Message[]): number => {
  const most = Math.min(before.length, now.length);
  let at = 0;
  while (at < most && before[at] === now[at]) at++;
  return at;
};

const pendingItem = (
  { id, content, createdAt, status, error }: Pending,
  roomId: string,
  user: User | null,
  guestName = '',
): MessageItem => {
  const { id: authorId, name, avatarUrl, bot } = user ?? { id: '', name: guestName };
  const { mentions = [], mentionsAll, attachments = [], alsoToRoom, ...rest } = content;
  return {
    ...rest,
    ...(alsoToRoom ? { alsoToRoom } : {}),
    id,
    roomId,
    seq: 0,
    rev: 0,
    kind: 'text',
    author: {
      id: authorId,
      name,
      ...(avatarUrl === undefined ? {} : { avatarUrl }),
      ...(bot ? { bot } : {}),
    },
    attachments: [...attachments],
    mentions,
    ...(mentionsAll ? { mentionsAll } : {}),
    reactions: [],
    createdAt,
    status: error?.reason === 'pending_approval' ? 'pending' : status,
    mine: true,
    ...(error === undefined ? {} : { error }),
  };
};
