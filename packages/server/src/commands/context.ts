import type { Call, CommandName, Input, Limits, Output, Room, User } from '@chat/protocol';
import type { ReservedNames } from '../auth/authenticate.ts';
import type { Calls } from '../calls/calls.ts';
import type { Connection } from '../connections/connection.ts';
import type { Erasures } from '../erasure/user-erasure.ts';
import type { Exports } from '../exports/exports.ts';
import type { Awaitable } from '../async/awaitable.ts';
import type { FairScheduler } from '../async/fair-scheduler.ts';
import type { Files } from '../files/files.ts';
import type { GroupCalls } from '../group-calls/group-calls.ts';
import type { Logger } from '../logger.ts';
import type { Bus } from '../cluster/node-bus.ts';
import type { EphemeralBroadcast } from '../cluster/ephemeral-broadcast.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';
import type { ProfilePictures } from '../files/profile-pictures.ts';
import type { Profiles } from '../users/profiles.ts';
import type { RateLimits } from '../limits/rate-limits.ts';
import type { Notifier } from '../push/notifier.ts';
import type { MayCreate } from '../room/room-creators.ts';
import type { RoomGuesses } from '../room/room-guesses.ts';
import type { RoomRegistry } from '../room/room-registry.ts';
import type { SlashCommands } from './slash-commands.ts';
import type { ChatStorage } from '../storage/contract/storage.ts';

/** What every part of one chat server shares. Clock and ids enter here and nowhere else. */
export interface Core {
  storage: ChatStorage;
  rooms: RoomRegistry;
  onlineUsers: OnlineUsers;
  /** Keeps lists of rooms up to date. */
  roomLists: RoomListSubscriptions;
  /** What people say of themselves. */
  profiles: Profiles;
  /** Their pictures; null when the server takes no files. */
  pictures: ProfilePictures<Context> | null;
  /** How often somebody may still say another thing of themselves. */
  profileChanges: RateLimits['profileChanges'];
  /** How many people somebody may still ask to talk. */
  invitations: RateLimits['invitations'];
  /** How many rooms a user's lists and searches may still look at. */
  roomReads: RateLimits['roomReads'];
  /** How many devices a user may still add. */
  devices: RateLimits['devices'];
  /** Shares the event loop between commands that take long. */
  scheduler: FairScheduler;
  calls: Calls;
  groupCalls: GroupCalls;
  /** What nodes that share a store say to each other. */
  bus: Bus;
  /** Tells those on other nodes what is of the moment. */
  ephemeral: EphemeralBroadcast;
  limits: Limits;
  /** How many exports somebody may still ask for. */
  exportQuota: RateLimits['exports'];
  exports: Exports;
  erasures: Erasures;
  /** Null when the server takes no files. */
  files: Files<Context> | null;
  logger: Logger;
  /** Unknown rooms are created by the first to join. */
  autoCreate: boolean;
  mayCreate: MayCreate;
  /** How often somebody has tried ids of rooms that are closed to them. */
  guesses: RoomGuesses;
  /** What a new room is when its creator does not say. */
  roomDefaults: Partial<Room>;
  /** What `guests()` was told of names: a name is free per room, per server, or not guarded. */
  uniqueNames: 'room' | 'server' | false;
  /** And which are kept from guests. */
  reservedNames: ReservedNames | undefined;
  /** Tells those who are away; null when the server sends no pushes. */
  push: Notifier | null;
  slash: SlashCommands;
  /** Other commands in the name of a connection: rights, rates and hooks hold for them too. */
  callAs(connection: Connection): Call;
  now(): number;
  id(): string;
}

/** What a handler and a hook see of a call. */
export interface Context extends Core {
  user: User;
  connection: Connection;
  /** Names this call in the log, in the error that is answered and, over HTTP, in `x-request-id`. */
  requestId(): string;
  /**
   * What follows on this connection about the same room may begin: this command has its place before it. A command that
   * does not say so keeps the others waiting until it is answered.
   */
  placed(): void;
  /** Runs `task` right after the answer has been given, before anything else can happen on this connection. */
  afterReply(task: () => void): void;
}

export type Handler<N extends CommandName> = (context: Context, input: Input<N>) => Awaitable<Output<N>>;
/** Handlers of some commands; of all of them by default. A command without one does not compile. */
export type Handlers<N extends CommandName = CommandName> = { [K in N]: Handler<K> };
