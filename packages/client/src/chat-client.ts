import type { Call, ChatError, ClientLimits, Hello, User } from '@chat/protocol';
import type { ChatRoom } from './room/chat-room.ts';
import type { ConnectionStatus } from './connection/connection.ts';
import type { AccountKeys } from './features/encryption/encryption-accounts.ts';
import type { OwnCall } from './features/calls.ts';
import type { Drafts } from './features/personal/drafts.ts';
import type { PersonalData } from './features/data-rights.ts';
import type { Notifications } from './features/personal/notifications.ts';
import type { Reminders } from './features/personal/message-reminders.ts';
import type { Saved } from './features/personal/saved.ts';
import type { RoomList } from './features/rooms.ts';
import type { Search } from './features/search.ts';
import type { CustomEmojiList } from './features/custom-emoji.ts';
import type { Blocks } from './features/personal/blocks.ts';
import type { Users } from './features/users.ts';
import type { Readable, Stop } from './state/readable.ts';

export interface ChatClient {
  readonly status: ConnectionStatus;
  /** The signed-in user; null until the server has said so. */
  readonly user: User | null;
  /** Limits of the server; null until the first connection. */
  readonly limits: ClientLimits | null;
  /** Why the server rejected the connection, while `status` is `refused`. */
  readonly error: ChatError | null;
  /** My rooms with unread counts, always current. */
  readonly rooms: RoomList;
  /** Exports or erases the data that the server stores about me. */
  readonly data: PersonalData;
  /** Profiles of users, and my own. */
  readonly users: Users & Blocks;
  /** The custom emoji of the server. */
  readonly customEmoji: CustomEmojiList;
  /** My calls that ring or are active, in all rooms. */
  readonly calls: Readable<readonly OwnCall[]>;
  /** Notification settings and push subscriptions. */
  readonly notifications: Notifications;
  /** Messages that I saved for later, in all rooms. */
  readonly saved: Saved;
  /** Reminders of messages that I set for myself. */
  readonly reminders: Reminders;
  /** What I am writing, on all my devices. */
  readonly drafts: Drafts;
  /** My account in encrypted rooms: recovery, and my devices. */
  readonly encryption: AccountKeys;
  /** Searches all my rooms. */
  readonly search: Search;
  /** Returns a room: cheap, and the same object for the same id until `close()`. */
  room(roomId: string): ChatRoom;
  /**
   * Connects now; otherwise the first join or call does. Resolves when online; rejects with `ChatError` if
   * the server rejects.
   */
  connect(): Promise<void>;
  /** Runs any command of the protocol. Waits for the connection; rejects with `ChatError`. */
  call: Call;
  /** Adds a listener; returns a function that removes it. */
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): Stop;
  /**
   * Disconnects and removes all timers and listeners. Unsent messages stay in storage; memberships stay as
   * they are.
   */
  close(): Promise<void>;
}

export interface ClientEvents {
  status: ConnectionStatus;
  hello: Hello;
  /** My name or picture has changed, here or on another page of mine. */
  user: User;
  /** An error that no call rejects with. */
  error: ChatError;
}
