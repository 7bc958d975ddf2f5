import type { ReplayWindow, User } from '@chat/protocol';
import axe from 'axe-core';
import { expect, onTestFinished, test } from 'vitest';
import { createReplay } from '../../client/src/messages/replay.ts';
import type { ChatReplay } from '../src/index.ts';
import { fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

// Their order is given: other files of the same page have counted on already.
const first = message(luis, 'Empezamos', { seq: 1, reactions: [{ emoji: '👍', count: 2, by: [] }] });
const second = message(luis, '¿Me oís?', { seq: 900 });
const poll = message(luis, '¿Seguimos?', {
  seq: 950,
  kind: 'poll',
  poll: {
    options: [
      { id: '1', text: 'Sí', votes: 1 },
      { id: '2', text: 'No', votes: 0 },
    ],
    voters: 1,
    results: 'always',
  },
});

const isSoon = (offset: number, at: number): boolean => offset < at && offset > at - 30_000;

/** The chat has its second message from the second minute on, and the poll after two hours. */
const load = async ({ offset }: { offset: number }): Promise<ReplayWindow> => ({
  offset,
  until: offset + 30_000,
  messages: offset < 60_000 ? [first] : offset < 7_200_000 ? [first, second] : [first, second, poll],
  hasMore: false,
  changes: [
    ...(isSoon(offset, 60_000) ? [{ offset: 60_000, message: second }] : []),
    ...(isSoon(offset, 7_200_000) ? [{ offset: 7_200_000, message: poll }] : []),
  ],
  bursts: [{ offset: offset + 100, emoji: '🎉', count: 3 }],
  captions: [{ captionId: 'c1', text: 'Bienvenidos', speaker: 'Luis', offset: 70_000, duration: 2_000 }],
});

/** Without a source, a video has the position that it is given. */
const goTo = (video: HTMLVideoElement, seconds: number): void => {
  video.currentTime = seconds;
  video.dispatchEvent(new Event('seeking'));
};

const shown = async (
  replay: () => Promise<unknown>,
  attributes: Record<string, string> = {},
  blocked: User[] = [],
) => {
  const { client, room } = fakeChat();
  Object.assign(room.recordings, { replay });
  Object.assign(client.users, {
    // One user per page.
    blocked: async ({ after }: { after?: string } = {}) => {
      const from = blocked.findIndex(({ id }) => id === after) + 1;
      const users = blocked.slice(from, from + 1).map((user) => ({ user, blockedAt: 1 }));
      return { users, hasMore: blocked.length > from + 1 };
    },
  });
  const video = Object.assign(document.createElement('video'), { id: 'film' });
  const element = document.createElement('chat-replay');
  element.client = client;
  for (const [name, value] of Object.entries({ for: 'film', room: 'sala', recording: 'gala', ...attributes }))
    element.setAttribute(name, value);
  document.documentElement.lang = 'es';
  document.body.append(video, element);
  onTestFinished(() => {
    video.remove();
    element.remove();
  });
  await settle();
  return { element, video };
};

const made = async () => {
  const replay = createReplay({ recordingId: 'gala', load, self: () => '' });
  await replay.seek(0);
  return replay;
};

const list = (element: ChatReplay) => element.renderRoot.querySelector('chat-messages');
const rows = (element: ChatReplay) => [
  ...(list(element)?.renderRoot.querySelectorAll<HTMLElement>('[data-message]') ?? []),
];
const texts = (element: ChatReplay) =>
  rows(element).map((row) => row.querySelector('.text')?.textContent?.trim());

test('the chat follows the position of a video, and says which one', async () => {
  const { element, video } = await shown(made);
  await expect.poll(() => texts(element)).toEqual(['Empezamos']);
  goTo(video, 65);
  await expect.poll(() => texts(element)).toEqual(['Empezamos', '¿Me oís?']);
  expect(element.renderRoot.querySelector('time')?.textContent).toBe('1:05');
  expect(element.renderRoot.querySelector('h2')?.textContent).toBe('Repetición del chat');
  goTo(video, 3_723);
  await settle();
  expect(element.renderRoot.querySelector('time')?.ariaLabel).toBe('En 1:02:03');
  goTo(video, 5);
  await expect.poll(() => texts(element)).toEqual(['Empezamos']);
});

test('nothing in it can be changed', async () => {
  const { element, video } = await shown(made);
  await expect.poll(() => rows(element)).toHaveLength(1);
  await expect.poll(() => rows(element)[0]?.querySelector('.reaction')).toBeTruthy();
  expect(rows(element)[0]?.querySelector('.reaction')?.ariaDisabled).toBe('true');
  expect(element.renderRoot.querySelector('chat-composer')).toBe(null);
  rows(element)[0]?.querySelector<HTMLElement>('.reaction')?.click();
  await settle();
  // An open poll shows its votes, and neither takes one nor leads to the results of today.
  goTo(video, 7_200);
  const card = () => rows(element).at(-1)?.querySelector<HTMLElement>('.poll');
  await expect.poll(() => card()?.querySelectorAll('input:disabled')).toHaveLength(2);
  expect(card()?.querySelector('button')).toBe(null);
  const { violations } = await axe.run(element);
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('a chat that cannot be loaded says so, and a button tries again', async () => {
  let isDown = true;
  const { element } = await shown(() => (isDown ? Promise.reject(new Error('down')) : made()));
  let failed = 0;
  element.addEventListener('chat-error', () => failed++);
  await expect
    .poll(() => element.renderRoot.querySelector('[role=alert]')?.textContent)
    .toContain('No se pudo cargar');
  isDown = false;
  element.renderRoot.querySelector('button')?.click();
  await expect.poll(() => texts(element)).toEqual(['Empezamos']);
  expect(element.renderRoot.querySelector('[role=alert]')).toBe(null);
});

test('messages of users whom the reader has blocked are collapsed', async () => {
  const { element } = await shown(made, {}, [ines, luis]);
  await expect
    .poll(() => rows(element)[0]?.querySelector('.blocked-note button')?.ariaExpanded)
    .toBe('false');
});

test('it waits for a video that comes later', async () => {
  const { element } = await shown(made, { for: 'later' });
  const video = Object.assign(document.createElement('video'), { id: 'later' });
  onTestFinished(() => video.remove());
  document.body.prepend(video);
  await settle();
  goTo(video, 65);
  await expect.poll(() => texts(element)).toHaveLength(2);
});

test('a room that is being recorded says so', async () => {
  const fake = fakeChat();
  const { find } = await mount(fake);
  const { room: settings, ...state } = fake.state.get();
  expect(find('.recording')).toBe(null);
  fake.state.set({ ...state, room: { ...settings!, recording: { recordingId: 'gala', since: 1 } } });
  await expect.poll(() => find('.recording')?.textContent).toBe('Grabación en curso');
  expect(find('.recording')?.role).toBe('status');
  fake.state.set({ ...state, room: settings });
  await expect.poll(() => find('.recording')).toBe(null);
});

test('captions that were kept are shown below the chat, and can be turned off and on', async () => {
  localStorage.removeItem('chat:captions:cita-42');
  onTestFinished(() => localStorage.removeItem('chat:captions:cita-42'));
  const { element, video } = await shown(made);
  const captions = () => element.shadowRoot?.querySelector('chat-captions')?.shadowRoot;
  const said = () => captions()?.querySelector('p')?.innerText.trim();
  goTo(video, 69);
  await settle();
  expect(said()).toBeUndefined();
  goTo(video, 71);
  await expect.poll(said).toBe('Luis Bienvenidos');
  const press = (label: string) => captions()?.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click();
  press('Desactivar subtítulos');
  await expect.poll(said).toBeUndefined();
  press('Activar subtítulos');
  await expect.poll(said).toBe('Luis Bienvenidos');
});
