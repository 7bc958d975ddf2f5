// How React sets the attributes and properties of the component and of the plain tag.
import { createElement as h, createRef, type ReactElement } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ChatRoomElement } from '../src/room/chat-room.ts';
import { ChatRoom, type ChatRoomProps } from '../src/react.ts';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import './fixtures/mount.ts';
import { patient } from '../../../test/unhurried.ts';

const drawn = () => {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  onTestFinished(() => {
    root.unmount();
    place.remove();
  });
  const element = () => place.querySelector('chat-room') as ChatRoomElement;
  const draw = async (what: ReactElement): Promise<ChatRoomElement> => {
    root.render(what);
    await expect.poll(element).toBeTruthy();
    await element().updateComplete;
    return element();
  };
  return draw;
};

test('the props `open`, `position` and `labels` open, place and relabel the chat', async () => {
  document.documentElement.lang = 'es';
  const draw = drawn();
  const { client } = fakeChat([message(luis, 'Hola')]);
  const room = (more: Partial<ChatRoomProps>) =>
    h(ChatRoom, { client, room: 'cita-42', layout: 'panel', position: 'bottom-start', ...more });
  const labels = { writeMessage: 'Escribe a la ciudadana' };
  const element = await draw(room({ open: true, labels }));
  expect([element.shown, element.position]).toEqual([true, 'bottom-start']);
  await expect
    .poll(
      () =>
        element.renderRoot.querySelector('chat-composer')?.shadowRoot?.querySelector('textarea')?.placeholder,
    )
    .toBe('Escribe a la ciudadana');
  // The reader closes it: drawing the same again changes nothing.
  element.close();
  await draw(room({ open: true, labels }));
  expect(element.shown).toBe(false);
  element.open();
  expect(element.shown).toBe(true);
  await draw(room({ open: false, labels }));
  await expect.poll(() => element.shown).toBe(false);
});

test('the plain tag opens by its attribute, and keeps its methods', async () => {
  const draw = drawn();
  const element = await draw(h('chat-room', { layout: 'panel', open: true }));
  expect(element.shown).toBe(true);
  await draw(h('chat-room', { layout: 'panel', open: false }));
  await expect.poll(() => element.shown).toBe(false);
  element.open();
  expect(element.shown).toBe(true);
});

test('onRoomChosen gets the chosen room, and can prevent that it is shown', async () => {
  const { client } = fakeChat([message(luis, 'Hola')]);
  const onRoomChosen = vi.fn<(detail: { room: string; message?: string }) => boolean>(() => false);
  const element = await drawn()(h(ChatRoom, { client, room: 'cita-42', onRoomChosen }));
  const detail = { room: 'direct:1' };
  const event = new CustomEvent('chat-room-chosen', { detail, bubbles: true, cancelable: true });
  await vi.waitFor(() => {
    element.dispatchEvent(event);
    expect(onRoomChosen).toHaveBeenCalledWith(detail);
  }, patient);
  expect(event.defaultPrevented).toBe(true);
});

test('onCall gets the details of the call', async () => {
  const { client } = fakeChat([message(luis, 'Hola')]);
  const onCall = vi.fn<NonNullable<ChatRoomProps['onCall']>>();
  const element = await drawn()(h(ChatRoom, { client, room: 'cita-42', onCall }));
  const call = { kind: 'video', group: false, phase: 'ringing', incoming: true, here: false } as const;
  const detail = { room: 'cita-42', callId: 'call', ...call };
  await vi.waitFor(() => {
    element.dispatchEvent(new CustomEvent('chat-call', { detail, bubbles: true }));
    expect(onCall).toHaveBeenCalledWith(detail);
  }, patient);
});

test('the `ref` of the component is the element, with its methods', async () => {
  const draw = drawn();
  const { client } = fakeChat([message(luis, 'Hola')]);
  const ref = createRef<ChatRoomElement>();
  const element = await draw(h(ChatRoom, { client, room: 'cita-42', layout: 'panel', ref }));
  expect(ref.current).toBe(element);
  ref.current?.open();
  expect(element.shown).toBe(true);
  expect(await ref.current?.scrollToMessage('none')).toBe(false);
});

test('a tag that a server rendered is hydrated without a mismatch, though the element has set its own attributes', async () => {
  const { client } = fakeChat([message(luis, 'Hola')]);
  const room = h(ChatRoom, { client, room: 'cita-42', layout: 'panel' });
  const place = document.body.appendChild(document.createElement('div'));
  place.innerHTML = renderToString(room);
  const element = place.querySelector('chat-room') as ChatRoomElement;
  await element.updateComplete;
  expect(element.getAttribute('position')).toBe('bottom-end');
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const root = hydrateRoot(place, room);
  onTestFinished(() => {
    complaints.mockRestore();
    root.unmount();
    place.remove();
  });
  await expect.poll(() => element.client).toBe(client);
  expect(complaints.mock.calls.flat().map(String).join()).not.toContain('hydrat');
});
