// The TypeScript types of the elements. The compiler checks this file; nothing of it runs in a browser.
import type { ChatRoom as Room, ConnectionStatus } from '@chat/client';
import type { ChatError } from '@chat/protocol';
import { createElement, createRef } from 'react';
import { expectTypeOf, test } from 'vitest';
import type { ChatRoomElement, ChatRooms as ChatRoomsElement } from '../src/index.ts';
import type { ChatRoom, ChatRoomProps } from '../src/react.ts';

type Handled<K extends keyof HTMLElementEventMap> =
  HTMLElementEventMap[K] extends CustomEvent<infer D> ? D : never;

test('TypeScript knows the elements by their tags, with properties and methods', () => {
  expectTypeOf<HTMLElementTagNameMap['chat-room']>().toEqualTypeOf<ChatRoomElement>();
  expectTypeOf<HTMLElementTagNameMap['chat-rooms']>().toEqualTypeOf<ChatRoomsElement>();
  expectTypeOf<keyof HTMLElementTagNameMap>()
    .extract<'chat-files' | 'chat-call' | 'chat-group-call'>()
    .not.toBeNever();
  const use = (page: Document): void => {
    const chat = page.querySelector('chat-room');
    if (!chat) return;
    chat.token = async () => 'token';
    chat.open();
    void chat.reconnect();
    // @ts-expect-error -- it has no such property
    chat.rooom = 'lobby';
  };
  expectTypeOf(use).toBeFunction();
});

test('TypeScript knows the events by their names, with their details', () => {
  expectTypeOf<Handled<'chat-error'>>().toEqualTypeOf<{ error: ChatError }>();
  expectTypeOf<Handled<'chat-status'>>().toEqualTypeOf<{ status: ConnectionStatus }>();
  expectTypeOf<Handled<'chat-unread'>>().toEqualTypeOf<{ count: number; mentions: number }>();
  const use = (page: Document, chat: ChatRoomElement): void => {
    chat.addEventListener('chat-ready', ({ detail }) => expectTypeOf(detail.room).toEqualTypeOf<Room>());
    chat.addEventListener('chat-before-send', ({ detail }) => void (detail.text = detail.text.trim()));
    page.addEventListener('chat-call', ({ detail }) => expectTypeOf(detail.here).toBeBoolean());
  };
  expectTypeOf(use).toBeFunction();
});

test('JSX knows the components, their refs and the tags', () => {
  const use = (Component: typeof ChatRoom) => {
    const ref = createRef<ChatRoomElement>();
    createElement(Component, { room: 'lobby', ref, onError: ({ error }) => void error.code });
    createElement('chat-room', { room: 'lobby', layout: 'panel' });
    // @ts-expect-error -- there is no such layout
    createElement(Component, { layout: 'window' });
  };
  expectTypeOf(use).toBeFunction();
  expectTypeOf<ChatRoomProps['layout']>().toEqualTypeOf<
    'inline' | 'panel' | 'launcher' | 'full' | undefined
  >();
});
