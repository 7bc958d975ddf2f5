import type { ChatClient, ChatRoom as Room, ConnectionStatus } from '@chat/client';
import type { ChatError, Message } from '@chat/protocol';
import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useRef,
  type CSSProperties,
  type DetailedHTMLProps,
  type ForwardedRef,
  type ForwardRefExoticComponent,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
  type RefAttributes,
} from 'react';
import type { CallDetail } from './call-ui/call-events.ts';
import type { ChatRoomProperties, ChatRoomsProperties } from './element-properties.ts';
import type { ChatRoomElement } from './room/chat-room.ts';
import type { ChatRooms as ChatRoomsElement } from './rooms/chat-rooms.ts';
import './index.ts';

export type { CallDetail, ChatRoomElement, ChatRoomsElement, ChatRoomProperties, ChatRoomsProperties };

/** The attributes and properties of the element, and a callback for each of its events. */
export interface ChatRoomProps extends ChatRoomProperties {
  id?: string;
  className?: string;
  style?: CSSProperties;
  /** Content for the slots. */
  children?: ReactNode;
  onReady?(detail: { client: ChatClient; room: Room }): void;
  onStatus?(detail: { status: ConnectionStatus }): void;
  onMessage?(detail: { message: Message; mine: boolean }): void;
  /** Change `text` to change the message; return false to cancel it. */
  onBeforeSend?(detail: { text: string }): boolean | void;
  onUnread?(detail: { count: number; mentions: number }): void;
  /** The phase of a call in the room changed, or this page joined or left the call. */
  onCall?(detail: CallDetail): void;
  /** The user chose another room, or a message there. Return false to show it yourself. */
  onRoomChosen?(detail: { room: string; message?: string }): boolean | void;
  /** The user copies a link to a message. Change `url` to change the link; return false to handle it yourself. */
  onMessageLink?(detail: { room: string; message: string; url: string }): boolean | void;
  onError?(detail: { error: ChatError }): void;
}

const events = {
  'chat-ready': 'onReady',
  'chat-status': 'onStatus',
  'chat-message': 'onMessage',
  'chat-before-send': 'onBeforeSend',
  'chat-unread': 'onUnread',
  'chat-call': 'onCall',
  'chat-room-chosen': 'onRoomChosen',
  'chat-message-link': 'onMessageLink',
  'chat-error': 'onError',
} as const;

export interface ChatRoomsProps
  extends ChatRoomsProperties, Pick<ChatRoomProps, 'id' | 'className' | 'style' | 'onError'> {
  /** A `<ChatRoom>` for the chosen room. */
  children?: ReactNode;
  /** The user chose a room; `room` is empty if the user returned to the list. */
  onRoomChosen?(detail: { room: string }): void;
  /** The user wants to start a conversation. Return false to replace the dialog that lists users. */
  onNewRoom?(): boolean | void;
}

const ofRooms = {
  'chat-room-chosen': 'onRoomChosen',
  'chat-new-room': 'onNewRoom',
  'chat-error': 'onError',
} as const;

type Common = Pick<ChatRoomProps, 'token' | 'client' | 'open' | 'labels' | 'className' | 'children'>;

/** Renders an element as a component: sets its attributes and properties, and calls a prop for each event. */
const useElement = (
  tag: 'chat-room' | 'chat-rooms',
  events: Record<string, string>,
  props: Common,
  ref: ForwardedRef<never>,
): ReactElement => {
  const element = useRef<ChatRoomElement | ChatRoomsElement | null>(null);
  const latest = useRef(props);
  const { className, token, client, labels, open, children, ...rest } = props;

  // Runs while React commits, before the first render, so that the element does not connect as another user first.
  const attach = (found: ChatRoomElement | ChatRoomsElement | null): void => {
    element.current = found;
    latest.current = props;
    if (!found) return;
    // A list of rooms sets the client of the room in it.
    if (client !== undefined || !found.closest('chat-rooms > *')) found.client = client ?? null;
    found.token = token ?? null;
    if ('labels' in found) found.labels = labels ?? null;
  };
  useImperativeHandle(ref, () => element.current as never, []);
  useEffect(() => {
    const target = element.current;
    const stop = new AbortController();
    for (const [type, name] of Object.entries(events)) {
      const hear = (event: Event): void => {
        const listeners = latest.current as object as Record<string, unknown>;
        const listener = listeners[name] as ((detail: unknown) => unknown) | undefined;
        if (listener?.((event as CustomEvent).detail) === false) event.preventDefault();
      };
      target?.addEventListener(type, hear, { signal: stop.signal });
    }
    return () => stop.abort();
  }, []);

  const handlers = new Set<string>(Object.values(events));
  const attributes = Object.fromEntries(Object.entries(rest).filter(([key]) => !handlers.has(key)));
  if (open !== undefined) attributes['open'] = open ? '' : null;
  // The element sets attributes of its own, maybe before React hydrates a tag that a server rendered.
  const own = { class: className, ref: attach, suppressHydrationWarning: true };
  return createElement(tag, { ...attributes, ...own } as object, children);
};

/**
 * `<chat-room>` as a component. Its `ref` is the element, with its methods. A server renders the tag, which the
 * browser hydrates.
 */
export const ChatRoom: ForwardRefExoticComponent<ChatRoomProps & RefAttributes<ChatRoomElement>> = forwardRef(
  (props: ChatRoomProps, ref: ForwardedRef<ChatRoomElement>) =>
    useElement('chat-room', events, props, ref as ForwardedRef<never>),
);

/** `<chat-rooms>` as a component: the user's rooms, with a `<ChatRoom>` in it for the chosen one. */
export const ChatRooms: ForwardRefExoticComponent<ChatRoomsProps & RefAttributes<ChatRoomsElement>> =
  forwardRef((props: ChatRoomsProps, ref: ForwardedRef<ChatRoomsElement>) =>
    useElement('chat-rooms', ofRooms, props, ref as ForwardedRef<never>),
  );

type ElementProps = DetailedHTMLProps<HTMLAttributes<ChatRoomElement>, ChatRoomElement> &
  Partial<
    Pick<ChatRoomElement, 'room' | 'name' | 'src' | 'theme' | 'layout' | 'density' | 'position' | 'features'>
  > & {
    class?: string;
    register?: 'formal' | 'informal';
    open?: boolean | '';
  };

type RoomsElementProps = DetailedHTMLProps<HTMLAttributes<ChatRoomsElement>, ChatRoomsElement> &
  Partial<Pick<ChatRoomsElement, 'room' | 'name' | 'src' | 'theme'>> & {
    class?: string;
    register?: 'formal' | 'informal';
  };

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- React looks here for the elements that JSX may name
  namespace JSX {
    interface IntrinsicElements {
      'chat-room': ElementProps;
      'chat-rooms': RoomsElementProps;
    }
  }
}
