import type { ChatRoom, Stop } from '@chat/client';
import type { Caption } from '@chat/protocol';
import { onDevice } from '../../dom/browser-storage.ts';

interface RoomCaptions {
  /** The languages of all captions so far, in order of appearance. */
  languages: string[];
  /** There were captions. */
  known: boolean;
  /** The elements that show them on the stage of a call. */
  stages: Set<object>;
  listeners: Set<() => void>;
}

/** Stored in place of a language. */
const off = '-';
const rooms = new WeakMap<ChatRoom, RoomCaptions>();

const stateOf = (room: ChatRoom): RoomCaptions => {
  const state = rooms.get(room) ?? {
    languages: [],
    known: false,
    stages: new Set<object>(),
    listeners: new Set(),
  };
  rooms.set(room, state);
  return state;
};

const key = ({ id }: ChatRoom): string => `captions:${id}`;

const changed = (room: ChatRoom): void => {
  for (const listener of stateOf(room).listeners) listener();
};

/** Calls `listener` when captions come, or when the reader has chosen something else. */
export const watchCaptions = (room: ChatRoom, listener: () => void): Stop => {
  const state = stateOf(room);
  state.listeners.add(listener);
  const look = (captions: readonly Caption[]): void => {
    const before = state.languages.length;
    for (const { language } of captions)
      if (language !== undefined && !state.languages.includes(language)) state.languages.push(language);
    const isNews = state.languages.length > before || (captions.length > 0 && !state.known);
    state.known ||= captions.length > 0;
    if (isNews) changed(room);
  };
  const stop = room.captions.subscribe(look);
  look(room.captions.get());
  return () => {
    state.listeners.delete(listener);
    stop();
  };
};

/** Whether the room had captions since the page was opened. */
export const hasCaptions = (room: ChatRoom): boolean => stateOf(room).known;

/** An element shows the captions of a room on the stage of a call, or does so no longer. */
export const setOnStage = (room: ChatRoom, element: object, isOnStage: boolean): void => {
  const { stages } = stateOf(room);
  if (stages.has(element) === isOnStage) return;
  if (isOnStage) stages.add(element);
  else stages.delete(element);
  changed(room);
};

/** Whether a call shows the captions of the room. */
export const areOnStage = (room: ChatRoom): boolean => stateOf(room).stages.size > 0;

export const areCaptionsOn = (room: ChatRoom): boolean => onDevice.get(key(room)) !== off;

export const captionLanguages = (room: ChatRoom): readonly string[] => stateOf(room).languages;

/** Shows the captions of a room on this device, in that language; null: shows none. */
export const chooseCaptions = (room: ChatRoom, language: string | null): void => {
  onDevice.set(key(room), language ?? off);
  changed(room);
};

/** Returns the language to show: the chosen one, else that of the widget if there is any in it, else the first. */
export const shownLanguage = (room: ChatRoom, tag: string): string | undefined => {
  const { languages } = stateOf(room);
  const chosen = onDevice.get(key(room));
  const base = (code: string): string => code.toLowerCase().split('-')[0] ?? '';
  return (
    languages.find((language) => language === chosen) ??
    languages.find((language) => language.toLowerCase() === tag.toLowerCase()) ??
    languages.find((language) => base(language) === base(tag)) ??
    languages[0]
  );
};

/** Returns the captions to show now. Those without a language are for everybody. */
export const shownCaptions = (room: ChatRoom, tag: string): readonly Caption[] => {
  if (!areCaptionsOn(room)) return [];
  const wanted = shownLanguage(room, tag);
  return room.captions.get().filter(({ language }) => language === undefined || language === wanted);
};
