// Sharing a message: a link to it, and copies of it in other rooms.
import axe from 'axe-core';
import { ChatError } from '@chat/client';
import type { RoomSummary } from '@chat/protocol';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, ines, luis, message, room } from './fixtures/fake-client.ts';
import { mount, still, type MountOptions } from './fixtures/mount.ts';
import { actionsOf, loadActions } from '../src/messages/message-actions.ts';
import type { MessageContext } from '../src/core/feature.ts';
import { language } from '../src/i18n/language.ts';

const summary = (id: string, title: string, more: Partial<RoomSummary> = {}): RoomSummary => ({
  room: room({ id, title, type: 'private' }),
  unread: 0,
  unreadMentions: 0,
  activeAt: 0,
  occupancy: 2,
  ...more,
});

/** A room with a message, in a list with other rooms; `act` runs an entry of the message's menu. */
const inRooms = async (others: RoomSummary[], options: MountOptions = {}) => {
  await loadActions();
  const item = message(luis, 'Mañana a las nueve');
  const fake = fakeChat([item, message(ana, 'vale')]);
  const list = { items: [summary('cita-42', 'Cita'), ...others], hasMore: false, loaded: true };
  Object.assign(fake.client.rooms, { get: () => list, subscribe: () => () => {} });
  const mounted = await mount(fake, { lang: 'en', ...options });
  const { messages } = mounted;
  const context = (): MessageContext => ({
    item,
    room: fake.room,
    client: fake.client,
    language: language('en'),
    host: messages,
    features: messages.features,
    list: { scrollToMessage: async () => true, say: () => {} },
    tabindex: 0,
  });
  const names = () => actionsOf(context()).map(({ name }) => name);
  const act = (name: string) =>
    actionsOf(context())
      .find((action) => action.name === name)
      ?.run(messages);
  const root = () => messages.renderRoot.querySelector('chat-forward')?.shadowRoot ?? null;
  const find = (selector: string) => root()?.querySelector<HTMLElement>(selector) ?? null;
  const listed = () =>
    [...(root()?.querySelectorAll('.person span[dir]') ?? [])].map((each) => each.textContent);
  const boxes = () => [...(root()?.querySelectorAll<HTMLInputElement>('input[type=checkbox]') ?? [])];
  return { ...mounted, fake, item, names, act, root, find, listed, boxes };
};

describe('forwarding', () => {
  const others = [
    summary('equipo', 'Equipo'),
    summary('familia', 'Família'),
    summary('d-ines', '', { peer: { user: ines, status: 'online' } }),
    summary('nueva', 'Invitación', { invitation: { by: luis, at: 0 } as never }),
  ];

  test.each([
    { scheme: 'light', width: 1200, height: 800 },
    { scheme: 'dark', width: 390, height: 844 },
  ] as const)('sends copies to the chosen rooms, $scheme', async (size) => {
    await page.viewport(size.width, size.height);
    const { fake, item, act, root, find, listed, boxes, element } = await inRooms(others, size);
    act('forward');
    await expect.poll(listed).toEqual(['Equipo', 'Família', 'Inés Vidal']);
    await still();
    await page.screenshot({ path: `../../../node_modules/.shots/forward-${size.scheme}.png` });
    const { violations } = await axe.run(find('dialog')!);
    expect(violations.map(({ id }) => id)).toEqual([]);
    find('input[type=search]')!.focus();
    await userEvent.keyboard('famili');
    await expect.poll(listed).toEqual(['Família']);
    boxes()[0]!.click();
    await userEvent.clear(find('input[type=search]')!);
    await expect.poll(() => boxes().length).toBe(3);
    boxes()[2]!.click();
    await still();
    await userEvent.click(find('button[type=submit]')!);
    await expect.poll(root).toBeNull();
    const sent = fake.calls.filter((call) => call.startsWith('forward'));
    expect(sent).toEqual([`forward ${item.id} familia`, `forward ${item.id} d-ines`]);
    const note = () => element.renderRoot.querySelector('.note')?.textContent.trim();
    await expect.poll(note).toBe('Forwarded to 2 conversations');
  });

  test('says why a room refused a copy, and keeps those that are left chosen', async () => {
    const { fake, act, find, listed, boxes, root } = await inRooms(others);
    const forwarded: string[] = [];
    fake.room.messages.forward = async (_id, roomId) => {
      if (roomId === 'familia') throw new ChatError('forbidden', 'muted', { reason: 'muted' });
      forwarded.push(roomId);
      return fake.messages.get().items[0]!;
    };
    act('forward');
    await expect.poll(() => listed().length).toBe(3);
    boxes()[0]!.click();
    boxes()[1]!.click();
    await still();
    find('button[type=submit]')!.click();
    await expect.poll(() => find('.problem')?.textContent).toBe('You’re muted.');
    expect(forwarded).toEqual(['equipo']);
    expect(boxes().map(({ checked }) => checked)).toEqual([false, true, false]);
    await userEvent.keyboard('{Escape}');
    await expect.poll(root).toBeNull();
  });

  test('takes five rooms at once, and is not offered for private messages or without another room', async () => {
    const many = Array.from({ length: 7 }, (_, n) => summary(`r${n}`, `Sala ${n}`));
    const { act, find, boxes, names, item } = await inRooms(many);
    expect(names()).toEqual(expect.arrayContaining(['link', 'forward']));
    act('forward');
    await expect.poll(() => boxes().length).toBe(7);
    for (const box of boxes().slice(0, 5)) box.click();
    await expect
      .poll(() => boxes().map(({ disabled }) => disabled))
      .toEqual([...Array<boolean>(5).fill(false), true, true]);
    expect(find('.problem')!.textContent).toBe('Up to 5 conversations');
    await userEvent.keyboard('{Escape}');
    item.to = [ana.id];
    expect(names()).not.toContain('forward');
    const alone = await inRooms([]);
    expect(alone.names()).not.toContain('forward');
  });

  test('marks a copy with its first author, if the reader can see who that is', async () => {
    const copies = [
      message(luis, 'uno', { forwarded: { userId: ines.id } }),
      message(luis, 'dos', { forwarded: { userId: luis.id } }),
      message(luis, 'tres', { forwarded: {} }),
      message(luis, 'cuatro'),
    ];
    const { rows } = await mount(fakeChat(copies), { lang: 'en' });
    const marks = () => rows().map((row) => row.querySelector('.forwarded')?.textContent.trim());
    await expect.poll(marks).toEqual(['Forwarded from Inés Vidal', 'Forwarded', 'Forwarded', undefined]);
    await still();
    await page.screenshot({ path: '../../../node_modules/.shots/forwarded.png' });
  });
});

describe('a link to a message', () => {
  const copied = (): string[] => {
    const texts: string[] = [];
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void texts.push(text));
    onTestFinished(() => void vi.restoreAllMocks());
    return texts;
  };

  test('is the address of the page, or what the page makes of it', async () => {
    const texts = copied();
    const { act, item, element } = await inRooms([]);
    act('link');
    const own = new URL(location.href);
    own.hash = `chat=cita-42&message=${item.id}`;
    await expect.poll(() => texts).toEqual([own.href]);
    const note = () => element.renderRoot.querySelector('.note')?.textContent.trim();
    await expect.poll(note).toBe('Link copied');
    element.setAttribute('message-link', '/salas/{room}?m={message}');
    act('link');
    await expect.poll(() => texts[1]).toBe(`${location.origin}/salas/cita-42?m=${item.id}`);
    element.addEventListener('chat-message-link', ({ detail }) => (detail.url = `app://${detail.room}`), {
      once: true,
    });
    act('link');
    await expect.poll(() => texts[2]).toBe('app://cita-42');
    element.addEventListener('chat-message-link', (event) => event.preventDefault());
    act('link');
    await still();
    expect(texts).toHaveLength(3);
  });

  test('is followed when the address changes, and says so if there is no such message', async () => {
    const { fake, item, rows, element } = await inRooms([]);
    location.hash = `#chat=cita-42&message=${item.id}`;
    const found = () => rows().find((row) => row.classList.contains('found'))?.textContent;
    await expect.poll(found).toContain('Mañana a las nueve');
    expect(location.hash).toBe('');
    const note = () => element.renderRoot.querySelector('.note.problem')?.textContent.trim();
    fake.room.messages.reach = () => Promise.reject(new ChatError('not_found', 'no such message'));
    location.hash = '#chat=cita-42&message=00000000-0000-7000-8000-00000000dead';
    await expect.poll(note).toContain('Not found, or you don’t have access.');
    // The page's own addresses stay as they are.
    location.hash = '#/route/5';
    await still();
    expect(location.hash).toBe('#/route/5');
    history.replaceState(null, '', location.pathname + location.search);
  });
});
