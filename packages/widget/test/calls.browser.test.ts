// The view of an active call for each state of its audio and video, in one page.
import type { CallMedia, MediaState, OwnCall } from '@chat/client';
import { expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
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
    blur: null,
    chosen: {},
  });
  const own = vary<OwnCall | null>(active);
  const fake = fakeChat();
  const media = { state } as Partial<CallMedia> as CallMedia;
  Object.assign(fake.room.calls, own, { media: async () => media });
  const element = document.createElement('chat-call');
  Object.assign(element, { client: fake.client, room: fake.room.id, lang: 'es' });
  // Wide enough for all controls in one row.
  await page.viewport(800, 600);
  document.body.append(element);
  onTestFinished(() => element.remove());
  const find = (selector: string) => element.renderRoot.querySelector<HTMLElement>(selector);
  await expect.poll(() => element.player?.videoWidth).toBe(160);
  return { element, own, state, find };
};

test('an icon shows the connection quality, and a text names it when it is fair or poor', async () => {
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

test('picture-in-picture opens and closes by keyboard, and closes when the call ends', async () => {
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
  expect(find('.ended')?.textContent).toContain('Llamada finalizada');
});

test('removing the element from the page closes picture-in-picture', async () => {
  const { element, find } = await talking();
  await userEvent.click(find('.window') as HTMLButtonElement);
  await expect.poll(isFloating).toBe(true);
  element.remove();
  await expect.poll(isFloating).toBe(false);
});

test('a browser without picture-in-picture gets no button for it', async () => {
  Object.defineProperty(document, 'pictureInPictureEnabled', { value: undefined, configurable: true });
  onTestFinished(() => void Reflect.deleteProperty(document, 'pictureInPictureEnabled'));
  const { find } = await talking();
  expect(find('.devices')).not.toBeNull();
  expect(find('.window')).toBeNull();
});
