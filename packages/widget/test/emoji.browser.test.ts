import axe from 'axe-core';
import { LitElement } from 'lit';
import { describe, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { emojis, groupNames, inTone, search } from '../src/emoji/catalog.ts';
import type { ChatEmojiPicker } from '../src/emoji/chat-emoji-picker.ts';
import { pickEmoji } from '../src/emoji/pick-emoji.ts';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted } from './fixtures/mount.ts';

const picker = ({ composer }: Mounted) => composer.renderRoot.querySelector('chat-emoji-picker')?.shadowRoot;
const button = ({ composer }: Mounted) => composer.renderRoot.querySelector<HTMLElement>('.tool')!;
const opened = async (mounted: Mounted) => {
  button(mounted).click();
  await expect.poll(() => picker(mounted)?.querySelector('.emoji')).toBeTruthy();
  await expect.poll(() => picker(mounted)?.activeElement?.tagName).toBe('INPUT');
  return picker(mounted)!;
};
const shown = (root: ShadowRoot) =>
  [...root.querySelectorAll('.emoji')].map((each) => each.textContent?.trim());
const suggested = ({ composer }: Mounted) =>
  [...composer.renderRoot.querySelectorAll<HTMLElement>('[role=option]')].map((each) => each.innerText);

describe('the catalogue', () => {
  test('contains every group, and each emoji once, with names in both languages', () => {
    const all = emojis();
    expect(all.length).toBeGreaterThan(1_800);
    expect(new Set(all.map(({ emoji }) => emoji)).size).toBe(all.length);
    expect(new Set(all.map(({ group }) => group))).toEqual(
      new Set(groupNames('es').map((_, index) => index)),
    );
    expect(all.filter(({ name }) => !name.es || !name.en)).toEqual([]);
  });

  test.each([
    ['corazón rojo', '❤️'],
    ['corazon rojo', '❤️'],
    ['red heart', '❤️'],
    ['+1', '👍️'],
    ['pulgar arriba', '👍️'],
    ['cumpleaños', '🎂'],
    ['birthday', '🎂'],
    ['españa', '🇪🇸'],
    ['tada', '🎉'],
  ])('%j finds %s', (query, emoji) => {
    const found = search(query, 20).map((each) => each.emoji.replace(/\uFE0F$/, ''));
    expect(found).toContain(emoji.replace(/\uFE0F$/, ''));
  });

  test.each([
    ['coraz', '❤️'],
    ['heart', '❤️'],
    ['risa', '😂'],
    ['fuego', '🔥'],
  ])('%j finds %s first', (query, emoji) => {
    expect(search(query, 1)[0]?.emoji.replace(/\uFE0F$/, '')).toBe(emoji.replace(/\uFE0F$/, ''));
  });

  test('what only a keyword finds comes after all whose name begins with the query', () => {
    const found = search('coraz', 200);
    const named = found.map(({ name }) => /\bcoraz/.test(name.es));
    expect(named.lastIndexOf(true)).toBeLessThan(named.indexOf(false) < 0 ? Infinity : named.indexOf(false));
    expect(found.map(({ emoji }) => emoji).indexOf('🖕')).not.toBe(0);
  });

  test('a skin tone replaces the yellow emoji', () => {
    const named = (name: string) => emojis().find((each) => each.name.en === name)!;
    expect(inTone(named('thumbs up'), 3)).toBe('👍🏽');
    expect(inTone(named('woman technologist'), 5)).toBe('👩🏿‍💻');
    expect(inTone(named('red heart'), 3)).toBe(named('red heart').emoji);
    expect(inTone(named('thumbs up'), 0)).toBe(named('thumbs up').emoji);
  });
});

test('an emoji picked by mouse or keyboard is inserted at the cursor and listed first afterwards', async () => {
  localStorage.clear();
  sessionStorage.clear();
  const mounted = await mount(fakeChat([message(luis, 'hola')]));
  await userEvent.fill(mounted.field(), 'hola y adiós');
  mounted.field().setSelectionRange(4, 4);
  let root = await opened(mounted);
  await userEvent.keyboard('fuego');
  await expect.poll(() => shown(root)).toContain('🔥');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => mounted.field().value).toBe('hola🔥 y adiós');
  expect(picker(mounted)).toBeUndefined();
  await expect.poll(() => mounted.composer.shadowRoot?.activeElement).toBe(mounted.field());

  root = await opened(mounted);
  expect(shown(root)[0]).toBe('🔥');
  expect(root.querySelector('h3')?.textContent).toBe('Recientes');
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => picker(mounted)).toBeUndefined();
  expect(mounted.composer.shadowRoot?.activeElement).toBe(button(mounted));
  expect(mounted.field().value).toBe('hola🔥 y adiós');
  localStorage.clear();
});

test('arrows move by rows and back to the search; the chosen skin tone is saved', async () => {
  localStorage.clear();
  const mounted = await mount(fakeChat([]), { width: 500, height: 700 });
  const root = await opened(mounted);
  await userEvent.keyboard('{ArrowDown}');
  const first = root.activeElement as HTMLElement;
  await userEvent.keyboard('{ArrowRight}{ArrowDown}');
  const below = root.activeElement as HTMLElement;
  expect(below.getBoundingClientRect().top).toBeGreaterThan(first.getBoundingClientRect().top);
  expect(below.getBoundingClientRect().left).toBeGreaterThan(first.getBoundingClientRect().left);
  await userEvent.keyboard('{ArrowUp}{ArrowUp}');
  expect(root.activeElement?.tagName).toBe('INPUT');
  root.querySelector<HTMLElement>('.tone')!.click();
  await expect.poll(() => root.querySelectorAll('[role=radio]').length).toBe(6);
  root.querySelectorAll<HTMLElement>('[role=radio]')[3]!.click();
  await expect.poll(() => shown(root)).toContain('👍🏽');
  await expect.poll(() => root.activeElement?.className).toBe('tone');
  expect(root.querySelector('[role=radio]')).toBeNull();
  await userEvent.keyboard('{Escape}');
  const again = await opened(mounted);
  await expect.poll(() => shown(again)).toContain('👍🏽');
  localStorage.clear();
});

test.each([
  { width: 320, scheme: 'dark' },
  { width: 900, scheme: 'light' },
] as const)('categories lead to their emoji and follow the scroll; $width px', async ({ width, scheme }) => {
  localStorage.clear();
  await page.viewport(width, 740);
  onTestFinished(() => page.viewport(414, 896));
  const mounted = await mount(fakeChat([]), { width: Math.min(width, 500), height: 700, scheme });
  const root = await opened(mounted);
  const tabs = () => [...root.querySelectorAll<HTMLElement>('.groups button')];
  const current = () => tabs().find((tab) => tab.ariaCurrent === 'true')?.ariaLabel;
  expect(tabs().map(({ ariaLabel }) => ariaLabel)).toEqual(groupNames('es'));
  expect(current()).toBe('Caritas');
  tabs()[3]!.click();
  await expect.poll(current).toBe('Comida y bebida');
  const all = root.querySelector<HTMLElement>('.groups-of-emoji')!;
  const heading = () =>
    [...root.querySelectorAll('h3')].find((each) => each.textContent === 'Comida y bebida')!;
  await expect
    .poll(() => Math.abs(heading().getBoundingClientRect().top - all.getBoundingClientRect().top))
    .toBeLessThan(4);
  all.scrollTo({ top: 0 });
  await expect.poll(current).toBe('Caritas');
  // By keyboard: one tab stop, arrows, and from there into the grid.
  tabs()[0]!.focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{Enter}');
  await expect.poll(current).toBe('Animales y naturaleza');
  await userEvent.keyboard('{ArrowDown}');
  expect(root.activeElement?.textContent?.trim()).toBe('🐵');
  await expect.poll(() => root.querySelector('.preview')?.textContent).toContain('cara de mono');
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/emoji-${width}-${scheme}.png` });
  const { violations } = await axe.run(root.host as HTMLElement);
  expect(violations.map(({ id }) => id)).toEqual([]);
  for (const tab of tabs()) expect(tab.getBoundingClientRect().width).toBeGreaterThanOrEqual(24);
  // Searching leaves the groups; a category returns to them.
  const search = root.querySelector('input')!;
  await userEvent.fill(search, 'coraz');
  await expect.poll(() => all.hidden).toBe(true);
  tabs()[1]!.click();
  await expect.poll(() => [all.hidden, search.value]).toEqual([false, '']);
  expect(search.offsetWidth).toBeGreaterThan(root.querySelector<HTMLElement>('.top')!.offsetWidth / 2);
  await userEvent.keyboard('{Escape}');
});

test('the picker shows, then its first emoji, which fill it, then the others', async () => {
  localStorage.clear();
  const mounted = await mount(fakeChat([]), { width: 500, height: 700 });
  await import('../src/emoji/chat-emoji-picker.ts');
  const anchor = button(mounted);
  const element = document.createElement('chat-emoji-picker') as ChatEmojiPicker;
  anchor.getRootNode().appendChild(element);
  onTestFinished(() => element.remove());
  await element.updateComplete;
  const drawn = () => element.renderRoot.querySelectorAll('.emoji').length;
  // More would delay the first paint.
  expect(drawn()).toBeLessThanOrEqual(80);
  const picked = element.pick(anchor);
  const all = element.renderRoot.querySelector<HTMLElement>('.groups-of-emoji')!;
  // Open, and no frame has passed.
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  const bottom = (each: Element) => each.getBoundingClientRect().bottom;
  const search = element.renderRoot.querySelector('input')!;
  expect(element.shadowRoot!.activeElement).toBe(search);
  expect([search.checkVisibility(), all.checkVisibility()]).toEqual([true, true]);
  // Their style and layout would delay the first paint, too.
  const atFirst = [...all.querySelectorAll('.emoji')].at(-1)!;
  expect(atFirst.checkVisibility()).toBe(false);
  await expect.poll(() => atFirst.checkVisibility()).toBe(true);
  expect(bottom(atFirst)).toBeGreaterThan(bottom(all));
  const heights = () => [...all.querySelectorAll('section')].map((section) => section.offsetHeight);
  await settle();
  const before = heights();
  await expect.poll(drawn).toBe(emojis().length);
  // Nothing moves when they come.
  expect(heights()).toEqual(before);
  await userEvent.keyboard('{Escape}');
  expect(await picked).toBeNull();
});

test('the picker is drawn while the pointer is on its button, so that a press only shows it', async () => {
  localStorage.clear();
  const mounted = await mount(fakeChat([]), { width: 500, height: 700 });
  const inserted: Node[] = [];
  const observer = new MutationObserver((records) =>
    inserted.push(
      ...records.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof LitElement),
    ),
  );
  observer.observe(mounted.composer.renderRoot, { childList: true });
  onTestFinished(() => observer.disconnect());
  await userEvent.hover(button(mounted));
  await expect.poll(() => inserted.length).toBe(1);
  const [prepared] = inserted as ChatEmojiPicker[];
  expect(prepared?.renderRoot.querySelectorAll('.emoji').length).toBeGreaterThan(50);
  // Nothing of it is in the page yet.
  expect(picker(mounted)).toBeUndefined();
  button(mounted).click();
  await expect.poll(() => picker(mounted)).toBe(prepared?.renderRoot);
  expect(inserted).toEqual([prepared, prepared]);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => picker(mounted)).toBeUndefined();
});

test('a :name: is completed inline, in either language', async () => {
  sessionStorage.clear();
  const mounted = await mount(fakeChat([message(ana, 'hola')]));
  const field = mounted.field();
  field.focus();
  await userEvent.keyboard('Bien :tad');
  await expect.poll(() => suggested(mounted).join()).toContain(':tada:');
  expect(field.getAttribute('aria-activedescendant')).toBeTruthy();
  await userEvent.keyboard('{Escape}');
  await settle();
  expect(suggested(mounted)).toEqual([]);
  await userEvent.keyboard('a');
  await expect.poll(() => suggested(mounted).join()).toContain(':tada:');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => field.value).toBe('Bien 🎉 ');
  expect(field.getAttribute('aria-activedescendant')).toBeNull();
  await userEvent.keyboard('a las 10:30');
  await settle();
  expect(suggested(mounted)).toEqual([]);
  await userEvent.keyboard(' :fueg');
  await expect.poll(() => suggested(mounted).length).toBeGreaterThan(0);
  await userEvent.keyboard('{Tab}');
  await expect.poll(() => field.value).toBe('Bien 🎉 a las 10:30 🔥 ');
  sessionStorage.clear();
});

test('a completely typed :name: becomes its emoji; unknown names and existing text do not change', async () => {
  sessionStorage.clear();
  const mounted = await mount(fakeChat([message(ana, 'ya estaba: :tada:')]));
  const field = mounted.field();
  field.focus();
  await userEvent.keyboard(':tada:');
  await expect.poll(() => field.value).toBe('🎉');
  await userEvent.keyboard(' y (:100:');
  await expect.poll(() => field.value).toBe('🎉 y (💯');
  // By its name in Spanish too.
  await userEvent.keyboard(') :fuego:');
  await expect.poll(() => field.value).toBe('🎉 y (💯) 🔥');
  await userEvent.keyboard(' :nada_de_esto: a las 10:30: a:100:');
  await settle();
  expect(field.value).toBe('🎉 y (💯) 🔥 :nada_de_esto: a las 10:30: a:100:');
  await userEvent.fill(field, '');
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(() => field.value).toBe('ya estaba: :tada:');
  await userEvent.keyboard('{ArrowLeft}{ArrowRight}');
  await settle();
  expect(field.value).toBe('ya estaba: :tada:');
  await userEvent.keyboard('{Escape}```{Shift>}{Enter}{/Shift}:tada:');
  await settle();
  expect(field.value).toBe('```\n:tada:');
  sessionStorage.clear();
});

test('any element can open the picker, and the picker requests no other origin', async () => {
  const anchor = document.body.appendChild(document.createElement('button'));
  const before = performance.getEntriesByType('resource').length;
  const picked = pickEmoji(anchor);
  await expect
    .poll(() => document.querySelector('chat-emoji-picker')?.shadowRoot?.activeElement)
    .toBeTruthy();
  await userEvent.keyboard('{Escape}');
  expect(await picked).toBeNull();
  expect(document.querySelector('chat-emoji-picker')).toBeNull();
  const asked = performance
    .getEntriesByType('resource')
    .slice(before)
    .map(({ name }) => new URL(name).origin);
  expect(asked.filter((origin) => origin !== location.origin)).toEqual([]);
  anchor.remove();
});
