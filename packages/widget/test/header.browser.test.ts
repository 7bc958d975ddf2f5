// The header of a narrow room: the tools in one menu, and space for the title.
import axe from 'axe-core';
import type { OwnCall, RoomSummaries } from '@chat/client';
import type { Presence, Report, User } from '@chat/protocol';
import { capabilities } from '@chat/protocol';
import { describe, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, ines, luis, member, message, room } from './fixtures/fake-client.ts';
import { mount, still, type MountOptions } from './fixtures/mount.ts';
import { vary, type Varying } from './fixtures/varying.ts';

/** The name of a button by its content, without hidden parts. */
const spoken = (button: HTMLElement): string =>
  [...button.querySelectorAll<HTMLElement>('.visually-hidden')]
    .filter((part) => part.checkVisibility())
    .map((part) => part.textContent)
    .join('');

/** A moderator's room with one open report. */
const moderated = async (options: MountOptions, title = 'Cita de orientación') => {
  const fake = fakeChat([message(luis, 'Hola')]);
  const reported = { messageId: 'm', author: luis, text: 'barato' };
  const report: Report = { roomId: 'cita-42', rev: 1, complaints: [], ...reported };
  const shown = room({ title });
  fake.room.reports.get = () => ({ items: [report], hasMore: false, loaded: true });
  fake.state.set({ ...fake.state.get(), room: shown, can: capabilities(shown, { role: 'owner' }, 0) });
  const mounted = await mount(fake, options);
  await still();
  const menu = () => mounted.element.renderRoot.querySelector('chat-message-menu')?.shadowRoot;
  const entries = () =>
    [...(menu()?.querySelectorAll('[role=menuitem]') ?? [])].map((item) => item.textContent.trim());
  const visible = () =>
    [...mounted.element.renderRoot.querySelectorAll<HTMLElement>('header button')]
      .filter((button) => button.checkVisibility())
      .map((button) => button.getAttribute('aria-label') ?? (spoken(button) || button.className));
  return { ...mounted, fake, menu, entries, visible };
};

test.each([
  ['ar', 'Padrón: cambio de domicilio y de nombre'],
  ['es', 'موعد لتغيير العنوان والاسم في السجل المدني'],
])('a long title of the other direction is cut at its end, in %s', async (lang, title) => {
  document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
  onTestFinished(() => document.documentElement.removeAttribute('dir'));
  const { element, find } = await moderated({ width: 320 }, title);
  element.lang = lang;
  await expect.poll(() => getComputedStyle(find('.title')!).direction).toBe(lang === 'ar' ? 'rtl' : 'ltr');
  const box = find('.title')!.getBoundingClientRect();
  const text = document.createTreeWalker(find('.title')!, NodeFilter.SHOW_TEXT);
  while (text.nextNode() && !text.currentNode.nodeValue?.includes(title));
  const first = document.createRange();
  first.setStart(text.currentNode, 0);
  first.setEnd(text.currentNode, 1);
  const { left, right } = first.getBoundingClientRect();
  expect([left >= box.left - 1, right <= box.right + 1]).toEqual([true, true]);
});

test('a narrow room shows the members button and puts the other tools in a menu, by keyboard too', async () => {
  const { element, find, menu, entries, visible } = await moderated({ width: 320 });
  expect(visible()).toEqual(['Más, 1 denuncia pendiente', 'Ver personas, 3 personas en línea']);
  expect(find('.heading')!.clientWidth).toBeGreaterThan(140);
  const more = find('.more-tools')!;
  expect(more.querySelector('.badge-count')?.textContent).toBe('1');
  more.focus();
  await userEvent.keyboard('{Enter}');
  await expect
    .poll(entries)
    .toEqual([
      'Moderación, 1 denuncia pendiente',
      'Buscar',
      'Notificaciones',
      'Abrir en otra ventana',
      'Encuestas',
      'Overlay para vídeo',
      'Mensajes guardados',
    ]);
  await expect.poll(() => menu()?.activeElement?.textContent.trim()).toContain('Moderación');
  const { violations } = await axe.run(element);
  expect(violations.map(({ id }) => id)).toEqual([]);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => find('chat-search')).not.toBeNull();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => element.shadowRoot!.activeElement).toBe(more);
});

test('a wider room has a button for each tool; so does a room with a single tool', async () => {
  const { element, visible } = await moderated({ width: 700 });
  expect(visible()).toEqual([
    'Moderación, 1 denuncia pendiente',
    'Buscar',
    'Notificaciones',
    'Abrir en otra ventana',
    // The number is on the button of the tool.
    'Más',
    'Ver personas, 3 personas en línea',
  ]);
  element.style.inlineSize = '320px';
  element.setAttribute('features', 'header search');
  await still();
  expect(visible()).toEqual(['Buscar']);
});

test.each(['light', 'dark'] as const)('a title aligns with the start of the page, %s', async (scheme) => {
  const { element, find } = await moderated({ width: 320, scheme }, 'Orientation');
  await page.screenshot({ path: `../../../node_modules/.shots/header-${scheme}.png` });
  const edges = () => {
    const range = document.createRange();
    range.selectNodeContents(find('.title')!);
    const text = range.getBoundingClientRect();
    const place = find('.heading')!.getBoundingClientRect();
    return [Math.round(text.left - place.left), Math.round(place.right - text.right)];
  };
  expect(edges()[0]).toBe(0);
  element.lang = 'ar';
  onTestFinished(() => element.removeAttribute('lang'));
  await expect.poll(() => find('.frame')!.dir).toBe('rtl');
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/header-rtl-${scheme}.png` });
  expect(edges()[1]).toBe(0);
  expect(edges()[0]).toBeGreaterThan(20);
});

test('all moderation tabs are visible next to the messages and on a small phone', async () => {
  for (const width of [900, 320]) {
    const { element, find } = await moderated({ width });
    find('.moderation')!.click();
    const tabs = () => find('chat-moderation')?.shadowRoot?.querySelector('.tabs');
    await expect.poll(() => tabs()?.childElementCount).toBe(4);
    await still();
    await page.screenshot({ path: `../../../node_modules/.shots/moderation-${width}.png` });
    const place = find('.panel')!.getBoundingClientRect();
    for (const tab of tabs()!.children) {
      expect(tab.getBoundingClientRect().right).toBeLessThanOrEqual(place.right);
      expect(tab.scrollWidth).toBeLessThanOrEqual(tab.clientWidth);
    }
    element.remove();
  }
});

test('a tool that loads later does not replace the other buttons or move the focus', async () => {
  const fake = fakeChat([message(luis, 'Hola')]);
  const { find, element } = await mount(fake, { width: 700 });
  await still();
  const search = find('[aria-label=Buscar]');
  search?.focus();
  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'owner' }, 0) });
  await expect.poll(() => find('.moderation')).not.toBeNull();
  expect(element.shadowRoot?.activeElement).toBe(search);
  expect(search?.getAttribute('aria-label')).toBe('Buscar');
});

const here = (user: User, status: Presence['status'] = 'online'): Presence => ({ user, status });

test('two faces leave no gap next to the title, and the second moves nothing', async () => {
  const fake = fakeChat([message(luis, 'Hola')]);
  fake.presence.set({ users: [here(ana)], occupancy: 1 });
  const { find } = await mount(fake, { width: 390 });
  await still();
  const before = find('.heading')!.clientWidth;
  fake.presence.set({ users: [here(ana), here(luis)], occupancy: 2 });
  await still();
  expect(find('.heading')!.clientWidth).toBe(before);
  const faces = [...find('.people')!.querySelectorAll('.avatar')].filter((face) => face.checkVisibility());
  expect(faces).toHaveLength(2);
  const first = Math.min(...faces.map((face) => face.getBoundingClientRect().left));
  expect(first - find('.people')!.getBoundingClientRect().left).toBeLessThan(8);
});

describe('a direct room', () => {
  const bot = { id: 'u-bot', name: 'Asistente', bot: true as const };
  const direct = async (peer: User, present: Presence[], width = 400) => {
    const fake = fakeChat([message(luis, 'Hola')]);
    const shown = room({ type: 'direct', title: '' });
    fake.state.set({ ...fake.state.get(), room: shown, peer });
    fake.presence.set({ users: present, occupancy: present.length });
    const mounted = await mount(fake, { width, lang: 'en' });
    await still();
    const line = () => mounted.find('.present')?.textContent.trim();
    const faces = () =>
      [...mounted.element.renderRoot.querySelectorAll<HTMLElement>('.people .avatar')]
        .filter((face) => face.checkVisibility())
        .map((face) => face.textContent.trim());
    return { ...mounted, fake, line, faces };
  };

  test('has the export in the menu, next to its buttons too', async () => {
    const { fake, element } = await direct(luis, [], 700);
    const { room: shown } = fake.state.get();
    const can = { ...capabilities(shown!, { role: 'member' }, 0), 'room:export': true };
    fake.state.set({ ...fake.state.get(), can });
    const { renderRoot } = element;
    const buttons = () =>
      [...renderRoot.querySelectorAll<HTMLElement>('header button')]
        .filter((button) => button.checkVisibility())
        .map((button) => button.getAttribute('aria-label') ?? spoken(button));
    await expect.poll(buttons).toContain('More');
    expect(buttons()).not.toContain('Download conversation');
    renderRoot.querySelector<HTMLElement>('.more-tools')!.click();
    const entries = () =>
      [
        ...(renderRoot
          .querySelector('chat-message-menu')
          ?.shadowRoot?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? []),
      ].map((each) => each.textContent.trim());
    await expect.poll(entries).toEqual(['Download conversation', 'Saved messages']);
  });

  test.each([320, 400])(
    "shows the other's picture and status, and does not count the reader, %i px",
    async (width) => {
      const { line, faces, find, fake } = await direct(luis, [here(ana)], width);
      expect([line(), faces()]).toEqual(['Offline', ['LO']]);
      expect(find('.present .dot')!.className).toBe('dot offline');
      fake.presence.set({ users: [here(ana), here(luis, 'busy')], occupancy: 2 });
      await expect.poll(line).toBe('Do not disturb');
      expect(faces()).toEqual(['LO']);
      fake.presence.set({ users: [here(ana), here(luis)], occupancy: 2 });
      await expect.poll(line).toBe('Online');
      expect(find('.present .dot')!.className).toBe('dot online');
      expect(find('.people')!.textContent).toContain('Show people, Online');
    },
  );

  test('shows the status that the list of rooms has, while the other user is not in the room', async () => {
    const { line, fake, find } = await direct(luis, [here(ana)]);
    const list = fake.client.rooms as unknown as Varying<RoomSummaries>;
    const listAs = (status: Presence['status']) => {
      const { room: shown } = fake.state.get();
      const known = { room: shown!, unread: 0, unreadMentions: 0, activeAt: 0, peer: { user: luis, status } };
      list.set({ items: [known], hasMore: false, loaded: true });
    };
    expect(line()).toBe('Offline');
    listAs('online');
    await expect.poll(line).toBe('Online');
    expect(find('.present .dot')!.className).toBe('dot online');
    listAs('busy');
    await expect.poll(line).toBe('Do not disturb');
    listAs('offline');
    await expect.poll(line).toBe('Offline');
    // In the room, the user's presence counts.
    fake.presence.set({ users: [here(ana), here(luis, 'away')], occupancy: 2 });
    await expect.poll(line).toBe('Away');
  });

  test.each([
    ['en', 0, /^Last seen at 12:05\sAM$/],
    ['de', 1, /^Zuletzt online gestern um 00:05$/],
    ['es', 400, /^Última vez el \d+ de \p{L}+ de 20\d\d$/u],
  ])('shows when an offline user was last online, in %s after %i days', async (lang, days, expected) => {
    const at = new Date();
    at.setHours(0, 5, 0, 0);
    at.setDate(at.getDate() - days);
    const { line, fake, element, find } = await direct(luis, [here(ana), here(luis)]);
    element.lang = lang;
    const asked: string[] = [];
    let lastSeenAt: number | undefined = at.getTime();
    const get = async (userId: string) => {
      asked.push(userId);
      return { user: luis, status: 'offline', ...(lastSeenAt && { lastSeenAt }) };
    };
    Object.assign(fake.client.users, { get });
    fake.presence.set({ users: [here(ana)], occupancy: 1 });
    await expect.poll(line).toMatch(expected);
    expect(find('.people')!.textContent).toContain(line());
    await page.screenshot({ path: `../../../node_modules/.shots/last-seen-${lang}.png` });
    fake.presence.set({ users: [here(ana), here(luis)], occupancy: 2 });
    await expect.poll(() => find('.present .dot')!.className).toBe('dot online');
    expect(line()).not.toMatch(expected);
    // Another setting: the server no longer says it.
    lastSeenAt = undefined;
    fake.presence.set({ users: [here(ana)], occupancy: 1 });
    await expect.poll(() => asked.length).toBe(2);
    await still();
    expect(line()).toBe({ en: 'Offline', de: 'Offline', es: 'Sin conexión' }[lang]);
    expect(asked).toEqual([luis.id, luis.id]);
  });

  test('with a bot shows a bot label', async () => {
    const { line, faces } = await direct(bot, [here(ana)]);
    expect([line(), faces()]).toEqual(['bot', ['A']]);
  });
});

describe('the call button', () => {
  const call = (state: 'active' | 'ended'): OwnCall => ({
    call: {
      id: 'call',
      roomId: 'cita-42',
      kind: 'audio',
      state,
      caller: { userId: ana.id, name: ana.name, device: 'a' },
      callee: { userId: luis.id, name: luis.name, device: 'b' },
      startedAt: 0,
    },
    mine: 'caller',
    here: false,
  });
  const open = async (type: 'direct' | 'public', width: number) => {
    const fake = fakeChat([message(luis, 'Hola')], [ana, luis]);
    const own = vary<OwnCall | null>(null);
    Object.assign(fake.room.calls, own);
    Object.assign(fake.client, { limits: { ...fake.client.limits, callsInPublicRooms: true } });
    const can = { ...fake.state.get().can!, 'call:start': true };
    fake.state.set({ ...fake.state.get(), room: room({ type }), peer: type === 'direct' ? luis : null, can });
    const mounted = await mount(fake, { width, lang: 'en' });
    const button = () => mounted.find('.tools .calls')!;
    await expect.poll(button).not.toBeNull();
    const state = () => [button().getAttribute('aria-disabled'), button().title];
    return { ...mounted, fake, own, button, state };
  };
  const menu = ({ renderRoot }: { renderRoot: ParentNode }) =>
    renderRoot.querySelector('chat-message-menu')?.shadowRoot;

  test('stays, disabled with the reason, while a call runs', async () => {
    const { element, own, button, state } = await open('direct', 700);
    expect(state()).toEqual([null, 'Call']);
    const first = button();
    own.set(call('active'));
    await expect.poll(state).toEqual(['true', 'Call in progress']);
    expect([button(), button().ariaLabel]).toEqual([first, 'Call']);
    await userEvent.click(button(), { force: true });
    await still();
    expect(menu(element)).toBeUndefined();
    own.set(call('ended'));
    await expect.poll(state).toEqual([null, 'Call']);
    await userEvent.click(button());
    await expect.poll(() => menu(element)?.querySelectorAll('[role=menuitem]').length).toBe(2);
  });

  test('depends on the number of present users in a public room, and does not move', async () => {
    const { fake, element, find, state } = await open('public', 700);
    expect(state()).toEqual([null, 'Call']);
    const enter = (...users: User[]) => {
      fake.members.set({
        items: users.map((user) => member(user)),
        occupancy: users.length,
        hasMore: false,
      });
      fake.presence.set({ users: users.map((user) => here(user)), occupancy: users.length });
    };
    enter(ana, luis, ines);
    await expect.poll(state).toEqual(['true', 'Calls are available when two people are in the room']);
    enter(ana);
    await expect.poll(state).toEqual(['true', 'No one else is here']);
    element.style.inlineSize = '320px';
    await still();
    find('.more-tools')!.click();
    const entry = () => menu(element)?.querySelector<HTMLElement>('.calls');
    await expect.poll(() => entry()?.ariaDescription).toBe('No one else is here');
    await page.screenshot({ path: '../../../node_modules/.shots/call-unavailable.png' });
    const { violations } = await axe.run(element);
    expect(violations.map(({ id }) => id)).toEqual([]);
    entry()!.click();
    await still();
    expect(entry()?.checkVisibility()).toBe(true);
  });
});

test('bots do not count as members of a room', async () => {
  const fake = fakeChat([message(luis, 'Hola')]);
  const bot = { id: 'u-bot', name: 'Asistente', bot: true as const };
  const users = [ana, luis, bot].map((user) => ({ user, status: 'online' as const }));
  fake.presence.set({ users, occupancy: 3 });
  const { find } = await mount(fake, { lang: 'en' });
  expect(find('.present')!.textContent.trim()).toBe('2 people online');
});

test.each([
  [320, '100%'],
  [320, '200%'],
  [400, '200%'],
])('the number of present users is never cut, %i px, text at %s', async (width, size) => {
  document.documentElement.style.fontSize = size;
  onTestFinished(() => void document.documentElement.style.removeProperty('font-size'));
  const { element, find } = await moderated({ width, lang: 'en' });
  element.insertAdjacentHTML('afterbegin', '<chat-back slot="back"></chat-back>');
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/present-${width}-${size.slice(0, 3)}.png` });
  const line = find('.present')!;
  expect(line.textContent.trim()).toBe('3 people online');
  expect(line.scrollWidth).toBeLessThanOrEqual(line.clientWidth);
  const text = document.createRange();
  text.selectNodeContents(line);
  const box = find('.heading')!.getBoundingClientRect();
  expect(text.getBoundingClientRect().right).toBeLessThanOrEqual(box.right + 0.5);
  expect(find('header')!.scrollWidth).toBeLessThanOrEqual(width);
});

test('an element without a height fits a low window', async () => {
  const { element } = await mount(fakeChat());
  onTestFinished(() => page.viewport(414, 896));
  element.style.blockSize = '';
  await page.viewport(800, 640);
  expect(element.offsetHeight).toBe(640 - 80);
  await page.viewport(800, 900);
  expect(element.offsetHeight).toBe(576);
});
