import { ChatError, type dataRightsCommands } from '@chat/protocol';
import { findRecording } from '../recordings/find-recording.ts';
import { accessWith } from '../room/room-access.ts';
import type { Context, Handlers } from '../commands/context.ts';
import { findUser } from '../users/visible-users.ts';

/** Users may act on themselves, admins on everyone. Others cannot learn whether the user exists. */
const mayHandle = ({ user }: Context, userId: string): void => {
  if (user.id !== userId && user.role !== 'admin')
    throw new ChatError('forbidden', 'only the user or an admin may do this');
};

const noUser = (): ChatError => new ChatError('not_found', 'no such user');

export const dataRights: Handlers<keyof typeof dataRightsCommands> = {
  'room:export': async (context, { roomId, format = 'json', language = 'en', recordingId, captions }) => {
    const { room } = await accessWith(context, roomId, 'room:export');
    if (captions !== undefined && (format !== 'vtt' || recordingId === undefined))
      throw new ChatError('invalid', 'captions need the format vtt and a recordingId', { field: 'captions' });
    if (recordingId !== undefined) await findRecording(room, recordingId);
    context.exportQuota.take(context.connection);
    return context.exports.links.make({
      kind: 'room',
      roomId,
      format,
      language,
      ...(recordingId === undefined ? {} : { recordingId }),
      ...(captions === undefined ? {} : { captions }),
      by: context.user,
    });
  },
  'user:export': async (context, { userId }) => {
    mayHandle(context, userId);
    if (userId !== context.user.id && !(await findUser(context, userId))) throw noUser();
    context.exportQuota.take(context.connection);
    return context.exports.links.make({ kind: 'user', userId, by: context.user });
  },
  'user:erase': async (context, { userId }) => {
    mayHandle(context, userId);
    const { erasures, storage } = context;
    const known = await storage.timeline.erasure(userId);
    if (known) return known;
    if (userId !== context.user.id && !(await findUser(context, userId))) {
      const { roomIds } = await storage.timeline.roomsWithDataOf(userId, { limit: 1 });
      if (roomIds.length === 0) throw noUser();
    }
    const erasure = await erasures.begin(userId);
    // Users who erase themselves get the reply before their connections end.
    context.afterReply(() => void erasures.run(userId));
    return erasure;
  },
};
