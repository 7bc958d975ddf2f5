import type { Call, CommandName, Input, Limits, NotificationLevel, Output, Room, User } from '@chat/protocol';
import type { ReservedNames } from '../auth/authenticate.ts';
import type { Calls } from '../calls/calls.ts';
import type { CustomEmojiSet } from '../files/custom-emoji.ts';
import type { Connection } from '../connections/connection.ts';
import type { Erasures } from '../erasure/user-erasure.ts';
import type { Exports } from '../exports/exports.ts';
import type { Awaitable } from '../async/awaitable.ts';
import type { FairScheduler } from '../async/fair-scheduler.ts';
import type { Files } from '../files/files.ts';
import type { GroupCalls } from '../group-calls/group-calls.ts';
import type { Live } from '../live/live.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from '../cluster/node-bus.ts';
import type { EphemeralBroadcast } from '../cluster/ephemeral-broadcast.ts';
import type { PersonalEvents } from '../cluster/personal-events.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { BurstHistory } from '../recordings/burst-history.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import type { NodeState } from '../operations/node-state.ts';
import type { ProfilePictures } from '../files/profile-pictures.ts';
import type { Polls } from '../tallies/polls.ts';
import type { Questions } from '../tallies/questions.ts';
import type { BlockedUsers } from '../users/blocked-users.ts';
import type { Profiles } from '../users/profiles.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { Notifier } from '../push/notifier.ts';
import type { MayCreate } from '../room/room-creators.ts';
import type { RoomGuesses } from '../room/room-guesses.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { UndoableDeletions } from '../room/undoable-deletions.ts';
import type { Summaries } from '../summary/summaries.ts';
import type { Translations } from '../translation/translations.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { SlashCommands } from './slash-commands.ts';
import type { StoredRecord } from '../storage/contract/records.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** The services of one chat server, for command handlers. Clock and ids enter here and nowhere else. */
export interface Core {
  storage: ChatStorage;
  rooms: RoomRegistry;
  onlineUsers: OnlineUsers;
  /** Keeps room lists up to date. */
  roomLists: RoomListSubscriptions;
  /** Profiles of users. */
  profiles: Profiles;
  /** Whom each user has blocked for themself. */
  blockedUsers: BlockedUsers;
  /** Profile pictures; null if the server takes no files. */
  pictures: ProfilePictures<Context> | null;
  /** Limits how often a user changes their profile. */
  profileChanges: RateLimits['profileChanges'];
  /** Limits how many users a user invites. */
  invitations: RateLimits['invitations'];
  /** Limits how many rooms a user's lists and searches read. */
  roomReads: RateLimits['roomReads'];
  /** Limits how many devices a user adds. */
  devices: RateLimits['devices'];
  /** Shares the event loop between slow commands. */
  scheduler: FairScheduler;
  calls: Calls;
  groupCalls: GroupCalls;
  polls: Polls;
  questions: Questions;
  /** Runs the hooks for the text of a question. Resolves to the text to store. */
  checkQuestion(roomId: string, text: string): Promise<string>;
  live: Live;
  /** Stores bursts of emoji in rooms that are being recorded. */
  burstHistory: BurstHistory;
  /** Messages between nodes that share a store. */
  bus: Bus;
  /** Sends ephemeral events to other nodes. */
  ephemeral: EphemeralBroadcast;
  limits: Limits;
  /** Limits how many exports a user requests. */
  exportQuota: RateLimits['exports'];
  exports: Exports;
  undoableDeletions: UndoableDeletions;
  erasures: Erasures;
  /** Null if the server takes no files. */
  files: Files<Context> | null;
  logger: Logger;
  /** Whether the first user to join an unknown room creates it. */
  autoCreate: boolean;
  mayCreate: MayCreate;
  /** Counts how often a user has tried ids of rooms that are closed to them. */
  guesses: RoomGuesses;
  /** Default settings of a new room. */
  roomDefaults: Partial<Room>;
  /** Where `guests()` keeps names unique: per room, per server, or nowhere. */
  uniqueNames: 'room' | 'server' | false;
  /** The names that `guests()` reserves. */
  reservedNames: ReservedNames | undefined;
  /** Notifies users who are away; null if the server sends no pushes. */
  push: Notifier | null;
  /** Null if the server sends no e-mail. */
  emails: { readonly level: NotificationLevel } | null;
  customEmoji: CustomEmojiSet;
  slash: SlashCommands;
  /** Null if the server does not translate. */
  translations: Translations | null;
  /** The state of the webhooks; null if the server has none. */
  webhooks: Pick<Webhooks, 'list'> | null;
  /** The state of this node. */
  node: Pick<NodeState, 'stats'>;
  /** Ends the connections of a user, on all nodes. */
  revoke(userId: string): void;
  /** Null if the server has no summaries. */
  summaries: Summaries | null;
  /** Informs users of changes of their own records. */
  personal: PersonalEvents;
  /** Informs authors of scheduled messages. */
  scheduled: {
    onChanged(roomId: string, messageId: string, userId: string, record: StoredRecord | null): void;
  };
  /** Runs other commands as the user of a connection: rights, rates and hooks apply. */
  callAs(connection: Connection): Call;
  now(): number;
  id(): string;
}

/** The context of one command, for handlers and hooks. */
export interface Context extends Core {
  user: User;
  connection: Connection;
  /** Returns the id of this command in the log, in an error response and, over HTTP, in `x-request-id`. */
  requestId(): string;
  /**
   * Lets the next command of this connection in the same room begin: this one has its place before it. If a
   * command does not call this, the next ones wait for its reply.
   */
  placed(): void;
  /**
   * Lets the message of this command wait for the approval of a moderator. For hooks of `message:send`; edits,
   * polls and their options are refused.
   */
  requireApproval(): void;
  /** Whether a hook has required it. */
  isApprovalRequired(): boolean;
  /** Runs `task` right after the reply, before anything else happens on this connection. */
  afterReply(task: () => void): void;
}

export type Handler<N extends CommandName> = (context: Context, input: Input<N>) => Awaitable<Output<N>>;
/** Handlers of some commands; of all commands by default. A command without a handler does not compile. */
export type Handlers<N extends CommandName = CommandName> = { [K in N]: Handler<K> };
