import axe from 'axe-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ChatError } from '@chat/protocol';
import type { ChatRoomElement } from '../src/room/chat-room.ts';
import { emit } from '../src/core/emit.ts';
import { askingServer } from './fixtures/asking-server.ts';
import { ana, fakeChat, luis, message, receiptState, room } from './fixtures/fake-client.ts';
import { mount, settle, wait } from './fixtures/mount.ts';

const count = (calls: string[], call: string) => calls.filter((each) => each === call).length;

test('moving the element within the page does not leave the room; removing it does', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  const { element } = await mount(fake);
  const joins = count(fake.calls, 'join');
  expect(joins).toBeGreaterThan(0);
  const box = document.body.appendChild(document.createElement('div'));
  box.append(element);
  await wait(30);
  expect(count(fake.calls, 'join')).toBe(joins);
  expect(count(fake.calls, 'leave')).toBe(0);
  fake.arrive(message(luis, 'sigo aquí'));
  await settle();
  expect(element.renderRoot.querySelector('chat-messages')!.shadowRoot!.textContent).toContain('sigo aquí');
  box.remove();
  await expect.poll(() => count(fake.calls, 'leave')).toBe(joins);
  document.body.append(element);
  await settle();
  expect(count(fake.calls, 'join')).toBe(2 * joins);
});

test('changing `room` leaves the old room and shows the new one', async () => {
  const one = fakeChat([message(luis, 'en una')]);
  const two = fakeChat([message(luis, 'en otra')]);
  Object.assign(two.room, { id: 'cita-43' });
  Object.assign(one.client, { room: (id: string) => (id === 'cita-43' ? two.room : one.room) });
  const { element, rows } = await mount(one);
  element.room = 'cita-43';
  await settle();
  await settle();
  expect(rows().map((row) => row.querySelector('.text')!.textContent)).toEqual(['en otra']);
  expect(count(one.calls, 'leave')).toBe(count(one.calls, 'join'));
  expect(count(two.calls, 'join')).toBeGreaterThan(0);
});

test('the element emits its events', async () => {
  const heard: [string, unknown][] = [];
  const names = ['chat-ready', 'chat-status', 'chat-message', 'chat-unread', 'chat-error'];
  const listen = (event: Event) => heard.push([event.type, (event as CustomEvent<unknown>).detail]);
  for (const name of names) document.addEventListener(name, listen);
  const fake = fakeChat();
  await mount(fake);
  const item = message(luis, 'hola');
  fake.arrive(item);
  fake.receipts.set(receiptState({ unread: 3 }));
  fake.status('reconnecting');
  for (const name of names) document.removeEventListener(name, listen);
  expect(heard).toContainEqual(['chat-ready', { client: fake.client, room: fake.room }]);
  expect(heard).toContainEqual(['chat-message', { message: item, mine: false }]);
  expect(heard).toContainEqual(['chat-unread', { count: 3, mentions: 0 }]);
  expect(heard).toContainEqual(['chat-status', { status: 'reconnecting' }]);
});

test('a short disconnection shows no note; a longer one does, and so does its end', async () => {
  const fake = fakeChat();
  const { find } = await mount(fake);
  const note = () => find('.note')?.textContent?.trim();
  fake.status('reconnecting');
  await wait(300);
  fake.status('online');
  await wait(1_000);
  expect(note()).toBeUndefined();
  fake.status('reconnecting');
  await expect.poll(note).toBe('Reconectando…');
  fake.status('online');
  await expect.poll(note).toBe('Conexión recuperada');
  await expect.poll(note).toBeUndefined();
});

test('the member list is a sheet with a focus trap in a narrow room, and a side panel in a wide one', async () => {
  const { find, element } = await mount(fakeChat(), { width: 380 });
  find('.people')!.click();
  await settle();
  const sheet = () => find('.panel')!;
  expect(sheet().getAttribute('role')).toBe('dialog');
  expect(find('.talk')!.inert).toBe(true);
  const focused = () => element.shadowRoot!.activeElement;
  expect(focused()?.getAttribute('aria-label')).toBe('Cerrar');
  await userEvent.keyboard('{Tab}{Tab}');
  expect(sheet().contains(focused())).toBe(true);
  await userEvent.keyboard('{Escape}');
  await settle();
  expect(find('.panel')).toBeNull();
  expect(focused()?.classList).toContain('people');
  element.style.inlineSize = '900px';
  await settle();
  find('.people')!.click();
  await settle();
  expect(sheet().getAttribute('role')).toBe('complementary');
  expect(find('.talk')!.inert).toBe(false);
});

test('an error screen shows the reason, and a retry button if a retry can help', async () => {
  const fake = fakeChat();
  const refuse = (reason: string) => {
    const error = new ChatError('forbidden', 'no', { reason });
    fake.state.set({ ...fake.state.get(), status: 'left', error });
  };
  const { find } = await mount(fake);
  refuse('room_full');
  await settle();
  expect(find('.refusal')!.textContent).toContain('Esta conversación está completa.');
  const joins = count(fake.calls, 'join');
  find('.refusal .primary')!.click();
  await settle();
  expect(count(fake.calls, 'join')).toBe(joins + 1);
  refuse('banned');
  await settle();
  expect(find('.refusal .primary')).toBeNull();
});

test.each([
  ['public', true],
  ['private', false],
] as const)('a user removed from a %s room can rejoin: %s', async (type, leadsBack) => {
  const fake = fakeChat([message(luis, 'hola')]);
  fake.state.set({ ...fake.state.get(), room: room({ type }) });
  const { find } = await mount(fake);
  const known = fake.state.get();
  const error = new ChatError('forbidden', 'no longer in the room', { reason: 'removed' });
  fake.state.set({ ...known, status: 'left', error });
  await settle();
  const back = find('.refusal .primary');
  expect(find('.refusal')!.textContent).toContain('Te han expulsado de esta conversación.');
  expect(back?.textContent).toBe(leadsBack ? 'Volver a entrar' : undefined);
  if (!back) return;
  fake.room.join = async () => fake.state.set(known);
  back.focus();
  await userEvent.keyboard('{Enter}');
  // A returning user continues in the room and may write.
  await expect.poll(() => find('chat-composer')?.shadowRoot?.activeElement?.localName).toBe('textarea');
});

test('an error shows the request id of the server log for copying, and stays while that has the focus', async () => {
  const fake = fakeChat();
  const { find, messages } = await mount(fake);
  const requestId = '4b1f6ad2-8f55-4a0b-9d0c-0c9a5f1f3f6e';
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const fakeTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  fakeTimers();
  const refuse = (error: ChatError) => emit(messages, 'chat-error', { error });
  refuse(new ChatError('internal', 'oh', { requestId }));
  await settle();
  const number = () => find('.note .reference');
  expect(number()?.textContent?.trim()).toBe('#4b1f6ad2');
  number()!.focus();
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  await settle();
  number()!.click();
  await settle();
  expect(copied.mock.calls).toEqual([[requestId]]);
  expect(number()?.className).toContain('copied');
  expect((await axe.run(find('.note')!)).violations).toEqual([]);
  fakeTimers();
  number()!.blur();
  vi.advanceTimersByTime(60_000);
  await settle();
  expect(find('.note')).toBeNull();

  // Checks of the page itself have none; errors that close the room have one.
  refuse(new ChatError('timeout', 'no answer'));
  await settle();
  expect(find('.note .reference')).toBeNull();
  const error = new ChatError('forbidden', 'no', { reason: 'room_full', requestId });
  fake.state.set({ ...fake.state.get(), status: 'left', error });
  await settle();
  expect(find('.refusal .reference')?.textContent?.trim()).toBe('#4b1f6ad2');
});

/** Guests only: no name, no entry. */
const asksName = ({ name }: { name?: string }) =>
  name === undefined ? { code: 'unauthenticated', reason: 'name_required' } : null;

test('a visitor without a session gets a name form, which does not take the focus', async () => {
  const handshakes = askingServer(asksName);
  const errors = vi.fn<() => void>();
  document.addEventListener('chat-error', errors);
  onTestFinished(() => document.removeEventListener('chat-error', errors));
  const { find } = await mount(null, { attributes: { src: '/asks' } });
  await expect.poll(() => find('chat-join-form')).not.toBeNull();
  await settle();
  const form = find('chat-join-form')!.shadowRoot!;
  expect(handshakes.map(({ name }) => name)).toEqual([undefined]);
  expect(errors).not.toHaveBeenCalled();
  expect(form.querySelector('[role=alert]')).toBeNull();
  expect(document.activeElement).toBe(document.body);
  form.querySelector<HTMLElement>('button')!.click();
  await settle();
  expect(form.querySelector('[role=alert]')!.textContent.trim()).toBe('Escribe un nombre para entrar.');
  await userEvent.fill(form.querySelector('input')!, 'Ana');
  await userEvent.keyboard('{Enter}');
  const button = form.querySelector<HTMLButtonElement>('button')!;
  await expect.poll(() => button.disabled).toBe(true);
  expect(button.textContent.trim()).toBe('Entrando…');
  await expect.poll(() => handshakes.map(({ name }) => name)).toEqual([undefined, 'Ana']);
});

test('a visitor with a session never sees a name form', async () => {
  const handshakes = askingServer(() => null);
  const { find, element } = await mount(null, { attributes: { src: '/knows' } });
  let forms = 0;
  const look = new MutationObserver(() => (forms += find('chat-join-form') ? 1 : 0));
  look.observe(element.renderRoot, { childList: true, subtree: true });
  await expect.poll(() => find('chat-composer')).not.toBeNull();
  look.disconnect();
  expect(forms).toBe(0);
  expect(handshakes).toHaveLength(1);
});

test('one name form serves all elements of the page', async () => {
  const handshakes = askingServer(asksName);
  const one = await mount(null, { attributes: { src: '/several' } });
  const two = await mount(null, { attributes: { src: '/several' } });
  for (const { find } of [one, two]) await expect.poll(() => find('chat-join-form')).not.toBeNull();
  await settle();
  const form = one.find('chat-join-form')!.shadowRoot!;
  await userEvent.fill(form.querySelector('input')!, 'Ana');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => two.element.renderRoot.querySelector('chat-composer')).not.toBeNull();
  expect(two.find('chat-join-form')).toBeNull();
  // They share the connection.
  expect(handshakes.filter(({ name }) => name)).toHaveLength(1);
});

test('`reconnect()` applies a sign-in or sign-out of the page', async () => {
  let isSignedIn = true;
  askingServer((auth) => (isSignedIn ? null : asksName(auth)));
  const one = await mount(null, { attributes: { src: '/session' } });
  const two = await mount(null, { attributes: { src: '/session' } });
  for (const { find } of [one, two]) await expect.poll(() => find('chat-composer')).not.toBeNull();
  isSignedIn = false;
  await one.element.reconnect();
  for (const { find } of [one, two]) await expect.poll(() => find('chat-join-form')).not.toBeNull();
  isSignedIn = true;
  await two.element.reconnect();
  for (const { find } of [one, two]) await expect.poll(() => find('chat-composer')).not.toBeNull();
});

test('a rejection is shown for a while', async () => {
  const fake = fakeChat([message(ana, 'mío')]);
  fake.room.messages.delete = () => Promise.reject(new ChatError('forbidden', 'no'));
  const { find, messages, element } = await mount(fake);
  let errors = 0;
  element.addEventListener('chat-error', () => void errors++);
  messages.renderRoot.querySelector<HTMLElement>('.more')!.click();
  await settle();
  const menu = messages.renderRoot.querySelector('chat-message-menu')!.shadowRoot!;
  for (let click = 0; click < 2; click++) {
    menu.querySelector<HTMLElement>('.delete')!.click();
    await settle();
  }
  expect(find('.note')!.textContent.trim()).toBe('No tienes permiso para hacer esto.');
  expect(errors).toBe(1);
});

test('the `lang` of the element overrides the language of the page', async () => {
  const { element, field } = await mount(fakeChat());
  expect(field().placeholder).toBe('Escribe un mensaje');
  document.documentElement.lang = 'en';
  await settle();
  await settle();
  expect(field().placeholder).toBe('Write a message');
  element.lang = 'es-MX';
  await settle();
  await settle();
  expect(field().placeholder).toBe('Escribe un mensaje');
});

test('`register` selects how the texts address the reader', async () => {
  const { element, field } = await mount(fakeChat());
  const placeholder = () => field().placeholder;
  element.setAttribute('register', 'formal');
  await expect.poll(placeholder).toBe('Escriba un mensaje');
  document.documentElement.lang = 'de';
  await expect.poll(placeholder).toBe('Nachricht schreiben');
  expect(element.shadowRoot!.querySelector('chat-composer')!.lang).toBe('de-x-formal');
  document.documentElement.lang = 'es';
  element.setAttribute('register', 'informal');
  await expect.poll(placeholder).toBe('Escribe un mensaje');
  element.removeAttribute('register');
  await settle();
  expect(placeholder()).toBe('Escribe un mensaje');
});

test('a page without a region takes that of the browser; another language of the browser does not count', async () => {
  onTestFinished(
    vi.spyOn(navigator, 'languages', 'get').mockReturnValue(['fr-CA', 'pt-PT', 'es-MX']).mockRestore,
  );
  const { element, find } = await mount(fakeChat());
  const lang = () => find('chat-composer')!.lang;
  await expect.poll(lang).toBe('es-MX');
  document.documentElement.lang = 'de';
  await expect.poll(lang).toBe('de');
  element.lang = 'pt';
  await expect.poll(lang).toBe('pt-PT');
  element.lang = 'es-AR';
  await expect.poll(lang).toBe('es-AR');
});

test('open, close and toggle show and hide; a hidden room marks nothing as read', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  const { element } = await mount(fake);
  element.close();
  expect(getComputedStyle(element).display).toBe('none');
  await wait(50);
  fake.calls.length = 0;
  fake.arrive(message(luis, 'otra'));
  await wait(100);
  expect(fake.calls.filter((call) => call.startsWith('read'))).toEqual([]);
  element.toggle();
  await expect.poll(() => fake.calls.filter((call) => call.startsWith('read'))).toHaveLength(1);
});

test('each part works on its own', async () => {
  const fake = fakeChat([message(ana, 'hola')]);
  Object.assign(fake.room.files, { list: async () => ({ files: [], hasMore: false }) });
  const tags = ['chat-messages', 'chat-composer', 'chat-members', 'chat-launcher', 'chat-files'];
  for (const tag of tags) {
    const part = Object.assign(document.createElement(tag) as ChatRoomElement, {
      client: fake.client,
      room: 'cita-42',
    });
    document.body.append(part);
    await settle();
    expect(part.shadowRoot!.querySelector('[part]')).not.toBeNull();
    part.remove();
  }
  await expect.poll(() => count(fake.calls, 'leave')).toBe(tags.length);
});

test('a second copy of the script changes nothing', async () => {
  const before = customElements.get('chat-room');
  vi.resetModules();
  const again: string = '../src/index.ts?again';
  await import(/* @vite-ignore */ again);
  expect(customElements.get('chat-room')).toBe(before);
});
