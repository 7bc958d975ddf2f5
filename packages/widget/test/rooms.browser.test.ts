import { ChatError, type RoomSummaries } from '@chat/client';
import type { GroupCall, RoomSummary, User } from '@chat/protocol';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { hues } from '../src/ui/avatar.ts';
import { ana, fakeChat, ines, luis, member, message, minutes, room } from './fixtures/fake-client.ts';
import { faults } from './fixtures/faults.ts';
import { settle, pressAtOnce } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const summary = (id: string, title: string, more: Partial<RoomSummary> = {}): RoomSummary => ({
  room: room({ id, title, type: 'private' }),
  unread: 0,
  unreadMentions: 0,
  activeAt: Date.now() - minutes(5),
  ...more,
});

const some = (): RoomSummary[] => [
  summary('party', 'Fiesta', { invitation: { by: luis, at: 0, members: 3 } }),
  summary('team', 'Equipo de orientación', {
    unread: 3,
    unreadMentions: 1,
    lastMessage: message(luis, '¿Vienes, **Ana**?'),
  }),
  summary('luis', '', {
    room: room({ id: 'luis', title: '', type: 'direct' }),
    peer: { user: luis, status: 'online' },
    lastMessage: message(ana, 'Gracias'),
  }),
  summary('quiet', 'Avisos', {
    silencedUntil: Date.now() + minutes(60),
    unread: 12,
    lastMessage: message(ines, '', { deletedAt: 1 }),
  }),
  summary('secret', 'Élite', { lastMessage: message(ines, 'Solo para ti', { to: [ana.id] }) }),
];

const mountRooms = async (items: RoomSummary[] | null, { width = 400, scheme = 'light' } = {}) => {
  const fake = fakeChat();
  const list = vary<RoomSummaries>({ items: items ?? [], hasMore: false, loaded: items !== null });
  const called: string[] = [];
  let failure: ChatError | null = null;
  const done = async (call: string) => void called.push(call);
  const rooms = {
    ...list,
    load: async () => {
      called.push('load');
      if (failure) throw failure;
    },
    accept: (id: string) => done(`accept ${id}`),
    decline: (id: string) => done(`decline ${id}`),
    silence: (id: string, until: number | null) => done(`silence ${id} ${until === null ? 'off' : 'on'}`),
  };
  Object.assign(fake.client, { rooms });
  await import('../src/rooms/chat-rooms.ts');
  const element = document.createElement('chat-rooms');
  document.documentElement.lang = 'es';
  document.documentElement.style.colorScheme = scheme;
  element.style.inlineSize = `${width}px`;
  element.client = fake.client;
  document.body.append(element);
  onTestFinished(() => element.remove());
  await settle();
  const all = (selector: string) => [...element.renderRoot.querySelectorAll<HTMLElement>(selector)];
  const fail = (error: ChatError | null) => (failure = error);
  return {
    fake,
    element,
    list,
    called,
    all,
    fail,
    names: () => all('.room .name').map((each) => each.innerText),
  };
};

test('a room with an unsent text shows it as a draft, and follows it while another element writes', async () => {
  sessionStorage.clear();
  sessionStorage.setItem('chat:draft:luis', 'nos vemos **mañana**');
  onTestFinished(() => sessionStorage.clear());
  const { element, all } = await mountRooms(some());
  const previews = () => all('.room .preview').map((each) => each.innerText.replace(/\s+/g, ' '));
  expect(previews()[1]).toBe('Borrador: nos vemos mañana');
  expect(previews()[0]).toBe('Luis Ortega: ¿Vienes, Ana?');
  // The open room shows it in its field.
  element.room = 'luis';
  await settle();
  expect(previews()[1]).toBe('Tú: Gracias');
  element.room = '';
  const composer = document.createElement('chat-composer');
  composer.client = element.client;
  composer.room = 'team';
  document.body.append(composer);
  onTestFinished(() => composer.remove());
  await composer.updateComplete;
  await userEvent.fill(composer.renderRoot.querySelector('textarea')!, 'ahora voy');
  await expect.poll(() => previews()[0]).toBe('Borrador: ahora voy');
  await userEvent.fill(composer.renderRoot.querySelector('textarea')!, '');
  await expect.poll(() => previews()[0]).toBe('Luis Ortega: ¿Vienes, Ana?');
});

test('a room shows its last message with the author, and its unread counts', async () => {
  const { all, names } = await mountRooms(some());
  expect(names()).toEqual(['Equipo de orientación', 'Luis Ortega', 'Avisos', 'Élite']);
  await expect
    .poll(() => all('.room .preview').map((each) => each.textContent.trim()))
    .toEqual(['Luis Ortega: ¿Vienes, Ana?', 'Tú: Gracias', 'Mensaje eliminado', 'Inés Vidal: Solo para ti']);
  expect(all('.room')[0]?.querySelector('.row')?.textContent).toMatch(/1 mención.*3 mensajes sin leer/s);
  expect(all('.room')[2]?.textContent).toContain('Notificaciones silenciadas');
  expect(all('.room')[3]?.querySelector('.preview .icon')).not.toBeNull();
});

const going = (roomId: string, ...people: User[]): GroupCall => ({
  id: `call in ${roomId}`,
  roomId,
  rev: 3,
  kind: 'video',
  state: 'active',
  seats: people.map(({ id, name }) => ({ userId: id, name, device: `of ${id}`, joinedAt: 0 })),
  most: people.length,
  startedBy: { id: luis.id, name: luis.name },
  startedAt: 0,
});

test('a group call shows in its row and above the list, and can be joined there', async () => {
  const call = going('team', luis, ines);
  const { element, all, list } = await mountRooms([
    summary('team', 'Equipo', { groupCall: call, lastMessage: message(luis, '¿Vienes?') }),
    summary('quiet', 'Avisos', {
      groupCall: going('quiet', luis),
      silencedUntil: Date.now() + minutes(60),
    }),
    summary('old', 'Paseo', {
      lastMessage: message(luis, '', {
        kind: 'call',
        groupCall: { kind: 'audio', state: 'ended', seats: [], most: 3, durationMs: 65_000 },
      }),
    }),
  ]);
  const acts: string[] = [];
  const own = { call, here: false, elsewhere: false };
  const client = element.client!;
  const { room: plain } = client;
  client.call = async () => ({ call });
  client.room = (id) => ({
    ...plain(id),
    join: async () => void acts.push(`enter ${id}`),
    leave: async () => void acts.push(`leave ${id}`),
    groupCall: {
      get: () => own,
      subscribe: (listener: (now: typeof own) => void) => {
        listener(own);
        return () => {};
      },
      load: async () => {},
      join: async () => void acts.push('join'),
    } as never,
  });
  expect(all('.room .preview').map((each) => each.textContent.trim())).toEqual([
    'Llamada en curso · 2 personas',
    'Llamada en curso · 1 persona',
    'Llamada de voz en grupo · 1:05 · 3 personas',
  ]);
  const above = (selector: string) => [
    ...(element.renderRoot
      .querySelector('chat-call-notices')
      ?.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? []),
  ];
  // A silenced room shows it in its row only.
  await expect
    .poll(() => above('.notice p').map((each) => each.textContent))
    .toEqual(['Equipo Llamada en curso · 2 personas']);
  expect(await faults()).toEqual([]);
  above('.join')[0]?.click();
  await expect.poll(() => acts).toEqual(['enter team', 'join', 'leave team']);
  expect(element.room).toBe('team');
  await expect.poll(() => above('.notice').length).toBe(0);

  // In it, and looking at another room: it goes on above the list.
  own.call = going('team', luis, ana);
  own.elsewhere = true;
  element.room = 'old';
  list.set({
    ...list.get(),
    items: [summary('team', 'Equipo', { groupCall: own.call }), summary('old', 'Paseo')],
  });
  const calling = () => above('.mine chat-group-call')[0]?.shadowRoot;
  await expect.poll(() => calling()?.textContent).toContain('Estás en esta llamada en otro dispositivo');
  expect(await faults()).toEqual([]);
  above('.mine button')[0]?.click();
  await expect.poll(() => element.room).toBe('team');
});

test('letters, arrows and the menu key work; only one row is a tab stop', async () => {
  const { element, all, called } = await mountRooms(some());
  const chosen: string[] = [];
  element.addEventListener('chat-room-chosen', (event) =>
    chosen.push((event as CustomEvent<{ room: string }>).detail.room),
  );
  const focused = () => (element.shadowRoot?.activeElement as HTMLElement | null)?.dataset['room'];
  expect(all('.row[tabindex="0"]')).toHaveLength(1);
  all('.row')[0]?.focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).toBe('luis');
  pressAtOnce(element.shadowRoot!, 'eli');
  expect(focused()).toBe('secret');
  await userEvent.keyboard('{Home}');
  expect(focused()).toBe('team');
  await userEvent.keyboard('{Enter}');
  expect(chosen).toEqual(['team']);
  await expect.poll(() => all('.row[aria-current=true]').length).toBe(1);
  all('.row')[2]?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true }));
  const menu = element.renderRoot.querySelector('chat-message-menu');
  await expect.poll(() => menu?.shadowRoot?.querySelectorAll('[role=menuitem]').length).toBe(3);
  menu?.shadowRoot?.querySelector<HTMLElement>('.unmute')?.click();
  await expect.poll(() => called).toContain('silence quiet off');
});

test('users accept invitations, search ignores accents, and a failed list can be retried', async () => {
  const { element, all, names, called, list } = await mountRooms(some());
  all('.invitation .primary')[0]?.click();
  await expect.poll(() => called).toContain('accept party');
  await expect.poll(() => element.room).toBe('party');
  await userEvent.fill(all('input')[0]!, 'elite');
  await expect.poll(names).toEqual(['Élite']);
  await userEvent.fill(all('input')[0]!, 'nada de nada');
  await expect.poll(() => all('.blank').length).toBe(1);
  list.set({ items: [], hasMore: false, loaded: true });
  await expect.poll(() => all('.blank-title')[0]?.innerText).toBe('Aún no hay conversaciones');

  const other = await mountRooms(null);
  expect(other.all('.waiting')).toHaveLength(1);
  other.fail(new ChatError('overloaded', 'busy'));
  other.element.client = { ...other.element.client! };
  await expect.poll(() => other.all('[role=alert]').length).toBe(1);
  other.fail(null);
  other.all('.blank .primary')[0]?.click();
  await expect.poll(() => other.all('.waiting').length).toBe(1);
});

test('a list that fails to load emits the error, and loads again when the connection is back', async () => {
  const { element, all, called, fail, fake } = await mountRooms(null);
  const codes: string[] = [];
  element.addEventListener('chat-error', ({ detail }) => codes.push(detail.error.code));
  fail(new ChatError('timeout', 'no reply'));
  element.client = { ...element.client! };
  await expect.poll(() => codes).toEqual(['timeout']);
  await expect.poll(() => all('[role=alert]').length).toBe(1);
  fail(null);
  const before = called.length;
  fake.status('online');
  await expect.poll(() => called.slice(before)).toEqual(['load']);
  await expect.poll(() => all('.waiting').length).toBe(1);
});

describe.each([
  { scheme: 'light', width: 320 },
  { scheme: 'dark', width: 800 },
])('$scheme, $width px', (look) => {
  test('has no accessibility violations', async () => {
    await mountRooms(some(), look);
    expect(await faults()).toEqual([]);
  });
  test('has none in its other states', async () => {
    await mountRooms([], look);
    await mountRooms(null, look);
    expect(await faults()).toEqual([]);
  });
});

test('a public room can be removed after a confirmation; a private one can be left', async () => {
  const open = summary('plaza', 'Plaza', { room: room({ id: 'plaza', title: 'Plaza', type: 'public' }) });
  const { fake, element, all } = await mountRooms([...some(), open]);
  const calls: unknown[] = [];
  Object.assign(fake.client, { call: async (...call: unknown[]) => void calls.push(call) });
  element.choose('plaza');
  const entries = async (id: string) => {
    all('.room')
      .find((each) => each.querySelector(`[data-room=${id}]`))
      ?.querySelector<HTMLElement>('.more')
      ?.click();
    const menu = () => element.renderRoot.querySelector('chat-message-menu')?.shadowRoot;
    await expect.poll(() => menu()?.querySelector('.menu:popover-open')).toBeTruthy();
    await settle();
    return [...menu()!.querySelectorAll<HTMLElement>('.menu:popover-open [role=menuitem]')];
  };
  const named = (list: HTMLElement[], text: string) => list.find((each) => each.innerText.trim() === text);
  expect(named(await entries('team'), 'Quitar de la lista')).toBeUndefined();
  await userEvent.keyboard('{Escape}');
  const own = await entries('plaza');
  expect(named(own, 'Salir')).toBeUndefined();
  named(own, 'Quitar de la lista')!.click();
  await settle();
  expect(calls).toEqual([]);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => calls).toEqual([['room:leave', { roomId: 'plaza', forget: true }]]);
  await expect.poll(() => element.room).toBe('');
});

describe('messages in rooms that are not open', () => {
  const elsewhere = (): void => {
    const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    onTestFinished(() => {
      focus.mockRestore();
      window.dispatchEvent(new Event('focus'));
    });
  };
  const talk = (text: string, more: Partial<RoomSummary> = {}): RoomSummary[] =>
    some().map((each) =>
      each.room.id === 'team' ? { ...each, unread: 4, lastMessage: message(luis, text), ...more } : each,
    );

  test('are counted once in the title while the page is out of focus, except for silenced rooms', async () => {
    document.title = 'Mensajes';
    const { fake, list } = await mountRooms(some());
    fake.state.set({ ...fake.state.get(), status: 'idle' });
    await import('../src/rooms/list-alerts.ts');
    await settle();
    elsewhere();
    const silenced = (items: RoomSummary[]) =>
      items.map((each) => (each.room.id === 'quiet' ? { ...each, unread: 13 } : each));
    list.set({ items: silenced(talk('¿Estás?')), hasMore: false, loaded: true });
    await expect.poll(() => document.title).toBe('(1) Mensajes');
    list.set({ items: silenced(talk('¿Estás?')), hasMore: false, loaded: true });
    list.set({ items: talk('¿Y ahora?', { unread: 5 }), hasMore: false, loaded: true });
    await expect.poll(() => document.title).toBe('(2) Mensajes');
  });

  test('a clicked notification opens its room if none is open', async () => {
    location.hash = '#chat=luis';
    const { element } = await mountRooms(some());
    await expect.poll(() => element.room).toBe('luis');
    expect(location.hash).toBe('');
    navigator.serviceWorker.dispatchEvent(
      new MessageEvent('message', { data: { type: 'chat-open', roomId: 'team' } }),
    );
    expect(element.room).toBe('team');
  });
});

test('on a phone the error of a ban names the room and has a button back to the list', async () => {
  const { element, fake, all } = await mountRooms(some(), { width: 390 });
  const child = document.createElement('chat-room');
  element.append(child);
  element.choose('team');
  await settle();
  fake.state.set({
    ...fake.state.get(),
    status: 'left',
    error: new ChatError('forbidden', 'banned', { reason: 'banned' }),
  });
  const heading = () => child.renderRoot.querySelector('.refusal h2')?.textContent;
  await expect.poll(heading).toBe('Te han vetado en Cita de orientación');
  const back = child.querySelector<HTMLElement>('chat-back')!;
  await settle();
  const { width, top } = back.getBoundingClientRect();
  expect(width).toBeGreaterThanOrEqual(24);
  expect(top).toBeLessThan(element.getBoundingClientRect().top + 60);
  back.shadowRoot!.querySelector('button')!.click();
  await settle();
  expect(element.room).toBe('');
  expect(all('.room').length).toBeGreaterThan(0);
});

test('a group without a title is named after its other members; two with the same letters have two colours', async () => {
  const group = (id: string, others: User[]) => summary(id, '', { others });
  const zoe = { id: 'u-zoe', name: 'Zoe Gil' };
  const more = [1, 2, 3].map((n) => ({ id: `u-z${n}`, name: `Zoe ${n}` }));
  const many = [luis, ines, ...more];
  const { all, names, element, fake } = await mountRooms([
    ...Array.from({ length: hues }, (_, n) => group(`g${n}`, [luis, ines])),
    group('six', many),
    summary('asked', '', { invitation: { by: zoe, at: 0, members: 1 } }),
  ]);
  expect(names().at(0)).toBe('Inés Vidal, Luis Ortega');
  expect(names().at(-1)).toBe('Inés Vidal, Luis Ortega, Zoe 1, Zoe 2…');
  expect(all('.invitation .name')[0]?.innerText).toBe('Zoe Gil');
  const colours = all('.room .avatar')
    .slice(0, hues)
    .map(({ className }) => className);
  expect(new Set(colours).size).toBe(hues);
  // In the room itself the name follows those who come and go.
  const child = document.createElement('chat-room');
  element.append(child);
  element.choose('g0');
  const { room: shown } = fake.state.get();
  fake.state.set({ ...fake.state.get(), room: { ...shown!, type: 'private', title: '' } });
  const title = () => child.renderRoot.querySelector<HTMLElement>('.title')?.innerText;
  await expect.poll(title).toBe('Inés Vidal, Luis Ortega');
  fake.members.set({ ...fake.members.get(), items: [member(ana), member(ines)] });
  await expect.poll(title).toBe('Inés Vidal');
});
