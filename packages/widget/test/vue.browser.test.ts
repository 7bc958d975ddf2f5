// How Vue sets the properties of the element, before it starts, and what the components emit.
import { createApp, h, nextTick, reactive, ref } from 'vue';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ChatRoomElement } from '../src/room/chat-room.ts';
import { ChatRoom, ChatRooms, fromReadable, type ChatInstance } from '../src/vue.ts';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import './fixtures/mount.ts';

/** Mounts a component, and returns its first element. */
const mount = (render: () => unknown): ChatRoomElement => {
  const place = document.body.appendChild(document.createElement('div'));
  const app = createApp({ setup: () => render as () => ReturnType<typeof h> });
  app.mount(place);
  onTestFinished(() => {
    app.unmount();
    place.remove();
  });
  return place.querySelector('chat-room') as ChatRoomElement;
};

test('props are properties of the element; `open` opens and closes it when it changes', async () => {
  const { client } = fakeChat([message(luis, 'Hola')]);
  const props = reactive({ open: true, layout: 'panel' as const, room: 'cita-42' });
  const instance = ref<ChatInstance>();
  const element = mount(() =>
    h(ChatRoom, { ...props, client, ref: instance, class: 'mine', labels: { send: 'Ya' } }),
  );
  expect(element.client).toBe(client);
  await element.updateComplete;
  expect([element.shown, element.layout, element.room, element.className]).toEqual([
    true,
    'panel',
    'cita-42',
    'mine',
  ]);
  expect(element.labels).toEqual({ send: 'Ya' });
  expect(instance.value?.element).toBe(element);
  // The reader closes it: drawing the same again changes nothing.
  element.close();
  props.room = 'cita-43';
  await nextTick();
  expect([element.shown, element.room]).toEqual([false, 'cita-43']);
  props.open = false;
  await nextTick();
  props.open = true;
  await nextTick();
  expect(element.shown).toBe(true);
});

test('a prop that is not set leaves the element as it is', async () => {
  const { client } = fakeChat([]);
  const element = mount(() => h(ChatRoom, { client, room: 'cita-42' }));
  await element.updateComplete;
  expect([element.layout, element.theme, element.shown]).toEqual(['inline', 'auto', false]);
});

test('events are emitted with their detail, and can be canceled', async () => {
  const { client } = fakeChat([]);
  const onUnread = vi.fn<(detail: { count: number; mentions: number }) => void>();
  const element = mount(() =>
    h(ChatRoom, {
      client,
      room: 'cita-42',
      onUnread,
      onRoomChosen: (_detail, event) => event.preventDefault(),
    }),
  );
  const fire = (type: string, detail: object): boolean =>
    element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, cancelable: true }));
  const detail = { count: 3, mentions: 1 };
  fire('chat-unread', detail);
  expect(onUnread).toHaveBeenLastCalledWith(detail, expect.any(CustomEvent));
  expect(fire('chat-room-chosen', { room: 'direct:1' })).toBe(false);
  expect(fire('chat-message-link', { room: 'a', message: 'b', url: 'c' })).toBe(true);
});

test('<ChatRooms> gives the room in its slot the client', async () => {
  const { client } = fakeChat([message(luis, 'Hola')]);
  const element = mount(() => h(ChatRooms, { client, room: 'cita-42' }, () => h(ChatRoom)));
  await expect.poll(() => element.client).toBe(client);
  expect(element.room).toBe('cita-42');
});

test('a readable is a ref until the component ends', async () => {
  const listeners = new Set<(value: number) => void>();
  const readable = {
    get: () => 1,
    subscribe: (listener: (value: number) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const place = document.createElement('div');
  const app = createApp({
    setup: () => {
      const value = fromReadable(readable);
      return () => h('p', `${value.value}`);
    },
  });
  app.mount(place);
  for (const listener of listeners) listener(2);
  await nextTick();
  expect(place.textContent).toBe('2');
  app.unmount();
  expect(listeners.size).toBe(0);
});
