import type {
  Can,
  ChatError,
  ChatEvent,
  ClientLimits,
  Call,
  EventOf,
  EventType,
  Hello,
  Input,
  Member,
  Message,
  MessagePage,
  Presence,
  Room,
  RoomSummary,
  Since,
  Status,
  User,
} from '@chat/protocol';

/** Ends what it was returned for: a listener, a subscription. Calling it twice is harmless. */
export type Stop = () => void;

/** An immutable value that changes over time. The same object is given until it changes. */
export interface Readable<T> {
  get(): T;
  /** Calls `listener` now and after every change, at most once per microtask turn; answers the way to stop. */
  subscribe(listener: (value: T) => void): Stop;
}

/**
 * idle: nothing asked for a connection yet. connecting: the first attempt. online. reconnecting: was online, tries again by
 * itself. refused: the server will not have us (see `client.error`); `connect()` tries again. closed: `close()` was called.
 */
export type ConnectionStatus = 'idle' | 'connecting' | 'online' | 'reconnecting' | 'refused' | 'closed';

export interface ChatClientOptions {
  /** Where the server is: an origin, or an origin with the chat's path. Default: the page's origin and `/chat`. */
  url?: string;
  /** A bearer token, or how to get a fresh one; the function is called again when the server says `expired`. */
  token?: string | (() => Promise<string>);
  /** A guest's name, when there is no token. */
  name?: string;
  /**
   * Where the outbox and the guest's own token live. Default: IndexedDB in browsers, memory elsewhere.
   * False keeps both in memory.
   */
  storage?: ClientStorage | false;
  /** A session from `chat.as(user)`: the same API in process, without a socket. */
  session?: SessionLike;
  /** Time a command may take before it fails with `timeout`, ms. Default 10,000. Sends are retried instead. */
  timeoutMs?: number;
  now?: () => number;
  /** Makes message ids; must answer UUIDs. Default UUIDv7. */
  id?: () => string;
  random?: () => number;
}

/** What the client keeps across reloads. Keys are short strings; values are JSON. Rejections are survived: memory is used instead. */
export interface ClientStorage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** All values whose key starts with `prefix`, by key. */
  list(prefix: string): Promise<{ key: string; value: unknown }[]>;
}

/** The part of the server's `Session` that the client needs. */
export interface SessionLike {
  readonly user: User;
  call: Call;
  /** `listener` gets each batch of events, in order. */
  on(event: 'events', listener: (events: ChatEvent[]) => void): Stop;
}

export interface ChatClient {
  readonly status: ConnectionStatus;
  /** Who we are, once known. */
  readonly user: User | null;
  /** What the server told of its limits, once known. */
  readonly limits: ClientLimits | null;
  /** Why the server refused us, while `status` is `refused`. */
  readonly error: ChatError | null;
  /** My rooms with unread counts, kept up to date for those joined here. */
  readonly rooms: RoomList;
  /** Cheap; the same object for the same id until `close()`. */
  room(roomId: string): ChatRoom;
  /** Connects now; else the first join or call does. Resolves when online, rejects with `ChatError` when refused. */
  connect(): Promise<void>;
  /** Any command, typed by the table. Rejects with `ChatError`. */
  call: Call;
  on<K extends keyof ClientEvents>(event: K, listener: (value: ClientEvents[K]) => void): Stop;
  /** Leaves everything, stops every timer and listener. Queued messages stay in the stored outbox. */
  close(): Promise<void>;
}

export interface ClientEvents {
  status: ConnectionStatus;
  hello: Hello;
  /** A failure nobody else was told of. */
  error: ChatError;
}

export interface RoomList extends Readable<{
  items: readonly RoomSummary[];
  hasMore: boolean;
  loaded: boolean;
}> {
  load(): Promise<void>;
}

export interface ChatRoom {
  readonly id: string;
  /** Everything about the room but its lists. */
  readonly state: Readable<RoomState>;
  /** Is in the room from now on, through every reconnect, until `leave()`. Counted: the second join needs a second leave. */
  join(): Promise<void>;
  leave(): Promise<void>;
  readonly messages: Messages;
  readonly members: Members;
  readonly presence: PresenceFeature;
  readonly typing: Typing;
  readonly receipts: Receipts;
  readonly settings: Settings;
  /** Every event of this room as it is applied, gaps filled, in `rev` order; ephemeral ones too. */
  on<T extends EventType>(type: T, listener: (event: EventOf<T>) => void): Stop;
}

export interface RoomState {
  /** idle: not joined. joining: the first answer is awaited. joined: the view is live. stale: joined, but offline or catching up. left: removed, banned or refused (see `error`). */
  status: 'idle' | 'joining' | 'joined' | 'stale' | 'left';
  error: ChatError | null;
  room: Room | null;
  me: Member | null;
  can: Can | null;
  since: Since | null;
}

/** A message as the page shows it: stored, or still on its way. */
export interface MessageItem extends Message {
  /** queued: waits for the connection or those before it. sending. sent: stored by the server. failed: see `error`; `retry` or `discard`. */
  status: 'queued' | 'sending' | 'sent' | 'failed';
  /** Why it failed. */
  error?: ChatError;
  /** Written by me. */
  mine: boolean;
}

/** Stands where messages are missing and could not be fetched: `after` and `before` are the `seq` on both sides. */
export interface Gap {
  after: number;
  before: number;
}

export interface MessageList {
  /** Ascending by `seq`; those not stored yet follow, in the order they were written. */
  items: readonly MessageItem[];
  gaps: readonly Gap[];
  /** Older messages exist on the server. */
  hasOlder: boolean;
  /** The first page has arrived. */
  loaded: boolean;
}

export interface Messages extends Readable<MessageList> {
  /** Shows at once, survives offline and reload, keeps order, never doubles. Resolves when stored, rejects when given up (`failed`). */
  send(content: SendContent): Promise<Message>;
  edit(messageId: string, text: string): Promise<Message>;
  delete(messageId: string): Promise<Message>;
  /** Loads the page before the oldest shown; false when there was none. Concurrent calls share one request. */
  loadOlder(limit?: number): Promise<boolean>;
  /** A page around a message's `seq`, without changing the list. */
  around(seq: number, limit?: number): Promise<MessagePage>;
  /** Tries a failed message again, with the same id. */
  retry(messageId: string): void;
  /** Drops a failed or queued message. */
  discard(messageId: string): void;
}

export type SendContent = Pick<Input<'message:send'>, 'text' | 'replyTo' | 'mentions' | 'data'>;

export interface MemberList {
  /** Those present, first the first screen, then what was loaded and what changed; by name. */
  items: readonly Member[];
  /** How many are present. */
  occupancy: number;
  hasMore: boolean;
}

export interface Members extends Readable<MemberList> {
  loadMore(): Promise<boolean>;
  add(userId: string, role?: 'owner' | 'moderator' | 'member'): Promise<Member>;
  remove(userId: string): Promise<void>;
  update(userId: string, role: 'owner' | 'moderator' | 'member'): Promise<Member>;
  mute(userId: string, until: number | null): Promise<Member>;
  ban(userId: string): Promise<void>;
  unban(userId: string): Promise<void>;
}

export interface PresenceFeature extends Readable<{ users: readonly Presence[]; occupancy: number }> {
  /** How I am, in all my rooms. */
  set(status: Exclude<Status, 'offline'>, options?: { text?: string; until?: number }): Promise<void>;
}

export interface Typing extends Readable<{ users: readonly { id: string; name: string }[]; count: number }> {
  /** Call on every keystroke: sends at most one command per 3 s, and the stop by itself after a pause. */
  start(): void;
  stop(): void;
}

export interface Receipts extends Readable<ReceiptState> {
  /** I have read up to `seq` (default: the newest). Gathers calls; only grows. */
  read(seq?: number): void;
}

export interface ReceiptState {
  /** My watermark. */
  readSeq: number;
  /** Messages of others above it. */
  unread: number;
  /** Watermarks of others, as told in small rooms. */
  others: Readonly<Record<string, number>>;
}

export interface Settings {
  update(patch: Omit<Input<'room:update'>, 'roomId'>): Promise<Room>;
  end(): Promise<Room>;
}
