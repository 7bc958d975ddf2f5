import { ChatError, type Input, type presenceCommands } from '@chat/protocol';
import type { Context, Handlers } from '../commands/context.ts';

const set = async (context: Context, { status, text, until }: Input<'presence:set'>) => {
  const { user, onlineUsers, profiles, profileChanges, connection, logger, now } = context;
  if (until !== undefined && until <= now())
    throw new ChatError('invalid', 'until must be in the future', { field: 'until' });
  profileChanges.take(connection);
  const said = { ...(text ? { text } : {}), ...(until === undefined ? {} : { until }) };
  const chosen = status === 'online' && !text ? null : { status, ...said };
  onlineUsers.choose(user.id, chosen);
  // Others see it in any case. If it cannot be stored, it is lost on a restart.
  await profiles
    .change(user.id, () => ({ status: chosen }))
    .catch((error: unknown) => logger.warn({ err: error, userId: user.id }, 'status not stored'));
  return { status, ...said };
};

export const presence: Handlers<keyof typeof presenceCommands> = {
  'presence:set': set,
  'presence:idle': ({ user, connection, onlineUsers }, { idle }) => {
    if (connection.kind === 'http') {
      throw new ChatError('conflict', 'an HTTP request cannot be idle', {
        reason: 'not_joined',
      });
    }
    onlineUsers.idle(connection, idle);
    return { status: onlineUsers.status(user.id).status };
  },
};
