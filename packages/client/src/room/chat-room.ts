import type { Can, ChatError, EventOf, EventType, Member, Room, Since, User } from '@chat/protocol';
import type { Approval } from '../features/approval.ts';
import type { Audit } from '../features/audit.ts';
import type { Calls } from '../features/calls.ts';
import type { Encryption } from '../features/encryption/encryption.ts';
import type { GroupCalls } from '../features/group-calls.ts';
import type { ExportOptions } from '../features/data-rights.ts';
import type { Files } from '../features/files.ts';
import type { Attendance } from '../features/live/attendance.ts';
import type { Captions } from '../features/live/captions.ts';
import type { Hands } from '../features/live/hands.ts';
import type { Questions } from '../features/live/questions.ts';
import type { Lobby } from '../features/live/lobby.ts';
import type { Members } from '../features/members.ts';
import type { Messages } from '../features/messages.ts';
import type { Pins } from '../features/pins.ts';
import type { Polls } from '../features/polls.ts';
import type { Recordings } from '../features/live/recordings.ts';
import type { Overlays } from '../features/live/overlay.ts';
import type { SpotlightStage } from '../features/live/spotlight.ts';
import type { PresenceFeature } from '../features/presence.ts';
import type { Reactions } from '../features/reactions.ts';
import type { Receipts } from '../features/receipts.ts';
import type { Reports } from '../features/reports.ts';
import type { Replies } from '../features/replies.ts';
import type { Scheduled } from '../features/personal/scheduled.ts';
import type { Settings } from '../features/rooms.ts';
import type { Search } from '../features/search.ts';
import type { Thread } from '../features/threads.ts';
import type { Slash } from '../features/slash.ts';
import type { Typing } from '../features/typing.ts';
import type { Translations } from '../features/translation.ts';
import type { Versions } from '../features/versions.ts';
import type { Readable, Stop } from '../state/readable.ts';
import type { LeaveOptions, RoomStatus } from './room-sync.ts';

export interface ChatRoom {
  readonly id: string;
  /** The state of the room, without its lists. */
  readonly state: Readable<RoomState>;
  /**
   * Joins the room, also after every reconnect, until `leave()`. Calls are counted: a second join needs a
   * second leave. Resolves when the room is live and all its features are loaded. Rejects with `ChatError`; a
   * rejected join does not count.
   */
  join(): Promise<void>;
  /** Leaves the room. In a private room this ends the membership, unlike `client.close()`. */
  leave(options?: LeaveOptions): Promise<void>;
  readonly messages: Messages;
  /** Returns the thread of a message: cheap, and the same object for the same id. */
  thread(messageId: string): Thread;
  readonly members: Members;
  readonly presence: PresenceFeature;
  readonly typing: Typing;
  readonly reactions: Reactions;
  readonly receipts: Receipts;
  readonly reports: Reports;
  readonly audit: Audit;
  readonly approval: Approval;
  readonly replies: Replies;
  readonly pins: Pins;
  readonly polls: Polls;
  /** Questions to the hosts, if the room has them on. */
  readonly questions: Questions;
  readonly scheduled: Scheduled;
  readonly recordings: Recordings;
  readonly versions: Versions;
  readonly translation: Translations;
  readonly slash: Slash;
  readonly settings: Settings;
  readonly files: Files;
  /** Audio and video calls in a direct room. */
  readonly calls: Calls;
  /** Audio and video calls of all members, if the server has an engine for them. */
  readonly groupCall: GroupCalls;
  /** Captions of the speech in the room, if the application sends any. */
  readonly captions: Captions;
  /** Raised hands, if the room has them on. */
  readonly hands: Hands;
  /** Users who wait until a host admits them, if the room has a lobby. */
  readonly lobby: Lobby;
  /** Who was present and when, if the room records it. */
  readonly attendance: Attendance;
  /** The message that a host has put on stage. */
  readonly spotlight: SpotlightStage;
  /** Tokens of overlays in videos. */
  readonly overlays: Overlays;
  /** The encryption of the room, if it has any. */
  readonly encryption: Encryption;
  /** Searches the messages of the room that I may read; in an encrypted room on this device. */
  readonly search: Search;
  /**
   * Resolves to an address of the room's transcript, valid for five minutes. Needs the right `room:export`.
   */
  export(options?: ExportOptions): Promise<string>;
  /**
   * Calls `listener` for each event of the room: durable ones in `rev` order without gaps, and ephemeral
   * ones. Returns a function that stops it.
   */
  on<T extends EventType>(type: T, listener: (event: EventOf<T>) => void): Stop;
}

export interface RoomState {
  /**
   * idle: not joined. joining: waiting for the first response. joined: live. stale: joined, but offline or
   * catching up. left: removed, banned or rejected (see `error`).
   */
  status: RoomStatus;
  error: ChatError | null;
  room: Room | null;
  me: Member | null;
  can: Can | null;
  /** The last revision that is known here. */
  since: Since | null;
  /** The other member of a direct room. */
  peer: User | null;
  /** Ids of the users whom I have blocked. */
  blocked: readonly string[];
}
