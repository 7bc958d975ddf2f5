import type { ChatClient, ChatClientOptions, ChatRoom as Room, ConnectionStatus } from '@chat/client';
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
import type { ChatRoomElement } from './room/chat-room.ts';
import type { ChatRooms as ChatRoomsElement } from './rooms/chat-rooms.ts';
import type { Labels } from './i18n/language.ts';
import './index.ts';

export type { CallDetail, ChatRoomElement, ChatRoomsElement };

/** The element's attributes, and its events by name. */
export interface ChatRoomProps {
  /** Given by the list, for one that stands in a `<ChatRooms>`. */
  room?: string;
  src?: string;
  name?: string;
  token?: ChatClientOptions['token'];
  /** A client of your own, in place of `src`, `name` and `token`. */
  client?: ChatClient;
  lang?: string;
  theme?: 'auto' | 'light' | 'dark';
  layout?: 'inline' | 'panel' | 'launcher' | 'full';
  density?: 'comfortable' | 'compact';
  /** Where a launcher or panel stands. */
  position?: 'bottom-end' | 'bottom-start' | 'top-end' | 'top-start';
  /** Opens one that floats, or closes it, whenever this changes; between, the reader does. */
  open?: boolean;
  features?: string;
  /** Other words for some texts, by their keys. */
  labels?: Labels;
  id?: string;
  className?: string;
  style?: CSSProperties;
  /** What stands in its slots. */
  children?: ReactNode;
  onReady?(detail: { client: ChatClient; room: Room }): void;
  onStatus?(detail: { status: ConnectionStatus }): void;
  onMessage?(detail: { message: Message; mine: boolean }): void;
  /** `text` may be changed; false keeps the message from being sent. */
  onBeforeSend?(detail: { text: string }): boolean | void;
  onUnread?(detail: { count: number; mentions: number }): void;
  /** A call in the room is in another phase, or this page is in it or out of it. */
  onCall?(detail: CallDetail): void;
  /** The reader wants to see another room, and a message there; false keeps the element from showing it itself. */
  onRoomChosen?(detail: { room: string; message?: string }): boolean | void;
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
  'chat-error': 'onError',
} as const;

export interface ChatRoomsProps extends Pick<
  ChatRoomProps,
  'src' | 'name' | 'token' | 'client' | 'lang' | 'theme' | 'id' | 'className' | 'style' | 'onError'
> {
  /** The room that is chosen. */
  room?: string;
  /** A `<ChatRoom>` for the room that is chosen. */
  children?: ReactNode;
  /** Empty: the reader went back to the list. */
  onRoomChosen?(detail: { room: string }): void;
  /** The reader wants to begin a conversation; false keeps the list from offering people itself. */
  onNewRoom?(): boolean | void;
}

const ofRooms = {
  'chat-room-chosen': 'onRoomChosen',
  'chat-new-room': 'onNewRoom',
  'chat-error': 'onError',
} as const;

type Common = Pick<ChatRoomProps, 'token' | 'client' | 'open' | 'labels' | 'className' | 'children'>;

/** An element as a component: its attributes, its properties, and its events by name. */
const useElement = (
  tag: 'chat-room' | 'chat-rooms',
  events: Record<string, string>,
  props: Common,
  ref: ForwardedRef<never>,
): ReactElement => {
  const element = useRef<ChatRoomElement | ChatRoomsElement | null>(null);
  const latest = useRef(props);
  const { className, token, client, labels, open, children, ...rest } = props;

  // Set while React commits, before the element has drawn itself: it is not to connect as somebody else first.
  const attach = (found: ChatRoomElement | ChatRoomsElement | null): void => {
    element.current = found;
    latest.current = props;
    if (!found) return;
    // One that stands in a list of rooms is given its client by the list.
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
 * `<chat-room>` as a component; its `ref` is the element, with its methods. On a server it renders the tag, which comes to life in
 * the browser.
 */
export const ChatRoom: ForwardRefExoticComponent<ChatRoomProps & RefAttributes<ChatRoomElement>> = forwardRef(
  (props: ChatRoomProps, ref: ForwardedRef<ChatRoomElement>) =>
    useElement('chat-room', events, props, ref as ForwardedRef<never>),
);

/** `<chat-rooms>` as a component: my rooms, with a `<ChatRoom>` in it for the one that is chosen. */
export const ChatRooms: ForwardRefExoticComponent<ChatRoomsProps & RefAttributes<ChatRoomsElement>> =
  forwardRef((props: ChatRoomsProps, ref: ForwardedRef<ChatRoomsElement>) =>
    useElement('chat-rooms', ofRooms, props, ref as ForwardedRef<never>),
  );

type ElementProps = DetailedHTMLProps<HTMLAttributes<ChatRoomElement>, ChatRoomElement> &
  Partial<
    Pick<ChatRoomElement, 'room' | 'name' | 'src' | 'theme' | 'layout' | 'density' | 'position' | 'features'>
  > & {
    class?: string;
    open?: boolean | '';
  };

type RoomsElementProps = DetailedHTMLProps<HTMLAttributes<ChatRoomsElement>, ChatRoomsElement> &
  Partial<Pick<ChatRoomsElement, 'room' | 'name' | 'src' | 'theme'>> & { class?: string };

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- React looks here for the elements that JSX may name
  namespace JSX {
    interface IntrinsicElements {
      'chat-room': ElementProps;
      'chat-rooms': RoomsElementProps;
    }
  }
}
