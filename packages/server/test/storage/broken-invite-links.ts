import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { breakStorage, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const stored = 'invite links are stored with their room, without a trace in what members read';
const bounded = 'an invite link admits as many users as it has uses, each counted once';
const refused = 'an expired, revoked or unknown invite link admits nobody, nor does any admit a banned user';
const survives = 'invite links and their uses survive reopening the store';

const withoutLinks = async ({ head }: Timeline, roomId: string) => {
  const { inviteLinks: _lost, ...remaining } = (await head(roomId)) ?? {};
  return 'room' in remaining ? remaining : null;
};

export const brokenInviteLinks: Broken[] = [
  timeline('returns heads without their invite links', [stored, bounded, survives], (sound) => ({
    head: (roomId) => withoutLinks(sound, roomId),
  })),
  timeline('counts a member who enters again', [bounded], (sound) => {
    const extra = new Map<string, number>();
    return {
      commit: async (roomId, changes) => {
        const committed = await sound.commit(roomId, changes);
        const again = committed.filter((result, index) => {
          return result.ok && result.known && changes[index]?.kind === 'accept-invite-link';
        });
        extra.set(roomId, (extra.get(roomId) ?? 0) + again.length);
        return committed;
      },
      head: async (roomId) => {
        const head = await sound.head(roomId);
        const add = extra.get(roomId) ?? 0;
        if (!head?.inviteLinks || add === 0) return head;
        return { ...head, inviteLinks: head.inviteLinks.map((link) => ({ ...link, uses: link.uses + add })) };
      },
    };
  }),
  timeline(
    'admits more users than a link has uses if they enter at the same time',
    [
      bounded,
      'an expired, revoked or unknown invite link admits nobody, nor does any admit a banned user',
      'invite links and their uses survive reopening the store',
    ],
    (sound) => ({
      commit: async (roomId, changes) => {
        const before = await sound.head(roomId);
        await new Promise((resolve) => setTimeout(resolve, 0));
        const results = await sound.commit(roomId, changes);
        return results.map((result, index) => {
          const change = changes[index];
          const isOpen =
            change?.kind === 'accept-invite-link' &&
            before?.inviteLinks?.some(
              ({ hash, expiresAt }) => hash === change.hash && expiresAt === undefined,
            );
          if (result.ok || !isOpen || result.error.reason !== 'invite_invalid') return result;
          const member = { user: change.actor, role: 'member' as const, joinedAt: change.at };
          return { ok: true, known: true, event: { type: 'member:joined', roomId, rev: 1, member } };
        });
      },
    }),
  ),
  timeline('admits users by expired links', [refused], (sound) => ({
    commit: (roomId, changes) =>
      sound.commit(
        roomId,
        changes.map((change) => (change.kind === 'accept-invite-link' ? { ...change, at: 0 } : change)),
      ),
  })),
  {
    name: 'stores invite links only in memory',
    found: [survives],
    damage: () => ({}),
    lose: (sound) =>
      breakStorage(sound, () => ({ timeline: { head: (roomId) => withoutLinks(sound.timeline, roomId) } })),
  },
];
