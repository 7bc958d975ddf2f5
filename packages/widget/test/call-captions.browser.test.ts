// The captions of a room in its calls: on the stage in place of above the composer, and never in both places.
import type { CallMedia, GroupMedia, OwnCall, OwnGroupCall } from '@chat/client';
import type { Caption } from '@chat/protocol';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import { features } from '../src/core/feature-registry.ts';
import { language } from '../src/i18n/language.ts';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

beforeEach(() => localStorage.clear());
afterEach(() => localStorage.clear());

const at = Date.now();
const ofTwo: OwnCall = {
  call: {
    // A page remembers by id which calls its user made small, also for the tests of other files.
    id: 'captions-of-two',
    roomId: 'cita-42',
    kind: 'video',
    state: 'active',
    caller: { userId: ana.id, name: ana.name, device: 'a' },
    callee: { userId: luis.id, name: luis.name, device: 'b' },
    startedAt: at,
    answeredAt: at,
  },
  mine: 'caller',
  here: true,
};
const seat = ({ id: userId, name }: { id: string; name: string }) => ({
  userId,
  name,
  device: userId,
  joinedAt: 1,
});
const ofMany: OwnGroupCall = {
  call: {
    id: 'captions-of-many',
    roomId: 'cita-42',
    rev: 1,
    kind: 'video',
    state: 'active',
    seats: [seat(luis), seat(ana)],
    most: 3,
    startedBy: ana,
    startedAt: at,
  },
  here: true,
  elsewhere: false,
};
const shows = { microphone: true, camera: true, screen: false };
const media = () => ({
  ...shows,
  local: new MediaStream(),
  connection: 'connected',
  quality: null,
  problem: null,
  unplugged: {},
  blur: null,
  chosen: {},
});
const caption = (text: string, more: Partial<Caption> = {}): Caption => ({
  captionId: text,
  text,
  speaker: 'Dra. Gil',
  final: false,
  at: 1,
  ...more,
});

type Kind = 'chat-call' | 'chat-group-call';
const kinds: Kind[] = ['chat-call', 'chat-group-call'];

/** A room in which a call can begin and end. */
const roomWith = async (kind: Kind, attributes: Record<string, string> = {}) => {
  const fake = fakeChat([message(luis, 'Hola')]);
  const two = vary<OwnCall | null>(null);
  const many = vary<OwnGroupCall | null>(null);
  const pair = vary({ ...media(), remote: new MediaStream(), trouble: null, peer: shows });
  const group = vary({ ...media(), people: [], trouble: false });
  Object.assign(fake.room.calls, two, { media: async () => ({ state: pair }) as unknown as CallMedia });
  Object.assign(fake.room, {
    groupCall: {
      ...many,
      load: async () => {},
      media: async () => ({ state: group }) as unknown as GroupMedia,
    },
  });
  Object.assign(fake.client, { limits: { ...fake.client.limits, maxCallPeople: 3 } });
  await page.viewport(1_000, 800);
  const mounted = await mount(fake, { width: 700, height: 700, attributes });
  const call = () => mounted.find(kind);
  const linesIn = (captions: Element | null | undefined): string[] =>
    [...(captions?.shadowRoot?.querySelectorAll<HTMLElement>('p') ?? [])]
      .filter((line) => line.checkVisibility())
      .map(({ innerText }) => innerText.trim());
  return {
    ...mounted,
    fake,
    call,
    inCall: (selector: string) => call()?.shadowRoot?.querySelector<HTMLElement>(selector) ?? null,
    /** The texts on the stage, and those above the composer. */
    lines: () => ({
      stage: linesIn(call()?.querySelector('chat-captions')),
      composer: linesIn(mounted.composer.shadowRoot?.querySelector('chat-captions')),
    }),
    begin: () => (kind === 'chat-call' ? two.set(ofTwo) : many.set(ofMany)),
    end: () => (kind === 'chat-call' ? two.set(null) : many.set(null)),
    say: async (...all: Caption[]) => {
      fake.captions.set(all);
      await settle();
    },
  };
};

test.each(kinds)('%s: they move to the stage, and back when it ends', async (kind) => {
  const { begin, end, say, lines, call, inCall } = await roomWith(kind);
  await say(caption('Buenas'));
  expect(lines()).toEqual({ stage: [], composer: ['Dra. Gil Buenas'] });
  begin();
  await expect.poll(lines).toEqual({ stage: ['Dra. Gil Buenas'], composer: [] });
  const [stage, box] = [inCall('.stage')!, inCall('.captions')!].map((each) => each.getBoundingClientRect());
  expect(box!.top).toBeGreaterThan(stage!.top);
  expect(box!.bottom).toBeLessThanOrEqual(stage!.bottom);
  // Light on the dark stage, also in a light theme.
  const line = call()!.querySelector('chat-captions')!.shadowRoot!.querySelector('p')!;
  expect(getComputedStyle(line).color).toBe('rgb(255, 255, 255)');
  // One region, with the name that it has above the composer.
  expect(inCall('.captions')?.role).toBe('presentation');
  // Between two sentences there is no empty box.
  await say();
  await expect.poll(() => inCall('.captions')?.hidden).toBe(true);
  await say(caption('Empezamos'));
  await expect.poll(lines).toEqual({ stage: ['Dra. Gil Empezamos'], composer: [] });
  end();
  await expect.poll(lines).toEqual({ stage: [], composer: ['Dra. Gil Empezamos'] });
});

test.each(kinds)('%s: the first caption may come during the call', async (kind) => {
  const { begin, say, lines, inCall } = await roomWith(kind);
  begin();
  await expect.poll(() => inCall('.stage')).not.toBeNull();
  expect(inCall('.captions-switch')).toBeNull();
  await say(caption('Buenas'));
  await expect.poll(lines).toEqual({ stage: ['Dra. Gil Buenas'], composer: [] });
});

test.each(kinds)('%s: its switch and the menu of the room are one', async (kind) => {
  const { begin, say, lines, inCall, fake, composer } = await roomWith(kind);
  const tool = () =>
    features
      .find(({ name }) => name === 'captions')
      ?.tool?.({ room: fake.room, language: language('es') } as never);
  begin();
  await say(caption('Buenas'));
  await expect.poll(lines).toEqual({ stage: ['Dra. Gil Buenas'], composer: [] });
  const button = () => inCall('.captions-switch');
  expect(button()?.ariaPressed).toBe('true');
  button()!.click();
  await expect.poll(lines).toEqual({ stage: [], composer: [] });
  await expect.poll(() => button()?.ariaPressed).toBe('false');
  expect(tool()?.label).toBe('Activar subtítulos');
  tool()?.run?.(composer);
  await expect.poll(lines).toEqual({ stage: ['Dra. Gil Buenas'], composer: [] });
  await expect.poll(() => button()?.ariaPressed).toBe('true');
});

test.each(kinds)('%s: captions of the page take their place on the stage', async (kind) => {
  const { begin, say, lines, element } = await roomWith(kind);
  begin();
  await say(caption('Buenas'));
  await expect.poll(lines).toEqual({ stage: ['Dra. Gil Buenas'], composer: [] });
  const own = Object.assign(document.createElement('p'), { slot: 'captions', textContent: 'Good evening' });
  element.append(own);
  await expect.poll(() => own.checkVisibility() && own.getBoundingClientRect().height > 0).toBe(true);
  await expect.poll(lines).toEqual({ stage: [], composer: ['Dra. Gil Buenas'] });
  own.remove();
  await expect.poll(lines).toEqual({ stage: ['Dra. Gil Buenas'], composer: [] });
});

test('a page without captions has none in its calls', async () => {
  const { begin, say, lines, inCall } = await roomWith('chat-call', { features: '-captions' });
  begin();
  await say(caption('Buenas'));
  await expect.poll(() => inCall('.stage')).not.toBeNull();
  expect(lines()).toEqual({ stage: [], composer: [] });
  expect(inCall('.captions-switch')).toBeNull();
});

test.each(kinds)(
  '%s: on a phone they stand above the controls, and above the composer of a small call',
  async (kind) => {
    const { matchMedia } = window;
    window.matchMedia = (query) => matchMedia.call(window, query.includes('coarse') ? 'all' : query);
    onTestFinished(() => void (window.matchMedia = matchMedia));
    const { begin, say, lines, inCall, element } = await roomWith(kind);
    await page.viewport(390, 844);
    element.style.inlineSize = '390px';
    begin();
    await expect.poll(() => inCall('.talk')?.matches('.full')).toBe(true);
    await say(caption(`${'palabra '.repeat(40)}final`));
    await expect.poll(() => lines().stage.length).toBe(1);
    expect(lines().composer).toEqual([]);
    const box = inCall('.captions')!.getBoundingClientRect();
    const controls = inCall('.controls .round')!.getBoundingClientRect();
    expect(box.bottom).toBeLessThanOrEqual(controls.top);
    expect([box.left >= 0, box.right <= 390]).toEqual([true, true]);
    inCall('.chat')!.click();
    await expect.poll(() => inCall('.talk')?.matches('.small')).toBe(true);
    await expect.poll(() => lines().composer.length).toBe(1);
    expect(lines().stage).toEqual([]);
    inCall('.expand')!.click();
    await expect.poll(() => lines().stage.length).toBe(1);
    expect(lines().composer).toEqual([]);
  },
);
