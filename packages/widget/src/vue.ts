import type { Readable } from '@chat/client';
import {
  defineComponent,
  h,
  onScopeDispose,
  shallowRef,
  type DefineSetupFnComponent,
  type SetupContext,
  type ShallowRef,
} from 'vue';
import type { ChatEventDetail, ChatRoomProperties, ChatRoomsProperties } from './element-properties.ts';
import type { ChatEventMap } from './element-types.ts';
import type { ChatRoomElement } from './room/chat-room.ts';
import type { ChatRooms as ChatRoomsElement } from './rooms/chat-rooms.ts';
import './index.ts';

export type { ChatRoomElement, ChatRoomsElement };

/** A listener: it gets the detail, and the event, whose `preventDefault()` cancels what can be canceled. */
type On<T extends keyof ChatEventMap> = (detail: ChatEventDetail<T>, event: ChatEventMap[T]) => void;

/** The events of `<ChatRoom>`. */
export type ChatRoomEmits = {
  ready: On<'chat-ready'>;
  status: On<'chat-status'>;
  message: On<'chat-message'>;
  /** Cancelable. Change `text` to change the message. */
  beforeSend: On<'chat-before-send'>;
  unread: On<'chat-unread'>;
  /** The phase of a call in the room changed, or this page joined or left the call. */
  call: On<'chat-call'>;
  /** The user chose another room, or a message there. Cancel it to show it yourself. */
  roomChosen: On<'chat-room-chosen'>;
  /** The user copies a link to a message. Change `url` to change the link; cancel it to handle it yourself. */
  messageLink: On<'chat-message-link'>;
  error: On<'chat-error'>;
};

/** The events of `<ChatRooms>`. */
export type ChatRoomsEmits = {
  /** The user chose a room; `room` is empty if the user returned to the list. */
  roomChosen: On<'chat-room-chosen'>;
  /** The user wants to start a conversation. Cancel it to replace the dialog that lists users. */
  newRoom: On<'chat-new-room'>;
  error: On<'chat-error'>;
};

/** What a template ref of `<ChatRoom>` or `<ChatRooms>` has: the element, with its methods. */
export interface ChatInstance<Element = ChatRoomElement> {
  element: Element | null;
}

/** Props without a type accept anything; the types of the components say what. */
const ofRooms = { src: null, name: null, token: null, client: null, lang: null, register: null, theme: null };
const ofRoom = {
  ...ofRooms,
  layout: null,
  density: null,
  position: null,
  // Without a default, Vue makes `false` of a prop that is not set.
  open: { type: Boolean, default: undefined },
  features: null,
  labels: null,
};

/** The event of the element for the name of an event of the component: `beforeSend` is `chat-before-send`. */
const typeOf = (name: string): string =>
  `chat-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Returns the setup of a component that renders an element, and emits its events. */
const setupOf =
  (tag: string, events: readonly string[]) =>
  (props: Readonly<Record<string, unknown>>, { emit, expose, slots }: SetupContext<string[]>) => {
    const element = shallowRef<HTMLElement | null>(null);
    expose({ element });
    const listeners = Object.fromEntries(
      events.map((name) => [`on:${typeOf(name)}`, (event: CustomEvent) => emit(name, event.detail, event)]),
    );
    return () => {
      const { open, ...others } = props;
      const given = Object.entries({ ...others, shown: open }).filter(([, value]) => value !== undefined);
      // Vue sets a property of the element where there is one, before the element starts. It knows `open` as a method.
      return h(tag, { ...Object.fromEntries(given), ...listeners, ref: element }, slots['default']?.());
    };
  };

const roomEvents = 'ready status message beforeSend unread call roomChosen messageLink error'.split(' ');
const roomsEvents = ['roomChosen', 'newRoom', 'error'];

/** `<chat-room>` as a component. Vue needs no `isCustomElement` for it. */
export const ChatRoom: DefineSetupFnComponent<ChatRoomProperties, ChatRoomEmits> = defineComponent(
  setupOf('chat-room', roomEvents),
  { name: 'ChatRoom', props: { room: null, ...ofRoom }, emits: roomEvents } as object,
) as never;

/** `<chat-rooms>` as a component: the user's rooms, with a `<ChatRoom>` in its slot for the chosen one. */
export const ChatRooms: DefineSetupFnComponent<ChatRoomsProperties, ChatRoomsEmits> = defineComponent(
  setupOf('chat-rooms', roomsEvents),
  { name: 'ChatRooms', props: { room: null, ...ofRooms }, emits: roomsEvents } as object,
) as never;

/** Returns a readable of the client as a ref, for the lifetime of the component. */
export const fromReadable = <T>(readable: Readable<T>): Readonly<ShallowRef<T>> => {
  const value = shallowRef(readable.get());
  onScopeDispose(readable.subscribe((next) => (value.value = next)));
  return value;
};
