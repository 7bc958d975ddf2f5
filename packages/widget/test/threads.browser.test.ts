import axe from 'axe-core';
import { ChatError } from '@chat/client';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ana, fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, wait } from './fixtures/mount.ts';

const conversation = (deleted = false) => {
  const root = message(luis, deleted ? '' : '¿Cuándo quedamos?', {
    thread: { replies: 3, lastReplyAt: Date.now(), participants: [ana, ines] },
    ...(deleted ? { deletedAt: Date.now() } : {}),
  });
  const aside = message(ines, 'El martes', { threadId: root.id });
  const both = message(ines, 'Mejor el jueves', { threadId: root.id, alsoToRoom: true });
  const fake = fakeChat([root, message(ana, 'Hola'), both]);
  fake.thread.set({ items: [aside, both], gaps: [], hasOlder: false, loaded: true, root });
  return { fake, root };
};

const opened = async (width: number, deleted = false) => {
  const { fake, root } = conversation(deleted);
  const mounted = await mount(fake, { width });
  const inList = (selector: string) => mounted.messages.renderRoot.querySelector<HTMLElement>(selector);
  const panel = () => mounted.find('.panel');
  const thread = () => mounted.find('chat-thread')?.shadowRoot ?? null;
  return { ...mounted, fake, root, inList, panel, thread };
};

test('a message shows its thread, and the keyboard leads to it and back', async () => {
  const { rows, inList, panel, thread, element } = await opened(900);
  const count = inList('.thread-count');
  expect(count?.innerText.replace(/\s+/g, ' ')).toContain('3 respuestas');
  expect(rows()[0]?.getAttribute('aria-label')).toContain('3 respuestas');
  expect(inList('.thread-origin')?.innerText).toContain('En un hilo: ¿Cuándo quedamos?');
  count?.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => thread()?.querySelectorAll('chat-messages, chat-composer').length).toBe(2);
  expect(panel()?.getAttribute('role')).toBe('complementary');
  const list = thread()?.querySelector('chat-messages')?.shadowRoot;
  await expect
    .poll(() =>
      [...(list?.querySelectorAll<HTMLElement>('.message-body') ?? [])].map((each) => each.innerText),
    )
    .toEqual([
      expect.stringContaining('quedamos'),
      expect.stringContaining('martes'),
      expect.stringContaining('jueves'),
    ]);
  expect(list?.querySelector('.thread-count, .thread-origin')).toBeNull();
  // The head says whose thread it is; a line with the count stands after the first message; the field has the focus.
  expect(panel()?.querySelector('h2')?.innerText.replace(/\s+/g, ' ')).toBe('Hilo Luis Ortega');
  const divider = list?.querySelector<HTMLElement>('.thread-divider');
  expect(divider?.innerText).toBe('3 respuestas');
  expect(divider?.closest('[data-message]')).toBe(list?.querySelector('[data-message]'));
  expect(list?.querySelector('.start')?.checkVisibility()).toBe(false);
  const field = () => thread()?.querySelector('chat-composer')?.shadowRoot?.querySelector('textarea');
  await expect.poll(() => field()?.matches(':focus')).toBe(true);
  expect(field()?.placeholder).toBe('Responder en un hilo…');
  await still();
  expect((await axe.run(element)).violations).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await settle();
  expect(panel()).toBeNull();
  expect(document.activeElement?.shadowRoot?.activeElement?.shadowRoot?.activeElement).toBe(count);
});

test('a panel next to the messages is painted before they make space for it', async () => {
  const { inList, panel, messages } = await opened(900);
  await still();
  const whole = messages.offsetWidth;
  inList('.thread-count')?.click();
  while (!panel()) await new Promise(requestAnimationFrame);
  expect(panel()?.checkVisibility()).toBe(true);
  expect(messages.offsetWidth).toBe(whole);
  const edge = () => messages.getBoundingClientRect().right - (panel()?.getBoundingClientRect().left ?? 0);
  expect(edge()).toBeGreaterThan(100);
  await expect.poll(edge).toBeLessThan(1);
  expect(messages.offsetWidth).toBeLessThan(whole);
});

test('a reply goes to the thread, and once to the room if the user chooses that', async () => {
  const { fake, root, rows, inList, thread, messages } = await opened(900);
  rows()[0]?.querySelector<HTMLElement>('.more')?.click();
  await expect
    .poll(() => messages.renderRoot.querySelector('chat-message-menu')?.shadowRoot?.querySelector('.thread'))
    .toBeTruthy();
  messages.renderRoot
    .querySelector('chat-message-menu')
    ?.shadowRoot?.querySelector<HTMLElement>('.thread')
    ?.click();
  const composer = () => thread()?.querySelector('chat-composer')?.shadowRoot ?? null;
  await expect.poll(() => composer()?.querySelector('.also-to-room')).toBeTruthy();
  const field = () => composer()?.querySelector('textarea') as HTMLTextAreaElement;
  const box = () => composer()?.querySelector<HTMLInputElement>('.also-to-room input') as HTMLInputElement;
  await userEvent.fill(field(), 'De acuerdo');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(box());
  await userEvent.fill(field(), 'Para todos');
  await userEvent.keyboard('{Enter}');
  await settle();
  await userEvent.fill(field(), 'Otra');
  await userEvent.keyboard('{Enter}');
  expect(fake.sent).toEqual([
    { text: 'De acuerdo', threadId: root.id },
    { text: 'Para todos', threadId: root.id, alsoToRoom: true },
    { text: 'Otra', threadId: root.id },
  ]);
  await wait(0);
  expect(box().checked).toBe(false);
  expect(inList('.thread-count')).toBeTruthy();
});

test('Escape closes suggestions or ends an IME composition, and only then closes the thread', async () => {
  const { inList, panel, thread } = await opened(900);
  inList('.thread-count')?.click();
  const composer = () => thread()?.querySelector('chat-composer')?.shadowRoot ?? null;
  await expect.poll(() => composer()?.querySelector('textarea')).toBeTruthy();
  const options = () => composer()?.querySelectorAll('[role=option]').length;
  await userEvent.click(composer()!.querySelector('textarea')!);
  await userEvent.keyboard('@');
  await expect.poll(options).toBeGreaterThan(0);
  await userEvent.keyboard('{Escape}');
  await expect.poll(options).toBe(0);
  const composed = { key: 'Escape', bubbles: true, composed: true, isComposing: true };
  composer()?.querySelector('textarea')?.dispatchEvent(new KeyboardEvent('keydown', composed));
  await settle();
  expect(panel()).not.toBeNull();
  await userEvent.keyboard('{Escape}');
  await expect.poll(panel).toBeNull();
});

test('on a phone the thread covers the messages; a deleted root still opens it', async () => {
  const { inList, panel, thread } = await opened(320, true);
  inList('.thread-count')?.click();
  await expect.poll(() => thread()?.querySelector('chat-composer')).toBeTruthy();
  expect(panel()?.getAttribute('role')).toBe('dialog');
  expect(panel()?.getBoundingClientRect().width).toBeGreaterThan(310);
});

test('features="-threads -thread" hides them', async () => {
  const { fake } = conversation();
  const { messages } = await mount(fake, { attributes: { features: '-threads -thread' } });
  expect(messages.renderRoot.querySelector('.thread-count, .thread-origin')).toBeNull();
});

test.each([400, 900])(
  'scrollToMessage shows a message that is only in a thread; %i px wide',
  async (width) => {
    const { fake, root, element, thread, panel, rows } = await opened(width);
    const aside = fake.thread.get().items[0]!;
    Object.assign(fake.client, { call: async () => aside });
    expect(await element.scrollToMessage(aside.id)).toBe(true);
    const list = () => thread()?.querySelector('chat-messages')?.shadowRoot;
    const found = () => list()?.querySelector<HTMLElement>('.found')?.innerText;
    await expect.poll(found).toContain('El martes');
    // Again in the same panel, and from there to the room: the panel closes.
    expect(await element.scrollToMessage(aside.id)).toBe(true);
    await settle();
    expect(panel()).not.toBeNull();
    expect(await element.scrollToMessage(root.id)).toBe(true);
    await expect.poll(() => rows()[0]?.classList.contains('found')).toBe(true);
    await expect.poll(() => panel() === null).toBe(width < 720);
  },
);

test('a message of a thread is not shown if it is unavailable or threads are off', async () => {
  const { fake, element, panel } = await opened(900);
  const aside = fake.thread.get().items[0]!;
  Object.assign(fake.client, { call: () => Promise.reject(new ChatError('not_found', 'none')) });
  expect(await element.scrollToMessage(aside.id)).toBe(false);
  Object.assign(fake.client, { call: async () => aside });
  element.features = '-threads';
  await settle();
  expect(await element.scrollToMessage(aside.id)).toBe(false);
  expect(panel()).toBeNull();
});

test('a quote in the room leads to the quoted message in a thread', async () => {
  const { fake, thread, messages } = await opened(900);
  const aside = fake.thread.get().items[0]!;
  const { items } = fake.messages.get();
  const reply = message(ana, 'Como dije', { replyTo: aside.id, threadId: items[0]!.id, alsoToRoom: true });
  Object.assign(fake.client, { call: async () => aside });
  Object.assign(fake.room.replies, { original: () => aside });
  fake.messages.set({ ...fake.messages.get(), items: [...items, reply] });
  const quote = () => messages.renderRoot.querySelector<HTMLElement>('button.quote');
  await expect.poll(quote).not.toBeNull();
  quote()?.click();
  const list = () => thread()?.querySelector('chat-messages')?.shadowRoot;
  await expect.poll(() => list()?.querySelector<HTMLElement>('.found')?.innerText).toContain('El martes');
});
