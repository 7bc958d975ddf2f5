// Names made of a glyph that is wider and higher than any: the font is the test's own, so nothing hangs on what a machine has.
import type { RoomSummaries } from '@chat/client';
import type { RoomSummary, User } from '@chat/protocol';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { page } from 'vitest/browser';
import { wideFont, wideSign } from '../../../test/hostile/wide-font.ts';
import { openPanel } from '../src/core/open-panel.ts';
import { ana, fakeChat, luis, message, room } from './fixtures/fake-client.ts';
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
      // What clips it, within what shows it.
      const clips = (at: HTMLElement | null): HTMLElement =>
        at === null ? each : getComputedStyle(at).overflowX !== 'visible' ? at : clips(at.parentElement);
      const clip = clips(each);
      const lineHeight = parseFloat(getComputedStyle(each).lineHeight) || 24;
      const { height, width } = clip.getBoundingClientRect();
      const circle = each.closest('.avatar')?.getBoundingClientRect().width ?? Infinity;
      if (width > circle + 1) return [`initials ${width} px wide`];
      return height > 3 * lineHeight + 8 ? [`${clip.localName}.${clip.className} ${Math.round(height)}`] : [];
    });

test.each([320, 700])(
  'in the list of rooms names and invitations keep to their lines, %i px',
  async (width) => {
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
  },
);

test.each([320, 900])('in a room names keep to their lines, %i px', async (width) => {
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
