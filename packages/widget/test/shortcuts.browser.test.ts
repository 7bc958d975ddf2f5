import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
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
