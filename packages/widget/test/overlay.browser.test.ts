import type { Poll } from '@chat/protocol';
import { expect, onTestFinished, test, vi } from 'vitest';
import { partsOf, readOverlayAddress } from '../src/stage/overlay-address.ts';
import { fakeChat, ines, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import '../src/index.ts';
import { loadLanguage } from '../src/i18n/language.ts';

await loadLanguage('es');

const overlay = (fake: FakeChat, show: string): ShadowRoot => {
  const element = Object.assign(document.createElement('chat-overlay'), {
    client: fake.client,
    room: fake.room.id,
    show,
    lang: 'es',
  });
  document.body.append(element);
  onTestFinished(() => element.remove());
  return element.shadowRoot!;
};
const words = (root: ShadowRoot, selector: string) =>
  [...root.querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, ' ').trim());

test('the chat shows what was said to everybody, and nothing that can be used', async () => {
  const said = [
    message(ines, 'hola'),
    message(luis, 'solo para ti', { to: ['ana'] }),
    message(luis, '', { deletedAt: 1 }),
    message(luis, 'buenas'),
  ];
  const fake = fakeChat(said);
  const root = overlay(fake, 'chat');
  await expect.poll(() => words(root, '.chat .card').length).toBe(2);
  expect(words(root, '.chat .text')).toEqual(['hola', 'buenas']);
  expect(root.querySelectorAll('button, input, a').length).toBe(0);
  expect(root.querySelector('.spotlight, .poll, chat-bursts')).toBeNull();
  // Only the newest are drawn.
  for (let n = 0; n < 30; n++) fake.arrive(message(ines, `n.º ${n}`));
  await expect.poll(() => words(root, '.chat .text').at(-1)).toBe('n.º 29');
  expect(words(root, '.chat .card').length).toBe(20);
});

test('a poll shows while it is open, and its result for a while', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: 1_000_000 });
  onTestFinished(() => void vi.useRealTimers());
  const poll: Poll = {
    options: [
      { id: '1', text: 'Sí', votes: 1 },
      { id: '2', text: 'No', votes: 0 },
    ],
    voters: 1,
    results: 'always',
  };
  const fake = fakeChat([message(luis, '¿Sí o no?', { kind: 'poll', poll })]);
  const root = overlay(fake, '');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  expect(words(root, '.poll .option')).toEqual(['Sí', 'No']);
  expect(words(root, '.poll .leads .share')).toEqual([expect.stringMatching(/100\s?%/)]);
  const [item] = fake.messages.get().items;
  const closed = { ...item!, poll: { ...poll, closedAt: Date.now() } };
  fake.messages.set({ ...fake.messages.get(), items: [closed] });
  await frame();
  expect(words(root, '.poll .count')[0]).toMatch(/Resultados finales/);
  vi.advanceTimersByTime(29_000);
  await frame();
  expect(root.querySelector('.poll')).not.toBeNull();
  vi.advanceTimersByTime(1_001);
  await frame();
  expect(root.querySelector('.poll')).toBeNull();
});

test('a poll shows once: in the chat only its question, unless polls are not shown', async () => {
  const poll: Poll = { options: [{ id: '1', text: 'Sí' }], voters: 0, results: 'always' };
  const fake = fakeChat([message(luis, '¿Sí o no?', { kind: 'poll', poll })]);
  const both = overlay(fake, 'chat,polls');
  await expect.poll(() => words(both, '.poll .option')).toEqual(['Sí']);
  expect(words(both, '.chat .text')).toEqual(['¿Sí o no?']);
  expect(both.querySelector('.chat .option')).toBeNull();
  const alone = overlay(fake, 'chat');
  await expect.poll(() => words(alone, '.chat .option')).toEqual(['Sí']);
});

test('a failure shows while it is being set up, and not in a running video', async () => {
  const fake = fakeChat();
  const joined = fake.state.get();
  fake.state.set({ ...joined, status: 'joining' });
  Object.assign(fake.client, { status: 'refused' });
  const root = overlay(fake, 'chat');
  await expect
    .poll(() => words(root, '[role=alert]'))
    .toEqual(['Este enlace ya no funciona. Hace falta crear uno nuevo.']);
  fake.status('online');
  fake.state.set(joined);
  await expect.poll(() => root.querySelector('[role=alert]')).toBeNull();
  fake.status('refused');
  fake.state.set({ ...joined, status: 'stale' });
  await expect.poll(() => root.querySelector('.frame')).not.toBeNull();
  expect(root.querySelector('[role=alert]')).toBeNull();
});

test('a question on stage stands in the place of a message', async () => {
  const fake = fakeChat([message(ines, 'hola')]);
  fake.spotlight.set({ question: { id: 'q', text: '¿Habrá becas?', anonymous: true }, at: 1 });
  const root = overlay(fake, 'spotlight');
  await expect.poll(() => words(root, '.spotlight')).toEqual(['Anónimo Pregunta ¿Habrá becas?']);
  expect(root.querySelectorAll('button, input, a').length).toBe(0);
  fake.spotlight.set(null);
  await expect.poll(() => root.querySelector('.spotlight')).toBeNull();
});

test('the address sets known parts and --chat-* variables, and nothing else', () => {
  expect([...partsOf('chat, polls,other')]).toEqual(['polls', 'chat']);
  expect([...partsOf('')]).toEqual(['spotlight', 'polls', 'reactions']);
  const address = readOverlayAddress(
    '?room=gala&token=a.b&show=chat&--chat-accent=teal&--other=1&onclick=x&--chat-x%7D=1&src=https://evil.example',
  );
  expect(address).toEqual({
    room: 'gala',
    token: 'a.b',
    show: 'chat',
    theme: 'dark',
    lang: '',
    variables: [['--chat-accent', 'teal']],
  });
});
