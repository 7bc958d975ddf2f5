// The properties of `<chat-room>` and `<chat-rooms>`, for the entries of React, Vue and Svelte.
import type { ChatClient, ChatClientOptions } from '@chat/client';
import type { ChatEventMap } from './element-types.ts';
import type { Labels } from './i18n/language.ts';

/** The attributes and properties of `<chat-room>`. */
export interface ChatRoomProperties {
  /** Id of the room. A `<chat-rooms>` sets it for the `<chat-room>` in it. */
  room?: string;
  src?: string;
  name?: string;
  token?: ChatClientOptions['token'];
  /** Your own client; replaces `src`, `name` and `token`. */
  client?: ChatClient;
  lang?: string;
  /** How Spanish and German texts address the reader. */
  register?: 'formal' | 'informal';
  theme?: 'auto' | 'light' | 'dark';
  layout?: 'inline' | 'panel' | 'launcher' | 'full';
  density?: 'comfortable' | 'compact' | 'rows';
  /** Position of a launcher or panel. */
  position?: 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start';
  /** Opens or closes a floating chat when the value changes. The user can do the same at any time. */
  open?: boolean;
  features?: string;
  /** Replaces texts by their keys. */
  labels?: Labels;
}

/** The attributes and properties of `<chat-rooms>`. */
export interface ChatRoomsProperties extends Pick<
  ChatRoomProperties,
  'src' | 'name' | 'token' | 'client' | 'lang' | 'register' | 'theme'
> {
  /** Id of the chosen room. */
  room?: string;
}

/** The detail of an event of the elements. */
export type ChatEventDetail<T extends keyof ChatEventMap> = ChatEventMap[T]['detail'];
