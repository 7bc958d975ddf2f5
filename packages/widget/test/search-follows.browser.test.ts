// Search results follow the timeline.
import type { MessageItem, RoomList, SearchQuestion } from '@chat/client';
import type { Message, RoomSummary, SearchHit, SearchPage } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import '../src/features/search/chat-search.ts';
import type { ChatSearch } from '../src/features/search/chat-search.ts';
import { fakeChat, luis, message, minutes, room, type FakeChat } from './fixtures/fake-client.ts';
import { mount, still } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';

const hitOf = (found: Message): SearchHit => {
  const start = found.text.indexOf('aguja');
  return { message: found, marks: start < 0 ? [] : [{ start, end: start + 5 }] };
};

/** A server that finds what its messages say now. */
const finding = (stored: Map<string, Message>) => {
  const asked: SearchQuestion[] = [];
  const search = async (question: string | SearchQuestion): Promise<SearchPage> => {
    asked.push(question as SearchQuestion);
    const hits = [...stored.values()].filter(({ text }) => text.includes('aguja')).map(hitOf);
    return { hits, hasMore: false };
  };
  return { asked, search };
};

const open = async (fake: FakeChat) => {
  const mounted = await mount(fake, { width: 900 });
  const toggle = async () => {
    mounted.find('[aria-label=Buscar]')!.click();
    await still();
  };
  await toggle();
  const panel = () => (mounted.find('chat-search') as ChatSearch).renderRoot as ShadowRoot;
  const hits = () => [...panel().querySelectorAll<HTMLElement>('.hit')];
  const said = () => hits().map((hit) => hit.querySelector<HTMLElement>('.excerpt')?.innerText);
  return { ...mounted, toggle, panel, hits, said };
};

const tell = (fake: FakeChat, stored: Map<string, Message>, now: Message): void => {
  stored.set(now.id, now);
  const about = { roomId: now.roomId, rev: now.rev, message: now, by: luis.id };
  if (now.deletedAt === undefined) fake.tell({ type: 'message:updated', change: 'edit', ...about });
  else fake.tell({ type: 'message:deleted', ...about });
};

test('deleted messages leave the results, edited ones show their current text, expired ones are gone', async () => {
  const items = [
    message(luis, 'la primera aguja', { createdAt: Date.now() - minutes(90) }),
    message(luis, 'otra aguja'),
    message(luis, 'una aguja más'),
    message(luis, 'aguja y dedal'),
  ];
  const [first, second, third, fourth] = items as [MessageItem, MessageItem, MessageItem, MessageItem];
  const stored = new Map<string, Message>(items.map((item) => [item.id, item]));
  const fake = fakeChat(items);
  const { asked, search } = finding(stored);
  Object.assign(fake.room, { search });
  const { said, hits, panel } = await open(fake);
  // In one go: it is asked for after a pause between two keys.
  await userEvent.fill(panel().querySelector('input[type=search]')!, 'aguja');
  await expect.poll(() => hits().length).toBe(4);

  // By keyboard one goes on where the hit stood.
  hits()[1]?.focus();
  tell(fake, stored, { ...second, rev: second.rev + 1, text: '', deletedAt: Date.now() });
  await still();
  expect(said()).toEqual(['la primera aguja', 'una aguja más', 'aguja y dedal']);
  expect(panel().activeElement).toBe(hits()[1]);

  tell(fake, stored, { ...fourth, rev: fourth.rev + 2, text: 'aguja, dedal e hilo', editedAt: Date.now() });
  await still();
  expect(said().at(-1)).toBe('aguja, dedal e hilo');
  await expect.poll(() => hits().at(-1)?.querySelector('mark')?.textContent).toBe('aguja');
  // A hit that no longer matches shows no old text, and disappears.
  tell(fake, stored, { ...third, rev: third.rev + 3, text: 'ya no', editedAt: Date.now() });
  await still();
  expect(said()).not.toContain('una aguja más');
  await expect.poll(said).toEqual(['la primera aguja', 'aguja, dedal e hilo']);

  stored.delete(first.id);
  fake.tell({ type: 'message:expired', roomId: 'cita-42', before: Date.now() - minutes(60) });
  await still();
  expect(said()).toEqual(['aguja, dedal e hilo']);
  expect(asked.every(({ q }) => q === 'aguja')).toBe(true);
});

test('results that changed while the panel was closed, or the connection was lost, are updated', async () => {
  const items = [message(luis, 'una aguja'), message(luis, 'dos agujas')];
  const [one, two] = items as [MessageItem, MessageItem];
  const stored = new Map<string, Message>(items.map((item) => [item.id, item]));
  const fake = fakeChat(items);
  Object.assign(fake.room, finding(stored));
  const { said, toggle } = await open(fake);
  await userEvent.keyboard('aguja');
  await expect.poll(() => said().length).toBe(2);
  await toggle();
  tell(fake, stored, { ...one, rev: one.rev + 1, text: '', deletedAt: Date.now() });
  await toggle();
  expect(said()).toEqual(['dos agujas']);

  fake.status('reconnecting');
  stored.delete(two.id);
  fake.status('online');
  await expect.poll(said).toEqual([]);
});

test('a change in the list of rooms runs the search again for rooms that are not open', async () => {
  const items = ['una aguja', 'dos agujas'].map((text) => message(luis, text, { roomId: 'obras' }));
  const stored = new Map<string, Message>(items.map((item) => [item.id, item]));
  const fake = fakeChat([message(luis, 'nada')]);
  const summary = (): RoomSummary => ({
    room: room({ id: 'obras', title: 'Obras' }),
    unread: 0,
    unreadMentions: 0,
    activeAt: 0,
    occupancy: 0,
  });
  const list = vary<ReturnType<RoomList['get']>>({ items: [summary()], hasMore: false, loaded: true });
  const elsewhere = {
    ...fake.room,
    id: 'obras',
    state: vary({ ...fake.state.get(), status: 'idle' as const }),
  };
  Object.assign(fake.client, {
    rooms: { ...fake.client.rooms, ...list },
    room: (id: string) => (id === 'obras' ? elsewhere : fake.room),
    ...finding(stored),
  });
  const { said, panel, toggle } = await open(fake);
  panel().querySelectorAll<HTMLElement>('.scope input')[1]?.click();
  panel().querySelector<HTMLInputElement>('input[type=search]')?.focus();
  await userEvent.keyboard('aguja');
  await expect.poll(() => said().length).toBe(2);
  stored.delete(items[0]!.id);
  list.set({ ...list.get(), items: [summary()] });
  await expect.poll(said).toEqual(['dos agujas']);

  // Nobody sees it: it is not shown to whoever opens it again before it was looked for.
  await toggle();
  stored.delete(items[1]!.id);
  list.set({ ...list.get(), items: [summary()] });
  await toggle();
  expect(said()).toEqual([]);
});
