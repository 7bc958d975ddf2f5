import type { Can, ChatError, EventOf, EventType, Member, Room, Since, User } from '@chat/protocol';
import type { Audit } from '../features/audit.ts';
import type { Calls } from '../features/calls.ts';
import type { GroupCalls } from '../features/group-calls.ts';
import type { ExportOptions } from '../features/data-rights.ts';
import type { Files } from '../features/files.ts';
import type { Members } from '../features/members.ts';
import type { Messages } from '../features/messages.ts';
import type { Pins } from '../features/pins.ts';
import type { PresenceFeature } from '../features/presence.ts';
import type { Reactions } from '../features/reactions.ts';
import type { Receipts } from '../features/receipts.ts';
import type { Reports } from '../features/reports.ts';
import type { Replies } from '../features/replies.ts';
import type { Settings } from '../features/rooms.ts';
import type { Search } from '../features/search.ts';
import type { Thread } from '../features/threads.ts';
import type { Slash } from '../features/slash.ts';
import type { Typing } from '../features/typing.ts';
import type { Versions } from '../features/versions.ts';
import type { Readable, Stop } from '../state/readable.ts';
import type { LeaveOptions, RoomStatus } from './room-sync.ts';

export interface ChatRoom {
  readonly id: string;
  /** Everything about the room but its lists. */
  readonly state: Readable<RoomState>;
  /**
   * Is in the room from now on, through every reconnect, until `leave()`. Counted: the second join needs a second leave.
   * Resolves when the view is live and all of the room can be used; rejects with `ChatError` when refused, and then counts for
   * nothing.
   */
  join(): Promise<void>;
  /** Leaves. In a private room this ends the membership; `client.close()` does not. */
  leave(options?: LeaveOptions): Promise<void>;
  readonly messages: Messages;
  /** The thread of a message: cheap, the same object for the same id. */
  thread(messageId: string): Thread;
  readonly members: Members;
  readonly presence: PresenceFeature;
  readonly typing: Typing;
  readonly reactions: Reactions;
  readonly receipts: Receipts;
  readonly reports: Reports;
  readonly audit: Audit;
  readonly replies: Replies;
  readonly pins: Pins;
  readonly versions: Versions;
  readonly slash: Slash;
  readonly settings: Settings;
  readonly files: Files;
  /** Audio and video with the other of a room of two. */
  readonly calls: Calls;
  /** Audio and video for all in the room, where the server has an engine for it. */
  readonly groupCall: GroupCalls;
  /** Looks through what is said here, as far as I may read it. */
  readonly search: Search;
  /** Answers an address at which the room's transcript can be downloaded, good for five minutes. By right `room:export`. */
  export(options?: ExportOptions): Promise<string>;
  /** Every event of this room as it is applied, gaps filled, in `rev` order; ephemeral ones too. */
  on<T extends EventType>(type: T, listener: (event: EventOf<T>) => void): Stop;
}

export interface RoomState {
  /** idle: not joined. joining: the first answer is awaited. joined: the view is live. stale: joined, but offline or catching up. left: removed, banned or refused (see `error`). */
  status: RoomStatus;
  error: ChatError | null;
  room: Room | null;
  me: Member | null;
  can: Can | null;
  since: Since | null;
  /** In a direct room: the other. */
  peer: User | null;
}
