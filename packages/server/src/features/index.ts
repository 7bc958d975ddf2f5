import type { Handlers } from '../commands/context.ts';
import { admin } from './moderation/admin.ts';
import { approval } from './moderation/approval.ts';
import { audit } from './moderation/audit.ts';
import { webhooks } from './moderation/webhooks.ts';
import { blocks } from './personal/blocks.ts';
import { calls } from './calls.ts';
import { groupCalls } from './group-calls.ts';
import { customEmoji } from './custom-emoji.ts';
import { dataRights } from './data-rights.ts';
import { encryption, encryptionAccount } from './encryption.ts';
import { files } from './files.ts';
import { attendance } from './live/attendance.ts';
import { captions } from './live/captions.ts';
import { hands } from './live/hands.ts';
import { questions } from './live/questions.ts';
import { overlays } from './live/overlay.ts';
import { lobby } from './live/lobby.ts';
import { invitations, inviteLinks } from './invitations.ts';
import { members } from './members.ts';
import { messages } from './messages.ts';
import { notifications } from './personal/notifications.ts';
import { linkCards } from './link-cards.ts';
import { pins } from './pins.ts';
import { polls } from './polls.ts';
import { recordings } from './live/recordings.ts';
import { spotlight } from './live/spotlight.ts';
import { replay } from './live/replay.ts';
import { presence } from './presence.ts';
import { reactions } from './reactions.ts';
import { receipts } from './receipts.ts';
import { reports } from './moderation/reports.ts';
import { replies } from './replies.ts';
import { rooms } from './rooms.ts';
import { scheduled } from './personal/scheduled.ts';
import { messageReminders } from './personal/message-reminders.ts';
import { saved } from './personal/saved.ts';
import { drafts } from './personal/drafts.ts';
import { search } from './search.ts';
import { silence } from './personal/silence.ts';
import { summary } from './summary.ts';
import { slash } from './slash.ts';
import { translation } from './translation.ts';
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
  ...scheduled,
  ...saved,
  ...messageReminders,
  ...drafts,
  ...replies,
  ...pins,
  ...encryption,
  ...encryptionAccount,
  ...linkCards,
  ...polls,
  ...questions,
  ...recordings,
  ...replay,
  ...search,
  ...versions,
  ...translation,
  ...reactions,
  ...customEmoji,
  ...receipts,
  ...reports,
  ...audit,
  ...webhooks,
  ...admin,
  ...approval,
  ...summary,
  ...slash,
  ...typing,
  ...presence,
  ...users,
  ...blocks,
  ...files,
  ...notifications,
  ...calls,
  ...groupCalls,
  ...captions,
  ...hands,
  ...lobby,
  ...attendance,
  ...spotlight,
  ...overlays,
  ...dataRights,
};
