import type { Broken } from './break-storage.ts';

export const brokenReminders: Broken[] = [
  {
    name: 'accepts every reminder',
    found: ['exactly one reminder of a start is accepted'],
    damage: ({ timeline }) => ({
      timeline: {
        commit: async (roomId, changes) => {
          const results = await timeline.commit(roomId, changes);
          const head = await timeline.head(roomId);
          return results.map((result, index) =>
            !result.ok && changes[index]?.kind === 'remind' && head
              ? {
                  ok: true,
                  known: false,
                  event: { type: 'room:updated', roomId, rev: head.rev, room: head.room },
                }
              : result,
          );
        },
      },
    }),
  },
];
