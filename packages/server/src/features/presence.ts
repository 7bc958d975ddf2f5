import { ChatError, type presenceCommands } from '@chat/protocol';
import type { Handlers } from '../context.ts';

export const presence: Handlers<keyof typeof presenceCommands> = {
  'presence:set': ({ user, people, now }, { status, text, until }) => {
    if (until !== undefined && until <= now())
      throw new ChatError('invalid', 'until must be in the future', { field: 'until' });
    if (people.status(user.id).status === 'offline') {
      throw new ChatError('conflict', 'only somebody who is connected has a status', {
        reason: 'not_joined',
      });
    }
    people.setStatus(user, status, text, until);
    return { status, ...(text ? { text } : {}), ...(until === undefined ? {} : { until }) };
  },
};
