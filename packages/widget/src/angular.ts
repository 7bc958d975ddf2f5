// A template with CUSTOM_ELEMENTS_SCHEMA binds the properties and events of an element by itself. This entry adds the
// elements, the types of their events, and signals.
import type { Readable } from '@chat/client';
import { DestroyRef, inject, signal, type Signal } from '@angular/core';
import './index.ts';

export type { ChatEventDetail, ChatRoomProperties, ChatRoomsProperties } from './element-properties.ts';
export type { ChatEventMap } from './element-types.ts';
export type { ChatRoomElement } from './room/chat-room.ts';
export type { ChatRooms as ChatRoomsElement } from './rooms/chat-rooms.ts';

/**
 * Returns a readable of the client as a signal. Call it where `inject()` may be called, such as in a field of a
 * component, or pass the `DestroyRef` that ends it.
 */
export const fromReadable = <T>(readable: Readable<T>, until: DestroyRef = inject(DestroyRef)): Signal<T> => {
  const value = signal(readable.get());
  until.onDestroy(readable.subscribe((next) => value.set(next)));
  return value.asReadonly();
};
