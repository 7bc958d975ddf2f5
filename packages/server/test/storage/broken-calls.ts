import type { Change } from '../../src/storage/contract/change.ts';
import type { ChatStorage } from '../../src/storage/contract/storage.ts';
import { breakStorage, type Broken } from './break-storage.ts';

type Timeline = ChatStorage['timeline'];

const timeline = (name: string, found: string[], make: (sound: Timeline) => Partial<Timeline>): Broken => ({
  name,
  found,
  damage: (sound) => ({ timeline: make(sound.timeline) }),
});

const byRoom = 'open calls are listed by room';
const again = 'open calls survive reopening the store';
const one = 'a room has one call at a time, even if many start at once';
const forMany = 'a group call is open until the last participant leaves';
const full = 'concurrent joins never exceed the size of a call';
const single = 'a call is answered once and ends once, in any order';

export const brokenCalls: Broken[] = [
  timeline('keeps listing calls that have ended', [byRoom, again, forMany], (sound) => {
    const begun = new Map<string, string>();
    return {
      commit: (roomId, changes) => {
        for (const change of changes)
          if (change.kind === 'start-call' || change.kind === 'start-group-call')
            begun.set(roomId, change.callId);
        return sound.commit(roomId, changes);
      },
      openCalls: async ({ after = '', limit }) => {
        const rooms = [...begun].filter(([roomId]) => roomId > after).sort(([a], [b]) => (a < b ? -1 : 1));
        const found = await Promise.all(rooms.map(([roomId, id]) => sound.message(roomId, id)));
        const messages = found.flatMap((message) => message ?? []);
        return { messages: messages.slice(0, limit), hasMore: messages.length > limit };
      },
    };
  }),
  timeline('lists one page of calls', [byRoom], (sound) => ({
    openCalls: ({ limit }) => sound.openCalls({ limit }),
  })),
  timeline('looks for a call before its transaction', [one], (sound) => {
    const ended = (id: string, change: Change): Change => ({
      kind: 'end-call',
      actor: change.actor,
      at: change.at,
      callId: id,
      why: 'hangup',
    });
    return {
      commit: async (roomId, changes) => {
        const starts = changes.some(({ kind }) => kind === 'start-call');
        const { messages } = await sound.openCalls({ limit: 10 });
        await new Promise((resolve) => setTimeout(resolve, 0));
        const [first] = changes;
        if (!starts || !first || messages.length > 0) return sound.commit(roomId, changes);
        // Ignores what was committed in the meantime.
        const now = (await sound.openCalls({ limit: 10 })).messages.filter((each) => each.roomId === roomId);
        if (now.length === 0) return sound.commit(roomId, changes);
        const committed = await sound.commit(roomId, [...now.map(({ id }) => ended(id, first)), ...changes]);
        return committed.slice(now.length);
      },
    };
  }),
  timeline('lets users into a full call', [full], (sound) => ({
    commit: (roomId, changes) =>
      sound.commit(
        roomId,
        changes.map((each) => (each.kind === 'join-group-call' ? { ...each, most: 100 } : each)),
      ),
  })),
  timeline('lets an answered call be answered again', [single], (sound) => ({
    commit: async (roomId, changes) => {
      const committed = await sound.commit(roomId, changes);
      return committed.map((result, index) => {
        const change = changes[index];
        if (change?.kind !== 'answer-call' || result.ok) return result;
        const event = { type: 'skip' as const, roomId, rev: 1 };
        return { ok: true as const, event, known: false };
      });
    },
  })),
  {
    name: 'stores open calls only in memory',
    found: [again],
    damage: () => ({}),
    lose: (sound) =>
      breakStorage(sound, () => ({
        timeline: { openCalls: async () => ({ messages: [], hasMore: false }) },
      })),
  },
];
