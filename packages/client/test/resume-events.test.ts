import type { DurableEvent } from '@chat/protocol';
import { expect, test } from 'vitest';
import { eventsOf } from '../src/room/resume-events.ts';
import { applyEvent, applySnapshot, emptyCore, putStored, type RoomCore } from '../src/room/room-state.ts';
import { fakeRoom, rules } from './fake-server.ts';

const messageOf = (event: DurableEvent | null) => {
  if (event === null || !('message' in event)) throw new Error('an event without a message');
  return event.message;
};

test("a resume emits missed events, also if the response to the user's own send came first", () => {
  const server = fakeRoom(50, 50);
  const viewer = { user: server.me, now: 0, ...rules };
  let core: RoomCore = applySnapshot(emptyCore, server.join(null), viewer);
  core = applyEvent(core, server.send('other'), viewer);
  const missed = server.send('other');
  core = putStored(core, messageOf(server.send('me')), 'me');
  core = putStored(core, messageOf(server.edit(1)), 'me');
  expect(missed.type).toBe('message:created');
  const told = eventsOf(core, server.join(core.since)).map((event) => [
    event.type,
    'message' in event && event.message.seq,
  ]);
  expect(told).toEqual([
    ['message:created', 2],
    ['message:created', 3],
    ['message:updated', 1],
  ]);
});
