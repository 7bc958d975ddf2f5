import type { GroupMedia, GroupMediaState, OwnGroupCall } from '@chat/client';
import type { GroupCall } from '@chat/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../src/features/group-calls/chat-group-call.ts';
import { ana, fakeChat, luis } from './fixtures/fake-client.ts';
import { settle } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const seat = (userId: string, name: string) => ({ userId, name, device: userId, joinedAt: 1 });
const call: GroupCall = {
  id: 'all',
  roomId: 'cita-42',
  rev: 1,
  kind: 'video',
  state: 'active',
  seats: [seat(luis.id, luis.name), seat('marta', 'Marta'), seat(ana.id, ana.name)],
  most: 3,
  startedBy: { id: ana.id, name: ana.name },
  startedAt: Date.now(),
};
const asked = { userId: luis.id, name: luis.name, askedAt: 1, expiresAt: Date.now() + 60_000, allowed: [] };

/** A group call of Ana, Luis and Marta, on Ana's page. */
const talking = async (own: Partial<OwnGroupCall> = {}, changed: Partial<GroupCall> = {}) => {
  const shows = { microphone: true, camera: false, screen: false };
  const people = [luis, { id: 'marta', name: 'Marta' }].map(({ id: userId, name }) => ({
    userId,
    name,
    device: userId,
    shows,
    speaking: false,
    stream: new MediaStream(),
  }));
  const state = vary({
    ...shows,
    local: new MediaStream(),
    people,
    connection: 'connected',
    trouble: false,
    problem: null,
    quality: null,
    unplugged: {},
    blur: null,
    chosen: {},
  } as unknown as GroupMediaState);
  const all = vary<OwnGroupCall | null>({
    call: { ...call, ...changed },
    here: true,
    elsewhere: false,
    ...own,
  });
  const fake = fakeChat();
  const done: unknown[] = [];
  const put =
    (name: string) =>
    async (...given: unknown[]) => {
      done.push([name, ...given]);
      return all.get()?.call;
    };
  Object.assign(fake.room, {
    groupCall: {
      ...all,
      load: async () => {},
      media: async () => ({ state }) as unknown as GroupMedia,
      raiseHand: put('raiseHand'),
      record: put('record'),
      join: put('join'),
    },
  });
  Object.assign(fake.client, { limits: { ...fake.client.limits, maxFileBytes: 1_000_000 } });
  const element = document.createElement('chat-group-call');
  Object.assign(element, { client: fake.client, room: fake.room.id, lang: 'en' });
  await page.viewport(800, 600);
  document.body.append(element);
  onTestFinished(() => element.remove());
  const find = (selector: string) => element.renderRoot.querySelector<HTMLElement>(selector);
  const change = (next: Partial<GroupCall>) => all.set({ ...all.get()!, call: { ...call, ...next } });
  await settle();
  return { element, fake, find, done, change };
};

test('raised hands are marked in their order, announced, and lowered by a moderator', async () => {
  const { element, fake, find, done, change } = await talking();
  find('.raise-hand')?.click();
  await expect.poll(() => done).toEqual([['raiseHand', true]]);
  const [first, second, me] = call.seats;
  change({ seats: [{ ...first!, handRaisedAt: 9 }, { ...second!, handRaisedAt: 5 }, me!] });
  const marks = () =>
    [...element.renderRoot.querySelectorAll('.hand')].map((mark) => [
      mark.closest('.tile')?.ariaLabel,
      mark.textContent?.trim(),
    ]);
  await expect.poll(marks).toEqual([
    ['Luis Ortega, hand raised, 2', '2'],
    ['Marta, hand raised, 1', '1'],
  ]);
  const spoken = find('.stage > .visually-hidden[role=status]');
  expect(spoken?.textContent?.trim()).toBe('Marta raised a hand. Luis Ortega raised a hand');
  expect(find('button.hand')).toBeNull();
  const state = fake.state.get();
  fake.state.set({ ...state, can: { ...state.can!, 'groupcall:end': true } });
  change({ seats: [{ ...first!, handRaisedAt: 9 }, second!, { ...me!, handRaisedAt: 10 }] });
  await expect.poll(() => find('button.hand')?.ariaLabel).toBe('Lower Luis Ortega’s hand');
  find('button.hand')?.click();
  await expect.poll(() => done.at(-1)).toEqual(['raiseHand', false, luis.id]);
  // One's own is lowered by the same button that raised it.
  await expect.poll(() => find('.raise-hand')?.ariaPressed).toBe('true');
});

test('another participant’s recording is asked for, then marked', async () => {
  const { find, done, change } = await talking();
  expect(find('.rec')).toBeNull();
  change({ recording: asked });
  await expect.poll(() => find('.consent p')?.textContent).toBe('Luis Ortega wants to record this call');
  find('.consent .pill:not(.plain)')?.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => done).toEqual([['record', 'allow']]);
  change({ recording: { ...asked, allowed: [ana.id], startedAt: 5 } });
  await expect.poll(() => find('.rec')?.textContent).toBe('REC');
  expect(find('.consent')).toBeNull();
  await expect.poll(() => find('.list[role=status]')?.textContent).toContain('Luis Ortega is recording');
});

test('on an upright phone all three have a tile of the same width, and notes are as high as their text', async () => {
  const { matchMedia } = window;
  window.matchMedia = (query) => matchMedia.call(window, query.includes('coarse') ? 'all' : query);
  onTestFinished(() => void (window.matchMedia = matchMedia));
  const { element, find, change } = await talking();
  await page.viewport(390, 844);
  change({ recording: asked });
  await expect.poll(() => find('.talk')?.matches('.full')).toBe(true);
  const boxes = () =>
    [...element.renderRoot.querySelectorAll('.tile')].map((tile) => {
      const { left, width, bottom } = tile.getBoundingClientRect();
      return [Math.round(left), Math.round(width), bottom <= 844];
    });
  const whole = [2, 386, true];
  expect(boxes()).toEqual([whole, whole, whole]);
  // Both buttons are in one row.
  await expect.poll(() => find('.consent')).not.toBeNull();
  const tops = [...element.renderRoot.querySelectorAll('.consent .pill')].map(
    (pill) => pill.getBoundingClientRect().top,
  );
  expect(new Set(tops).size).toBe(1);
  change({ recording: { ...asked, allowed: [ana.id], startedAt: 5 } });
  await expect.poll(() => find('.note')?.textContent).toContain('Luis Ortega is recording');
  expect(find('.note')!.offsetHeight).toBeLessThan(40);
});

test('this page waits for everybody, and says so if a participant declines', async () => {
  const { find, done, change } = await talking();
  find('.record')?.click();
  await expect.poll(() => done).toEqual([['record', 'ask']]);
  change({ recording: { ...asked, userId: ana.id, name: ana.name } });
  const notes = () => find('.list[role=status]')?.textContent;
  await expect.poll(notes).toContain('Waiting for everyone to allow recording…');
  expect(find('.rec')).toBeNull();
  change({ rev: 3 });
  await expect.poll(notes).toContain('Not everyone allowed the recording');
  expect(find('.record')?.ariaPressed).toBe('false');
});

test('joining a call that is recorded says so first', async () => {
  const { find, done } = await talking(
    { here: false },
    { seats: call.seats.slice(0, 2), recording: { ...asked, startedAt: 5 } },
  );
  await expect
    .poll(() => find('.recorded')?.textContent)
    .toBe('This call is being recorded. By joining, you allow it.');
  find('.going .again')?.click();
  await expect.poll(() => done).toEqual([['join', { allowRecording: true }]]);
});

test('captions show if the page supplies them, until they are switched off', async () => {
  const { element, find } = await talking();
  expect(find('.captions-switch')).toBeNull();
  const captions = Object.assign(document.createElement('p'), {
    slot: 'captions',
    textContent: 'Good morning',
  });
  element.append(captions);
  await expect.poll(() => captions.getBoundingClientRect().height).toBeGreaterThan(0);
  expect(find('.captions')?.ariaLabel).toBe('Captions');
  find('.captions-switch')?.click();
  await expect.poll(() => captions.getBoundingClientRect().height).toBe(0);
  expect(find('.captions-switch')?.ariaPressed).toBe('false');
});
