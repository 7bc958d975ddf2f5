import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ChatError } from '@chat/protocol';
import { ana, fakeChat, luis, message, minutes, receiptState } from './fixtures/fake-client.ts';
import { mount, settle, wait, type Mounted } from './fixtures/mount.ts';

const many = (n: number, text = 'Un mensaje de prueba') =>
  Array.from({ length: n }, (_, index) =>
    message(index % 3 === 0 ? ana : luis, `${text} ${index}`, { createdAt: Date.now() - minutes(n - index) }),
  );
const fromEnd = ({ scroller }: Mounted) =>
  scroller().scrollHeight - scroller().clientHeight - scroller().scrollTop;
const topOf = (row: HTMLElement) => row.getBoundingClientRect().top;
const byText = ({ rows }: Mounted, text: string) => rows().find((row) => row.textContent?.includes(text))!;

describe('the scroll position', () => {
  test('starts at the end and stays there with new messages, a taller composer and a smaller room', async () => {
    sessionStorage.clear();
    const fake = fakeChat(many(60));
    const mounted = await mount(fake);
    expect(fromEnd(mounted)).toBeLessThan(2);
    fake.arrive(message(luis, 'otro'));
    await settle();
    expect(fromEnd(mounted)).toBeLessThan(2);
    await userEvent.fill(mounted.field(), 'a\nb\nc\nd');
    await settle();
    expect(fromEnd(mounted)).toBeLessThan(2);
    mounted.element.style.blockSize = '300px';
    await settle();
    expect(fromEnd(mounted)).toBeLessThan(2);
    sessionStorage.clear();
  });

  test('does not move when older messages are prepended, and they load in time', async () => {
    const [oldest, older] = [many(50, 'más viejo'), many(50, 'viejo')];
    const fake = fakeChat(many(60));
    fake.older = [older, oldest];
    fake.messages.set({ ...fake.messages.get(), hasOlder: true });
    const mounted = await mount(fake);
    mounted.scroller().scrollTop = 100;
    await settle();
    mounted.scroller().scrollTop = 100;
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const row = mounted.rows().find((row) => topOf(row) > topOf(mounted.scroller()))!;
    const before = topOf(row);
    await expect.poll(() => fake.calls).toContain('loadOlder');
    await settle();
    expect(row.isConnected).toBe(true);
    expect(Math.abs(topOf(row) - before)).toBeLessThan(1);
  });

  test('does not move when messages arrive below; a button counts them and jumps to them', async () => {
    const fake = fakeChat(many(60));
    const mounted = await mount(fake);
    mounted.scroller().scrollTop = 900;
    await settle();
    const row = mounted.rows().find((row) => topOf(row) > topOf(mounted.scroller()))!;
    const before = topOf(row);
    fake.arrive(message(luis, 'abajo 1'));
    fake.arrive(message(luis, 'abajo 2'));
    await settle();
    expect(Math.abs(topOf(row) - before)).toBeLessThan(1);
    const jump = mounted.messages.renderRoot.querySelector<HTMLElement>('.jump')!;
    expect(jump.getAttribute('aria-label')).toBe('Ir al final, 2 mensajes nuevos');
    jump.click();
    await expect.poll(() => fromEnd(mounted)).toBeLessThan(2);
    await expect.poll(() => mounted.messages.renderRoot.querySelector('.jump')).toBeNull();
  });

  test('does not move when a picture above it loads or a row above it grows', async () => {
    const picture = { fileId: 'f', name: 'plano.png', type: 'image/png', size: 9, width: 800, height: 600 };
    const texts = Array.from({ length: 16 }, (_, n) => message(luis, `mensaje ${n}`));
    const fake = fakeChat([
      ...texts,
      message(luis, '', { attachments: [picture] }),
      ...[...texts, ...texts].map(({ text }) => message(ana, text)),
    ]);
    let come = (_url: string): void => {};
    Object.assign(fake.room.files, { url: () => new Promise<string>((resolve) => (come = resolve)) });
    const { rows, scroller } = await mount(fake);
    const held = rows().find((row) => row.querySelector('.picture'))!;
    const height = held.offsetHeight;
    expect(height).toBeGreaterThan(100);
    const row = rows()[rows().indexOf(held) + 3]!;
    scroller().scrollTop += row.getBoundingClientRect().top - scroller().getBoundingClientRect().top - 30;
    await settle();
    expect(held.getBoundingClientRect().bottom).toBeLessThan(scroller().getBoundingClientRect().top);
    const top = () => row.getBoundingClientRect().top;
    const before = top();
    const canvas = Object.assign(document.createElement('canvas'), { width: 80, height: 60 });
    come(canvas.toDataURL());
    await expect.poll(() => held.querySelector('img')?.naturalWidth).toBe(80);
    await settle();
    expect(held.offsetHeight).toBe(height);
    expect(Math.abs(top() - before)).toBeLessThan(1);
    held.style.paddingBlockEnd = '70px';
    await settle();
    expect(held.offsetHeight).toBe(height + 70);
    expect(Math.abs(top() - before)).toBeLessThan(1);
  });

  test('sending a message scrolls to the end', async () => {
    sessionStorage.clear();
    const fake = fakeChat(many(60));
    const mounted = await mount(fake);
    mounted.scroller().scrollTop = 300;
    await settle();
    await userEvent.fill(mounted.field(), 'aquí');
    await userEvent.keyboard('{Enter}');
    await settle();
    expect(fromEnd(mounted)).toBeLessThan(2);
  });

  test('starts at the first unread message', async () => {
    const items = many(60);
    const fake = fakeChat(items);
    fake.receipts.set(
      receiptState({
        readSeq: items[20]!.seq,
        unread: 30,
      }),
    );
    const mounted = await mount(fake);
    const divider = mounted.messages.renderRoot.querySelector<HTMLElement>('.unread')!;
    const top = topOf(divider) - topOf(mounted.scroller());
    expect(top).toBeGreaterThan(0);
    expect(top).toBeLessThan(mounted.scroller().clientHeight / 2);
    expect(fake.calls.some((call) => call.startsWith('read'))).toBe(false);
    const read = () => {
      mounted.scroller().scrollTop = mounted.scroller().scrollHeight;
      return fake.calls;
    };
    await expect.poll(read).toContain(`read ${items.at(-1)!.seq}`);
  });

  test('changes by scrollToMessage, which loads older messages as needed', async () => {
    const [oldest, older] = [many(50, 'más viejo'), many(50, 'viejo')];
    const wanted = oldest[10]!;
    const fake = fakeChat(many(60));
    fake.older = [older, oldest];
    fake.messages.set({ ...fake.messages.get(), hasOlder: true });
    const mounted = await mount(fake);
    expect(await mounted.element.scrollToMessage(wanted.id)).toBe(true);
    const box = byText(mounted, wanted.text).getBoundingClientRect();
    const view = mounted.scroller().getBoundingClientRect();
    expect(box.top).toBeGreaterThan(view.top);
    expect(box.bottom).toBeLessThan(view.bottom);
    expect(await mounted.element.scrollToMessage('nowhere')).toBe(false);
  });
});

test('text is never parsed as HTML, and links open safely', async () => {
  const mounted = await mount(
    fakeChat([message(luis, '<img src=x onerror=alert(1)> https://example.org/a')]),
  );
  const row = mounted.rows()[0]!;
  expect(row.querySelector('img')).toBeNull();
  const link = row.querySelector('a')!;
  expect(link.href).toBe('https://example.org/a');
  expect(link.rel).toBe('noopener noreferrer nofollow');
  expect(link.target).toBe('_blank');
});

test('a thousand new messages in one frame cause one render', async () => {
  const fake = fakeChat(many(20));
  const { messages } = await mount(fake);
  let renders = 0;
  messages.addController({ hostUpdated: () => void renders++ });
  for (let n = 0; n < 1_000; n++) fake.arrive(message(luis, `${n}`));
  await settle();
  await settle();
  expect(renders).toBeLessThan(8);
});

describe('by keyboard', () => {
  test('the list is one tab stop; arrows, Home and End move', async () => {
    const mounted = await mount(fakeChat(many(30)));
    const stops = () => mounted.rows().filter((row) => row.tabIndex === 0);
    expect(stops()).toEqual([mounted.rows().at(-1)]);
    mounted.rows().at(-1)!.focus();
    await userEvent.keyboard('{ArrowUp}{ArrowUp}');
    await settle();
    expect(stops()).toEqual([mounted.rows().at(-3)]);
    expect(mounted.rows().at(-3)!.matches(':focus')).toBe(true);
    await userEvent.keyboard('{Home}');
    await settle();
    expect(stops()).toEqual([mounted.rows()[0]]);
  });

  test('the menu opens, returns the focus, and deletes without a question', async () => {
    const fake = fakeChat([message(luis, 'a'), message(ana, 'mío')]);
    const mounted = await mount(fake);
    const row = mounted.rows().at(-1)!;
    row.focus();
    await userEvent.keyboard('{Tab}{Enter}');
    await settle();
    const menu = mounted.messages.renderRoot.querySelector<HTMLElement>('chat-message-menu')!.shadowRoot!;
    const items = () => [...menu.querySelectorAll<HTMLElement>('.menu > [role=menuitem]')];
    expect(items().map((item) => item.textContent?.trim())).toEqual([
      'Responder',
      'Responder en un hilo',
      'Editar',
      'Copiar texto',
      'Más',
      'Eliminar',
    ]);
    expect(menu.querySelector('[role^=menuitem]')!.matches(':focus')).toBe(true);
    await userEvent.keyboard('{Escape}');
    await settle();
    expect(menu.querySelector(':popover-open')).toBeNull();
    expect(mounted.rows().at(-1)!.contains(mounted.messages.shadowRoot!.activeElement)).toBe(true);
    row.focus();
    await wait(300);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => menu.querySelector(':popover-open')).not.toBeNull();
    await userEvent.keyboard('{End}{Enter}');
    await expect.poll(() => fake.calls.filter((call) => call.startsWith('delete')).length).toBe(1);
  });

  test('a deleted message leaves a tombstone; messages of others cannot be edited or deleted', async () => {
    const fake = fakeChat([message(luis, 'suyo'), message(ana, 'mío')]);
    const mounted = await mount(fake);
    const open = async (text: string) => {
      byText(mounted, text).querySelector<HTMLElement>('.more')!.click();
      await settle();
      const menu = mounted.messages.renderRoot.querySelector<HTMLElement>('chat-message-menu')!.shadowRoot!;
      return [...menu.querySelectorAll<HTMLElement>('.menu > [role=menuitem]')];
    };
    expect((await open('suyo')).map((item) => item.className)).toEqual([
      'reply',
      'thread',
      'copy',
      'more',
      'report',
    ]);
    const items = await open('mío');
    items.at(-1)!.click();
    await settle();
    expect(byText(mounted, 'Mensaje eliminado').querySelector('.more')).toBeNull();
  });
});

test('a failed message shows the reason and can be retried or discarded', async () => {
  const error = new ChatError('forbidden', 'no', { reason: 'moderated' });
  const item = message(ana, 'mal', { status: 'failed', error });
  const fake = fakeChat([item]);
  const mounted = await mount(fake);
  const row = mounted.rows()[0]!;
  expect(row.textContent).toContain('El mensaje no cumple las normas.');
  const [retry, discard] = row.querySelectorAll<HTMLElement>('.link');
  retry!.click();
  discard!.click();
  expect(fake.calls).toEqual(expect.arrayContaining([`retry ${item.id}`, `discard ${item.id}`]));
});

test('new messages are announced together after a pause; history is not announced', async () => {
  const fake = fakeChat(many(5));
  const mounted = await mount(fake);
  const region = () => mounted.messages.renderRoot.querySelector('[aria-live=polite]')!.textContent.trim();
  expect(region()).toBe('');
  fake.arrive(message(luis, 'uno'));
  fake.arrive(message(luis, 'dos'));
  await settle();
  expect(region()).toBe('');
  await expect.poll(region).toBe('Luis Ortega: uno. Luis Ortega: dos');
});
