// Svelte sets the properties of an element and listens to its events by itself. This entry adds the elements, and
// their types for markup.
import type { HTMLAttributes } from 'svelte/elements';
import type { ChatRoomProperties, ChatRoomsProperties } from './element-properties.ts';
import type { ChatEventMap } from './element-types.ts';
import type { ChatRoomElement } from './room/chat-room.ts';
import type { ChatRooms as ChatRoomsElement } from './rooms/chat-rooms.ts';
import './index.ts';

export type { ChatRoomElement, ChatRoomsElement };

/** A listener for each event: `onchat-unread={({ detail }) => …}`. */
type Listeners<T extends keyof ChatEventMap> = {
  [Type in T as `on${Type}`]?: (event: ChatEventMap[Type]) => void;
};

/** The attributes, properties and events of `<chat-room>` in markup. */
export interface ChatRoomAttributes
  extends
    Omit<HTMLAttributes<ChatRoomElement>, keyof ChatRoomProperties>,
    Omit<ChatRoomProperties, 'open'>,
    Listeners<Exclude<keyof ChatEventMap, 'chat-new-room'>> {
  /** Opens or closes a floating chat when the value changes. Svelte knows `open` as the method of the element. */
  shown?: boolean;
}

/** The attributes, properties and events of `<chat-rooms>` in markup. */
export interface ChatRoomsAttributes
  extends
    Omit<HTMLAttributes<ChatRoomsElement>, keyof ChatRoomsProperties>,
    ChatRoomsProperties,
    Listeners<'chat-room-chosen' | 'chat-new-room' | 'chat-error'> {}

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'chat-room': ChatRoomAttributes;
    'chat-rooms': ChatRoomsAttributes;
  }
}
