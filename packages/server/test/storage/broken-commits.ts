import type { Change, ChangeOf, CommitResult } from '../../src/storage/contract/change.ts';
import { effectiveRoleIn } from '../../src/storage/decide/decide.ts';
import type { StoredMember } from '../../src/storage/contract/records.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { andMore, type Broken } from './break-storage.ts';

type Commit = ChatStorage['timeline']['commit'];

const later = () => new Promise((resolve) => setTimeout(resolve, 0));
const root = { id: 'root', name: 'Root', role: 'admin' } as const;
const hidden: Change = { kind: 'update-room', actor: root, at: 1, patch: {} };
const refusal = (code: 'not_found' | 'conflict'): CommitResult => ({
  ok: false,
  error: { code, message: 'broken', reason: 'id_reused' },
});
const isSend = (change: Change): change is Change & ChangeOf<'send'> => change.kind === 'send';
const withId = (change: Change & ChangeOf<'send'>, id: string): Change => ({
  ...change,
  message: { ...change.message, id },
});

const commit = (name: string, found: string[], make: (sound: ChatStorage) => Commit): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: { commit: make(sound) } }),
});

/** Returns its own results for some changes, and commits the others. */
const answering =
  (answer: (sound: ChatStorage, roomId: string, change: Change) => Promise<CommitResult | null>) =>
  (sound: ChatStorage): Commit =>
  async (roomId, changes) => {
    const own = await Promise.all(changes.map((change) => answer(sound, roomId, change)));
    const rest = await sound.timeline.commit(
      roomId,
      changes.filter((_, index) => own[index] === null),
    );
    return own.map((result) => result ?? rest.shift() ?? refusal('not_found'));
  };

export const brokenCommits: Broken[] = [
  commit(
    'returns results in reverse',
    ['commit applies a batch and returns its results in order', andMore],
    ({ timeline }) =>
      async (roomId, changes) =>
        (await timeline.commit(roomId, changes)).toReversed(),
  ),
  commit(
    'applies in reverse',
    ['commit applies a batch and returns its results in order', andMore],
    ({ timeline }) =>
      async (roomId, changes) => {
        const [first, ...rest] = changes;
        const order = first?.kind === 'create-room' ? [first, ...rest.toReversed()] : changes.toReversed();
        const committed = await timeline.commit(roomId, order);
        return changes.flatMap((change) => committed[order.indexOf(change)] ?? []);
      },
  ),
  commit(
    'decides a batch on the members before it',
    [
      'a change sees the effects of those before it in its batch',
      'an expired, revoked or unknown invite link admits nobody, nor does any admit a banned user',
      'an invite link admits as many users as it has uses, each counted once',
      'invite links and their uses survive reopening the store',
    ],
    answering(async ({ timeline }, roomId, { actor }) => {
      const head = await timeline.head(roomId);
      const standing = head && effectiveRoleIn(head.room, await timeline.member(roomId, actor.id), actor);
      return head !== null && standing === null ? refusal('not_found') : null;
    }),
  ),
  {
    name: 'decides on outdated members',
    found: ['commit decides on the rights at that moment'],
    damage: ({ timeline }) => {
      const remembered = new Map<string, StoredMember | null>();
      const isTrusted = (userId: string) => remembered.get(userId)?.state === 'joined';
      return {
        timeline: {
          member: async (roomId, userId) => {
            remembered.set(userId, await timeline.member(roomId, userId));
            return timeline.member(roomId, userId);
          },
          commit: (roomId, changes) =>
            timeline.commit(
              roomId,
              changes.map((change) =>
                isTrusted(change.actor.id)
                  ? { ...change, actor: { ...change.actor, role: 'admin' } }
                  : change,
              ),
            ),
        },
      };
    },
  },
  commit(
    'skips a rev',
    ['commit numbers changes and messages without gaps', andMore],
    ({ timeline }) =>
      async (roomId, changes) => {
        const committed = await timeline.commit(roomId, changes);
        await timeline.commit(roomId, [hidden]);
        return committed;
      },
  ),
  commit(
    'skips a rev for a refused change',
    [
      'an audit entry is stored with its change',
      'commit numbers changes and messages without gaps',
      'an id with other content is refused, even after edit and deletion',
      'expired messages cannot be changed, pruned or not',
    ],
    ({ timeline }) =>
      async (roomId, changes) => {
        const committed = await timeline.commit(roomId, changes);
        if (committed.some(({ ok }) => !ok)) await timeline.commit(roomId, [hidden]);
        return committed;
      },
  ),
  commit(
    'applies a batch change by change',
    [
      'an audit entry is stored with its change',
      'concurrent commits are applied one after the other',
      'a rejected batch stores nothing and affects no other room',
    ],
    ({ timeline }) =>
      async (roomId, changes) => {
        const committed: CommitResult[] = [];
        for (const change of changes) committed.push(...(await timeline.commit(roomId, [change])));
        return committed;
      },
  ),
  commit(
    'stops at the first refused change',
    ['a refused change takes no number and does not stop the batch', andMore],
    ({ timeline }) =>
      async (roomId, changes) => {
        const committed: CommitResult[] = [];
        for (const change of changes) {
          if (committed.some(({ ok }) => !ok)) committed.push(refusal('not_found'));
          else committed.push(...(await timeline.commit(roomId, [change])));
        }
        return committed;
      },
  ),
  commit(
    'applies part of a batch that fails',
    ['an audit entry is stored with its change', 'a rejected batch stores nothing and affects no other room'],
    ({ timeline }) =>
      async (roomId, changes) => {
        try {
          return await timeline.commit(roomId, changes);
        } catch (error) {
          await Promise.allSettled(changes.map((change) => timeline.commit(roomId, [change])));
          throw error;
        }
      },
  ),
  commit(
    'fails all rooms of a group together',
    ['a rejected batch stores nothing and affects no other room'],
    ({ timeline }) => {
      let group: Promise<unknown>[] = [];
      return async (roomId, changes) => {
        const committing = timeline.commit(roomId, changes);
        group.push(committing);
        const mine = group;
        await Promise.resolve();
        group = [];
        await Promise.all(mine);
        return committing;
      };
    },
  ),
  commit(
    'stores a retry again',
    ['a message sent again is known and takes no number', andMore],
    ({ timeline }) => {
      let count = 0;
      return (roomId, changes) =>
        timeline.commit(
          roomId,
          changes.map((change) =>
            isSend(change) && (count += 1) > 0 ? withId(change, `${change.message.id}~${count}`) : change,
          ),
        );
    },
  ),
  commit(
    'looks up a known id before its transaction',
    ['a message sent many times at once is stored once'],
    ({ timeline }) =>
      async (roomId, changes) => {
        const known = await Promise.all(
          changes.map(async (change) =>
            isSend(change) ? timeline.message(roomId, change.message.id) : null,
          ),
        );
        await later();
        const racing = await Promise.all(
          changes.map(async (change, index) => {
            if (!isSend(change) || known[index] !== null) return change;
            const { id } = change.message;
            return (await timeline.message(roomId, id)) === null
              ? change
              : withId(change, `${id}~${Math.random()}`);
          }),
        );
        return timeline.commit(roomId, racing);
      },
  ),
  commit(
    'uses one set of ids for all rooms',
    [
      'open reports are listed by rev',
      'the audit log is listed newest first',
      'the same id can be used in another room',
      'an unknown room is empty',
      'pruning removes older messages and their reports',
    ],
    (sound) => {
      const roomOf = new Map<string, string>();
      return answering(async (_, roomId, change) => {
        if (!isSend(change)) return null;
        const home = roomOf.get(change.message.id) ?? roomId;
        roomOf.set(change.message.id, home);
        return home === roomId ? null : refusal('conflict');
      })(sound);
    },
  ),
  commit(
    'accepts any content for the id of a deleted message',
    ['an id with other content is refused, even after edit and deletion'],
    answering(async ({ timeline }, roomId, change) => {
      const message = isSend(change) ? await timeline.message(roomId, change.message.id) : null;
      if (message?.deletedAt === undefined || message.author.id !== change.actor.id) return null;
      return { ok: true, known: true, event: { type: 'message:created', roomId, rev: message.rev, message } };
    }),
  ),
  commit(
    'compares a retry with the current message',
    ['a retried message that was edited or deleted since is still known'],
    answering(async ({ timeline }, roomId, change) => {
      if (!isSend(change)) return null;
      const message = await timeline.message(roomId, change.message.id);
      return message !== null && message.text !== change.message.text ? refusal('conflict') : null;
    }),
  ),
];
