// What a call that goes on shows, by the state that its sound and picture have: no other page is needed for that.
import type { CallMedia, MediaState, OwnCall } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../src/features/calls/chat-call.ts';
import { ana, fakeChat, luis } from './fixtures/fake-client.ts';
import { settle } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const active: OwnCall = {
  call: {
    id: 'call',
    roomId: 'cita-42',
    kind: 'video',
    state: 'active',
    caller: { userId: ana.id, name: ana.name, device: 'a' },
    callee: { userId: luis.id, name: luis.name, device: 'b' },
    startedAt: Date.now(),
    answeredAt: Date.now(),
  },
  mine: 'caller',
  here: true,
};
const over: OwnCall = { ...active, call: { ...active.call, state: 'ended', outcome: 'completed' } };

/** A picture that moves. */
const moving = (): MediaStream => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
  const brush = canvas.getContext('2d');
  let hue = 0;
  const timer = setInterval(() => {
    if (brush) brush.fillStyle = `hsl(${(hue += 9)} 80% 50%)`;
    brush?.fillRect(0, 0, 160, 120);
  }, 40);
  const stream = canvas.captureStream();
  onTestFinished(() => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
  });
  return stream;
};

/** A call with Luis, on the page. */
const talking = async () => {
  const shown = { microphone: true, camera: true, screen: false };
  const state = vary<MediaState>({
    ...shown,
    local: new MediaStream(),
    remote: moving(),
    connection: 'connected',
    trouble: null,
    quality: null,
    peer: shown,
    problem: null,
    unplugged: {},
    chosen: {},
  });
  const own = vary<OwnCall | null>(active);
  const fake = fakeChat();
  const media = { state } as Partial<CallMedia> as CallMedia;
  Object.assign(fake.room.calls, own, { media: async () => media });
  const element = document.createElement('chat-call');
  Object.assign(element, { client: fake.client, room: fake.room.id, lang: 'es' });
  document.body.append(element);
  onTestFinished(() => element.remove());
  const find = (selector: string) => element.renderRoot.querySelector<HTMLElement>(selector);
  await expect.poll(() => element.player?.videoWidth).toBe(160);
  return { element, own, state, find };
};

test('how well it comes is shown, and said in words where it is not well', async () => {
  const { state, find } = await talking();
  expect(find('.quality')).toBeNull();
  for (const [quality, label, words] of [
    ['good', 'Buena conexión', ''],
    ['fair', 'Conexión regular', 'Conexión regular'],
    ['poor', 'Mala conexión', 'Mala conexión'],
  ] as const) {
    state.set({ ...state.get(), quality });
    await settle();
    expect(find('.quality')?.getAttribute('aria-label')).toBe(label);
    expect(find('.state')?.textContent).toBe(words);
  }
  // That there is no line at all says more.
  state.set({ ...state.get(), quality: null, connection: 'reconnecting' });
  await settle();
  expect(find('.state')?.textContent).toBe('Reconectando…');
});

const isFloating = () => document.pictureInPictureElement !== null;

test('the other is seen in a small window, opened and closed by keyboard, and gone with the call', async () => {
  const { element, own, state, find } = await talking();
  const button = () => find('.window') as HTMLButtonElement;
  const isPressed = () => button().getAttribute('aria-pressed');
  const isFocused = () =>
    element.renderRoot instanceof ShadowRoot && element.renderRoot.activeElement === button();
  expect([button().getAttribute('aria-label'), isPressed()]).toEqual(['Imagen en imagen', 'false']);
  button().focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(isFloating).toBe(true);
  await expect.poll(isPressed).toBe('true');
  // It can be closed while there is nothing to be seen.
  state.set({ ...state.get(), peer: { microphone: true, camera: false, screen: false } });
  await settle();
  expect([button().disabled, isFloating()]).toEqual([false, true]);
  await userEvent.keyboard('{Enter}');
  await expect.poll(isFloating).toBe(false);
  await expect.poll(isPressed).toBe('false');
  expect(button().disabled).toBe(true);

  // Closed by the window's own button, it gives the focus back to this one.
  state.set({ ...state.get(), peer: { microphone: true, camera: true, screen: false } });
  await settle();
  await userEvent.click(button());
  await expect.poll(isPressed).toBe('true');
  button().blur();
  await document.exitPictureInPicture();
  await expect.poll(isPressed).toBe('false');
  await expect.poll(isFocused).toBe(true);

  await userEvent.click(button());
  await expect.poll(isFloating).toBe(true);
  own.set(over);
  await expect.poll(isFloating).toBe(false);
  expect(find('.strip')?.textContent).toContain('Videollamada');
});

test('an element that is taken off the page takes the small window with it', async () => {
  const { element, find } = await talking();
  await userEvent.click(find('.window') as HTMLButtonElement);
  await expect.poll(isFloating).toBe(true);
  element.remove();
  await expect.poll(isFloating).toBe(false);
});

test('where the browser has no small window there is no button for it', async () => {
  Object.defineProperty(document, 'pictureInPictureEnabled', { value: undefined, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(document, 'pictureInPictureEnabled'));
  const { find } = await talking();
  expect(find('.devices')).not.toBeNull();
  expect(find('.window')).toBeNull();
});
