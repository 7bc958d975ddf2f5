// Names in a glyph that is wider and taller than any other. The test brings its own font, so the fonts of the
// machine do not matter.
import { ChatError, type ReportQueue, type RoomSummaries } from '@chat/client';
import { capabilities, type AuditEntry, type Report, type RoomSummary, type User } from '@chat/protocol';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { wideFont, wideSign } from '../../../test/hostile/wide-font.ts';
import { openPanel } from '../src/core/open-panel.ts';
import { language } from '../src/i18n/language.ts';
import { openErase } from '../src/ui/erase-dialog.ts';
import { ana, fakeChat, luis, member, message, receiptState, room } from './fixtures/fake-client.ts';
import { inTurn } from './fixtures/in-turn.ts';
import { mount, still } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const face = new FontFace('Wide', wideFont(), { unicodeRange: 'U+1242B' });
beforeAll(async () => {
  document.fonts.add(await face.load());
  document.documentElement.style.setProperty('--chat-font', 'Wide, sans-serif');
  document.documentElement.style.fontFamily = 'Wide, sans-serif';
});
afterAll(() => {
  document.fonts.delete(face);
  document.documentElement.style.removeProperty('--chat-font');
  document.documentElement.style.removeProperty('font-family');
});

const wide: User = { id: 'u-wide', name: wideSign.repeat(80) };

const below = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('*')].flatMap((each) => [
    each,
    ...(each.shadowRoot ? below(each.shadowRoot) : []),
  ]);

/** Elements that show the sign in more than three lines, or let it out of themselves, by their class. */
const spilled = (root: HTMLElement): string[] =>
  below(root.shadowRoot!)
    .filter((each) =>
      [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent?.includes(wideSign)),
    )
    .filter(
      (each) =>
        each.checkVisibility() &&
        !each.closest('.message-body, .excerpt, .status-text, .hint, .visually-hidden'),
    )
    .flatMap((each) => {
      // The clipping ancestor, within the visible one.
      const clips = (at: HTMLElement | null): HTMLElement =>
        at === null ? each : getComputedStyle(at).overflowX !== 'visible' ? at : clips(at.parentElement);
      const clip = clips(each);
      const lineHeight = parseFloat(getComputedStyle(each).lineHeight) || 24;
      const { height, width } = clip.getBoundingClientRect();
      const circle = each.closest('.avatar')?.getBoundingClientRect().width ?? Infinity;
      if (width > circle + 1) return [`initials ${width} px wide`];
      return height > 3 * lineHeight + 8 ? [`${clip.localName}.${clip.className} ${Math.round(height)}`] : [];
    });

test.each([320, 700])('names and invitations stay in their lines in the room list, %i px', async (width) => {
  const summary = (id: string, more: Partial<RoomSummary>): RoomSummary => ({
    room: room({ id, type: 'private', title: wide.name }),
    unread: 0,
    unreadMentions: 0,
    activeAt: Date.now(),
    ...more,
  });
  const items = [
    summary('a', { invitation: { by: wide, at: 0, members: 3 } }),
    summary('b', { lastMessage: message(wide, wide.name) }),
    summary('c', {
      room: room({ id: 'c', type: 'direct', title: '' }),
      peer: { user: wide, status: 'online' },
    }),
  ];
  const fake = fakeChat();
  Object.assign(fake.client, {
    rooms: { ...vary<RoomSummaries>({ items, hasMore: false, loaded: true }), load: async () => {} },
  });
  await import('../src/rooms/chat-rooms.ts');
  const element = document.createElement('chat-rooms');
  element.style.inlineSize = `${width}px`;
  element.client = fake.client;
  document.body.append(element);
  onTestFinished(() => element.remove());
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/wide-rooms-${width}.png` });
  const height = (selector: string) =>
    element.shadowRoot!.querySelector(selector)!.getBoundingClientRect().height;
  expect(height('.invitation')).toBeLessThan(150);
  expect(height('.room')).toBeLessThan(90);
  expect(spilled(element)).toEqual([]);
});

test.each([320, 900])('names stay in their lines in a room, %i px', async (width) => {
  const said = message(wide, 'hola');
  const fake = fakeChat(
    [
      said,
      message(ana, 'vale', { replyTo: said.id }),
      message(wide, 'entre nosotros', { to: [ana.id, wide.id] }),
    ],
    [ana, luis, wide],
  );
  fake.state.set({ ...fake.state.get(), room: room({ title: wide.name }) });
  fake.pins.set({ items: [said], loaded: true });
  fake.typing.set({ users: [wide], count: 1 });
  const mounted = await mount(fake, { width });
  mounted.composer.compose('private', { to: [wide.id] });
  mounted.composer.compose('replies', said);
  await expect.poll(() => mounted.composer.renderRoot.querySelector('.private-chip')).not.toBeNull();
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/wide-room-${width}.png` });
  expect(spilled(mounted.element)).toEqual([]);
  const author = mounted.messages.renderRoot.querySelector('.author')!;
  expect(author.getBoundingClientRect().height).toBeLessThan(50);
  openPanel(mounted.element, 'members');
  await expect
    .poll(() => mounted.find('chat-members')?.shadowRoot?.querySelectorAll('.member').length)
    .toBe(3);
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/wide-members-${width}.png` });
  expect(spilled(mounted.element)).toEqual([]);
});

/** A room of mine: each part of its moderation names the same user. */
const moderated = () => {
  const said = message(wide, 'hola', { reactions: [{ emoji: '👍', count: 2, by: [wide.id, ana.id] }] });
  const mine = message(ana, 'vale');
  const fake = fakeChat([said, mine], [ana, luis, wide]);
  const can = capabilities(room(), { role: 'owner' }, 0);
  fake.state.set({
    ...fake.state.get(),
    room: room({ title: wide.name }),
    me: member(ana, { role: 'owner' }),
    can,
  });
  fake.receipts.set(
    receiptState({ others: { [wide.id]: { seq: mine.seq, delivered: mine.seq, at: Date.now() } } }),
  );
  const report: Report = {
    roomId: 'cita-42',
    messageId: said.id,
    rev: 1,
    author: wide,
    text: said.text,
    message: said,
    complaints: [{ by: wide, at: Date.now(), reason: 'Spam' }],
  };
  const queue = vary<ReportQueue>({ items: [report], hasMore: false, loaded: true });
  const entry: AuditEntry = {
    roomId: 'cita-42',
    rev: 1,
    at: Date.now(),
    act: 'member:ban',
    by: wide,
    user: wide,
  };
  const [mute, bans] = [async () => {}, async () => ({ bans: [{ user: wide }] })];
  Object.assign(fake.room, {
    reports: { ...fake.room.reports, ...queue },
    audit: { list: async () => ({ entries: [entry], hasMore: false }) },
    members: { ...fake.room.members, mute, bans },
    reactions: { ...fake.room.reactions, list: async () => ({ users: [wide, ana], hasMore: false }) },
  });
  Object.assign(fake.client, {
    users: { get: async () => ({ user: wide, status: 'busy' }) },
  });
  return fake;
};

/** The title of everything that shows the sign, or of what it stands in. */
const untitled = (root: HTMLElement): string[] =>
  below(root.shadowRoot!)
    .filter((each) =>
      [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent?.includes(wideSign)),
    )
    .filter((each) => each.checkVisibility() && !each.closest('.avatar, .visually-hidden, option'))
    .filter((each) => !each.closest('[title]')?.getAttribute('title')?.includes(wide.name))
    .map((each) => `${each.localName}.${each.className}`);

test.each(inTurn('widths of dialogs with wide names', [320, 900]))(
  'names stay in their lines in dialogs, panels and menus, %i px',
  async (width) => {
    const fake = moderated();
    const { element, find, messages, rows } = await mount(fake, { width, height: 640 });
    const faults: string[] = [];
    const look = async (what: string): Promise<void> => {
      await still();
      await page.screenshot({ path: `../../../node_modules/.shots/wide-${what}-${width}.png` });
      faults.push(...[...spilled(element), ...untitled(element)].map((each) => `${what}: ${each}`));
    };
    const shadow = async (root: ParentNode | null | undefined, selector: string): Promise<ShadowRoot> => {
      await expect
        .poll(() => root?.querySelector(selector)?.shadowRoot?.childElementCount)
        .toBeGreaterThan(0);
      return root!.querySelector(selector)!.shadowRoot!;
    };
    const close = async (dialog: ShadowRoot): Promise<void> => {
      dialog.querySelector('dialog')!.close();
      await still();
    };
    const list = messages.renderRoot as ShadowRoot;
    const choose = async (at: number, name: string): Promise<void> => {
      rows()[at]!.querySelector<HTMLElement>('.more')!.click();
      const inMenu = (selector: string) =>
        list
          .querySelector('chat-message-menu')
          ?.shadowRoot?.querySelector<HTMLElement>(`:popover-open ${selector}`);
      const entry = () => {
        inMenu('.more')?.click();
        return inMenu(`[role=menuitem].${name}`);
      };
      await expect.poll(entry).toBeTruthy();
      entry()!.click();
    };

    rows()[0]!.querySelector<HTMLElement>('.author')!.click();
    const profile = await shadow(list, 'chat-profile');
    await expect.poll(() => profile.querySelector('.state')).not.toBeNull();
    await look('profile');
    await close(profile);
    await choose(0, 'report');
    const report = await shadow(list, 'chat-report');
    await look('report');
    await close(report);
    await choose(0, 'reactions');
    const reactors = await shadow(list, 'chat-reactors');
    await expect.poll(() => reactors.querySelectorAll('li').length).toBe(2);
    await look('reactors');
    await close(reactors);
    await choose(1, 'receipts');
    await expect.poll(() => find('.readers li')).not.toBeNull();
    await look('receipts');

    openPanel(element, 'members');
    const members = await shadow(element.shadowRoot, 'chat-members');
    const person = () =>
      [...members.querySelectorAll('.member')].find((each) => each.textContent.includes(wideSign));
    await expect.poll(person).toBeTruthy();
    const menu = members.querySelector('chat-message-menu')!.shadowRoot!;
    const act = async (name: string, within = false): Promise<void> => {
      if (!within) person()!.querySelector<HTMLElement>('.icon-button')!.click();
      await expect.poll(() => menu.querySelector(`:popover-open .${name}`)).not.toBeNull();
      menu.querySelector<HTMLElement>(`.${name}`)!.click();
    };
    await act('mute');
    await act('mute10', true);
    await expect.poll(() => find('.note')).not.toBeNull();
    await look('note');
    await act('ban');
    await look('confirm');
    await userEvent.keyboard('{Escape}');

    openPanel(element, 'moderation');
    const moderation = await shadow(element.shadowRoot, 'chat-moderation');
    await expect.poll(() => moderation.querySelector('.card')).not.toBeNull();
    await look('reports');
    for (const [tab, shown] of [
      ['banned', '.people li'],
      ['audit', '.history li'],
    ]) {
      moderation.querySelector<HTMLElement>(`#tab-${tab}`)!.click();
      await expect.poll(() => moderation.querySelector(shown!)).not.toBeNull();
      await look(tab!);
    }

    openErase({ client: fake.client, language: language('es'), host: element }, wide);
    const erase = await shadow(element.shadowRoot, 'chat-erase');
    await look('erase');
    await close(erase);

    fake.state.set({
      ...fake.state.get(),
      status: 'left',
      error: new ChatError('forbidden', 'banned', { reason: 'banned' }),
    });
    await expect.poll(() => find('.refusal')).not.toBeNull();
    await look('refusal');
    expect(faults).toEqual([]);
  },
);
