// The formatting toolbar and its keys, and the field around them.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted } from './fixtures/mount.ts';

const command = /Mac|iP/.test(navigator.platform) ? 'Meta' : 'Control';
const press = (keys: string) => userEvent.keyboard(`{${command}>}${keys}{/${command}}`);
const bar = ({ composer }: Mounted) => composer.renderRoot.querySelector<HTMLElement>('.formatting');
const pressed = (mounted: Mounted) =>
  [...(bar(mounted)?.querySelectorAll('[aria-pressed=true]') ?? [])].map((each) => each.ariaLabel);

const writing = async (text: string, options: Parameters<typeof mount>[1] = {}): Promise<Mounted> => {
  sessionStorage.clear();
  const mounted = await mount(fakeChat([message(luis, 'hola'), message(ana, 'qué tal')]), options);
  await userEvent.click(mounted.field());
  if (text) await userEvent.keyboard(text);
  return mounted;
};

const select = async ({ field }: Mounted, from: number, to: number): Promise<void> => {
  field().setSelectionRange(from, to);
  await settle();
};

test('keys format the selection and take the format off; the browser can undo it', async () => {
  const mounted = await writing('un texto largo');
  await select(mounted, 3, 8);
  await press('b');
  expect(mounted.field().value).toBe('un **texto** largo');
  await press('i');
  expect(mounted.field().value).toBe('un _**texto**_ largo');
  await press('b');
  expect(mounted.field().value).toBe('un _texto_ largo');
  await press('z');
  expect(mounted.field().value).toBe('un _**texto**_ largo');
  await press('z');
  await press('z');
  expect(mounted.field().value).toBe('un texto largo');
  await select(mounted, 3, 8);
  await press('{Shift>}x{/Shift}');
  expect(mounted.field().value).toBe('un ~~texto~~ largo');
  // It is a draft, and what is sent.
  expect(sessionStorage.getItem('chat:draft:cita-42')).toBe('un ~~texto~~ largo');
  expect(mounted.field().matches(':focus')).toBe(true);
});

test('a selection shows the toolbar over the list; nothing moves, and it goes with the selection', async () => {
  const mounted = await writing('un texto largo');
  const top = () => mounted.field().getBoundingClientRect().top;
  const before = [top(), mounted.scroller().clientHeight];
  expect(bar(mounted)).toBeNull();
  await select(mounted, 3, 8);
  await expect.poll(() => bar(mounted)?.checkVisibility()).toBe(true);
  expect([top(), mounted.scroller().clientHeight]).toEqual(before);
  await page.getByRole('button', { name: 'Negrita' }).click();
  expect(mounted.field().value).toBe('un **texto** largo');
  expect(mounted.field().matches(':focus')).toBe(true);
  await expect.poll(() => pressed(mounted)).toEqual(['Negrita']);
  await page.getByRole('button', { name: 'Negrita' }).click();
  expect(mounted.field().value).toBe('un texto largo');
  await select(mounted, 2, 2);
  await expect.poll(() => bar(mounted)).toBeNull();
  await select(mounted, 3, 8);
  await expect.poll(() => bar(mounted)).not.toBeNull();
  mounted.field().blur();
  await expect.poll(() => bar(mounted)).toBeNull();
});

test('the toolbar is one tab stop with arrow keys; Escape returns to the text', async () => {
  const mounted = await writing('texto');
  await select(mounted, 0, 5);
  await expect.poll(() => bar(mounted)).not.toBeNull();
  const focused = () => mounted.composer.shadowRoot?.activeElement?.ariaLabel;
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  expect(focused()).toBe('Negrita');
  await userEvent.keyboard('{ArrowRight}');
  expect(focused()).toBe('Cursiva');
  await userEvent.keyboard('{End}');
  expect(focused()).toBe('Enlace');
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{Enter}');
  expect(mounted.field().value).toBe('_texto_');
  await expect.poll(() => mounted.field().matches(':focus')).toBe(true);
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  expect(focused()).toBe('Cursiva');
  await userEvent.keyboard('{Escape}');
  expect(mounted.field().matches(':focus')).toBe(true);
  expect(mounted.field().value).toBe('_texto_');
});

test.each([
  { width: 400, scheme: 'light' },
  { width: 320, scheme: 'dark' },
  { width: 1000, scheme: 'light' },
] as const)('a button opens the toolbar for good; at $width px', async (options) => {
  const mounted = await writing('texto', options);
  await page.getByRole('button', { name: 'Formato' }).click();
  await expect.poll(() => bar(mounted)?.className).toBe('formatting');
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/formatting-${options.width}.png` });
  const { violations } = await axe.run(mounted.element);
  expect(violations.map(({ id }) => id)).toEqual([]);
  const frame = mounted.element.getBoundingClientRect();
  expect(bar(mounted)!.getBoundingClientRect().right).toBeLessThanOrEqual(frame.right);
  await page.getByRole('button', { name: 'Lista con viñetas' }).click();
  expect(mounted.field().value).toBe('- texto');
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}más');
  expect(mounted.field().value).toBe('- texto\n- más');
  await page.getByRole('button', { name: 'Formato' }).click();
  await expect.poll(() => bar(mounted)).toBeNull();
});

test('features="-formatting" removes the button, the toolbar and the keys', async () => {
  const mounted = await writing('texto', { attributes: { features: '-formatting' } });
  await select(mounted, 0, 5);
  await press('b');
  expect(mounted.field().value).toBe('texto');
  expect(bar(mounted)).toBeNull();
  expect(mounted.composer.renderRoot.querySelector('.format-tools')).toBeNull();
});

test('text beside the tools while it is one line; above them, over the full width, when it is more', async () => {
  const mounted = await writing('');
  const { composer, field } = mounted;
  Object.assign(composer.client!.limits!, { maxFileBytes: 1_000_000 });
  composer.requestUpdate();
  await settle();
  const tools = composer.renderRoot.querySelector<HTMLElement>('.tools')!;
  const box = composer.renderRoot.querySelector<HTMLElement>('.field')!;
  const send = composer.renderRoot.querySelector<HTMLElement>('.send')!;
  const share = () => field().offsetWidth / box.clientWidth;
  const isBeside = () => field().getBoundingClientRect().bottom > tools.getBoundingClientRect().top + 5;
  expect(isBeside()).toBe(true);
  await userEvent.keyboard('corto');
  await settle();
  expect(isBeside()).toBe(true);
  const places = () => [...tools.children].map((each) => Math.round(each.getBoundingClientRect().right));
  const before = [places(), send.getBoundingClientRect().bottom];
  // One letter at a time: it changes once.
  const seen = [isBeside()];
  for (const letter of ' y luego una línea bastante más larga que el campo') {
    await userEvent.keyboard(letter);
    await settle();
    if (seen.at(-1) !== isBeside()) seen.push(isBeside());
  }
  expect(seen).toEqual([true, false]);
  expect(share()).toBe(1);
  // The tools stay where they are; only the text moves up.
  expect([places(), send.getBoundingClientRect().bottom]).toEqual(before);
  await userEvent.fill(field(), 'a\nb');
  await settle();
  expect([share(), isBeside()]).toEqual([1, false]);
  await userEvent.fill(field(), '');
  await settle();
  expect(isBeside()).toBe(true);
});
