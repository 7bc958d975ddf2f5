// Long messages show their first lines, and the whole on request.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { MessageItem } from '@chat/client';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type MountOptions } from './fixtures/mount.ts';

const sentence = 'Una frase bastante larga para ver cuánto ocupa en la burbuja. ';
const long = sentence.repeat(65);
const code = `\`\`\`ts\n${Array.from({ length: 40 }, (_, nth) => `const línea${nth} = ${nth};`).join('\n')}\n\`\`\``;
const short = (n: number) =>
  Array.from({ length: n }, (_, nth) => message(nth % 2 ? ana : luis, `corto ${nth}`));

const shown = async (items: MessageItem[], options: MountOptions = {}) => {
  const mounted = await mount(fakeChat(items), { width: 500, ...options });
  await still();
  const row = (id: string) => mounted.rows().find(({ dataset }) => dataset.key === id)!;
  const button = (id: string) => row(id).querySelector<HTMLButtonElement>('.show-more')!;
  return { ...mounted, row, button, height: (id: string) => row(id).getBoundingClientRect().height };
};

test.each([390, 1_200])(
  'a text of 4,000 characters and a long code show about 12 lines, %i px',
  async (width) => {
    const items = [message(luis, long), message(ana, code)];
    const { height, button, row } = await shown(items, { width, height: 900 });
    for (const { id } of items) {
      expect(height(id)).toBeGreaterThan(200);
      expect(height(id)).toBeLessThan(400);
      expect([button(id).textContent.trim(), button(id).getAttribute('aria-expanded')]).toEqual([
        'Ver más',
        'false',
      ]);
      expect(button(id).getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
    }
    // Screen readers get the whole text.
    expect(row(items[0]!.id).querySelector('.text')!.textContent).toContain(long.trim());
  },
);

test('a text that would hide a line or two is shown whole', async () => {
  const item = message(luis, Array(14).fill('línea').join('\n'));
  const { button, height } = await shown([item]);
  expect(getComputedStyle(button(item.id)).display).toBe('none');
  expect(height(item.id)).toBeGreaterThan(14 * 20);
});

test('at the end of the list a message opens downwards; closing keeps the button in its place', async () => {
  const item = message(luis, long);
  const { button, row, height, scroller } = await shown([...short(12), item]);
  const folded = height(item.id);
  const top = row(item.id).getBoundingClientRect().top;
  await userEvent.click(button(item.id));
  await still();
  expect(height(item.id)).toBeGreaterThan(folded * 2);
  expect(Math.abs(row(item.id).getBoundingClientRect().top - top)).toBeLessThan(2);
  expect(button(item.id).textContent.trim()).toBe('Ver menos');
  scroller().scrollTop +=
    row(item.id).getBoundingClientRect().bottom - scroller().getBoundingClientRect().bottom + 200;
  await still();
  button(item.id).click();
  await still();
  expect(height(item.id)).toBe(folded);
  const { top: shownAt, bottom } = button(item.id).getBoundingClientRect();
  expect(shownAt).toBeGreaterThan(scroller().getBoundingClientRect().top);
  expect(bottom).toBeLessThanOrEqual(scroller().getBoundingClientRect().bottom);
});

test('in the middle of the list nothing above an opened message moves', async () => {
  const item = message(luis, long);
  const { button, rows, scroller, row } = await shown([...short(20), item, ...short(30)]);
  scroller().scrollTop = row(item.id).offsetTop - 150;
  await still();
  const above = rows()[rows().indexOf(row(item.id)) - 1]!;
  const before = above.getBoundingClientRect().top;
  button(item.id).click();
  await still();
  expect(Math.abs(above.getBoundingClientRect().top - before)).toBeLessThan(2);
});

test('a message that the reader is led to opens, and can be closed again', async () => {
  const item = message(luis, long);
  const { button, element, height } = await shown([item, ...short(30)]);
  expect(await element.scrollToMessage(item.id)).toBe(true);
  await still();
  expect(button(item.id).getAttribute('aria-expanded')).toBe('true');
  button(item.id).click();
  await still();
  expect(height(item.id)).toBeLessThan(400);
});

test('the focus of a link in the hidden part opens the message', async () => {
  const item = message(luis, `${long} https://portal.example/cita`);
  const { button, row } = await shown([item]);
  row(item.id).focus();
  await settle();
  row(item.id).querySelector('a')!.focus();
  await expect.poll(() => button(item.id).getAttribute('aria-expanded')).toBe('true');
});

test.each(['light', 'dark'] as const)(
  'folded and open messages have no axe violation, %s',
  async (scheme) => {
    const items = [message(luis, long), message(ana, long), message(luis, code)];
    const { element, button } = await shown(items, { scheme, height: 1_000 });
    button(items[1]!.id).click();
    await still();
    const { violations } = await axe.run(element);
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join()}`)).toEqual([]);
  },
);
