// Layout in low windows, in narrow elements and in right-to-left languages.
import {
  ChatError,
  type GroupMediaState,
  type MediaState,
  type OwnCall,
  type RoomSummaries,
} from '@chat/client';
import { html, render } from 'lit';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import '../src/features/calls/chat-call.ts';
import { groupTiles } from '../src/features/group-calls/group-tiles.ts';
import { callTexts } from '../src/call-ui/texts.ts';
import { groupCallTexts } from '../src/call-ui/group-call-texts.ts';
import { loadLanguage } from '../src/i18n/language.ts';
import { base } from '../src/styles/base.ts';
import { callStageStyle } from '../src/call-ui/call-stage.styles.ts';
import { callStyle } from '../src/call-ui/calls.styles.ts';
import { groupCallStyle } from '../src/features/group-calls/group-calls.styles.ts';
import { tokens } from '../src/styles/tokens.ts';
import { ana, fakeChat, luis, message, room } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

beforeEach(() => page.viewport(900, 700));

const within = (inner: DOMRect, outer: DOMRect): boolean =>
  inner.left >= outer.left - 0.5 &&
  inner.right <= outer.right + 0.5 &&
  inner.top >= outer.top - 0.5 &&
  inner.bottom <= outer.bottom + 0.5;
const rectOf = (thing: Pick<Element, 'getBoundingClientRect'> | null | undefined): DOMRect =>
  thing?.getBoundingClientRect() ?? new DOMRect(NaN);
const windowRect = (): DOMRect => new DOMRect(0, 0, innerWidth, innerHeight);

test('an open menu stays in the window and scrolls to all its items when the screen rotates', async () => {
  const mounted = await mount(fakeChat([message(luis, 'a'), message(ana, 'mío')]), { height: 240 });
  await page.viewport(500, 700);
  mounted.rows().at(-1)!.focus();
  await userEvent.keyboard('{Tab}{Enter}');
  await settle();
  const root = mounted.messages.renderRoot.querySelector('chat-message-menu')!.shadowRoot!;
  const menu = root.querySelector<HTMLElement>(':popover-open')!;
  expect(within(rectOf(menu), windowRect())).toBe(true);
  await page.viewport(700, 190);
  await expect.poll(() => within(rectOf(menu), windowRect())).toBe(true);
  await userEvent.keyboard('{End}');
  const last = [...root.querySelectorAll('[role=menuitem]')].at(-1);
  expect(root.activeElement).toBe(last);
  expect(within(rectOf(last), rectOf(menu))).toBe(true);
});

test('a room keeps its elements while the texts of another language load', async () => {
  const { element, composer, field } = await mount(fakeChat());
  document.documentElement.lang = 'pt';
  onTestFinished(() => void (document.documentElement.lang = 'es'));
  await expect.poll(() => field().placeholder).toBe('Escreva uma mensagem');
  expect(element.renderRoot.querySelector('chat-composer')).toBe(composer);
});

test('the error of a failed upload takes the full width of the row', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  Object.assign(fake.client, { limits: { ...fake.client.limits, maxFileBytes: 9, maxFilesPerMessage: 9 } });
  Object.assign(fake.room.files, {
    upload: (file: File) =>
      file.name === 'rota.txt'
        ? Promise.reject(new ChatError('storage_full', 'no room'))
        : Promise.resolve({ fileId: file.name, name: file.name, size: 1 }),
  });
  const { composer } = await mount(fake, { width: 560 });
  composer.compose(
    'files',
    ['una.txt', 'rota.txt', 'otra.txt'].map((name) => new File(['.'], name)),
  );
  const find = (selector: string) => composer.renderRoot.querySelector(selector);
  await expect.poll(() => find('.tile.broken')).not.toBeNull();
  expect(rectOf(find('.tile.broken')).width).toBe(rectOf(find('.tray')).width);
});

test('in a right-to-left list, left-to-right names and previews are cut at their end', async () => {
  await loadLanguage('ar');
  const fake = fakeChat();
  const title = 'Equipo de atención y coordinación de la oficina';
  const lastMessage = message(luis, 'Mañana no hay cita previa, por la mudanza de la oficina.');
  const items = [{ room: room({ id: 'a', title }), unread: 2, unreadMentions: 0, activeAt: 0, lastMessage }];
  const load = async () => {};
  Object.assign(fake.client, {
    rooms: { ...vary<RoomSummaries>({ items, hasMore: false, loaded: true }), load },
  });
  await import('../src/rooms/chat-rooms.ts');
  const element = document.createElement('chat-rooms');
  Object.assign(element, { client: fake.client, lang: 'ar' });
  element.style.inlineSize = '300px';
  document.body.append(element);
  onTestFinished(() => element.remove());
  const find = (selector: string) => element.shadowRoot?.querySelector(selector);
  await expect.poll(() => find('.preview bdi:last-child')?.textContent).toContain('Mañana');
  for (const [line, words] of [
    ['.name', '.name bdi'],
    ['.preview', '.preview bdi:last-child'],
  ] as const) {
    const text = document.createTreeWalker(find(words)!, NodeFilter.SHOW_TEXT).nextNode()!;
    const first = document.createRange();
    first.setStart(text, 0);
    first.setEnd(text, 1);
    expect(within(rectOf(first), rectOf(find(line)))).toBe(true);
  }
});

const active = (more: Partial<OwnCall['call']> = {}): OwnCall => ({
  call: {
    id: 'call',
    roomId: 'cita-42',
    kind: 'video',
    state: 'active',
    caller: { userId: ana.id, name: ana.name, device: 'a' },
    callee: { userId: luis.id, name: luis.name, device: 'b' },
    startedAt: 1_000,
    answeredAt: 1_000,
    ...more,
  },
  mine: 'caller',
  here: true,
});

/** A call with Luis, in a box of a width. */
const talking = async (width: number, lang = 'es') => {
  const shown = { microphone: true, camera: true, screen: false };
  const state = vary<MediaState>({
    ...shown,
    local: new MediaStream(),
    remote: new MediaStream(),
    connection: 'connected',
    trouble: null,
    quality: 'good',
    peer: { ...shown, microphone: false },
    problem: null,
    unplugged: {},
    blur: null,
    chosen: {},
  });
  const own = vary<OwnCall | null>(active());
  const fake = fakeChat();
  Object.assign(fake.client, { limits: { ...fake.client.limits, maxFileBytes: 1_000_000 } });
  fake.state.set({ ...fake.state.get(), can: { ...fake.state.get().can!, 'file:upload': true } });
  Object.assign(fake.room.calls, own, { media: async () => ({ state }) });
  const element = document.createElement('chat-call');
  Object.assign(element, { client: fake.client, room: fake.room.id, lang });
  const box = document.body.appendChild(document.createElement('div'));
  box.style.inlineSize = `${width}px`;
  if (lang === 'ar') box.dir = 'rtl';
  box.append(element);
  onTestFinished(() => box.remove());
  const find = (selector: string) => element.renderRoot.querySelector<HTMLElement>(selector);
  await expect.poll(() => find('.controls .microphone:not(:disabled)')).not.toBeNull();
  return { own, find };
};

test('a narrow call bar has five controls in one row, and the others in a second one', async () => {
  for (const width of [320, 360, 389, 420]) {
    const { find } = await talking(width);
    const rows = () => {
      const buttons = [...(find('.controls')?.querySelectorAll('button') ?? [])];
      const tops = buttons.filter((each) => each.checkVisibility()).map((button) => rectOf(button).top);
      return [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
    };
    expect([width, rows().length, (rows()[0] ?? 0) <= 5]).toEqual([width, 1, true]);
    const more = find('.more') as HTMLButtonElement;
    expect([more.ariaLabel, more.ariaExpanded]).toEqual(['Más opciones', 'false']);
    more.click();
    await expect.poll(() => more.ariaExpanded).toBe('true');
    expect([width, rows().length, rows().includes(1)]).toEqual([width, 2, false]);
  }
});

test('in a low window the call buttons are next to the video', async () => {
  await page.viewport(700, 330);
  const { find } = await talking(600);
  const [stage, hangup] = [rectOf(find('.stage')), rectOf(find('.hangup'))];
  expect(hangup.left).toBeGreaterThanOrEqual(stage.right);
  expect(hangup.bottom).toBeLessThanOrEqual(200);
});

test('a disconnected user is not shown as muted; the duration shows when the call ends', async () => {
  const { own, find } = await talking(400);
  await expect.poll(() => find('.note')?.textContent).toBe('Luis Ortega tiene el micrófono apagado');
  const { callee } = active().call;
  own.set(active({ callee: { ...callee, away: true } }));
  await expect.poll(() => find('.state')?.textContent).toContain('ha perdido la conexión');
  expect(find('.note')).toBeNull();
  own.set(active({ state: 'ended', outcome: 'completed', endedAt: 66_000 }));
  await expect.poll(() => find('.ended .what')?.textContent).toBe('Llamada finalizada · 1:05');
});

test('the text of a ringing call has the direction of its language, in any script of the name', async () => {
  await loadLanguage('ar');
  const { own, find } = await talking(400, 'ar');
  own.set({ ...active({ state: 'ringing' }), mine: 'callee', here: false });
  await expect.poll(() => find('#who')?.textContent?.trim()).toBe('مكالمة فيديو من Ana Ruiz');
  expect(getComputedStyle(find('#who')!).direction).toBe('rtl');
});

test('every video of a group call fits its stage, however low that is', async () => {
  const shows = { microphone: true, camera: true, screen: false };
  const person = { shows, speaking: false, stream: new MediaStream() };
  const people = ['Luis', 'Marta', 'Eva'].map((name) => ({ ...person, userId: name, name, device: name }));
  const media = { ...shows, local: new MediaStream(), people } as unknown as GroupMediaState;
  const texts = { ...groupCallTexts('es'), connecting: callTexts('es').connecting };
  const host = document.body.appendChild(document.createElement('div'));
  onTestFinished(() => host.remove());
  host.style.inlineSize = '360px';
  const root = host.attachShadow({ mode: 'open' });
  root.adoptedStyleSheets = [tokens, base, callStyle, callStageStyle, groupCallStyle]
    .flat()
    .flatMap(({ styleSheet }) => styleSheet ?? []);
  for (const count of [1, 2, 3]) {
    const some = { ...media, people: people.slice(0, count) };
    render(
      html`<section class="talk group">
        <div class="stage">
          ${groupTiles(some, ana, { tag: 'es', texts, hands: { order: [], lower: null } })}
        </div>
      </section>`,
      root,
    );
    // As high as a camera's picture is by itself.
    for (const video of root.querySelectorAll('video')) Object.assign(video, { width: 320, height: 480 });
    const stage = rectOf(root.querySelector('.stage'));
    const tiles = [...root.querySelectorAll('.tile')];
    expect(tiles).toHaveLength(count + 1);
    expect(tiles.filter((tile) => !within(rectOf(tile), stage))).toEqual([]);
    const heights = tiles.map((tile) => rectOf(tile).height);
    expect(Math.max(...heights) - Math.min(...heights)).toBeLessThan(1);
  }
});

test('with text at 200 %, lines in the composer do not overlap, and its placeholder is whole', async () => {
  document.documentElement.style.fontSize = '200%';
  onTestFinished(() => void (document.documentElement.style.fontSize = ''));
  const { find } = await mount(fakeChat());
  const field = () => find('chat-composer')?.shadowRoot?.querySelector('textarea');
  await expect.poll(field).toBeTruthy();
  const { fontSize, lineHeight } = getComputedStyle(field()!);
  expect(parseFloat(fontSize)).toBeGreaterThanOrEqual(28);
  expect(parseFloat(lineHeight)).toBeGreaterThanOrEqual(1.2 * parseFloat(fontSize));
  expect(field()!.scrollHeight).toBeLessThanOrEqual(field()!.clientHeight);
});
