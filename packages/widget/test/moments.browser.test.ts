// axe checks of temporary UI in the composer, in the list and over the page: in light and dark, on a small
// phone.
import type { MessageItem } from '@chat/client';
import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { ana, fakeChat, ines, luis, message, room, type FakeChat } from './fixtures/fake-client.ts';
import { faults } from './fixtures/faults.ts';
import { inTurn } from './fixtures/in-turn.ts';
import { mount, settle, type Mounted } from './fixtures/mount.ts';

interface Moment {
  make?: () => FakeChat;
  attributes?: Record<string, string>;
  after?(mounted: Mounted, fake: FakeChat): Promise<void> | void;
  /** Is there when the moment has come. */
  shown(mounted: Mounted): unknown;
}

const limited = (): FakeChat => {
  const fake = fakeChat([message(luis, 'hola'), message(ana, 'Ahora mismo')]);
  fake.state.set({ ...fake.state.get(), room: room({ slowModeSeconds: 600 }) });
  return fake;
};

const withSlash = (): FakeChat => {
  const fake = fakeChat([message(luis, 'hola')]);
  fake.slash = [{ name: 'hora', description: 'Dice la hora', hint: '[zona]' }];
  fake.answer = () => 'Son las 12';
  return fake;
};

/** Messages that bear all that may hang on one. */
const laden = (): FakeChat => {
  const first = message(luis, '¿Traigo el *original*?', {
    reactions: [
      { emoji: '👍', count: 2, by: [ana.id, ines.id] },
      { emoji: '🎉', count: 1, by: [luis.id] },
    ],
    pinnedAt: 1,
  });
  const files = [
    { fileId: 'd', name: 'acta.pdf', type: 'application/pdf', size: 12_345 },
    { fileId: 'v', name: 'nota.webm', type: 'audio/webm', size: 9, durationMs: 4_000, waveform: [9, 80, 20] },
  ];
  const fake = fakeChat([
    first,
    message(ines, '@Ana Ruiz, mira', { mentions: [ana.id], replyTo: first.id }),
    message(luis, '', { attachments: files }),
    message(ana, 'Entre nosotros', { to: [luis.id] }),
    message({ id: 'bot', name: 'Asistente', bot: true }, 'Para la', { streamsUntil: Date.now() + 60_000 }),
  ]);
  fake.pins.set({ items: [first], loaded: true });
  return fake;
};

const many = (): MessageItem[] => Array.from({ length: 200 }, (_, at) => message(luis, `mensaje ${at}`));
const above = ({ scroller }: Mounted): void => {
  scroller().scrollTop = 100;
};
const write = async ({ field }: Mounted, keys: string): Promise<void> => {
  field().focus();
  await userEvent.keyboard(keys);
};
const inComposer = (selector: string) => (mounted: Mounted) =>
  mounted.composer.renderRoot.querySelector(selector);
const inList = (selector: string) => (mounted: Mounted) =>
  mounted.messages.renderRoot.querySelector(selector);
const launcher = ({ find }: Mounted) => find('chat-launcher')?.shadowRoot ?? null;

const moments: Record<string, Moment> = {
  'people suggested': { after: (at) => write(at, '@'), shown: inComposer('[role=option]') },
  'emoji suggested': { after: (at) => write(at, ':fueg'), shown: inComposer('[role=option]') },
  'commands suggested': {
    make: withSlash,
    after: (at) => write(at, '/'),
    shown: inComposer('[role=option]'),
  },
  'the answer to a command': {
    make: withSlash,
    after: async (at) => {
      await write(at, '/');
      await expect.poll(() => inComposer('[role=option]')(at)).toBeTruthy();
      await write(at, 'hora{Enter}{Enter}');
    },
    shown: inComposer('.slash.answer'),
  },
  'an answer being written': {
    after: ({ composer }, fake) => composer.compose('replies', fake.messages.get().items[0]),
    shown: inComposer('.answering'),
  },
  'a private message being written': {
    after: ({ composer }) => composer.compose('private', { to: [luis.id] }),
    shown: inComposer('.private-chip'),
  },
  'too long a text': {
    after: ({ field }) => userEvent.fill(field(), 'a'.repeat(4_010)),
    shown: inComposer('.left'),
  },
  'slow mode': { make: limited, shown: inComposer('.slow-mode.waiting') },
  'a deletion that can be undone': {
    make: () => fakeChat([message(ana, 'Se me ha escapado')]),
    after: async ({ rows, messages }) => {
      rows()[0]?.querySelector<HTMLElement>('.more')?.click();
      const entry = () =>
        messages.renderRoot
          .querySelector('chat-message-menu')
          ?.shadowRoot?.querySelector<HTMLElement>('.menu:popover-open .delete');
      await expect.poll(entry).toBeTruthy();
      entry()?.click();
      await settle();
      entry()?.click();
    },
    shown: inComposer('.undo button'),
  },
  'messages with all that hangs on them': {
    make: laden,
    shown: (at) => inList('chat-voice-note')(at) && inList('.reaction')(at) && at.find('chat-pin-bar'),
  },
  'a reader far above': {
    make: () => fakeChat(many()),
    after: async (at, fake) => {
      above(at);
      await settle();
      fake.arrive(message(luis, 'nuevo'));
    },
    shown: inList('.jump .count'),
  },
  'a launcher with its preview': {
    attributes: { layout: 'launcher' },
    after: async (at, fake) => {
      await expect.poll(() => launcher(at)?.querySelector('.launcher')).toBeTruthy();
      fake.receipts.set({ ...fake.receipts.get(), unread: 3 });
      fake.arrive(message(luis, '¿Me oyes?'));
    },
    shown: (at) => launcher(at)?.querySelector('.preview'),
  },
  'an open launcher': {
    attributes: { layout: 'launcher', open: '' },
    shown: (at) => launcher(at)?.querySelector('.launcher[aria-expanded=true]'),
  },
  'a panel of the page': {
    attributes: { layout: 'panel', open: '' },
    shown: ({ element }) => element.hasAttribute('shaped'),
  },
};

describe.each(inTurn('colour schemes of the moments', ['light', 'dark'] as const))('%s', (scheme) => {
  test.each(Object.entries(moments))('%s', async (_, { make, attributes = {}, after, shown }) => {
    sessionStorage.clear();
    const fake = make?.() ?? fakeChat([message(luis, 'hola')]);
    const mounted = await mount(fake, { width: 320, scheme, attributes });
    await after?.(mounted, fake);
    await expect.poll(() => shown(mounted)).toBeTruthy();
    expect(await faults()).toEqual([]);
    sessionStorage.clear();
  });
});
