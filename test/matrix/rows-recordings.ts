import type { Input } from '@chat/protocol';
import { outside, refused, type Row } from './row.ts';
import { roomId } from './stage.ts';

const recordingId = 'film';
/** In the past: it contains nothing that the test says. */
const segments: Input<'recording:set'>['segments'] = [{ at: 1_000, offset: 0, duration: 5_000 }];
const target = { roomId, recordingId };

export const recordingRows: Row[] = [
  {
    feature: 'recordings',
    does: ({ ana }) => ana.room.recordings.set({ recordingId, title: 'Ensayo', segments }),
    shows: async ({ room }) => {
      const { recordings } = await room.recordings.list();
      const replay = await room.recordings.replay(recordingId);
      const { items, loaded } = replay.get();
      replay.close();
      return [recordings.map(({ title, segments: all }) => [title, all]), items.length, loaded];
    },
    first: [[['Ensayo', segments]], 0, true],
    again: ({ rest }) => rest('ana', 'recording:set', { ...target, title: 'Gala', segments }),
    after: [[['Gala', segments]], 0, true],
    refused: [
      outside('recording:set', () => ({ ...target, segments })),
      outside('recording:remove', () => target),
      outside('recording:list', () => ({ roomId })),
      outside('recording:get', () => target),
      outside('recording:replay', () => ({ ...target, offset: 0 })),
      refused('bea', 'recording:set', () => ({ ...target, segments }), 'forbidden'),
      refused('bea', 'recording:remove', () => target, 'forbidden'),
      refused('ana', 'recording:get', () => ({ roomId, recordingId: 'none' }), 'not_found'),
    ],
  },
];
