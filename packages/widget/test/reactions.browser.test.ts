import axe from 'axe-core';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ChatError, type Reaction } from '@chat/protocol';
import { ana, fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted } from './fixtures/mount.ts';

const thumb = '\u{1F44D}';
const heart = '\u2764\uFE0F';
const bearing = (...reactions: Reaction[]) => [
  message(luis, 'Nos vemos mañana a las diez.', { reactions }),
  message(ana, 'De acuerdo.', {
    reactions: [
      { emoji: heart, count: 2, by: [luis.id, ines.id] },
      { emoji: '\u{1F389}', count: 1, by: [ana.id] },
    ],
  }),
];
const chips = ({ messages }: Mounted) => [...messages.renderRoot.querySelectorAll<HTMLElement>('.reaction')];
const menuItems = ({ messages }: Mounted) => [
  ...messages.renderRoot
    .querySelector('chat-message-menu')!
    .shadowRoot!.querySelectorAll<HTMLElement>('[role^=menuitem]'),
];

test('reactions show their count and users, and which are mine; a click adds or removes mine', async () => {
  const fake = fakeChat(bearing({ emoji: thumb, count: 12, by: [ana.id, luis.id] }));
  const mounted = await mount(fake, { lang: 'en' });
  const [first, second] = chips(mounted);
  expect(first?.textContent?.replace(/\s/g, '')).toBe(`${thumb}12`);
  expect(first?.getAttribute('aria-pressed')).toBe('true');
  expect(first?.getAttribute('aria-label')).toBe(`${thumb} 12: you, Luis Ortega, and 10 others`);
  expect(second?.getAttribute('aria-pressed')).toBe('false');
  expect(first!.getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
  await userEvent.click(first!);
  expect(fake.calls).toContain(`toggle ${thumb}`);
  await userEvent.click(second!);
  expect(fake.calls).toContain(`toggle ${heart}`);
});

test('a tooltip names those who reacted at once; names of former members are loaded', async () => {
  const fake = fakeChat(bearing({ emoji: thumb, count: 1, by: ['gone'] }));
  fake.room.reactions.list = async () => ({ users: [{ id: 'gone', name: 'Marta' }], hasMore: false });
  const mounted = await mount(fake, { lang: 'en' });
  const tooltip = () => mounted.messages.renderRoot.querySelector<HTMLElement>('.reaction-tooltip');
  expect(chips(mounted)[0]?.getAttribute('aria-label')).toContain('1 other');
  await userEvent.hover(chips(mounted)[0]!);
  expect(tooltip()?.matches(':popover-open')).toBe(true);
  await expect.poll(() => tooltip()?.textContent).toBe('Marta');
  await userEvent.keyboard('{Escape}');
  expect(tooltip()).toBeNull();
  chips(mounted)[1]!.focus();
  await expect.poll(() => tooltip()?.textContent).toBe('Luis Ortega and Inés Vidal');
  chips(mounted)[1]!.blur();
  expect(tooltip()).toBeNull();
});

test('the menu offers six reactions directly, by keyboard too', async () => {
  const fake = fakeChat(bearing());
  const mounted = await mount(fake);
  const [row] = mounted.rows();
  const more = row!.querySelector<HTMLElement>('.more')!;
  more.focus();
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(
    menuItems(mounted)
      .slice(0, 6)
      .map((item) => item.getAttribute('aria-label')),
  ).toEqual(
    [thumb, heart, '\u{1F602}', '\u{1F62E}', '\u{1F622}', '\u{1F389}'].map(
      (emoji) => `Reaccionar con ${emoji}`,
    ),
  );
  await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowUp}');
  await userEvent.keyboard('{Home}{ArrowRight}{Enter}');
  expect(fake.calls).toContain(`toggle ${heart}`);
});

test('the menu and the picker offer only the reactions that the room allows', async () => {
  const rocket = '\u{1F680}';
  const allowed = [heart, rocket, '\u{1F41D}', '\u{1F427}', '\u{1F433}', '\u{1F98A}', '\u{1F422}'];
  const fake = fakeChat(bearing({ emoji: thumb, count: 1, by: [luis.id] }));
  fake.state.set({ ...fake.state.get(), room: { ...fake.state.get().room!, allowedReactions: allowed } });
  const mounted = await mount(fake);
  // Existing reactions stay.
  expect(chips(mounted)[0]?.getAttribute('aria-disabled')).toBe('true');
  mounted.rows()[0]!.querySelector<HTMLElement>('.more')!.focus();
  await userEvent.keyboard('{Enter}');
  await settle();
  const quick = menuItems(mounted).filter((item) =>
    item.getAttribute('aria-label')?.startsWith('Reaccionar'),
  );
  expect(quick.map((item) => item.getAttribute('aria-label'))).toEqual(
    allowed.slice(0, 6).map((emoji) => `Reaccionar con ${emoji}`),
  );
  await userEvent.click(menuItems(mounted)[6]!);
  const picker = () => mounted.messages.shadowRoot?.querySelector('chat-emoji-picker')?.shadowRoot;
  const offered = () =>
    [...(picker()?.querySelectorAll('.all:not([hidden]) .emoji') ?? [])].map((each) =>
      each.textContent?.trim(),
    );
  await expect.poll(offered).toEqual(allowed);
  await userEvent.fill(picker()!.querySelector('input')!, 'cohete');
  await expect.poll(offered).toEqual([rocket]);
  await userEvent.fill(picker()!.querySelector('input')!, 'corazón');
  await expect.poll(offered).toEqual([heart]);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => fake.calls).toContain(`toggle ${heart}`);
});

test('a user without the right sees reactions but cannot change them; a rejection is shown', async () => {
  const fake = fakeChat(bearing({ emoji: thumb, count: 1, by: [luis.id] }));
  const mounted = await mount(fake);
  fake.room.reactions.toggle = () =>
    Promise.reject(new ChatError('rate_limited', 'too many reactions', { retryAfterMs: 1_000 }));
  await userEvent.click(chips(mounted)[0]!);
  await expect.poll(() => mounted.find('[part=note]')?.textContent?.trim()).toBeTruthy();
  const state = fake.state.get();
  fake.state.set({ ...state, can: { ...state.can!, 'reaction:add': false, 'reaction:remove': false } });
  await settle();
  expect(chips(mounted)[0]?.getAttribute('aria-disabled')).toBe('true');
});

test('a dialog lists all users who reacted, page by page: by keyboard, on a phone, without the right', async () => {
  const many = Array.from({ length: 60 }, (_, at) => ({ id: `p${at}`, name: `Persona ${at}` }));
  const fake = fakeChat(
    bearing(
      { emoji: thumb, count: 61, by: [ana.id, ...many.slice(0, 49).map(({ id }) => id)] },
      { emoji: heart, count: 1, by: [luis.id] },
    ),
  );
  const asked: unknown[] = [];
  fake.room.reactions.list = async (id, emoji, after) => {
    asked.push([id === fake.messages.get().items[0]?.id, emoji, after]);
    if (emoji === heart) return { users: [luis], hasMore: false };
    return after
      ? { users: many.slice(49), hasMore: false }
      : { users: [ana, ...many.slice(0, 49)], hasMore: true };
  };
  const state = fake.state.get();
  fake.state.set({ ...state, can: { ...state.can!, 'reaction:add': false, 'reaction:remove': false } });
  const mounted = await mount(fake);
  const more = mounted.rows()[0]!.querySelector<HTMLElement>('.more')!;
  more.focus();
  await userEvent.keyboard('{Enter}');
  const focused = () =>
    mounted.messages.renderRoot.querySelector('chat-message-menu')?.shadowRoot?.activeElement;
  await expect.poll(() => focused()?.textContent?.trim()).toBe('Responder');
  const downTo = async (name: string) => {
    for (let press = 0; press < 9 && !focused()?.matches(`.${name}`); press++)
      await userEvent.keyboard('{ArrowDown}');
  };
  // A long menu has it under "More".
  await downTo('more');
  await userEvent.keyboard('{Enter}');
  await downTo('reactions');
  expect(focused()?.textContent?.trim()).toBe('Reacciones…');
  asked.length = 0; // a pointer that rests on a reaction asks for names too
  await userEvent.keyboard('{Enter}');
  const dialog = () => mounted.messages.renderRoot.querySelector('chat-reactors')?.shadowRoot;
  const names = () =>
    [...(dialog()?.querySelectorAll('section') ?? [])].map((each) => [
      each.querySelector('h3')?.textContent?.replace(/\s+/g, ' ').trim(),
      each.querySelectorAll('li').length,
      each.querySelector('li > span:last-child')?.textContent?.trim(),
    ]);
  await expect.poll(names).toEqual([
    [`${thumb} 61`, 50, 'Ana Ruiz (tú)'],
    [`${heart} 1`, 1, 'Luis Ortega'],
  ]);
  await still();
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  dialog()?.querySelector<HTMLElement>('.link')?.click();
  await expect.poll(() => names()[0]?.[1]).toBe(61);
  expect(asked).toEqual([
    [true, thumb, undefined],
    [true, heart, undefined],
    [true, thumb, 'p48'],
  ]);
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialog).toBeUndefined();
  expect(mounted.messages.shadowRoot?.activeElement).toBe(more);
});

test('hearts float only if the page enables them', async () => {
  const plain = await mount(fakeChat(bearing()));
  expect(plain.composer.renderRoot.querySelector('.burst')).toBeNull();
  plain.element.remove();
  const fake = fakeChat(bearing());
  const mounted = await mount(fake, { attributes: { features: '+burst' } });
  await userEvent.click(mounted.composer.renderRoot.querySelector<HTMLElement>('.burst')!);
  expect(fake.calls).toContain(`burst ${heart}`);
  await expect.poll(() => customElements.get('chat-bursts')).toBeDefined();
  await settle();
  fake.tell({ type: 'reaction:burst', roomId: 'cita-42', emoji: heart, count: 9 });
  await settle();
  const flying = () => mounted.find('chat-bursts')!.shadowRoot!.querySelectorAll('span');
  expect(flying()).toHaveLength(6);
  const [first] = flying();
  // Many at once: each kind is shown, those in flight finish, and the others are not drawn.
  for (let told = 0; told < 20; told++)
    for (const emoji of [heart, '🎉', '👏', '😂'])
      fake.tell({ type: 'reaction:burst', roomId: 'cita-42', emoji, count: 60 });
  await settle();
  expect(flying()).toHaveLength(30);
  expect(flying()[0]).toBe(first);
  expect(new Set([...flying()].map((each) => each.textContent))).toContain('😂');
  await expect.poll(() => flying().length).toBe(0);
});
