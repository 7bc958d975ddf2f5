// How often a client reports its read marker: the more users are in a room, the more rarely.
import type { Input } from '@chat/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyCore, readMarkerOf, type RoomCore } from '../src/room/room-state.ts';
import type { RoomContext } from '../src/room/room-context.ts';
import { createReadReporter } from '../src/room/read-reporter.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const inRoomOf = (occupancy: number, random = 0.5) => {
  let core: RoomCore = {
    ...emptyCore,
    since: { epoch: 'e', rev: 1 },
    memberList: { ...emptyCore.memberList, occupancy },
    reportedMarker: readMarkerOf('e', 0, 3),
    readSeq: 3,
  };
  const said: number[] = [];
  const callNow = async (_name: string, input: object) => {
    const { seq } = input as Input<'receipt:read'>;
    said.push(seq);
    return { seq, turn: 0, unread: 0, unreadMentions: 0 };
  };
  const sync = {
    get core() {
      return core;
    },
    status: 'joined',
    wanted: true,
    change: (next: (core: RoomCore) => RoomCore) => (core = next(core)),
  };
  const context = { roomId: 'r', callNow, call: callNow, sync, self: () => 'me', random: () => random };
  const saying = createReadReporter(context as unknown as RoomContext);
  const read = (seq: number) => {
    core = { ...core, readSeq: seq };
    saying.schedule();
  };
  return { read, said, saying };
};

const readFor = async (seconds: number, read: (seq: number) => void) => {
  for (let turn = 0; turn < seconds * 10; turn++) {
    read(10 + turn);
    await vi.advanceTimersByTimeAsync(100);
  }
};

test('in a small room a read marker is reported within 300 ms', async () => {
  const { read, said } = inRoomOf(60);
  read(4);
  await vi.advanceTimersByTimeAsync(299);
  expect(said).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(said).toEqual([4]);
});

test('5,000 constant readers send about 200 reports a second in total', async () => {
  const { read, said } = inRoomOf(5_000);
  await readFor(100, read);
  expect(said).toHaveLength(4);
});

test('users who read a message at the same moment report it at different times', async () => {
  const early = inRoomOf(2_000, 0);
  const late = inRoomOf(2_000, 0.9);
  for (const { read } of [early, late]) read(4);
  await vi.advanceTimersByTimeAsync(5_000);
  expect([early.said, late.said]).toEqual([[4], []]);
  await vi.advanceTimersByTimeAsync(9_000);
  expect(late.said).toEqual([4]);
});

test('leaving reports the latest read marker at once', async () => {
  const { read, said, saying } = inRoomOf(5_000);
  saying.live();
  read(4);
  read(9);
  saying.flush();
  expect(said).toEqual([9]);
});
