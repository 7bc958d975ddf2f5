import type { ChatClient, ChatClientOptions, ChatRoom as Room, ConnectionStatus } from '@chat/client';
import type { ChatError, Message } from '@chat/protocol';
import {
  createElement,
  useEffect,
  useRef,
  type CSSProperties,
  type DetailedHTMLProps,
  type HTMLAttributes,
  type ReactElement,
  type ReactNode,
} from 'react';
import type { ChatRoomElement } from './chat-room.ts';
import './index.ts';

/** The element's attributes, and its events by name. */
export interface ChatRoomProps {
  room: string;
  src?: string;
  name?: string;
  token?: ChatClientOptions['token'];
  /** A client of your own, in place of `src`, `name` and `token`. */
  client?: ChatClient;
  lang?: string;
  theme?: 'auto' | 'light' | 'dark';
  layout?: 'inline' | 'panel' | 'launcher' | 'full';
  density?: 'comfortable' | 'compact';
  features?: string;
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
  onError?(detail: { error: ChatError }): void;
}

const events = {
  'chat-ready': 'onReady',
  'chat-status': 'onStatus',
  'chat-message': 'onMessage',
  'chat-before-send': 'onBeforeSend',
  'chat-unread': 'onUnread',
  'chat-error': 'onError',
} as const;

/** `<chat-room>` as a component. On a server it renders the tag, which comes to life in the browser. */
export const ChatRoom = (props: ChatRoomProps): ReactElement => {
  const element = useRef<ChatRoomElement | null>(null);
  const latest = useRef(props);
  const { className, token, client, children, ...rest } = props;

  // Set while React commits, before the element has drawn itself: it is not to connect as somebody else first.
  const attach = (found: ChatRoomElement | null): void => {
    element.current = found;
    latest.current = props;
    if (!found) return;
    found.client = client ?? null;
    found.token = token ?? null;
  };
  useEffect(() => {
    const target = element.current;
    const stop = new AbortController();
    for (const [type, name] of Object.entries(events)) {
      const hear = (event: Event): void => {
        const answer = latest.current[name]?.((event as CustomEvent<never>).detail);
        if (answer === false) event.preventDefault();
      };
      target?.addEventListener(type, hear, { signal: stop.signal });
    }
    return () => stop.abort();
  }, []);

  const handlers = new Set<string>(Object.values(events));
  const attributes = Object.fromEntries(Object.entries(rest).filter(([key]) => !handlers.has(key)));
  return createElement('chat-room', { ...attributes, class: className, ref: attach }, children);
};

type ElementProps = DetailedHTMLProps<HTMLAttributes<ChatRoomElement>, ChatRoomElement> &
  Partial<Pick<ChatRoomElement, 'room' | 'name' | 'src' | 'theme' | 'layout' | 'density' | 'features'>> & {
    class?: string;
  };

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- React looks here for the elements that JSX may name
  namespace JSX {
    interface IntrinsicElements {
      'chat-room': ElementProps;
    }
  }
}
