import { ChatError, type adminCommands } from '@chat/protocol';
import type { Context, Handlers } from '../../commands/context.ts';
import { findUser } from '../../users/visible-users.ts';

const mustBeAdmin = ({ user }: Context): void => {
  if (user.role !== 'admin') throw new ChatError('forbidden', 'only an admin may do this');
};

export const admin: Handlers<keyof typeof adminCommands> = {
  'server:stats': (context) => {
    mustBeAdmin(context);
    return context.node.stats();
  },
  'user:revoke': async (context, { userId }) => {
    mustBeAdmin(context);
    if (!(await findUser(context, userId))) throw new ChatError('not_found', 'no such user');
    // Admins who end their own connections get the reply before.
    context.afterReply(() => context.revoke(userId));
    return {};
  },
};
