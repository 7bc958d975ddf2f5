import type { Call, ChatError, ClientLimits, Hello, User } from '@chat/protocol';
import type { ChatRoom } from './room/chat-room.ts';
import type { ConnectionStatus } from './connection/connection.ts';
import type { OwnCall } from './features/calls.ts';
import type { PersonalData } from './features/data-rights.ts';
import type { Notifications } from './features/notifications.ts';
import type { RoomList } from './features/rooms.ts';
import type { Search } from './features/search.ts';
import type { Users } from './features/users.ts';
import type { Readable, Stop } from './state/readable.ts';

export interface ChatClient {
  readonly status: ConnectionStatus;
  /** Who we are, once known. */
  readonly user: User | null;
  /** What the server told of its limits, once known. */
  readonly limits: ClientLimits | null;
  /** Why the server refused us, while `status` is `refused`. */
  readonly error: ChatError | null;
  /** My rooms with unread counts, kept up to date. */
  readonly rooms: RoomList;
  /** What the server keeps of me: to be had, or erased. */
  readonly data: PersonalData;
  /** People's profiles, and mine. */
  readonly users: Users;
  /** My calls that ring or go on, in whatever room. */
  readonly calls: Readable<readonly OwnCall[]>;
  /** What I am told of while I am away. */
  readonly notifications: Notifications;
  /** Looks through all my rooms. */
  readonly search: Search;
  /** Cheap; the same object for the same id until `close()`. */
  room(roomId: string): ChatRoom;
  /** Connects now; else the first join or call does. Resolves when online, rejects with `ChatError` when refused. */
  connect(): Promise<void>;
  /** Any command, typed by the table. Rejects with `ChatError`. */
  call: Call;
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): Stop;
  /** Disconnects, stops every timer and listener. Queued messages stay in the stored outbox; memberships stay as they are. */
  close(): Promise<void>;
}

export interface ClientEvents {
  status: ConnectionStatus;
  hello: Hello;
  /** My name or picture is another, changed here or on another of my pages. */
  user: User;
  /** A failure nobody else was told of. */
  error: ChatError;
}
