// Lists of a room are read again after an event or a reconnect. A read that fails for a moment is repeated.
import type { Call } from '@chat/protocol';
import { ChatError } from '@chat/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { approval } from '../src/features/approval.ts';
import { hands } from '../src/features/live/hands.ts';
import { questions } from '../src/features/live/questions.ts';
import { reports } from '../src/features/reports.ts';
import type { RoomContext } from '../src/room/room-context.ts';

const noEvents = () => () => {};
const noMessages = { items: [], show: () => {}, discard: () => {} };

const lists = {
  approval: (context: RoomContext) => approval(context, noMessages, noEvents, () => {}),
  hands: (context: RoomContext) => hands(context, noEvents, () => {}),
  questions: (context: RoomContext) => questions(context, noEvents, () => {}),
  reports: (context: RoomContext) =>
    reports(
      context,
      noEvents,
      () => {},
      async () => '',
    ),
};

test.each(Object.entries(lists))(
  '%s are read again until it succeeds or the room is closed',
  async (_, make) => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let isDown = false;
    let reads = 0;
    const call = (async () => {
      reads += 1;
      if (isDown) throw new ChatError('overloaded', 'busy');
      return { hands: [], questions: [], open: 0, reports: [], messages: [], count: 0, hasMore: false };
    }) as unknown as Call;
    const can = { 'message:moderate': true, 'report:resolve': true };
    const sync = { status: 'joined', core: { can, room: { hands: true } } };
    const feature = make({ roomId: 'r', call, sync, self: () => 'ana' } as unknown as RoomContext);
    const retried = async (): Promise<boolean> => {
      const before = reads;
      await vi.advanceTimersByTimeAsync(60_000);
      return reads > before;
    };
    if ('load' in feature.api) await feature.api.load();
    feature.live();
    expect(await retried()).toBe(false);
    isDown = true;
    feature.live();
    await vi.advanceTimersByTimeAsync(0);
    expect(await retried()).toBe(true);
    isDown = false;
    expect(await retried()).toBe(true);
    expect(await retried()).toBe(false);
    isDown = true;
    feature.live();
    await vi.advanceTimersByTimeAsync(0);
    feature.close();
    expect(await retried()).toBe(false);
  },
);
