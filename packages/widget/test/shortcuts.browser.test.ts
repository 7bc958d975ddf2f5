import axe from 'axe-core';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type Mounted } from './fixtures/mount.ts';

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(900, 700);
});

const talk = () => fakeChat([message(luis, 'Nos vemos a las diez.'), message(ana, 'De acuerdo.')]);
const list = ({ find }: Mounted) => find('chat-shortcuts')?.shadowRoot?.querySelector('dialog') ?? null;
const texts = ({ composer }: Mounted) => composer.renderRoot.textContent?.replace(/\s+/g, ' ') ?? '';
const open = async (attributes: Record<string, string> = {}): Promise<Mounted> => {
  const mounted = await mount(talk(), { width: 800, attributes });
  await still();
  mounted.field().focus();
  return mounted;
};

test('Ctrl+/ lists the shortcuts, and Escape returns to the field', async () => {
  for (const [lang, scheme] of [
    ['es', 'light'],
    ['en', 'dark'],
  ] as const) {
    const mounted = await mount(talk(), { width: 390, lang, scheme });
    await still();
    mounted.field().focus();
    await userEvent.keyboard('{Control>}/{/Control}');
    await expect.poll(() => list(mounted)?.open).toBe(true);
    const found = await axe.run(mounted.find('chat-shortcuts')!);
    expect(found.violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    const dialog = list(mounted)!;
    expect(dialog.scrollWidth).toBeLessThanOrEqual(dialog.clientWidth);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => mounted.find('chat-shortcuts')).toBeNull();
    expect(mounted.composer.matches(':focus-within')).toBe(true);
    mounted.element.remove();
  }
});

test('a chord acts on the newest message of another user, a letter on the focused one', async () => {
  const mounted = await open();
  await userEvent.keyboard('{Alt>}{Shift>}r{/Shift}{/Alt}');
  await expect.poll(() => texts(mounted)).toContain('Nos vemos a las diez.');
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => texts(mounted)).not.toContain('Nos vemos a las diez.');
  // Letters are text in the field.
  await userEvent.keyboard('r');
  await settle();
  expect(mounted.field().value).toBe('r');
  mounted.rows().at(-1)!.focus();
  await settle();
  await userEvent.keyboard('r');
  await expect.poll(() => texts(mounted)).toContain('De acuerdo.');
  expect(mounted.field().value).toBe('r');
});

test('a page can turn the shortcuts off', async () => {
  const mounted = await open({ features: '-shortcuts' });
  await userEvent.keyboard('{Control>}/{/Control}{Alt>}{Shift>}r{/Shift}{/Alt}');
  mounted.rows()[0]!.focus();
  await settle();
  await userEvent.keyboard('r');
  await still();
  expect(list(mounted)).toBeNull();
  expect(texts(mounted)).not.toContain('Nos vemos a las diez.');
});

test('shortcuts follow the language and the features of the room when the page changes them', async () => {
  const mounted = await open();
  const { element } = mounted;
  const title = () => list(mounted)?.querySelector('h2')?.textContent;
  element.lang = 'en';
  onTestFinished(() => element.removeAttribute('lang'));
  await expect.poll(() => mounted.field().getAttribute('aria-label')).toContain('message');
  await userEvent.keyboard('{Control>}/{/Control}');
  await expect.poll(title).toContain('Keyboard shortcuts');
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => list(mounted)).toBeNull();
  element.setAttribute('features', '-shortcuts');
  await still();
  mounted.field().focus();
  await userEvent.keyboard('{Control>}/{/Control}');
  await still();
  expect(list(mounted)).toBeNull();
});

const onMac = (): void => {
  Object.defineProperty(navigator, 'platform', { value: 'MacIntel', configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(navigator, 'platform'));
};

test('on a Mac the list opens by ⌘/, is written as macOS writes keys, and its keys work', async () => {
  onMac();
  const fake = fakeChat([message(luis, 'Nos vemos a las diez.'), message(ana, 'De acuerdo.')]);
  const { find, field, rows, composer } = await mount(fake, { width: 800, lang: 'en' });
  await still();
  field().focus();
  await userEvent.keyboard('{Control>}/{/Control}');
  await still();
  const dialog = () => find('chat-shortcuts')?.shadowRoot?.querySelector('dialog');
  expect(dialog()).toBeUndefined();
  await userEvent.keyboard('{Meta>}/{/Meta}');
  await expect.poll(() => dialog()?.open).toBe(true);
  const keys = [...dialog()!.querySelectorAll('kbd')].map((each) => each.textContent);
  expect(keys[0]).toBe('⌘/');
  expect(keys).toEqual(expect.arrayContaining(['⌃⇧S', '⌃⇧R', '⌃⇧1', 'R', '⌫', '↩', '⇧F10']));
  expect(keys.filter((key) => /Alt|Ctrl|Shift|Delete|Enter/.test(key))).toEqual([]);
  await userEvent.keyboard('{Escape}');

  await userEvent.keyboard('{Control>}{Shift>}r{/Shift}{/Control}');
  const answering = () => composer.renderRoot.querySelector('.answering')?.textContent ?? '';
  await expect.poll(answering).toContain('Nos vemos a las diez.');
  await userEvent.keyboard('{Escape}');
  // Option types letters.
  await userEvent.keyboard('{Alt>}{Shift>}r{/Shift}{/Alt}');
  await settle();
  expect(answering()).toBe('');
  rows().at(-1)!.focus();
  await userEvent.keyboard('{Backspace}');
  await expect.poll(() => fake.calls.some((call) => call.startsWith('delete '))).toBe(true);
});

test('on a Mac formats have ⌘ and ⇧ in their tooltips, and ⌘B makes bold', async () => {
  onMac();
  const { field, composer } = await mount(fakeChat(), { width: 800, lang: 'en' });
  await still();
  field().focus();
  field().select();
  await userEvent.keyboard('hi');
  field().select();
  await userEvent.keyboard('{Meta>}b{/Meta}');
  await expect.poll(() => field().value).toBe('**hi**');
  composer.renderRoot.querySelector<HTMLElement>('.format-tools')?.click();
  const tips = () =>
    [...composer.renderRoot.querySelectorAll<HTMLElement>('[aria-keyshortcuts]')].map(({ title }) => title);
  await expect.poll(() => tips().join()).toContain('⌘B');
  expect(tips().join()).toContain('⇧⌘X');
});
