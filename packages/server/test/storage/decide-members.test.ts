import type { Room, User } from '@chat/protocol';
import { describe, expect, test } from 'vitest';
import type { Change, ChangeOf } from '../../src/storage/contract/change.ts';
import { memoryStorage } from '../../src/storage/memory/memory-storage.ts';
import { ana, bo, createRoom, cy, send } from '../../src/testing/sample.ts';

type Act = { [K in Change['kind']]: Omit<ChangeOf<K>, 'actor' | 'at'> }[Change['kind']];

const at = 2_000;
const root: User = { id: 'root', name: 'Root', role: 'admin' };
const guest: User = { id: 'gus', name: 'Gus', guest: true };
const by = (actor: User, change: Act): Change => ({ ...change, actor, at });

/**
 * Commits one change at a time to Ana's room, and returns the event's type, 'known', or the reason of the
 * refusal.
 */
const outcomes = async (settings: Partial<Room>, ...changes: Change[]): Promise<string[]> => {
  const { timeline } = memoryStorage();
  await timeline.commit('r', [createRoom('r', settings)]);
  const committed = await timeline.commit('r', changes);
  return committed.map((result) => {
    if (!result.ok) return result.error.reason ?? result.error.code;
    return result.known ? 'known' : result.event.type;
  });
};

const ban = (user: User): Act => ({ kind: 'end-membership', user, reason: 'banned' });
const kick = (user: User): Act => ({ kind: 'end-membership', user, reason: 'removed' });
const leave = (user: User): Change => by(user, { kind: 'end-membership', user, reason: 'left' });
const promote = (user: User): Act => ({ kind: 'set-role', user, role: 'moderator' });

describe('membership', () => {
  test('a ban excludes a user, even one who never joined, until it is lifted', async () => {
    const speaks = send('m', bo);
    expect(
      await outcomes(
        {},
        by(ana, ban(bo)),
        speaks,
        by(ana, ban(bo)),
        by(ana, { kind: 'unban', userId: 'bo' }),
        speaks,
      ),
    ).toEqual(['member:left', 'banned', 'known', 'member:left', 'message:created']);
  });

  test('a user removed from a public room can return, and be removed again', async () => {
    expect(await outcomes({}, by(ana, kick(bo)), send('m', bo), by(ana, kick(bo)))).toEqual([
      'member:left',
      'message:created',
      'member:left',
    ]);
  });

  test('a private room does not exist for outsiders', async () => {
    const add = by(ana, { kind: 'add-member', user: bo, role: 'member' });
    const changes = [send('a', bo), leave(bo), add, send('b', bo), leave(bo), send('c', bo), send('d', root)];
    expect(await outcomes({ type: 'private' }, ...changes)).toEqual([
      'not_found',
      'not_found',
      'member:joined',
      'message:created',
      'member:left',
      'not_found',
      'message:created',
    ]);
  });

  test('a role acts neither on equal roles nor grants higher ones', async () => {
    const add = (user: User, role: 'owner' | 'moderator' | 'member') =>
      ({ kind: 'add-member', user, role }) as const;
    expect(
      await outcomes(
        {},
        by(ana, promote(bo)),
        by(ana, promote(cy)),
        by(bo, kick(cy)),
        by(bo, kick(ana)),
        by(bo, kick(bo)),
        by(bo, add(guest, 'moderator')),
        by(bo, add(guest, 'member')),
        by(bo, kick(guest)),
        by(guest, kick(bo)),
        by(ana, kick(cy)),
        by(root, kick(ana)),
      ),
    ).toEqual([
      'member:updated',
      'member:updated',
      'forbidden',
      'forbidden',
      'conflict',
      'forbidden',
      'member:joined',
      'member:left',
      'forbidden',
      'member:left',
      'member:left',
    ]);
  });

  test('you can only leave for yourself', async () => {
    const leaves = by(cy, { kind: 'end-membership', user: bo, reason: 'left' });
    expect(await outcomes({}, leaves, leave(bo))).toEqual(['forbidden', 'member:left']);
  });

  test('a mute outlives leaving, and ends when it expires or is lifted', async () => {
    const mute = (until: number | null) => by(ana, { kind: 'mute', user: bo, until });
    const speaks = (id: string, when = at) => send(id, bo, {}, when);
    expect(
      await outcomes(
        {},
        mute(5_000),
        mute(5_000),
        speaks('a'),
        leave(bo),
        speaks('b'),
        speaks('c', 5_000),
        mute(9_000),
      ),
    ).toEqual([
      'member:updated',
      'known',
      'muted',
      'member:left',
      'muted',
      'message:created',
      'member:updated',
    ]);
    const joins = by(ana, { kind: 'set-role', user: bo, role: 'member' });
    expect(await outcomes({}, mute(5_000), leave(bo), joins, speaks('a'))).toEqual([
      'member:updated',
      'member:left',
      'member:updated',
      'muted',
    ]);
    expect(await outcomes({}, mute(5_000), mute(null), speaks('a'))).toEqual([
      'member:updated',
      'member:updated',
      'message:created',
    ]);
  });
});
