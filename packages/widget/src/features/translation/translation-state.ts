import { ChatError, type ChatRoom, type MessageItem, type Stop } from '@chat/client';
import type { Translation } from '@chat/protocol';
import { onDevice } from '../../dom/browser-storage.ts';
import type { MessageContext, RoomContext } from '../../core/feature.ts';
import { mentionNames } from '../../text/mention-names.ts';
import { chosenLanguage, hasBrowserTranslator, isTranslatable } from './index.ts';

/** The state of the translation of a message. */
export interface TranslatedMessage {
  status: 'loading' | 'done' | 'failed';
  /** The text that it belongs to: an edit makes another one. */
  source: string;
  to: string;
  translation?: Translation;
  /** The reader asked for this message. */
  isAsked: boolean;
  showsOriginal: boolean;
}

interface RoomTranslations {
  messages: Map<string, TranslatedMessage>;
  listeners: Set<() => void>;
  waiting: (() => Promise<void>)[];
  running: number;
  /** The server wants no request before then, ms since the epoch. */
  pausedUntil: number;
  /** Counts these pauses: messages without a translation are drawn again after one. */
  pauses: number;
}

const mostAtOnce = 4;
/** Messages that scroll by faster than they are translated are left out. */
const mostWaiting = 60;
const longestPauseMs = 60_000;
const rooms = new WeakMap<ChatRoom, RoomTranslations>();

const stateOf = (room: ChatRoom): RoomTranslations => {
  const known = rooms.get(room) ?? {
    messages: new Map(),
    listeners: new Set(),
    waiting: [],
    running: 0,
    pausedUntil: 0,
    pauses: 0,
  };
  rooms.set(room, known);
  return known;
};

/** The values that all messages depend on. */
export const translationInputs = ({ room }: RoomContext): unknown[] => [
  chosenLanguage(room.id),
  stateOf(room).pauses,
];

export const watchTranslations = ({ room }: RoomContext, changed: () => void): Stop[] => {
  const { listeners } = stateOf(room);
  listeners.add(changed);
  return [() => void listeners.delete(changed)];
};

const put = (room: ChatRoom, messageId: string, message: TranslatedMessage): void => {
  const { messages, listeners } = stateOf(room);
  messages.set(messageId, message);
  for (const changed of listeners) changed();
};

/** Chooses the language of a room on this device; empty: messages are shown as they were written. */
export const chooseLanguage = (room: ChatRoom, to: string): void => {
  onDevice.set(`translate:${room.id}`, to);
  const state = stateOf(room);
  state.messages.clear();
  state.waiting.length = 0;
  for (const changed of state.listeners) changed();
};

/** The language of a single translation: the chosen one, else that of the widget. */
export const wantedLanguage = ({ room, language }: RoomContext): string =>
  chosenLanguage(room.id) || (language.tag.split('-')[0] ?? 'en');

/** Returns what is known about the current text of a message. */
export const translatedMessage = (room: ChatRoom, item: MessageItem): TranslatedMessage | undefined => {
  const known = stateOf(room).messages.get(item.id);
  return known?.source === item.text ? known : undefined;
};

const fetchTranslation = async (context: MessageContext, to: string): Promise<Translation> => {
  const { room, item, client } = context;
  if (hasBrowserTranslator(context)) {
    try {
      const names = mentionNames(item, context).map(({ name }) => name);
      return await (await import('./browser-translator.ts')).translateInBrowser(item.text, to, names);
    } catch (error) {
      if (!client.limits?.maxTranslationLength) throw error;
    }
  }
  return room.translation.translate(item.id, to);
};

/** Asks for nothing for a while; then messages that are still shown ask again. */
const pause = (state: RoomTranslations, waitMs: number): void => {
  if (state.pausedUntil > Date.now()) return;
  state.pausedUntil = Date.now() + waitMs;
  setTimeout(() => {
    state.pauses += 1;
    for (const changed of state.listeners) changed();
  }, waitMs + 1);
};

const load = async (context: MessageContext, message: TranslatedMessage): Promise<void> => {
  const { room, item } = context;
  const state = stateOf(room);
  const isCurrent = (): boolean => {
    const now = state.messages.get(item.id);
    return now?.source === message.source && now.to === message.to && now.status === 'loading';
  };
  if (!isCurrent()) return;
  try {
    const translation = await fetchTranslation(context, message.to);
    if (isCurrent()) put(room, item.id, { ...message, status: 'done', translation });
  } catch (error) {
    const waitMs = ChatError.is(error) ? (error.retryAfterMs ?? 0) : 0;
    if (waitMs > 0) pause(state, Math.min(waitMs, longestPauseMs));
    if (!isCurrent()) return;
    if (waitMs > 0 && !message.isAsked) state.messages.delete(item.id);
    else put(room, item.id, { ...message, status: 'failed' });
  }
};

const pump = (room: ChatRoom): void => {
  const state = stateOf(room);
  while (state.running < mostAtOnce) {
    // The latest ones are those that the reader sees.
    const next = state.waiting.pop();
    if (!next) return;
    state.running += 1;
    void next().finally(() => {
      state.running -= 1;
      pump(room);
    });
  }
};

const request = (context: MessageContext, to: string, isAsked: boolean): TranslatedMessage => {
  const { room, item } = context;
  const state = stateOf(room);
  const message: TranslatedMessage = {
    status: 'loading',
    source: item.text,
    to,
    isAsked,
    showsOriginal: false,
  };
  state.messages.set(item.id, message);
  state.waiting.push(() => load(context, message));
  state.waiting.splice(0, Math.max(0, state.waiting.length - mostWaiting));
  // Not while drawing.
  queueMicrotask(() => pump(room));
  return message;
};

/** Translates a message that the reader has asked for. */
export const translate = (context: MessageContext): void => {
  request(context, wantedLanguage(context), true);
  for (const changed of stateOf(context.room).listeners) changed();
};

/** Returns the translation of a message that is drawn, and requests it if the reader wants all. */
export const shownTranslation = (context: MessageContext): TranslatedMessage | undefined => {
  const { room, item } = context;
  const known = translatedMessage(room, item);
  const to = chosenLanguage(room.id);
  if (known && (known.isAsked || known.to === to)) return known;
  if (to === '' || !isTranslatable(context) || item.status !== 'sent') return undefined;
  return stateOf(room).pausedUntil > Date.now() ? undefined : request(context, to, false);
};

/** Shows the original text of a translated message, or its translation again. */
export const toggleOriginal = ({ room, item }: MessageContext): void => {
  const known = translatedMessage(room, item);
  if (known) put(room, item.id, { ...known, showsOriginal: !known.showsOriginal });
};
