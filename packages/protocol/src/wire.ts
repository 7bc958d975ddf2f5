import type * as v from 'valibot';
import { adminCommands } from './moderation/admin.ts';
import { approvalCommands } from './moderation/approval.ts';
import { auditCommands } from './moderation/audit.ts';
import { blockCommands } from './personal/blocks.ts';
import { callCommands } from './calls/calls.ts';
import { customEmojiCommands } from './features/custom-emoji.ts';
import { dataRightsCommands } from './features/data-rights.ts';
import { encryptionAccountCommands } from './encryption/encryption-accounts.ts';
import { encryptionCommands } from './encryption/encryption.ts';
import type { ErrorBody } from './error.ts';
import type { ChatEvent } from './events.ts';
import type { ClientLimits } from './limits.ts';
import { fileCommands } from './features/files.ts';
import { groupCallCommands } from './calls/group-calls.ts';
import { attendanceCommands } from './live/attendance.ts';
import { captionCommands } from './live/captions.ts';
import { handCommands } from './live/hands.ts';
import { overlayCommands } from './live/overlay.ts';
import { lobbyCommands } from './live/lobby.ts';
import { questionCommands } from './live/questions.ts';
import { invitationCommands, inviteLinkCommands } from './features/invitations.ts';
import { linkCardCommands } from './features/link-cards.ts';
import { memberCommands } from './features/members.ts';
import { messageCommands } from './features/messages.ts';
import { notificationCommands } from './features/notifications.ts';
import { pinCommands } from './features/pins.ts';
import { pollCommands } from './polls/polls.ts';
import { recordingCommands } from './live/recordings.ts';
import { spotlightCommands } from './live/spotlight.ts';
import { presenceCommands } from './features/presence.ts';
import { reactionCommands } from './features/reactions.ts';
import { receiptCommands } from './features/receipts.ts';
import { reportCommands } from './moderation/reports.ts';
import { replyCommands } from './features/replies.ts';
import { roomCommands } from './features/rooms.ts';
import { scheduledCommands } from './personal/scheduled.ts';
import { messageReminderCommands } from './personal/message-reminders.ts';
import { savedCommands } from './personal/saved.ts';
import { draftCommands } from './personal/drafts.ts';
import { searchCommands } from './features/search.ts';
import { silenceCommands } from './personal/silence.ts';
import { slashCommands } from './features/slash.ts';
import { translationCommands } from './translation/translation.ts';
import { summaryCommands } from './personal/summary.ts';
import { typingCommands } from './features/typing.ts';
import { userCommands, type User } from './features/users.ts';
import { versionCommands } from './features/versions.ts';
import { webhookCommands } from './moderation/webhooks.ts';

/** Version of the wire protocol, sent in `hello`. */
export const protocolVersion = 1;

/** The table of commands: everything a user can do. */
export const commands = {
  ...roomCommands,
  ...silenceCommands,
  ...memberCommands,
  ...invitationCommands,
  ...inviteLinkCommands,
  ...messageCommands,
  ...scheduledCommands,
  ...savedCommands,
  ...messageReminderCommands,
  ...draftCommands,
  ...replyCommands,
  ...pinCommands,
  ...encryptionCommands,
  ...encryptionAccountCommands,
  ...linkCardCommands,
  ...pollCommands,
  ...questionCommands,
  ...recordingCommands,
  ...searchCommands,
  ...versionCommands,
  ...translationCommands,
  ...reactionCommands,
  ...customEmojiCommands,
  ...receiptCommands,
  ...reportCommands,
  ...auditCommands,
  ...approvalCommands,
  ...webhookCommands,
  ...adminCommands,
  ...summaryCommands,
  ...slashCommands,
  ...typingCommands,
  ...presenceCommands,
  ...userCommands,
  ...blockCommands,
  ...fileCommands,
  ...notificationCommands,
  ...callCommands,
  ...groupCallCommands,
  ...captionCommands,
  ...handCommands,
  ...lobbyCommands,
  ...attendanceCommands,
  ...spotlightCommands,
  ...overlayCommands,
  ...dataRightsCommands,
};

export type Commands = typeof commands;
export type CommandName = keyof Commands;
/** The input of a command. */
export type Input<N extends CommandName> = v.InferInput<Commands[N]['input']>;
/** The result of a command. */
export type Output<N extends CommandName> = v.InferOutput<Commands[N]['output']>;

export const commandNames = Object.keys(commands) as CommandName[];
export const isCommandName = (value: string): value is CommandName => Object.hasOwn(commands, value);

/** The acknowledgement of a command. */
export type Reply<T> = { ok: true; value: T } | { ok: false; error: ErrorBody };

/** `auth` of the handshake. */
export interface Handshake {
  /** A bearer token that `authenticate` accepts; on reconnect, the guest's own. */
  token?: string;
  /** A guest's name. */
  name?: string;
  /** Id of this device among the user's, for notifications. */
  device?: string;
  /**
   * The `sid` of the page's previous connection, which the server closes with everything still pending on it.
   */
  replaces?: string;
  /** The page is idle. */
  idle?: boolean;
}

/** The first message of the server on a connection. */
export interface Hello {
  v: typeof protocolVersion;
  user: User;
  limits: ClientLimits;
  /** A guest's own token: send it on reconnect, and as bearer over REST, to stay the same guest. */
  token?: string;
  /** When the identity expires and the server closes the connection with `expired`, ms since the epoch. */
  expiresAt?: number;
}

/** Why the server closed a connection. */
export type ClosedCode = 'expired' | 'slow' | 'shutdown' | 'overloaded' | 'replaced' | 'unauthenticated';

/** Socket.IO event maps, derived. */
export type ClientToServer = {
  [N in CommandName]: (input: Input<N>, ack?: (reply: Reply<Output<N>>) => void) => void;
};
export interface ServerToClient {
  hello: (hello: Hello) => void;
  events: (events: ChatEvent[]) => void;
  drain: (order: { reconnectInMs: number }) => void;
  closed: (reason: { code: ClosedCode }) => void;
}

/** Hook names, derived from the table: one before and one after each command. */
export type HookName = `before:${CommandName}` | `after:${CommandName}`;

/** Runs a command. Resolves to its result or rejects with a `ChatError`. */
export type Call = <N extends CommandName>(name: N, input: Input<N>) => Promise<Output<N>>;
