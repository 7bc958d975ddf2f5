import type { Call, EventOf } from '@chat/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { scheduled } from '../src/features/personal/scheduled.ts';
import type { RoomContext } from '../src/room/room-context.ts';
import { eventually, withServer } from './with-server.ts';

const hour = 3_600_000;

test('my scheduled messages are the same on all pages, also after a reconnect', async () => {
  const rig = await withServer({ authenticate: ({ name = '' }) => ({ id: name, name }) });
  onTestFinished(rig.close);
  const room = rig.client({ name: 'Ana' }).room('r');
  await room.join();
  const at = Date.now() + hour;
  const texts = () => room.scheduled.get().items.map(({ text }) => text);
  const late = await room.scheduled.schedule({ text: 'luego' }, at + hour);
  expect(room.scheduled.get()).toEqual({ items: [], loaded: false });
  await room.scheduled.load();
  expect(room.scheduled.get()).toEqual({ items: [late], loaded: true });
  let changes = 0;
  onTestFinished(room.scheduled.subscribe(() => (changes += 1)));
  const early = await room.scheduled.schedule({ text: 'antes' }, at);
  expect(texts()).toEqual(['antes', 'luego']);
  expect(changes).toBeGreaterThan(0);
  // As another page of hers does it.
  const elsewhere = rig.client({ name: 'Ana' });
  await elsewhere.call('message:editScheduled', { roomId: 'r', messageId: late.id, text: 'LUEGO' });
  await eventually(() => expect(texts()).toEqual(['antes', 'LUEGO']));
  await elsewhere.call('message:editScheduled', { roomId: 'r', messageId: late.id, sendAt: at - hour / 2 });
  await eventually(() => expect(texts()).toEqual(['LUEGO', 'antes']));
  await room.scheduled.cancel(early.id);
  expect(texts()).toEqual(['LUEGO']);
  await room.scheduled.sendNow(late.id);
  await eventually(() => {
    expect(texts()).toEqual([]);
    expect(room.messages.get().items.map(({ text }) => text)).toEqual(['LUEGO']);
  });
  await expect(room.scheduled.cancel(late.id)).rejects.toMatchObject({ reason: 'already_sent' });
});

test('a retry with the same id schedules one message', async () => {
  const rig = await withServer();
  onTestFinished(rig.close);
  const room = rig.client({ name: 'Ana' }).room('r');
  await room.join();
  const id = crypto.randomUUID();
  const at = Date.now() + hour;
  for (const _ of [1, 2]) await room.scheduled.schedule({ id, text: 'uno' }, at);
  await room.scheduled.load();
  expect(room.scheduled.get().items.map(({ text }) => text)).toEqual(['uno']);
});

test('a message that was sent before its command was answered leaves the list', async () => {
  const message = { id: 'm', roomId: 'r', text: 'uno', sendAt: 2, createdAt: 1, mentions: [] };
  let changed = (_event: EventOf<'scheduled:changed'>): void => {};
  let answer = (): void => {};
  const call = ((command: string) =>
    command === 'message:editScheduled'
      ? new Promise((resolve) => (answer = () => resolve(message)))
      : Promise.resolve({ scheduled: [message], hasMore: false })) as unknown as Call;
  const on = (_type: string, listener: typeof changed) => {
    changed = listener;
    return () => {};
  };
  const context = { roomId: 'r', call, newId: () => 'm', now: () => 2 } as unknown as RoomContext;
  const { api } = scheduled(context, on as unknown as Parameters<typeof scheduled>[1], () => {});
  await api.load();
  const sending = api.sendNow('m');
  changed({
    type: 'scheduled:changed',
    roomId: 'r',
    messageId: 'm',
    scheduled: null,
  });
  answer();
  await sending;
  expect(api.get().items).toEqual([]);
});
