import { describe, expect, test } from 'vitest';
import { ChatError } from '@chat/protocol';
import { conversation, pending } from './fixtures/conversation.ts';
import { ana, fakeChat, luis, member, room, type FakeChat, receiptState } from './fixtures/fake-client.ts';
import { faults } from './fixtures/faults.ts';
import { inTurn } from './fixtures/in-turn.ts';
import { mount, type Mounted } from './fixtures/mount.ts';

const silenced = (fake: FakeChat, more: object): FakeChat => {
  const state = fake.state.get();
  fake.state.set({ ...state, can: { ...state.can!, 'message:send': false }, ...more });
  return fake;
};

interface State {
  make: () => FakeChat | null;
  after?: (mounted: Mounted, fake: FakeChat) => Promise<void> | void;
}

const states: Record<string, State> = {
  'name form': { make: () => null },
  conversation: { make: () => fakeChat([...conversation(), ...pending()]) },
  empty: { make: () => fakeChat() },
  loading: {
    make: () => {
      const fake = fakeChat();
      fake.messages.set({ items: [], gaps: [], hasOlder: false, loaded: false });
      return fake;
    },
  },
  'unread, gap and typing': {
    make: () => {
      const items = conversation();
      const fake = fakeChat(items);
      fake.receipts.set(
        receiptState({
          readSeq: items[9]!.seq,
          unread: 4,
        }),
      );
      fake.messages.set({ ...fake.messages.get(), gaps: [{ after: items[4]!.seq, before: items[5]!.seq }] });
      fake.typing.set({ users: [luis], count: 1 });
      return fake;
    },
  },
  muted: {
    make: () => silenced(fakeChat(conversation()), { me: member(ana, { mutedUntil: Date.now() + 60_000 }) }),
  },
  ended: { make: () => silenced(fakeChat(conversation()), { room: room({ phase: 'ended' }) }) },
  refused: {
    make: () => {
      const fake = fakeChat();
      const error = new ChatError('forbidden', 'full', { reason: 'room_full' });
      fake.state.set({ ...fake.state.get(), status: 'left', error });
      return fake;
    },
  },
  reconnecting: {
    make: () => fakeChat(conversation()),
    after: async ({ find }, fake) => {
      fake.status('reconnecting');
      await expect.poll(() => find('.note')).not.toBeNull();
    },
  },
  people: {
    make: () => fakeChat(conversation()),
    after: ({ find }) => find('.people')!.click(),
  },
  menu: {
    make: () => fakeChat(conversation()),
    after: ({ rows }) => rows().at(-1)!.querySelector<HTMLElement>('.more')!.click(),
  },
  editing: {
    make: () => fakeChat(conversation()),
    after: ({ composer }, fake) => composer.edit(fake.messages.get().items.at(-1)!),
  },
};

const looks = [
  { scheme: 'light', lang: 'es', width: 320 },
  { scheme: 'light', lang: 'en', width: 800 },
  { scheme: 'dark', lang: 'es', width: 800 },
  { scheme: 'dark', lang: 'en', width: 320 },
] as const;

describe.each(inTurn('looks of the states', looks))('$scheme, $lang, $width px', (look) => {
  test.each(Object.entries(states))(
    '%s has no accessibility violations and fits',
    async (_, { make, after }) => {
      sessionStorage.clear();
      const fake = make();
      const mounted = await mount(fake, look);
      if (fake) await after?.(mounted, fake);
      expect(await faults()).toEqual([]);
      expect(mounted.element.scrollWidth).toBeLessThanOrEqual(look.width);
      const { scrollWidth = 0, clientWidth = 0 } = mounted.find('chat-messages') ? mounted.scroller() : {};
      expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    },
  );
});
