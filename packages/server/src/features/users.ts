import type { userCommands } from '@chat/protocol';
import type { Handlers } from '../context.ts';
import { knownUser, profileOf } from '../people-known.ts';

export const users: Handlers<keyof typeof userCommands> = {
  'user:get': async (context, { userId }) => profileOf(context, await knownUser(context, userId)),
};
