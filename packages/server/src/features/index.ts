import type { Handlers } from '../commands/context.ts';
import { audit } from './audit.ts';
import { calls } from './calls.ts';
import { groupCalls } from './group-calls.ts';
import { dataRights } from './data-rights.ts';
import { files } from './files.ts';
import { invitations, inviteLinks } from './invitations.ts';
import { members } from './members.ts';
import { messages } from './messages.ts';
import { notifications } from './notifications.ts';
import { pins } from './pins.ts';
import { presence } from './presence.ts';
import { reactions } from './reactions.ts';
import { receipts } from './receipts.ts';
import { reports } from './reports.ts';
import { replies } from './replies.ts';
import { rooms } from './rooms.ts';
import { search } from './search.ts';
import { silence } from './silence.ts';
import { slash } from './slash.ts';
import { typing } from './typing.ts';
import { users } from './users.ts';
import { versions } from './versions.ts';

/** The handler of every command. A command without one does not compile. */
export const handlers: Handlers = {
  ...rooms,
  ...silence,
  ...members,
  ...invitations,
  ...inviteLinks,
  ...messages,
  ...replies,
  ...pins,
  ...search,
  ...versions,
  ...reactions,
  ...receipts,
  ...reports,
  ...audit,
  ...slash,
  ...typing,
  ...presence,
  ...users,
  ...files,
  ...notifications,
  ...calls,
  ...groupCalls,
  ...dataRights,
};
