import type { Room } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/storage/contract/change.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { ana, bo, createRoom, cy, react, remove, send } from '../../src/testing/sample.ts';

const heart = '\u2764\uFE0F';
const off = { added: false };
const end: Change = { kind: 'update-room', actor: ana, at: 3_000, patch: { phase: 'ended' } };
const mute: Change = { kind: 'mute', actor: ana, at: 1_000, user: bo, until: 9_000 };

const inRoom = async (settings: Partial<Room>, ...changes: Change[]) => {
  const { timeline } = memoryStorage();
  await timeline.commit('r', [createRoom('r', settings), send('m')]);
  const committed = await timeline.commit('r', changes);
  const outcomes = committed.map((result) => {
    if (!result.ok) return result.error.reason ?? result.error.code;
    return result.known ? 'known' : result.event.type;
  });
  return { timeline, committed, outcomes };
};

describe('reactions', () => {
  test('are counted once per user, in order', async () => {
    const { outcomes, timeline, committed } = await inRoom(
      {},
      react('m', bo),
      react('m', ana, { emoji: heart }),
      react('m', cy),
      react('m', bo),
      react('m', ana, { emoji: heart, added: false }),
      react('m', ana, { emoji: heart, added: false }),
    );
    const told = 'message:updated';
    expect(outcomes).toEqual([told, told, told, 'known', told, 'known']);
    expect(await timeline.message('r', 'm')).toMatchObject({
      rev: 6,
      reactions: [{ emoji: '\u{1F44D}', count: 2, by: ['bo', 'cy'] }],
    });
    expect(committed[0]).toMatchObject({
      event: { by: 'bo', change: 'reaction', reaction: { emoji: '\u{1F44D}', added: true } },
    });
  });

  test('have a limit of different emoji', async () => {
    const most = 1;
    const { outcomes } = await inRoom(
      {},
      react('m', bo, { most }),
      react('m', bo, { most, emoji: heart }),
      react('m', cy, { most }),
    );
    expect(outcomes).toEqual(['message:updated', 'too_large', 'message:updated']);
  });

  test('are for existing messages that the user can see', async () => {
    const hidden: Change = { ...react('m', bo), visibleAfter: 1 } as Change;
    const { outcomes } = await inRoom(
      {},
      react('none'),
      hidden,
      remove('m'),
      react('m'),
      react('m', ana, off),
    );
    expect(outcomes).toEqual(['not_found', 'not_found', 'message:deleted', 'not_found', 'not_found']);
    const add: Change = { kind: 'add-member', actor: ana, at: 1_000, user: bo, role: 'member' };
    const whisper = send('p', ana, { to: ['bo'] });
    const closed = await inRoom({}, add, whisper, react('p', cy), react('p', bo), react('p', cy, off));
    expect(closed.outcomes.slice(2)).toEqual(['not_found', 'message:updated', 'not_found']);
  });

  test('are refused like messages; removing one is not', async () => {
    const muted = await inRoom(
      {},
      react('m', bo),
      mute,
      react('m', bo, { emoji: heart }),
      react('m', bo, off),
    );
    expect(muted.outcomes).toEqual(['message:updated', 'member:updated', 'muted', 'message:updated']);
    expect((await inRoom({ frozen: true }, react('m', bo), react('m', ana))).outcomes).toEqual([
      'frozen',
      'message:updated',
    ]);
    expect((await inRoom({}, react('m', bo), end, react('m', cy), react('m', bo, off))).outcomes).toEqual([
      'message:updated',
      'room:ended',
      'room_ended',
      'room_ended',
    ]);
    expect((await inRoom({ type: 'private' }, react('m', bo))).outcomes).toEqual(['not_found']);
  });
});
