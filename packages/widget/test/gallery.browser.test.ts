// The gallery over all pictures of a room, and the cards of other files.
import axe from 'axe-core';
import type { Attachment, RoomFile } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount, still, type MountOptions } from './fixtures/mount.ts';
import { loadLanguage } from '../src/i18n/language.ts';
import { splitName } from '../src/features/files/file-card.ts';

const drawn = (() => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const brush = canvas.getContext('2d')!;
  brush.fillStyle = '#2f6b5a';
  brush.fillRect(0, 0, 640, 480);
  return canvas.toDataURL();
})();

const at = Date.UTC(2026, 10, 20, 12);
const picture = (n: number): Attachment => ({
  fileId: `f${String(n).padStart(4, '0')}`,
  name: `foto-${n}.png`,
  type: 'image/png',
  size: 9,
  width: 640,
  height: 480,
});

/** A room with so many pictures, of which the list shows number `opened`. */
const roomWith = (count: number, opened: number): { fake: FakeChat; listed: (string | undefined)[] } => {
  const shown = message(luis, 'En la montaña', { attachments: [picture(opened)] });
  const fake = fakeChat([message(ana, 'Hola'), shown]);
  const files = Array.from({ length: count }, (_, index): RoomFile => {
    const n = index + 1;
    const messageId = n === opened ? shown.id : `m${n}`;
    return {
      ...picture(n),
      roomId: 'cita-42',
      kind: 'image',
      uploadedBy: luis.id,
      uploadedAt: at,
      messageId,
    };
  }).toReversed();
  const listed: (string | undefined)[] = [];
  Object.assign(fake.room.files, {
    url: async () => drawn,
    list: async ({ before, limit = 50 }: { before?: string; limit?: number }) => {
      listed.push(before);
      const from = before === undefined ? 0 : files.findIndex(({ fileId }) => fileId === before) + 1;
      return { files: files.slice(from, from + limit), hasMore: from + limit < files.length };
    },
  });
  return { fake, listed };
};

test('several pictures of a message are squares in a grid', async () => {
  const fake = fakeChat([message(luis, 'Tres', { attachments: [picture(1), picture(2), picture(3)] })]);
  Object.assign(fake.room.files, { url: async () => drawn });
  const { messages } = await mount(fake, { width: 800 });
  const sizes = () =>
    [...messages.renderRoot.querySelectorAll<HTMLElement>('.files .picture')].map((each) => [
      each.offsetWidth,
      each.offsetHeight,
    ]);
  // The last of an odd number is as wide as two.
  const expected = [138, 138, 280].map((width) => [width, width > 200 ? 140 : width]);
  await expect.poll(sizes).toEqual(expected);
});

const open = async (fake: FakeChat, options: MountOptions = {}) => {
  const mounted = await mount(fake, { lang: 'en', ...options });
  const { messages } = mounted;
  const opener = () => messages.renderRoot.querySelector<HTMLElement>('.files .picture');
  await expect.poll(opener).not.toBeNull();
  opener()!.focus();
  await userEvent.keyboard('{Enter}');
  const root = () => messages.renderRoot.querySelector('chat-lightbox')?.shadowRoot ?? null;
  const find = (selector: string) => root()?.querySelector<HTMLElement>(selector) ?? null;
  await expect.poll(() => find('img')).not.toBeNull();
  const name = () => find('dialog')?.getAttribute('aria-label');
  const count = () => find('.count')?.textContent.trim();
  return { ...mounted, opener, root, find, name, count };
};

const finger = (type: string, clientX: number, clientY: number, pointerId = 1) =>
  new PointerEvent(type, {
    pointerId,
    pointerType: 'touch',
    clientX,
    clientY,
    bubbles: true,
    composed: true,
  });

describe('the gallery', () => {
  test('goes through all pictures of the room by keyboard, with author, date, caption and count', async () => {
    const { fake } = roomWith(41, 3);
    const { find, name, count, opener, messages } = await open(fake);
    await expect.poll(count).toBe('3 of 41');
    expect(find('.about')!.textContent).toContain('Luis');
    expect(find('.about')!.textContent).toContain('2026');
    expect(find('.caption')!.textContent).toBe('En la montaña');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(count).toBe('4 of 41');
    expect(name()).toBe('foto-4.png');
    await userEvent.keyboard('{End}');
    await expect.poll(count).toBe('41 of 41');
    expect(find('.next')!.getAttribute('aria-disabled')).toBe('true');
    await userEvent.keyboard('{Home}');
    await expect.poll(count).toBe('1 of 41');
    expect(find('.previous')!.getAttribute('aria-disabled')).toBe('true');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => find('dialog')).toBeNull();
    expect(messages.shadowRoot!.activeElement).toBe(opener());
  });

  test('loads pages as the reader moves, and joins them without gaps', async () => {
    const { fake, listed } = roomWith(250, 20);
    const { name, count } = await open(fake);
    await expect.poll(() => listed).toEqual([undefined, 'f0020']);
    // The newest 100 and the opened one do not touch: the count is not known.
    expect(count()).toBe('');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(name).toBe('foto-21.png');
    await expect.poll(count).toBe('21 of 250');
    expect(listed).toEqual([undefined, 'f0020', 'f0151', 'f0051']);
    await userEvent.keyboard('{End}');
    await expect.poll(count).toBe('250 of 250');
  });

  test('loads older pages up to the first picture', async () => {
    const { fake } = roomWith(230, 229);
    const { name, count } = await open(fake);
    await userEvent.keyboard('{ArrowLeft}');
    await expect.poll(name).toBe('foto-228.png');
    expect(count()).toBe('');
    await userEvent.keyboard('{Home}');
    await expect.poll(name).toBe('foto-1.png');
    await expect.poll(count).toBe('1 of 230');
  });

  test('has the pictures of a message in its order, whichever upload ended first', async () => {
    const { fake } = roomWith(4, 3);
    const { items } = fake.messages.get();
    const attachments = [picture(3), picture(2)];
    fake.messages.set({
      ...fake.messages.get(),
      items: items.map((each) => (each === items[1] ? { ...each, attachments } : each)),
    });
    const { list } = fake.room.files;
    const inOne = (file: RoomFile): RoomFile =>
      ['f0002', 'f0003'].includes(file.fileId) ? { ...file, messageId: items[1]!.id } : file;
    const listed = async (query: Parameters<typeof list>[0]) => {
      const page = await list(query);
      return { ...page, files: page.files.map(inOne) };
    };
    Object.assign(fake.room.files, { list: listed });
    const { name, count } = await open(fake);
    await expect.poll(count).toBe('2 of 4');
    expect(name()).toBe('foto-3.png');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(name).toBe('foto-2.png');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(name).toBe('foto-4.png');
  });

  test('shows the pictures of the message if the room’s are not to be had', async () => {
    const { fake } = roomWith(1, 1);
    Object.assign(fake.room.files, { list: () => Promise.reject(new Error('offline')) });
    fake.messages.set({
      ...fake.messages.get(),
      items: [message(luis, '', { attachments: [picture(1), picture(2)] })],
    });
    const { count, name } = await open(fake);
    await expect.poll(count).toBe('1 of 2');
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(name).toBe('foto-2.png');
  });

  test.each([
    { lang: 'en', left: 'foto-4.png', right: 'foto-2.png' },
    { lang: 'ar', left: 'foto-2.png', right: 'foto-4.png' },
  ])('a finger swipes between pictures and down to close, $lang', async ({ lang, left, right }) => {
    await loadLanguage('ar');
    const { fake } = roomWith(5, 3);
    const { find, name } = await open(fake, { width: 360, height: 640, attributes: { lang } });
    const swipe = (x: number, y = 0) => {
      const stage = find('.stage')!;
      stage.dispatchEvent(finger('pointerdown', 180, 300));
      stage.dispatchEvent(finger('pointermove', 180 + x / 2, 300 + y / 2));
      stage.dispatchEvent(finger('pointerup', 180 + x, 300 + y));
    };
    await expect.poll(() => find('.count')?.textContent.trim()).toBeTruthy();
    swipe(20);
    await still();
    expect(name()).toBe('foto-3.png');
    swipe(-120);
    await expect.poll(name).toBe(left);
    swipe(120);
    await expect.poll(name).toBe('foto-3.png');
    swipe(120);
    await expect.poll(name).toBe(right);
    swipe(0, 200);
    await expect.poll(() => find('dialog')).toBeNull();
  });

  test('two fingers, a double tap and Enter zoom, and arrows then move the picture', async () => {
    const { fake } = roomWith(5, 3);
    const { find, count } = await open(fake);
    await expect.poll(count).toBe('3 of 5');
    const stage = find('.stage')!;
    const isZoomed = () => find('.zoom')!.getAttribute('aria-pressed') === 'true';
    stage.dispatchEvent(finger('pointerdown', 100, 300));
    stage.dispatchEvent(finger('pointerdown', 140, 300, 2));
    stage.dispatchEvent(finger('pointermove', 220, 300, 2));
    stage.dispatchEvent(finger('pointerup', 100, 300));
    stage.dispatchEvent(finger('pointerup', 220, 300, 2));
    await expect.poll(isZoomed).toBe(true);
    expect(find('img')!.style.transform).toContain('scale(3)');
    const tap = () => {
      stage.dispatchEvent(finger('pointerdown', 200, 300));
      stage.dispatchEvent(finger('pointerup', 200, 300));
    };
    tap();
    tap();
    await expect.poll(isZoomed).toBe(false);
    find('.zoom')!.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(isZoomed).toBe(true);
    const before = find('img')!.style.transform;
    await userEvent.keyboard('{ArrowRight}');
    expect(find('img')!.style.transform).not.toBe(before);
    expect(count()).toBe('3 of 5');
    await userEvent.keyboard('{Enter}{ArrowRight}');
    await expect.poll(count).toBe('4 of 5');
    expect(isZoomed()).toBe(false);
  });

  test('goes to the message of a picture', async () => {
    const { fake } = roomWith(5, 3);
    const { find, count, element } = await open(fake);
    const gone: string[] = [];
    element.scrollToMessage = async (id) => gone.push(id) > 0;
    await expect.poll(count).toBe('3 of 5');
    find('.show')!.click();
    await expect.poll(() => find('dialog')).toBeNull();
    expect(gone).toEqual([fake.messages.get().items[1]!.id]);
  });

  test('says that a deleted picture is gone', async () => {
    const { fake } = roomWith(5, 3);
    const { find, count } = await open(fake);
    await expect.poll(count).toBe('3 of 5');
    Object.assign(fake.room.files, { url: () => Promise.reject(new Error('gone')) });
    await userEvent.keyboard('{ArrowRight}');
    await expect.poll(() => find('.gone')?.textContent).toBe('Message not available');
  });

  test.each([
    { name: 'phone', width: 390, height: 844 },
    { name: 'wide', width: 1200, height: 800 },
  ])('keeps to the window with an opaque ground, and keeps the focus, $name', async (size) => {
    await page.viewport(size.width, size.height);
    const { fake } = roomWith(41, 3);
    const { find, count, root } = await open(fake, size);
    await expect.poll(count).toBe('3 of 41');
    await still();
    await page.screenshot({ path: `../../../node_modules/.shots/gallery-${size.name}.png` });
    const box = find('img')!.getBoundingClientRect();
    expect(box.left).toBeGreaterThanOrEqual(16);
    expect(box.right).toBeLessThanOrEqual(size.width - 16);
    expect(box.bottom).toBeLessThanOrEqual(size.height - 8);
    expect(getComputedStyle(find('dialog')!).backgroundColor).toBe('rgb(11, 13, 18)');
    const stops = new Set<string>();
    for (let presses = 0; presses < 10; presses++) {
      await userEvent.keyboard('{Tab}');
      const { activeElement } = document;
      stops.add(root()!.activeElement ? 'gallery' : (activeElement?.localName ?? ''));
    }
    // The browser's own buttons stand between the last and the first.
    expect([...stops].filter((stop) => stop !== 'body')).toEqual(['gallery']);
    const { violations } = await axe.run(find('dialog')!);
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});

describe('the card of a file', () => {
  test('keeps the extension of a long name, and shows the whole name where there is room', async () => {
    expect(splitName('Justificante_solicitud_2026.pdf')).toEqual(['Justificante_solicitud_', '2026.pdf']);
    expect(splitName('notes')).toEqual(['n', 'otes']);
    expect(splitName('résumé final ✨.docx')).toEqual(['résumé final ✨', '.docx']);
    const long: Attachment = {
      fileId: 'd',
      name: 'Justificante_solicitud_de_la_oficina_2026.pdf',
      type: 'application/pdf',
      size: 101,
    };
    const files = [long, { ...long, fileId: 'e', name: 'plan.zip', type: 'application/zip', size: 2_345 }];
    const fake = fakeChat([message(luis, '', { attachments: files })]);
    const { messages } = await mount(fake, { lang: 'en' });
    const cards = () => [...messages.renderRoot.querySelectorAll<HTMLElement>('.file')];
    await expect.poll(() => cards().length).toBe(2);
    await still();
    await page.screenshot({ path: '../../../node_modules/.shots/file-cards.png' });
    const [card, other] = cards();
    expect(card!.getAttribute('aria-label')).toBe(`Download ${long.name} 101 bytes`);
    const [start, end] = card!.querySelectorAll<HTMLElement>('.long-name span');
    expect(end!.textContent).toBe('2026.pdf');
    expect(start!.scrollWidth).toBeGreaterThan(start!.clientWidth);
    expect(end!.scrollWidth).toBeLessThanOrEqual(end!.clientWidth);
    expect(card!.querySelector<HTMLElement>('.badge .ending')!.dataset['ending']).toBe('pdf');
    expect(other!.querySelector('.badge')!.className).toContain('archive');
    const { violations } = await axe.run(messages);
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  });
});
