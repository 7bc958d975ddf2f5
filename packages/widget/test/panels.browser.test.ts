// What opens beside the messages, as axe sees it, in light and dark, on a small phone.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { openPanel } from '../src/panel-state.ts';
import { ana, fakeChat, ines, luis, message, type FakeChat } from './fixtures/fake-client.ts';
import { mount, still, type Mounted } from './fixtures/mount.ts';

const conversation = (): FakeChat => {
  const root = message(luis, '¿Cuándo quedamos?', {
    thread: { replies: 1, lastReplyAt: Date.now(), participants: [ana, ines] },
    pinnedAt: 1,
  });
  const reply = message(ines, 'El martes', { threadId: root.id });
  const fake = fakeChat([root, message(ana, 'Hola a todos')]);
  fake.thread.set({ items: [reply], gaps: [], hasOlder: false, loaded: true, root });
  fake.pins.set({ items: [root, message(ana, 'Mañana', { pinnedAt: 2 })], loaded: true });
  const files = ['acta.pdf', 'notas.txt'].map((name) => ({
    fileId: name,
    name,
    type: 'text/plain',
    size: 12_345,
    roomId: 'cita-42',
    kind: 'document',
    uploadedBy: ana.id,
    uploadedAt: Date.now(),
  }));
  Object.assign(fake.room, {
    search: async () => ({
      hits: [{ message: root, marks: [{ start: 1, end: 7 }] }],
      hasMore: false,
      total: 1,
      exact: true,
    }),
    files: { list: async () => ({ files, hasMore: false }) },
  });
  return fake;
};

const inside = (mounted: Mounted, tag: string): ShadowRoot | null | undefined =>
  mounted.find(tag)?.shadowRoot;

const panels: Record<string, { open(mounted: Mounted): void; shown(mounted: Mounted): unknown }> = {
  search: {
    open: ({ element }) => openPanel(element, 'search'),
    shown: (mounted) => {
      const field = inside(mounted, 'chat-search')?.querySelector('input');
      if (field && !field.value) {
        field.value = 'quedamos';
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
      return inside(mounted, 'chat-search')?.querySelector('.hit');
    },
  },
  thread: {
    open: ({ element, rows }) => openPanel(element, 'threads', rows()[0]?.dataset.message),
    shown: (mounted) =>
      inside(mounted, 'chat-thread')?.querySelector('chat-messages')?.shadowRoot?.querySelector('.said'),
  },
  pins: {
    open: ({ element }) => openPanel(element, 'pins'),
    shown: (mounted) => inside(mounted, 'chat-pins')?.querySelector('li, .pin, button'),
  },
  files: {
    open: ({ element }) => openPanel(element, 'files'),
    shown: (mounted) => inside(mounted, 'chat-files')?.querySelector('.open'),
  },
  emoji: {
    open: ({ composer }) => composer.renderRoot.querySelector<HTMLElement>('.tool')?.click(),
    shown: ({ composer }) =>
      composer.renderRoot.querySelector('chat-emoji-picker')?.shadowRoot?.querySelector('.emoji'),
  },
};

const looks = (['light', 'dark'] as const).flatMap((scheme) =>
  Object.entries(panels).map(([name, panel]) => ({ name, scheme, panel })),
);

test.each(looks)('$name, $scheme', async ({ name, scheme, panel }) => {
  const mounted = await mount(conversation(), { width: 320, scheme });
  panel.open(mounted);
  await expect.poll(() => panel.shown(mounted), { timeout: 8_000 }).toBeTruthy();
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/panel-${name}-${scheme}.png` });
  const { violations } = await axe.run(mounted.element);
  expect(
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => [id, target, failureSummary]),
    ),
  ).toEqual([]);
});
