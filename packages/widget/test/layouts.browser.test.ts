// The layouts of a chat over a page: how they open, where the focus goes, what happens to the page.
import { page, userEvent } from 'vitest/browser';
import { ChatError } from '@chat/protocol';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ChatLauncher } from '../src/layout/chat-launcher.ts';
import type { ChatRoomElement } from '../src/room/chat-room.ts';
import { loadLanguage } from '../src/i18n/language.ts';
import { askingServer } from './fixtures/asking-server.ts';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { settle, still } from './fixtures/mount.ts';

beforeEach(() => page.viewport(900, 700));

const float = async (attributes: Record<string, string>, lang = 'es') => {
  await loadLanguage(lang);
  document.documentElement.lang = lang;
  const fake = fakeChat([message(luis, 'Hola'), message(ana, 'Buenas')]);
  const button = document.createElement('button');
  button.textContent = 'of the page';
  const element = document.createElement('chat-room');
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.client = fake.client;
  element.room = 'cita-42';
  document.body.append(button, element);
  onTestFinished(() => {
    element.remove();
    button.remove();
  });
  await expect.poll(() => element.hasAttribute('shaped')).toBe(true);
  await still();
  const frame = () => element.renderRoot.querySelector<HTMLElement>('.frame')!;
  const launcher = () => element.renderRoot.querySelector<ChatLauncher>('chat-launcher');
  const press = () => launcher()!.renderRoot.querySelector<HTMLElement>('.launcher')!.click();
  const focused = () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  };
  return { element, fake, button, frame, launcher, press, focused };
};

test('a launcher opens the chat over the page, and Escape returns the focus to it', async () => {
  const { element, button, frame, press, focused } = await float({ layout: 'launcher' });
  expect(frame().checkVisibility()).toBe(false);
  press();
  await still();
  expect(element.hasAttribute('open')).toBe(true);
  expect(frame().getBoundingClientRect()).toMatchObject({ width: 400, right: 880 });
  expect(frame().getAttribute('role')).toBe('dialog');
  expect(focused()?.localName).toBe('textarea');
  expect(button.closest('[inert]')).toBeNull();
  await userEvent.keyboard('{Escape}');
  await still();
  expect(element.hasAttribute('open')).toBe(false);
  expect(focused()?.classList).toContain('launcher');
});

test('an Escape that ends an IME composition or closes a dialog leaves the chat open', async () => {
  const { element, fake, press, focused } = await float({ layout: 'launcher' });
  fake.arrive(message(ana, 'Corregido', { editedAt: Date.now() }));
  press();
  await still();
  const escape = (more: KeyboardEventInit) =>
    focused()?.dispatchEvent(
      new KeyboardEvent('keydown', {
        key: 'Escape',
        bubbles: true,
        composed: true,
        cancelable: true,
        ...more,
      }),
    );
  escape({ isComposing: true });
  escape({ keyCode: 229 });
  expect(element.shown).toBe(true);

  const list = element.renderRoot.querySelector('chat-messages')!;
  const dialog = () => list.shadowRoot?.querySelector('chat-versions')?.shadowRoot?.querySelector('dialog');
  await expect.poll(() => list.shadowRoot?.querySelector('button.edited')).toBeTruthy();
  list.shadowRoot?.querySelector<HTMLElement>('button.edited')?.click();
  await expect.poll(() => dialog()?.open).toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialog).toBeUndefined();
  expect(element.shown).toBe(true);
  escape({});
  expect(element.shown).toBe(false);
});

test('a launcher shows the unread count, and a preview of the last message for a while', async () => {
  const { element, fake, launcher } = await float({ layout: 'launcher' });
  fake.arrive(message(luis, '¿Me **oyes**?'));
  fake.receipts.set({ ...fake.receipts.get(), unread: 120 });
  await still();
  const shown = (selector: string) =>
    launcher()?.renderRoot.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim();
  expect(shown('.count')).toBe('99+');
  expect(shown('.last-message')).toBe('Luis Ortega¿Me oyes?');
  expect(shown('.launcher')).toContain('Abrir el chat, 120 mensajes nuevos');
  element.open();
  await still();
  expect(shown('.count')).toBeUndefined();
  expect(shown('.last-message')).toBeUndefined();
});

test('a preview has the font of the chat, also if the page sets none', async () => {
  const { frame, fake, launcher } = await float({ layout: 'launcher' });
  document.body.style.fontFamily = '';
  fake.arrive(message(luis, 'Hola'));
  const preview = () => launcher()?.renderRoot.querySelector('.last-message');
  await expect.poll(preview).toBeTruthy();
  const [ofChat, ofPreview] = [frame(), preview()!].map((each) => getComputedStyle(each).fontFamily);
  expect([ofChat, ofPreview]).toEqual(['system-ui, sans-serif', 'system-ui, sans-serif']);
});

test('a preview is announced, names a file without text, and stays while it has the focus', async () => {
  const { fake, launcher, focused } = await float({ layout: 'launcher' });
  const inside = (selector: string) => launcher()?.renderRoot.querySelector<HTMLElement>(selector);
  const file = { fileId: 'f', name: 'acta.pdf', type: 'application/pdf', size: 9 };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  fake.arrive(message(luis, '', { attachments: [file] }));
  vi.advanceTimersByTime(1_500);
  await settle();
  expect(inside('.last-message span')?.textContent).toBe('acta.pdf');
  expect(inside('[role=status]')?.textContent).toBe('Luis Ortega: acta.pdf');
  inside('.preview .icon-button')?.focus();
  vi.advanceTimersByTime(60_000);
  await settle();
  expect(inside('.last-message')).toBeTruthy();
  await userEvent.keyboard('{Enter}');
  await settle();
  expect(inside('.last-message')).toBeNull();
  expect(focused()?.classList).toContain('launcher');
  fake.arrive(message(luis, 'Otra cosa'));
  await settle();
  expect(inside('.last-message span')?.textContent).toBe('Otra cosa');
  vi.advanceTimersByTime(9_000);
  await settle();
  expect(inside('.last-message')).toBeNull();
});

test('a preview follows edits of its message, and disappears when the message does', async () => {
  const { fake, launcher } = await float({ layout: 'launcher' });
  const shown = () => launcher()?.renderRoot.querySelector<HTMLElement>('.last-message span')?.textContent;
  const item = message(luis, 'la clave es 1234');
  fake.arrive(item);
  await expect.poll(shown).toBe('la clave es 1234');
  const about = { roomId: item.roomId, by: luis.id };
  const edited = { ...item, rev: item.rev + 1, text: 'la clave es otra' };
  fake.tell({ type: 'message:updated', change: 'edit', rev: edited.rev, message: edited, ...about });
  await expect.poll(shown).toBe('la clave es otra');
  const gone = { ...item, rev: item.rev + 2, text: '', deletedAt: Date.now() };
  fake.tell({ type: 'message:deleted', rev: gone.rev, message: gone, ...about });
  await expect.poll(shown).toBeUndefined();

  fake.arrive(message(luis, 'por poco tiempo', { createdAt: 1_000 }));
  await expect.poll(shown).toBe('por poco tiempo');
  fake.tell({ type: 'message:expired', roomId: item.roomId, before: 2_000 });
  await expect.poll(shown).toBeUndefined();
});

test('on a phone the open chat covers the page and makes it inert', async () => {
  await page.viewport(390, 700);
  const { element, button, frame, launcher } = await float({ layout: 'launcher' });
  document.documentElement.style.overflow = 'clip';
  onTestFinished(() => void (document.documentElement.style.overflow = ''));
  element.open();
  await still();
  expect(frame().getBoundingClientRect()).toMatchObject({ left: 0, top: 0, width: 390, height: 700 });
  expect(button.inert).toBe(true);
  expect(launcher()?.checkVisibility()).toBe(false);
  element.close();
  await still();
  expect(button.inert).toBe(false);
  expect(document.documentElement.style.overflow).toBe('clip');
  element.open();
  await still();
  element.remove();
  expect(button.inert).toBe(false);
});

test('on a phone the chat fits above the on-screen keyboard, and grows back when that closes', async () => {
  await page.viewport(390, 700);
  const { element, frame } = await float({ layout: 'launcher' });
  element.open();
  await still();
  const view = window.visualViewport!;
  const seen = (height: number, offsetTop: number): void => {
    Object.defineProperties(view, {
      height: { configurable: true, value: height },
      offsetTop: { configurable: true, value: offsetTop },
    });
    view.dispatchEvent(new Event('resize'));
  };
  onTestFinished(() => {
    Reflect.deleteProperty(view, 'height');
    Reflect.deleteProperty(view, 'offsetTop');
  });
  // The page was pushed up by the browser, to show where one writes.
  seen(380, 60);
  await still();
  expect(frame().getBoundingClientRect()).toMatchObject({ top: 60, height: 380, width: 390 });
  const field = element.renderRoot.querySelector('chat-composer')!.getBoundingClientRect();
  expect(field.bottom).toBeLessThanOrEqual(440);
  seen(700, 0);
  await still();
  expect(frame().getBoundingClientRect()).toMatchObject({ top: 0, height: 700 });
});

test('a panel is docked at one side, and does not take the focus if it is open from the start', async () => {
  const { frame, button } = await float({ layout: 'panel', open: '' });
  expect(frame().getBoundingClientRect()).toMatchObject({ top: 0, width: 400, right: 900, height: 700 });
  expect(document.activeElement).not.toBe(button.nextElementSibling);
});

test.each(['chat-composer', 'chat-join-form'])(
  'if the page opens it before it is ready, %s gets the focus when it renders',
  async (field) => {
    const { fake } = await float({ layout: 'panel' });
    askingServer(() => ({ code: 'unauthenticated', reason: 'name_required' }));
    const button = document.createElement('button');
    const element = document.createElement('chat-room');
    element.layout = 'panel';
    element.room = 'cita-42';
    if (field === 'chat-composer') element.client = fake.client;
    onTestFinished(() => {
      element.remove();
      button.remove();
    });
    document.body.append(button);
    button.focus();
    document.body.append(element);
    element.open();
    await expect.poll(() => element.shadowRoot?.activeElement?.localName).toBe(field);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.activeElement).toBe(button);
    expect(element.hasAttribute('open')).toBe(false);
  },
);

test('the close button closes the chat and returns the focus', async () => {
  const { element, button, focused } = await float({ layout: 'full' });
  button.focus();
  element.toggle();
  await still();
  expect(button.inert).toBe(true);
  element.renderRoot.querySelector<HTMLElement>('header > .icon-button:last-of-type')?.click();
  await still();
  expect(element.hasAttribute('open')).toBe(false);
  expect(focused()).toBe(button);
});

/** Buttons of the page and of the chat that can be seen and used. */
const closing = (element: ChatRoomElement) =>
  [...element.renderRoot.querySelectorAll<HTMLElement>('button')].filter(
    (button) => button.checkVisibility() && button.getAttribute('aria-label') === 'Cerrar',
  );

describe.each(['launcher', 'panel', 'full'])('as a %s', (layout) => {
  test.each([390, 900])('a name form can be closed, %d px wide', async (width) => {
    await page.viewport(width, 700);
    await loadLanguage('es');
    document.documentElement.lang = 'es';
    askingServer(() => ({ code: 'unauthenticated', reason: 'name_required' }));
    const element = document.createElement('chat-room');
    Object.assign(element, { layout, room: 'cita-42', src: '/floating' });
    onTestFinished(() => element.remove());
    document.body.append(element);
    element.open();
    await expect.poll(() => element.shadowRoot?.activeElement?.localName).toBe('chat-join-form');
    await still();
    expect(closing(element)).toHaveLength(1);
    expect(closing(element)[0]?.getBoundingClientRect().width).toBeGreaterThanOrEqual(32);
    closing(element)[0]?.click();
    await still();
    expect(element.shown).toBe(false);
    expect(document.querySelector('[inert]')).toBeNull();
  });

  test('the close button of an error screen gets the focus and works', async () => {
    await page.viewport(390, 700);
    const { element, fake, focused } = await float({ layout });
    const error = new ChatError('forbidden', 'no', { reason: 'banned' });
    fake.state.set({ ...fake.state.get(), status: 'left', error });
    element.open();
    await still();
    expect(closing(element)).toEqual([focused()]);
    closing(element)[0]?.click();
    await still();
    expect(element.shown).toBe(false);
  });

  test('a room without a header can be closed if it covers the page', async () => {
    await page.viewport(390, 700);
    const { element } = await float({ layout, open: '', features: '-header' });
    expect(closing(element)).toHaveLength(1);
    await page.viewport(900, 700);
    await still();
    expect(closing(element)).toHaveLength(layout === 'full' ? 1 : 0);
  });
});

test('a launcher is mirrored in right-to-left pages, and follows `position`', async () => {
  const { element, frame } = await float({ layout: 'launcher', open: '' }, 'ar');
  element.dir = 'rtl';
  await still();
  expect(frame().getBoundingClientRect().left).toBe(20);
  expect(getComputedStyle(frame()).direction).toBe('rtl');
  element.position = 'bottom-start';
  await still();
  expect(frame().getBoundingClientRect().right).toBe(880);
});

test('a page can replace the texts', async () => {
  const { element } = await float({
    layout: 'panel',
    open: '',
    labels: '{"writeMessage":"Escribe a la ciudadana"}',
  });
  const field = () =>
    element.renderRoot.querySelector('chat-composer')?.shadowRoot?.querySelector('textarea');
  expect(field()?.placeholder).toBe('Escribe a la ciudadana');
});
