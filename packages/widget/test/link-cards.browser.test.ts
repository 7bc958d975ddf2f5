import axe from 'axe-core';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const card = {
  url: 'https://www.ejemplo.org/horarios',
  title: 'Horarios <b>y</b> precios',
  description: 'De lunes a viernes',
  site: 'Banco Central',
};

const shown = async (items: Parameters<typeof fakeChat>[0]) => {
  const fake = fakeChat(items);
  const mounted = await mount(fake);
  await expect.poll(() => mounted.rows().at(-1)?.querySelector('.link-card')).toBeTruthy();
  return {
    ...mounted,
    fake,
    cards: () => mounted.rows().map((row) => row.querySelector<HTMLElement>('.link-card')),
  };
};

test('a card shows host, title and description as text, and opens the link in another tab', async () => {
  const { cards } = await shown([message(luis, 'Mira https://www.ejemplo.org/horarios', { card })]);
  const link = cards()[0]?.querySelector('a');
  expect([...(link?.children ?? [])].map((each) => each.textContent)).toEqual([
    'ejemplo.org',
    'Horarios <b>y</b> precios',
    'De lunes a viernes',
  ]);
  expect(link?.getAttribute('href')).toBe(card.url);
  expect(link?.target).toBe('_blank');
  expect(link?.rel).toBe('noopener noreferrer nofollow');
  // A page can claim any name, so that the name of the site is not shown.
  expect(cards()[0]?.textContent).not.toContain('Banco Central');
  const { violations } = await axe.run(cards()[0] ?? document, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('the author removes a card by keyboard; on messages of others there is no button', async () => {
  const calls: unknown[] = [];
  const { cards, fake } = await shown([
    message(luis, 'https://www.ejemplo.org/horarios', { card }),
    message(ana, 'https://www.ejemplo.org/horarios', { card }),
  ]);
  Object.assign(fake.client, { call: (...given: unknown[]) => Promise.resolve(calls.push(given)) });
  const [theirs, mine] = cards();
  expect(theirs?.querySelector('button')).toBeNull();
  const button = mine?.querySelector('button');
  expect(button?.ariaLabel).toBe('Quitar vista previa');
  const { width, height } = button?.getBoundingClientRect() ?? { width: 0, height: 0 };
  expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
  button?.focus();
  expect(getComputedStyle(button ?? document.body).opacity).toBe('1');
  await userEvent.keyboard('{Enter}');
  await settle();
  const messageId = fake.messages.get().items[1]?.id;
  expect(calls).toEqual([['card:remove', { roomId: 'cita-42', messageId }]]);
});

test('a card that is no web link is not shown', async () => {
  const { cards } = await shown([
    message(luis, 'mal', { card: { ...card, url: 'javascript:alert(1)' } }),
    message(luis, 'bien', { card }),
  ]);
  expect(cards().map((each) => each !== null)).toEqual([false, true]);
});

test('a card that arrives moves nothing that is read', async () => {
  const items = Array.from({ length: 60 }, (_, at) => message(at % 2 ? ana : luis, `Mensaje ${at}`));
  items.push(message(luis, 'fin', { card }));
  const { find, rows, fake } = await shown(items);
  const scroller = find('chat-messages')?.shadowRoot?.querySelector<HTMLElement>('.scroller');
  if (!scroller) throw new Error('there is no list');
  scroller.scrollTop = scroller.scrollHeight / 2;
  await settle();
  const visible = () =>
    rows().find((row) => row.getBoundingClientRect().top >= scroller.getBoundingClientRect().top + 40);
  const read = visible();
  const before = read?.getBoundingClientRect().top ?? 0;
  const above = Number(/Mensaje (\d+)/.exec(read?.innerText ?? '')?.[1]) - 6;
  const list = fake.messages.get();
  fake.messages.set({
    ...list,
    items: list.items.map((item, at) => (at === above ? { ...item, card } : item)),
  });
  await settle();
  const drawn = rows().find((row) => row.innerText.includes(`Mensaje ${above}\n`));
  expect(drawn?.querySelector('.link-card')).toBeTruthy();
  expect(Math.abs((read?.getBoundingClientRect().top ?? 0) - before)).toBeLessThan(2);
});

/** The address of a picture of this size. */
const pictureOf = (width: number, height: number) => {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  return canvas.toDataURL();
};

test.each([
  [480, 250, 'above', 0.52],
  [400, 330, 'above', 0.6], // cut
  [300, 480, 'next to', 1],
  [64, 64, 'next to', 1],
])('a picture of %i × %i stands %s the title, and nothing moves when it loads', async (...given) => {
  const [width, height, expected, shape] = given;
  for (const dir of ['ltr', 'rtl']) {
    const fake = fakeChat([
      message(luis, 'https://www.ejemplo.org/horarios', {
        card: { ...card, image: { fileId: 'p', width, height } },
      }),
    ]);
    let load = (): void => undefined;
    const asked: unknown[] = [];
    fake.room.files.url = (...given) => {
      asked.push(given);
      return new Promise((resolve) => (load = () => resolve(pictureOf(width, height))));
    };
    const mounted = await mount(fake);
    if (dir === 'rtl') mounted.element.lang = 'ar';
    await expect.poll(() => mounted.find('.frame')?.dir).toBe(dir);
    const found = () => mounted.rows()[0]?.querySelector<HTMLElement>('.link-card');
    await expect.poll(found).toBeTruthy();
    const boxes = () =>
      [...(found()?.querySelectorAll('a, small, b, .preview') ?? [])].map((each) => {
        const { x, y, width: wide, height: high } = each.getBoundingClientRect();
        return [x, y, wide, high];
      });
    await settle();
    const before = boxes();
    expect(found()?.querySelector('img')).toBeNull();
    load();
    await expect.poll(() => found()?.querySelector('img')?.complete).toBe(true);
    await settle();
    expect(boxes()).toEqual(before);
    expect(asked).toEqual([['p', 'original']]);
    const image = found()?.querySelector('img');
    expect(image?.alt).toBe('');
    const box = (selector: string) => found()?.querySelector(selector)?.getBoundingClientRect();
    const [shown, title, whole] = [box('.preview'), box('b'), found()?.getBoundingClientRect()];
    if (!shown || !title || !whole) throw new Error('something is missing');
    expect([shown.left >= whole.left, shown.right <= whole.right]).toEqual([true, true]);
    const start = dir === 'ltr' ? title.left - shown.right : shown.left - title.right;
    const place = shown.bottom <= title.top ? 'above' : start > 0 ? 'next to' : 'elsewhere';
    expect([place, Number((shown.height / shown.width).toFixed(2))]).toEqual([expected, shape]);
    const { violations } = await axe.run(found() ?? document, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
    mounted.element.remove();
  }
});

test('a card with a picture fits a phone, and its button can be seen on the picture', async () => {
  const image = { fileId: 'p', width: 480, height: 252 };
  const fake = fakeChat([message(ana, 'https://www.ejemplo.org/horarios', { card: { ...card, image } })]);
  fake.room.files.url = () => Promise.resolve(pictureOf(480, 252));
  const { rows, element } = await mount(fake);
  element.style.inlineSize = '320px';
  await expect.poll(() => rows()[0]?.querySelector('.link-card img')).toBeTruthy();
  await settle();
  const bubble = rows()[0]?.querySelector('.bubble')?.getBoundingClientRect();
  const shown = rows()[0]?.querySelector('.link-card')?.getBoundingClientRect();
  expect(bubble?.width).toBeLessThanOrEqual(320);
  expect(shown?.right).toBeLessThanOrEqual(bubble?.right ?? 0);
  const button = rows()[0]?.querySelector<HTMLElement>('.link-card button');
  const colors = getComputedStyle(button ?? document.body);
  expect(colors.backgroundColor).not.toBe('rgba(0, 0, 0, 0)');
});

test('an address that has expired is requested again', async () => {
  const image = { fileId: 'p', width: 480, height: 252 };
  const fake = fakeChat([message(luis, 'https://www.ejemplo.org/horarios', { card: { ...card, image } })]);
  const addresses = ['data:image/png;base64,broken', pictureOf(480, 252)];
  fake.room.files.url = () => Promise.resolve(addresses.shift() ?? '');
  const { rows } = await mount(fake);
  await expect.poll(() => rows()[0]?.querySelector('img')?.naturalWidth).toBe(480);
});
