// The `chat-call` events that a page gets from `<chat-room>` and from a separate call element.
import type { OwnCall, OwnGroupCall } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import type { CallDetail } from '../src/index.ts';
import { ana, fakeChat, luis } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const ringing: OwnCall = {
  call: {
    id: 'call',
    roomId: 'cita-42',
    kind: 'video',
    state: 'ringing',
    caller: { userId: luis.id, name: luis.name, device: 'b' },
    callee: { userId: ana.id, name: ana.name },
    startedAt: Date.now(),
  },
  mine: 'callee',
  here: false,
};
const active: OwnCall = { ...ringing, call: { ...ringing.call, state: 'active' }, here: true };
const over: OwnCall = { ...active, call: { ...active.call, state: 'ended' } };
const told: OwnCall = { ...over, call: { ...over.call, outcome: 'completed' } };

const gathering: OwnGroupCall = {
  call: {
    id: 'all',
    roomId: 'cita-42',
    rev: 1,
    kind: 'audio',
    state: 'active',
    seats: [],
    most: 1,
    startedBy: { id: ana.id, name: ana.name },
    startedAt: Date.now(),
  },
  here: true,
  elsewhere: false,
};
const dispersed: OwnGroupCall = { ...gathering, call: { ...gathering.call, state: 'ended' } };

/** The events of the page, with their elements. */
const listening = () => {
  const heard: [string, CallDetail][] = [];
  const hear = (event: Event): void =>
    void heard.push([(event.target as Element).localName, (event as CustomEvent<CallDetail>).detail]);
  document.addEventListener('chat-call', hear);
  onTestFinished(() => document.removeEventListener('chat-call', hear));
  return heard;
};

/** A room with calls that the test makes up; no sound or picture ever comes. */
const calling = (first: OwnCall | null = null) => {
  const fake = fakeChat();
  const own = vary<OwnCall | null>(first);
  const all = vary<OwnGroupCall | null>(null);
  const media = () => new Promise<never>(() => {});
  Object.assign(fake.room.calls, own, { media });
  Object.assign(fake.room, {
    groupCall: { ...all, load: async () => {}, media },
  });
  return { fake, own, all };
};

const video = { room: 'cita-42', callId: 'call', kind: 'video', group: false, incoming: true } as const;
const voices = { room: 'cita-42', callId: 'all', kind: 'audio', group: true, incoming: false } as const;

test('a room emits each phase of a call once, and nothing for a call that had already ended', async () => {
  const heard = listening();
  const { fake, own } = calling(told);
  await mount(fake);
  const next: OwnCall = { ...ringing, call: { ...ringing.call, id: 'next' } };
  for (const each of [next, { ...next }, null]) own.set(each);
  for (const each of [ringing, { ...ringing }, active, { ...active }, over, told, { ...told }, null]) {
    own.set(each);
    await settle();
  }
  expect(heard).toEqual([
    ['chat-room', { ...video, callId: 'next', phase: 'ringing', here: false }],
    ['chat-room', { ...video, phase: 'ringing', here: false }],
    ['chat-room', { ...video, phase: 'active', here: true }],
    ['chat-room', { ...video, phase: 'ended', here: false }],
    ['chat-room', { ...video, phase: 'ended', here: false, outcome: 'completed' }],
  ]);
});

test('a separate call element emits the events of its call', async () => {
  const heard = listening();
  const { fake, own } = calling();
  await mount(fake, { attributes: { features: '-callbar' } });
  const alone = document.createElement('chat-call');
  Object.assign(alone, { client: fake.client, room: fake.room.id });
  document.body.append(alone);
  onTestFinished(() => alone.remove());
  await settle();
  own.set(ringing);
  const ring = { ...video, phase: 'ringing', here: false };
  await expect.poll(() => heard).toEqual([['chat-call', ring]]);
});

test('group calls emit the same events', async () => {
  const heard = listening();
  const { fake, all } = calling();
  Object.assign(fake.client, { limits: { ...fake.client.limits, maxCallPeople: 16 } });
  await mount(fake);
  for (const each of [{ ...gathering, here: false }, gathering, { ...gathering }, dispersed]) {
    all.set(each);
    await settle();
  }
  expect(heard).toEqual([
    ['chat-room', { ...voices, phase: 'active', here: false }],
    ['chat-room', { ...voices, phase: 'active', here: true }],
    ['chat-room', { ...voices, phase: 'ended', here: false }],
  ]);
});
