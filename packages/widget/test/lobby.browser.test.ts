import { ChatError, type LobbyView } from '@chat/client';
import { capabilities, type LobbyMessage, type User } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { ana, fakeChat, ines, luis, message, room, type FakeChat } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const said = (from: User, text: string): LobbyMessage => ({ id: crypto.randomUUID(), from, text, at: 1 });
const none: LobbyView = { mine: null, error: null, waiting: [], loaded: false };

const withLobby = (fake: FakeChat, view: LobbyView) => {
  const list = vary<LobbyView>(view);
  const done: string[] = [];
  const act =
    (name: string) =>
    async (...given: unknown[]): Promise<unknown> => {
      done.push([name, ...given].filter(Boolean).join(' '));
      return 2;
    };
  const names = ['knock', 'leave', 'send', 'load', 'admit', 'admitAll', 'decline'];
  const methods = Object.fromEntries(names.map((name) => [name, act(name)]));
  Object.assign(fake.room, { lobby: { ...list, ...methods } });
  return Object.assign(fake, { list, done });
};

test('hosts admit, decline and write by single keys', async () => {
  const fake = withLobby(fakeChat([message(ines, 'hola')]), {
    ...none,
    loaded: true,
    waiting: [
      { user: luis, knockedAt: 1, messages: [] },
      { user: ines, knockedAt: 2, messages: [said(ines, '¿Se puede?')] },
    ],
  });
  const settings = { ...room(), lobby: true };
  const can = capabilities(settings, { role: 'owner' }, 0);
  fake.state.set({ ...fake.state.get(), room: settings, can });
  const { element, find } = await mount(fake, { width: 900 });
  await expect
    .poll(() => element.shadowRoot?.querySelector('header')?.innerHTML)
    .toMatch(/2 personas esperando/);
  expect(find('header ~ [role=status]')?.textContent).toBe('2 personas esperando');
  openPanel(element, 'lobby');
  const panel = () => find('chat-lobby')?.shadowRoot;
  await expect.poll(() => panel()?.activeElement?.getAttribute('data-user')).toBe(luis.id);
  expect(panel()?.textContent).toContain('¿Se puede?');
  await userEvent.keyboard('a');
  await expect.poll(() => fake.done).toEqual(['load', `admit ${luis.id}`]);
  fake.list.set({ ...fake.list.get(), waiting: fake.list.get().waiting.slice(1) });
  await expect.poll(() => panel()?.querySelector('[role=status]')?.textContent).toMatch(/Has admitido a/);
  await expect.poll(() => panel()?.querySelectorAll('.card').length).toBe(1);
  panel()?.querySelector<HTMLElement>('.card')?.focus();
  await userEvent.keyboard('m');
  await expect.poll(() => panel()?.activeElement?.tagName).toBe('INPUT');
  // Letters are text in the field.
  await userEvent.keyboard('ada{Enter}');
  await expect.poll(() => fake.done.at(-1)).toBe(`send ada ${ines.id}`);
  await userEvent.keyboard('{Escape}d');
  await expect.poll(() => fake.done.at(-1)).toBe(`decline ${ines.id}`);
});

test('a user waits in place of the room, writes to the hosts, and enters once admitted', async () => {
  const fake = withLobby(fakeChat([message(ines, 'secreto')]), none);
  const error = new ChatError('forbidden', 'wait', { reason: 'lobby' });
  fake.state.set({ ...fake.state.get(), status: 'left', error, room: null, me: null, can: null });
  const { element, find } = await mount(fake, { width: 600 });
  const screen = () => find('chat-waiting-room')?.shadowRoot;
  await expect.poll(() => screen()?.querySelector('h2')?.textContent).toBe('Esperando para entrar');
  expect(fake.done).toEqual(['knock']);
  expect(element.shadowRoot?.querySelector('chat-messages')).toBeNull();
  const mine: LobbyView['mine'] = {
    state: 'waiting',
    message: 'Empezamos a las diez',
    messages: [said(luis, 'Un momento'), said(ana, 'Espero')],
  };
  fake.list.set({ ...none, mine });
  await expect.poll(() => screen()?.textContent).toMatch(/Empezamos a las diez[^]*Un momento/);
  // Only the hosts are named above their messages.
  const names = [...screen()!.querySelectorAll<HTMLElement>('.messages .from')].map((each) => each.innerText);
  expect(names).toEqual([luis.name]);
  expect(screen()?.querySelector('.messages .own')?.textContent).toMatch(/Ana[^]*Espero/);
  await userEvent.fill(screen()!.querySelector('input')!, 'Gracias');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.done.at(-1)).toBe('send Gracias');
  fake.list.set({ ...none, mine: { state: 'declined', messages: [] } });
  await expect.poll(() => screen()?.querySelector('h2')?.textContent).toBe('No te han admitido');
  expect(screen()?.textContent).toContain('dentro de diez minutos');
  screen()?.querySelector<HTMLElement>('button')?.click();
  await expect.poll(() => fake.done.at(-1)).toBe('knock');
  const joins = () => fake.calls.filter((call) => call === 'join').length;
  const before = joins();
  fake.list.set({ ...none, mine: { state: 'admitted', messages: [] } });
  await expect.poll(joins).toBeGreaterThan(before);
  fake.state.set({ ...fakeChat().state.get() });
  await expect.poll(() => find('chat-waiting-room')).toBeNull();
});

test.each([
  ['lobby_full', 'La sala de espera está llena', 'Volver a pedir acceso'],
  ['room_ended', 'Esta conversación ha terminado.', undefined],
])('a user whom %s keeps out does not wait', async (reason, title, again) => {
  const fake = withLobby(fakeChat([]), none);
  const error = new ChatError('forbidden', 'wait', { reason: 'lobby' });
  fake.state.set({ ...fake.state.get(), status: 'left', error, room: null, me: null, can: null });
  const { find } = await mount(fake, { width: 600 });
  const screen = () => find('chat-waiting-room')?.shadowRoot;
  await expect.poll(() => screen()?.querySelector('h2')?.textContent).toBe('Esperando para entrar');
  fake.list.set({ ...none, error: new ChatError('conflict', 'no', { reason }) });
  await expect.poll(() => screen()?.querySelector('h2')?.textContent).toBe(title);
  expect(screen()?.querySelector('button')?.textContent).toBe(again);
});
