// Sounds of messages while the page is out of focus: two tones for each alert, none for anything else.
import type { RoomSummaries } from '@chat/client';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { forgetNotificationSettings } from '../src/features/notifications/incoming-alerts.ts';

import {
  ana,
  fakeChat,
  luis,
  message,
  minutes,
  noRooms,
  room,
  type FakeChat,
} from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

/** Pitches of the tones that started. */
const heard: number[] = [];
const one = [660, 880];
let hour = 0;

beforeEach(() => {
  localStorage.clear();
  document.title = 'Portal';
  heard.length = 0;
  vi.spyOn(OscillatorNode.prototype, 'start').mockImplementation(function (this: OscillatorNode) {
    heard.push(this.frequency.value);
  });
  vi.spyOn(OscillatorNode.prototype, 'stop').mockReturnValue();
  const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  // Two sounds need a pause between them, also across tests.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes(60 * ++hour) });
  onTestFinished(() => {
    vi.useRealTimers();
    focus.mockReturnValue(true);
    window.dispatchEvent(new Event('focus'));
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
});

const later = (ms = 10_000) => vi.setSystemTime(Date.now() + ms);
const fresh = (text: string, more = {}) => message(luis, text, { createdAt: Date.now(), ...more });
/** Resolves when the last message was alerted: the title counts it before its sound plays. */
const told = async (fake: FakeChat, count: number): Promise<void> => {
  await expect.poll(() => document.title).toBe(`(${count}) Portal`);
  const locks = async () => (await navigator.locks.query()).held?.map(({ name }) => name);
  const { seq } = fake.messages.get().items.at(-1)!;
  await expect.poll(locks).toContain(`chat:told:cita-42:${seq}`);
};

test('a message of another user plays a sound; own messages, notices and old messages do not', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  fake.arrive(fresh('uno'));
  await told(fake, 1);
  expect(heard).toEqual(one);

  later();
  fake.arrive(message(ana, 'mío', { createdAt: Date.now() }));
  fake.arrive(fresh('ha entrado', { kind: 'system' }));
  fake.arrive(fresh('de ayer', { createdAt: Date.now() - minutes(5) }));
  await expect.poll(() => document.title).toBe('(2) Portal');
  await settle();
  expect(heard).toEqual(one);
  fake.arrive(fresh('dos'));
  await told(fake, 3);
  expect(heard).toEqual([...one, ...one]);
});

test('many messages at once play one sound', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  for (let n = 0; n < 20; n++) fake.arrive(fresh(`río ${n}`));
  await told(fake, 20);
  expect(heard).toEqual(one);
});

test('a room that is on a page twice alerts once for each message', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  await mount(fake);
  fake.arrive(fresh('uno'));
  await told(fake, 1);
  later();
  fake.arrive(fresh('dos'));
  await told(fake, 2);
  await settle();
  expect(document.title).toBe('(2) Portal');
  expect(heard).toEqual([...one, ...one]);
});

test('no sound plays if it is off, for a silenced room, in quiet hours, or while the page has the focus', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  localStorage.setItem('chat:sound', 'off');
  fake.arrive(fresh('sin sonido'));
  await told(fake, 1);
  localStorage.removeItem('chat:sound');

  const wishes = (notified: object): void => {
    later();
    fake.notified = { level: 'all', rooms: {}, ...notified };
    forgetNotificationSettings(fake.client);
  };
  wishes({ silencedUntil: Date.now() + minutes(60) });
  fake.arrive(fresh('callado'));
  await settle();
  wishes({ rooms: { 'cita-42': 'mentions' } });
  fake.arrive(fresh('a nadie'));
  await settle();
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const now = new Date(Date.now()).getHours();
  const clock = (at: number) => `${String((at + 24) % 24).padStart(2, '0')}:00`;
  wishes({ quiet: { from: clock(now - 1), to: clock(now + 2), timeZone } });
  fake.arrive(fresh('de noche'));
  await expect.poll(() => document.title).toBe('(2) Portal');
  wishes({});
  vi.mocked(document.hasFocus).mockReturnValue(true);
  fake.arrive(fresh('lo veo'));
  await settle();
  vi.mocked(document.hasFocus).mockReturnValue(false);
  expect(heard).toEqual([]);
  fake.arrive(fresh('por fin'));
  await told(fake, 3);
  expect(heard).toEqual(one);
});

test('a room that is visible in another tab makes no sound and is not counted here', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  const look = (name: string): Promise<() => void> =>
    new Promise((looks) => {
      void navigator.locks.request(name, { mode: 'shared' }, () => new Promise<void>((end) => looks(end)));
    });
  const away = await look(`chat:looks:cita-42:${ana.id}:another`);
  fake.arrive(fresh('lo veo allí'));
  await settle();
  away();
  // Another room of the user, or another user of this browser, changes nothing.
  for (const end of [
    await look(`chat:looks:other:${ana.id}:another`),
    await look(`chat:looks:cita-42:${luis.id}:another`),
  ])
    onTestFinished(end);
  const held = async () => (await navigator.locks.query()).held?.map(({ name }) => name);
  await expect.poll(held).not.toContain(`chat:looks:cita-42:${ana.id}:another`);
  fake.arrive(fresh('uno'));
  await told(fake, 1);
  expect(heard).toEqual(one);
});

test('messages read on another device leave the count and the notifications', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  const notes = new Set<EventTarget>();
  vi.stubGlobal(
    'Notification',
    class extends EventTarget {
      static permission = 'granted';
      constructor() {
        super();
        notes.add(this);
      }
      close = () => notes.delete(this);
    },
  );
  localStorage.setItem('chat:notes', 'on');
  const list = vary<RoomSummaries>({ ...noRooms, items: [] });
  Object.assign(fake.client.rooms, { get: list.get, subscribe: list.subscribe });
  const unread = (here: number): void =>
    list.set({ ...noRooms, items: [{ room: room(), unread: here, unreadMentions: 0, activeAt: 1 }] });
  await mount(fake);
  const seen = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  onTestFinished(() => seen.mockRestore());
  unread(1);
  fake.arrive(fresh('uno'));
  unread(2);
  fake.arrive(fresh('dos'));
  await told(fake, 2);
  await expect.poll(() => notes.size).toBe(2);
  unread(0);
  expect(document.title).toBe('Portal');
  expect(notes.size).toBe(0);
  // A visible page reads by itself, and goes on counting for a user who looks elsewhere.
  seen.mockReturnValue('visible');
  unread(1);
  fake.arrive(fresh('tres'));
  await told(fake, 1);
  unread(0);
  expect(document.title).toBe('(1) Portal');
});

test('a page holds a lock for other tabs while it has the focus', async () => {
  const held = async () =>
    ((await navigator.locks.query()).held ?? []).filter(({ name }) =>
      name?.startsWith(`chat:looks:cita-42:${ana.id}:`),
    ).length;
  const { element } = await mount(fakeChat([message(luis, 'antes')]));
  const look = (is: boolean): void => {
    vi.mocked(document.hasFocus).mockReturnValue(is);
    window.dispatchEvent(new Event(is ? 'focus' : 'blur'));
  };
  expect(await held()).toBe(0);
  look(true);
  await expect.poll(held).toBe(1);
  look(false);
  await expect.poll(held).toBe(0);
  look(true);
  await expect.poll(held).toBe(1);
  element.remove();
  await expect.poll(held).toBe(0);
});
