import { pageSize } from '@chat/protocol';
import type { Handlers } from '../../commands/context.ts';
import { findRecording } from '../../recordings/find-recording.ts';
import { readReplay } from '../../recordings/replay.ts';
import { accessRoom, hasRight, hiddenFrom, recheckAccess } from '../../room/room-access.ts';
import { retentionCutoff } from '../../storage/shared/retention.ts';

export const replay: Handlers<'recording:replay'> = {
  'recording:replay': async (context, { roomId, recordingId, offset, before, limit = pageSize.default }) => {
    const access = await accessRoom(context, roomId);
    const { room, effectiveRole } = access;
    const [recording, visibleAfter] = await Promise.all([
      findRecording(room, recordingId),
      hiddenFrom(context, access),
    ]);
    const now = context.now();
    const { id: reader } = context.user;
    const moderates = hasRight(room.head.room, effectiveRole, 'message:moderate', now);
    const window = await readReplay(
      {
        id: room.id,
        head: room.head,
        timeline: room.timeline,
        scope: { visibleAfter, reader },
        cutoff: retentionCutoff(room.head.room, now),
        readsVersions: ({ author }) => moderates || author.id === reader,
        now,
      },
      recording,
      { offset, before, limit },
    );
    const read = [...window.messages, ...window.changes.map(({ message }) => message)];
    await recheckAccess(context, access, read);
    return window;
  },
};
