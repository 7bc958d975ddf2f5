// Connection failures: what the visitor sees, and what the console reports to the developer of the page.
import { expect, onTestFinished, test, vi } from 'vitest';
import { askingServer } from './fixtures/asking-server.ts';
import { mount, settle, wait } from './fixtures/mount.ts';

/** Lines of the console that the chat wrote. */
const consoleLines = () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  return () => warn.mock.calls.map(([text]) => String(text)).filter((text) => text.startsWith('[chat]'));
};

const shown = ({ renderRoot }: { renderRoot: Element | DocumentFragment }, selector: string) =>
  renderRoot.querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim();

/** A list of rooms without a room, and the codes of its `chat-error` events. */
const mountList = (attributes: Record<string, string>) => {
  document.documentElement.lang = 'en';
  const list = document.createElement('chat-rooms');
  for (const [name, value] of Object.entries(attributes)) list.setAttribute(name, value);
  const errors: unknown[] = [];
  list.addEventListener('chat-error', ({ detail }) => errors.push(detail.error.reason ?? detail.error.code));
  document.body.append(list);
  onTestFinished(() => list.remove());
  return { list, errors };
};

test('a page on a refused origin shows the reason, and the console names the option', async () => {
  const lines = consoleLines();
  const health = { status: 'ok', origin: 'refused' };
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(health));
  onTestFinished(() => asked.mockRestore());
  const reasons: unknown[] = [];
  const note = (event: Event) => reasons.push((event as CustomEvent).detail.error.reason);
  document.addEventListener('chat-error', note);
  onTestFinished(() => document.removeEventListener('chat-error', note));
  const src = 'http://127.0.0.1:1/refuses';
  const one = await mount(null, { lang: 'en', attributes: { src, name: 'Ana' } });
  const two = await mount(null, { lang: 'en', attributes: { src, name: 'Ana' } });
  for (const { element } of [one, two])
    await expect
      .poll(() => shown(element, '.refusal'))
      .toBe('You can’t join this conversation This site isn’t allowed to use the chat.');
  expect(asked.mock.calls[0]?.[0]).toBe(`${src}/health`);
  expect(reasons).toContain('origin');
  expect(lines()).toEqual([
    `[chat] ${src} refused pages of ${location.origin}. Add it on the server: createChatServer(httpServer, { cors: { origin: '${location.origin}' } }).`,
  ]);
});

test('an unreachable server is retried, with a note for the visitor and one line in the console', async () => {
  const lines = consoleLines();
  const src = 'http://127.0.0.1:1/away';
  const { element } = await mount(null, { lang: 'en', attributes: { src } });
  await expect.poll(() => shown(element, '.note')).toBe('The chat isn’t available right now. Still trying…');
  // Messages written meanwhile are sent later.
  expect(element.renderRoot.querySelector('chat-composer')).not.toBeNull();
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).toContain(`${src} cannot be reached`);
});

test('a server that cannot reach its storage has its own message', async () => {
  const lines = consoleLines();
  const asked = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => Response.json({ status: 'storage_unreachable' }, { status: 503 }));
  onTestFinished(() => asked.mockRestore());
  const src = 'http://127.0.0.1:1/stores';
  const { element } = await mount(null, { lang: 'en', attributes: { src, name: 'Ana' } });
  await expect.poll(() => shown(element, '.note')).toContain('The chat isn’t available right now.');
  expect(lines()).toEqual([
    `[chat] ${src} cannot reach its storage, and tries again. The server's log says why.`,
  ]);
});

test.each([
  ['a token', { token: 'bad' }, 'We couldn’t verify who you are.', 'jwt({ secret })'],
  ['neither name nor token', {}, 'Sign in to join the conversation.', 'guests()'],
])('a refused visitor with %s gets advice, and so does the developer', async (_, given, text, advice) => {
  const lines = consoleLines();
  askingServer(() => ({ code: 'unauthenticated' }));
  const { element } = await mount(null, { lang: 'en', attributes: { src: `/no-${text}`, ...given } });
  await expect.poll(() => shown(element, '.refusal')).toContain(text);
  await expect.poll(lines).toHaveLength(1);
  expect(lines()[0]).toContain(advice);
});

test('a room list alone on a page explains that the server refuses the origin', async () => {
  const lines = consoleLines();
  const health = { status: 'ok', origin: 'refused' };
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(health));
  onTestFinished(() => asked.mockRestore());
  const src = 'http://127.0.0.1:1/refuses-lists';
  const { list, errors } = mountList({ src, name: 'Ana' });
  await expect.poll(() => shown(list, '.blank')).toBe('This site isn’t allowed to use the chat.');
  expect(errors).toEqual(['origin']);
  expect(lines()).toEqual([
    `[chat] ${src} refused pages of ${location.origin}. Add it on the server: createChatServer(httpServer, { cors: { origin: '${location.origin}' } }).`,
  ]);
});

test('a room list shows that the server is unreachable', async () => {
  const lines = consoleLines();
  const src = 'http://127.0.0.1:1/away-from-lists';
  const { list } = mountList({ src, name: 'Ana' });
  await expect.poll(() => shown(list, '.blank')).toBe('The chat isn’t available right now. Still trying…');
  expect(lines()).toHaveLength(1);
  expect(lines()[0]).toContain(`${src} cannot be reached`);
});

test('a room list explains a refused token, once in the console', async () => {
  const lines = consoleLines();
  let code = 'unauthenticated';
  askingServer(() => ({ code }));
  const { list, errors } = mountList({ src: '/list-token', token: 'bad' });
  await expect
    .poll(() => shown(list, '.blank'))
    .toBe('We couldn’t verify who you are. Reload the page or sign in again. Try again');
  expect(errors).toEqual(['unauthenticated']);
  code = 'expired';
  list.renderRoot.querySelector<HTMLElement>('.blank .primary')?.click();
  await expect.poll(() => errors).toEqual(['unauthenticated', 'expired']);
  const isAboutToken = (line: string) => line.includes('Pass `token` as a function');
  await expect.poll(() => lines().filter(isAboutToken)).toHaveLength(1);
});

test('the error for a taken name suggests waiting if you just left in another window', async () => {
  askingServer(() => ({ code: 'conflict', reason: 'name_taken' }));
  const { find } = await mount(null, { lang: 'en', attributes: { src: '/taken', name: 'Ana' } });
  const alert = () => find('chat-join-form')?.shadowRoot?.querySelector('[role=alert]')?.textContent;
  await expect.poll(alert).toContain('If you just left in another window, wait a few seconds.');
});

test('an element without a room shows an error, unless it soon gets one or is in a room list', async () => {
  const lines = consoleLines();
  const make = (room = '') => Object.assign(document.createElement('chat-room'), { room });
  document.documentElement.lang = 'en';
  askingServer(() => null);
  const list = document.createElement('chat-rooms');
  const [alone, late, listed] = [make(), make(), make()];
  list.append(listed);
  onTestFinished(() => [alone, late, list].forEach((each) => each.remove()));
  document.body.append(alone, late, list);
  await wait(300);
  late.room = 'cita-42';
  await expect.poll(() => shown(alone, '.refusal')).toBe('No room has been chosen for this chat.');
  const screen = alone.shadowRoot?.querySelector('.refusal');
  expect(screen && getComputedStyle(screen).textAlign).toBe('center');
  expect(lines()).toEqual([
    '[chat] <chat-room> has no room: name one by its attribute, <chat-room room="lobby">.',
  ]);
  alone.room = 'cita-42';
  await settle();
  for (const each of [alone, late, listed]) expect(shown(each, '.refusal')).toBeUndefined();
});
