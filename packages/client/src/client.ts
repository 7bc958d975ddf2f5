import { ChatError, type Call, type ClientLimits, type Hello, type User } from '@chat/protocol';
import { serverAddress } from './address.ts';
import { createConnection, type ConnectionStatus } from './connection.ts';
import { credentials } from './credentials.ts';
import { emitter } from './emitter.ts';
import { calls, type OwnCall } from './features/calls.ts';
import { personalData, type PersonalData } from './features/data-rights.ts';
import { notifications, type Notifications } from './features/notifications.ts';
import { roomList, type RoomList } from './features/rooms.ts';
import { searchAll, type Search } from './features/search.ts';
import { users, type Users } from './features/users.ts';
import type { Beside } from './beside.ts';
import { outboxStore } from './outbox-store.ts';
import type { Readable, Stop } from './readable.ts';
import { createRoom, type ChatRoom, type RoomHandle } from './room.ts';
import { sessionLinks, type SessionLike } from './session-link.ts';
import { socketLinks } from './socket-link.ts';
import { survivingStorage, type ClientStorage } from './storage.ts';
import type { OpenLink } from './transport.ts';
import type { UploadPlace } from './upload-place.ts';
import { uuidV7 } from './uuid-v7.ts';
import { onWake } from './wake.ts';

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
  /** Time without a sign of life at this page after which I am away here, ms. Infinity: never. Default 5 minutes. Browsers only. */
  idleAfterMs?: number;
  now?: () => number;
  /** Makes message ids; must answer UUIDs. Default UUIDv7. */
  id?: () => string;
  random?: () => number;
}

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

/** A client of one server. Touches nothing of the browser until it connects. */
export const createChatClient = (options: ChatClientOptions = {}): ChatClient => clientOver(null, options);

/** The same over links of another kind: a simulated network. */
export const clientOver = (links: OpenLink | null, options: ChatClientOptions): ChatClient => {
  const {
    session,
    name,
    timeoutMs = 10_000,
    idleAfterMs = 300_000,
    now = Date.now,
    random = Math.random,
  } = options;
  const newId = options.id ?? uuidV7(now);
  const address = () => serverAddress(options.url);
  const serverKey = () => (session === undefined ? Object.values(address()).join('') : 'session');
  const storage = survivingStorage(options.storage);
  const store = outboxStore(storage, serverKey, uuidV7(now)());
  const events = emitter<ClientEvents>();
  const rooms = new Map<string, RoomHandle>();
  let lastUser: User | null = null;
  let stopWake: Stop | null = null;
  let presence: Beside | null = null;

  const forgetAll = () => [mine, calling, ...rooms.values()].forEach((each) => each.forget());
  const eachRoom = (work: (room: RoomHandle) => void) => {
    for (const room of rooms.values()) work(room);
  };

  const identity = credentials({ token: options.token, name }, storage, serverKey, newId, () =>
    eachRoom((room) => room.keep()),
  );
  const connection = createConnection({
    open: links ?? (session === undefined ? socketLinks(address) : sessionLinks(session)),
    credentials: identity,
    idle: () => presence?.idle === true,
    timeoutMs,
    now,
    random,
    onHello: (hello) => {
      // A guest may come back under another id and is the same person; anybody else sees their own things only.
      const same = lastUser === null || lastUser.id === hello.user.id || (lastUser.guest && hello.user.guest);
      lastUser = hello.user;
      if (!same) forgetAll();
      events.emit('hello', hello);
    },
    onEvents: (batch) => {
      const byRoom = new Map<string, typeof batch>();
      for (const event of batch) {
        if (event.type === 'room:changed' || event.type === 'room:removed') {
          mine.receive(event);
          continue;
        }
        if (event.type.startsWith('call:')) calling.receive(event);
        if (event.type === 'presence:changed') {
          for (const { user } of [...event.joined, ...event.updated]) become(user);
        }
        const list = byRoom.get(event.roomId);
        if (list === undefined) byRoom.set(event.roomId, [event]);
        else list.push(event);
      }
      for (const [roomId, list] of byRoom) rooms.get(roomId)?.receive(list);
    },
    onStatus: (status) => {
      if (status === 'online') {
        eachRoom((room) => room.online());
        mine.online();
        calling.online();
      } else eachRoom((room) => room.offline(status === 'refused' ? connection.error : null));
      if (status === 'refused' && connection.error?.reason === 'erased') void forgetErased();
      events.emit('status', status);
    },
    onError: (error) => events.emit('error', error),
  });

  /** What is told of me in a room, or answered to me. Rights are not in it. */
  const become = ({ name: shownName, avatarUrl, id }: User) => {
    const me = connection.user;
    if (me?.id !== id || (me.name === shownName && me.avatarUrl === avatarUrl)) return;
    const { avatarUrl: _, ...rest } = me;
    lastUser = { ...rest, name: shownName, ...(avatarUrl === undefined ? {} : { avatarUrl }) };
    connection.become(lastUser);
    events.emit('user', lastUser);
  };

  const call: Call = (command, input) => {
    watch();
    return connection.call(command, input);
  };
  const connect = () => {
    watch();
    return connection.connect();
  };
  const isOnline = () => connection.status === 'online';

  /** Nobody is idle at once, and nothing has come: loaded beside everything else. */
  const loadBeside = async () => {
    const { watchBeside } = await import('./beside.ts');
    if (connection.status !== 'closed')
      presence ??= watchBeside(idleAfterMs, now, mine.api, connection, events.on);
  };

  /** From the first connection on: a page that comes back looks at once what it has missed. */
  const watch = () => {
    if (connection.status === 'closed') return;
    // Not in a simulation: loading takes time of its own.
    if (presence === null && links === null) loadBeside().catch(() => {});
    stopWake ??= onWake(() => {
      if (isOnline()) eachRoom((room) => room.check());
      else connection.wake();
    });
  };

  const uploads: UploadPlace = {
    base: () => {
      if (session !== undefined)
        throw new ChatError('invalid', 'unable to upload; a session in process has no way for files');
      return address();
    },
    bearer: identity.bearer,
    maxBytes: async () => {
      if (connection.limits === null) await connect();
      return connection.limits?.maxFileBytes ?? 0;
    },
  };

  const userId = async (): Promise<string> => {
    if (connection.user === null) await connect();
    return connection.user?.id ?? '';
  };

  /** Nothing of theirs is to be sent from here any more, under whatever name they come back. */
  const forgetErased = async (): Promise<void> => {
    const owners = [lastUser?.id, identity.key(lastUser)];
    forgetAll();
    await identity.renew();
    const { forgetDevice } = await import('./forget-device.ts');
    await forgetDevice(storage, serverKey(), owners);
  };

  const mine = roomList(
    call,
    () => [...rooms.keys()],
    (roomId) => rooms.get(roomId)?.summary() ?? null,
  );

  const calling = calls({ call, callNow: connection.callNow, user: () => connection.user, newId });

  const room = (roomId: string): ChatRoom => {
    const known = rooms.get(roomId);
    if (known !== undefined) return known.api;
    const made = createRoom({
      roomId,
      call,
      callNow: connection.callNow,
      connect,
      isOnline,
      uploads,
      calls: calling,
      user: () => connection.user,
      guestName: name,
      earlyKey: identity.key,
      store,
      newId,
      now,
      random,
      onChange: mine.touch,
    });
    rooms.set(roomId, made);
    return made.api;
  };

  return {
    get status() {
      return connection.status;
    },
    get user() {
      return connection.user;
    },
    get limits() {
      return connection.limits;
    },
    get error() {
      return connection.error;
    },
    rooms: mine.api,
    data: personalData({ call, uploads, userId }),
    users: users({ call, uploads, user: () => connection.user, connect, changed: become }),
    calls: calling.api,
    notifications: notifications(call),
    search: searchAll(call),
    room,
    connect,
    call,
    on: events.on,
    close: async () => {
      stopWake?.();
      presence?.stop();
      eachRoom((each) => each.close());
      connection.close();
      await store.close();
      rooms.clear();
      events.clear();
    },
  };
};
