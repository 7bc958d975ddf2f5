// axe checks of the panels next to the messages, in light and dark, on a small phone.
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { capabilities } from '@chat/protocol';
import { ana, fakeChat, ines, luis, member, message, room, type FakeChat } from './fixtures/fake-client.ts';
import { faults } from './fixtures/faults.ts';
import { inTurn } from './fixtures/in-turn.ts';
import { mount, still, type Mounted } from './fixtures/mount.ts';

const conversation = (): FakeChat => {
  const root = message(luis, '¿Cuándo quedamos?', {
    editedAt: Date.now(),
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
  keepOrder(fake, root.id);
  return fake;
};

/** Ana owns the room, and there is something of everything to look after. */
const keepOrder = (fake: FakeChat, messageId: string): void => {
  const state = fake.state.get();
  const can = capabilities(room(), { role: 'owner' }, 0);
  fake.state.set({ ...state, me: member(ana, { role: 'owner' }), can });
  const at = Date.now();
  const reported = {
    roomId: 'cita-42',
    messageId,
    rev: 9,
    author: { id: luis.id, name: luis.name },
    text: 'Gane dinero',
    complaints: [{ by: { id: ines.id, name: ines.name }, at, reason: 'Publicidad' }],
  };
  const entry = { roomId: 'cita-42', rev: 9, at, act: 'member:ban', by: ana, user: luis };
  Object.assign(fake.room, {
    reports: { ...fake.room.reports, get: () => ({ items: [reported], hasMore: false, loaded: true }) },
    audit: { list: async () => ({ entries: [entry], hasMore: true }) },
  });
  Object.assign(fake.room.members, { bans: async () => ({ bans: [{ user: luis, at }] }) });
  Object.assign(fake.client, {
    users: {
      get: async (id?: string) => ({
        user: id === luis.id ? luis : ana,
        status: 'busy',
        statusText: 'En una llamada',
        about: 'Atiendo citas',
        fields: [{ name: 'oficina', label: 'Oficina', value: 'Calle Mayor, 3' }],
      }),
    },
  });
  fake.versions = [{ rev: 1, text: '¿Quedamos?', at }];
};

const inside = (mounted: Mounted, tag: string): ShadowRoot | null | undefined =>
  mounted.find(tag)?.shadowRoot;

/** A dialog opened from a message, wherever it was put. */
const dialogIn = (root: ParentNode): Element | undefined =>
  [...root.querySelectorAll('*')].flatMap(
    ({ shadowRoot }) => shadowRoot?.querySelector('dialog[open]') ?? [],
  )[0];

/** From the menu of the first message. */
const choose = async ({ rows, messages }: Mounted, name: string): Promise<void> => {
  rows()[0]?.querySelector<HTMLElement>('.more')?.click();
  const inMenu = (selector: string) =>
    messages.renderRoot
      .querySelector('chat-message-menu')
      ?.shadowRoot?.querySelector<HTMLElement>(`.menu:popover-open ${selector}`);
  const entry = () => {
    inMenu('.more')?.click();
    return inMenu(`.${name}`);
  };
  await expect.poll(entry).toBeTruthy();
  entry()?.click();
};

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
      inside(mounted, 'chat-thread')
        ?.querySelector('chat-messages')
        ?.shadowRoot?.querySelector('.message-body'),
  },
  pins: {
    open: ({ element }) => openPanel(element, 'pins'),
    shown: (mounted) => inside(mounted, 'chat-pins')?.querySelector('li, .pin, button'),
  },
  files: {
    open: ({ element }) => openPanel(element, 'files'),
    shown: (mounted) => inside(mounted, 'chat-files')?.querySelector('.open'),
  },
  people: {
    open: ({ element }) => openPanel(element, 'members'),
    shown: (mounted) => inside(mounted, 'chat-members')?.querySelector('.person'),
  },
  profile: {
    open: ({ element }) => openPanel(element, 'members'),
    shown: (mounted) => {
      const card = inside(mounted, 'chat-members')?.querySelector('chat-profile');
      const [, other] = inside(mounted, 'chat-members')?.querySelectorAll<HTMLElement>('.person') ?? [];
      if (!card) other?.click();
      return card?.shadowRoot?.querySelector('.about');
    },
  },
  readers: {
    open: ({ element, rows }) => openPanel(element, 'receipts', rows().at(-1)?.dataset['message']),
    shown: (mounted) => mounted.find('.readers, .nobody-read'),
  },
  notifications: {
    open: ({ element }) => openPanel(element, 'notifications'),
    shown: (mounted) => inside(mounted, 'chat-notification-settings')?.querySelector('input'),
  },
  ...Object.fromEntries(
    Object.entries({
      reports: '.card',
      settings: 'form',
      banned: '.people li',
      audit: '.history li',
    }).map(([tab, wanted]) => [
      tab,
      {
        open: ({ element }: Mounted) => void openPanel(element, 'moderation'),
        shown: (mounted: Mounted) => {
          const inner = inside(mounted, 'chat-moderation');
          const button = inner?.querySelector<HTMLElement>(`#tab-${tab}`);
          if (button?.getAttribute('aria-selected') === 'false') button.click();
          return inner?.querySelector(wanted);
        },
      },
    ]),
  ),
  report: {
    open: (mounted) => void choose(mounted, 'report'),
    shown: ({ messages }) => dialogIn(messages.renderRoot),
  },
  versions: {
    open: (mounted) => void choose(mounted, 'versions'),
    shown: ({ messages }) => dialogIn(messages.renderRoot),
  },
  emoji: {
    open: ({ composer }) => composer.renderRoot.querySelector<HTMLElement>('.tool')?.click(),
    shown: ({ composer }) =>
      composer.renderRoot.querySelector('chat-emoji-picker')?.shadowRoot?.querySelector('.emoji'),
  },
};

const looks = inTurn('colour schemes of the panels', ['light', 'dark'] as const).flatMap((scheme) =>
  Object.entries(panels).map(([name, panel]) => ({ name, scheme, panel })),
);

test.each(looks)('$name, $scheme', async ({ name, scheme, panel }) => {
  const mounted = await mount(conversation(), { width: 320, scheme });
  panel.open(mounted);
  await expect.poll(() => panel.shown(mounted)).toBeTruthy();
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/panel-${name}-${scheme}.png` });
  expect(await faults()).toEqual([]);
});

test('a menu that comes late does not open once the user has gone on', async () => {
  const fake = fakeChat();
  const { element, find } = await mount(fake, { width: 320 });
  await expect.poll(() => find('.more-tools')).toBeTruthy();
  const more = find('.more-tools')!;
  const opened = () =>
    element.renderRoot.querySelector('chat-message-menu')?.shadowRoot?.querySelector(':popover-open');
  more.focus();
  more.click();
  element.focusComposer();
  await import('../src/room/tools-menu.ts');
  await still();
  expect(opened()).toBeFalsy();
  more.click();
  await expect.poll(opened).toBeTruthy();
});
