import type { Room, User } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/storage/contract/change.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { ana, bo, createRoom, edit, remove, retitle, send } from '../../src/testing/sample.ts';

const root: User = { id: 'root', name: 'Root', role: 'admin' };
const end: Change = { kind: 'update-room', actor: ana, at: 3_000, patch: { phase: 'ended' } };

const inRoom = async (settings: Partial<Room>, ...changes: Change[]) => {
  const { timeline } = memoryStorage();
  await timeline.commit('r', [createRoom('r', settings)]);
  const committed = await timeline.commit('r', changes);
  const outcomes = committed.map((result) => {
    if (!result.ok) return result.error.reason ?? result.error.code;
    return result.known ? 'known' : result.event.type;
  });
  return { timeline, committed, outcomes };
};

describe('messages', () => {
  test('are edited by their author, and deleted by their author or a moderator', async () => {
    const changes = [
      send('m', bo),
      edit('m', 'no', ana),
      edit('m', 'yes', bo),
      remove('m', { id: 'cy', name: 'Cy' }),
      remove('m', ana),
      remove('m', ana),
      edit('m', 'again', bo),
      remove('none', ana),
    ];
    expect((await inRoom({}, ...changes)).outcomes).toEqual([
      'message:created',
      'forbidden',
      'message:updated',
      'forbidden',
      'message:deleted',
      'known',
      'not_found',
      'not_found',
    ]);
  });

  test('leave nothing of their content in a tombstone', async () => {
    const file = { fileId: 'f', name: 'f.png', type: 'image/png', size: 1 };
    const draft = { attachments: [file], mentions: ['bo'], data: { secret: 1 } };
    const { timeline } = await inRoom({}, send('a'), send('m', ana, { ...draft, replyTo: 'a' }), remove('m'));
    expect(await timeline.message('r', 'm')).toEqual({
      id: 'm',
      roomId: 'r',
      seq: 2,
      rev: 4,
      kind: 'text',
      author: { id: 'ana', name: 'Ana' },
      text: '',
      attachments: [],
      mentions: [],
      reactions: [],
      replyTo: 'a',
      createdAt: 2_000,
      deletedAt: 3_000,
    });
  });

  test('reply only to existing messages', async () => {
    const reply = (id: string, replyTo: string) => send(id, ana, { replyTo });
    const { outcomes } = await inRoom({}, send('a'), reply('b', 'a'), reply('c', 'none'));
    expect(outcomes).toEqual(['message:created', 'message:created', 'not_found']);
  });

  test('are limited by slow mode, within a batch too, except for moderators', async () => {
    const says = (id: string, at: number, actor = bo) => send(id, actor, {}, at);
    const { outcomes, committed, timeline } = await inRoom(
      { slowModeSeconds: 10 },
      says('a', 2_000),
      says('b', 5_000),
      says('c', 12_000),
      says('d', 12_000, ana),
      says('e', 12_000, ana),
    );
    expect(outcomes).toEqual([
      'message:created',
      'slow_mode',
      'message:created',
      'message:created',
      'message:created',
    ]);
    expect(committed[1]).toMatchObject({ error: { code: 'rate_limited', retryAfterMs: 7_000 } });
    const [later] = await timeline.commit('r', [says('f', 21_999)]);
    expect(later).toMatchObject({ ok: false, error: { retryAfterMs: 1 } });
    const [back] = await timeline.commit('r', [says('g', 1_000)]);
    expect(back).toMatchObject({ ok: true }); // after the clock was set back, nobody is locked out
  });

  test('are refused in a frozen or ended room', async () => {
    expect((await inRoom({ frozen: true }, send('a', bo), send('b', ana))).outcomes).toEqual([
      'frozen',
      'message:created',
    ]);
    expect(
      (await inRoom({}, send('a'), end, send('b'), edit('a', 'x'), send('c', root), send('a'))).outcomes,
    ).toEqual(['message:created', 'room:ended', 'room_ended', 'room_ended', 'room_ended', 'known']);
  });
});

describe('rooms', () => {
  test('are created once', async () => {
    expect((await inRoom({}, createRoom('r'))).outcomes).toEqual(['room_exists']);
  });

  test('are changed and ended by users with the right, and ended once', async () => {
    const { outcomes } = await inRoom({}, { ...retitle('x'), actor: bo }, { ...end, actor: bo }, end, end, {
      ...end,
      actor: bo,
    });
    expect(outcomes).toEqual(['forbidden', 'forbidden', 'room:ended', 'known', 'forbidden']);
  });

  test('keep settings that a patch does not change', async () => {
    const patch = { title: undefined, startsAt: undefined, frozen: true } as object;
    const { timeline } = await inRoom({ startsAt: 7 }, { kind: 'update-room', actor: ana, at: 1, patch });
    expect((await timeline.head('r'))?.room).toMatchObject({ title: 'Room r', startsAt: 7, frozen: true });
  });
});
