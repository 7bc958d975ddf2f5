import type { Call, Input } from '@chat/protocol';
import { serverAddress } from './connection/server-address.ts';
import type { ChatClient, ClientEvents } from './chat-client.ts';
import type { ChatRoom } from './room/chat-room.ts';
import { createConnection } from './connection/connection.ts';
import { createCredentials } from './connection/credentials.ts';
import type { ActivityReporter } from './platform/activity-reporter.ts';
import type { ClientFeatures, ClientFeaturesOptions } from './lazy/client-features.ts';
import { createLazy, createLazyParts } from './lazy/lazy.ts';
import { createEmitter } from './state/emitter.ts';
import { createOutboxStore } from './outbox/outbox-store.ts';
import type { Stop } from './state/readable.ts';
import { createRoom, type RoomHandle } from './room/create-room.ts';
import { sessionLinks, type SessionLike } from './connection/session-link.ts';
import { socketLinks } from './connection/socket-io-link.ts';
import { withFallback, type ClientStorage } from './platform/client-storage.ts';
import type { OpenLink } from './connection/link.ts';
import { uuidV7 } from './platform/uuid-v7.ts';
import { onWake } from './platform/page-wake.ts';
import { noop } from './platform/noop.ts';

export interface ChatClientOptions {
  /**
   * Address of the server: an origin, or an origin with the chat's path. Default: the page's origin and
   * `/chat`.
   */
  url?: string;
  /** A bearer token, or a function that returns one; called again when the server reports `expired`. */
  token?: string | (() => Promise<string>);
  /** Name of a guest, if there is no token. */
  name?: string;
  /**
   * Where the outbox and the guest's token are stored. Default: IndexedDB in browsers, otherwise memory.
   * False: memory.
   */
  storage?: ClientStorage | false;
  /** A session from `chat.as(user)`: the client then runs in the server's process, without a socket. */
  session?: SessionLike;
  /** Time after which a command fails with `timeout`, ms. Default 10,000. Messages are sent again instead. */
  timeoutMs?: number;
  /**
   * Time without input after which this page is idle, ms. Infinity: never. Default 5 minutes. Browsers only.
   */
  idleAfterMs?: number;
  /**
   * True: the client does not share its connection. Otherwise tabs of one origin with the same user share
   * one, if the browser has Web Locks and BroadcastChannel.
   */
  ownConnection?: boolean;
  /** Returns the time, ms since the epoch. Default `Date.now`. */
  now?: () => number;
  /** Returns a new message id, a UUID. Default: UUIDv7. */
  id?: () => string;
  /** Returns a number from 0 to 1. Default `Math.random`. */
  random?: () => number;
}

/** Events for the client's features. Those of the first group do not concern the room itself. */
const forFeatures = /^(?:(room:changed|room:removed)|(?:call|presence|saved|reminder|draft):)/;

/** Creates a client of one server. It accesses no browser API until it connects. */
export const createChatClient = (options: ChatClientOptions = {}): ChatClient =>
  createClientOver(null, options);

/** The same over other links: a simulated network, in which loading code would take real time. */
export const createClientOver = (
  links: OpenLink | null,
  options: ChatClientOptions,
  makeFeatures?: (options: ClientFeaturesOptions) => ClientFeatures,
  tokenKey?: (token: string) => string,
): ChatClient => {
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
  const storage = withFallback(options.storage);
  const store = createOutboxStore(storage, serverKey, uuidV7(now)(), {
    load: async () => features.load(),
    use: (work) => features.use(work),
  });
  const events = createEmitter<ClientEvents>();
  const { on } = events;
  const rooms = new Map<string, RoomHandle>();
  let stopWake: Stop | null = null;
  let activity: ActivityReporter | null = null;

  const forgetUser = () => {
    // Events of the previous user may still wait for the features.
    features.use((found) => found.forget());
    eachRoom((room) => room.forget());
  };
  const eachRoom = (work: (room: RoomHandle) => void) => {
    for (const room of rooms.values()) work(room);
  };

  const identity = createCredentials(
    { token: options.token, name },
    storage,
    serverKey,
    newId,
    () => eachRoom((room) => room.claimOutbox()),
    tokenKey,
  );
  const open = links ?? (session === undefined ? socketLinks(address) : sessionLinks(session));
  const connection = createConnection({
    open,
    credentials: identity,
    idle: () => activity?.idle === true,
    timeoutMs,
    now,
    random,
    onHello: (hello, last) => {
      // A guest may come back under another id and is the same person; any other user must not see the
      // previous one's data.
      const same = last === null || last.id === hello.user.id || (last.guest && hello.user.guest);
      if (!same) forgetUser();
      events.emit('hello', hello);
    },
    onEvents: (batch) => {
      const byRoom = new Map<string, typeof batch>();
      for (const event of batch) {
        const told = forFeatures.exec(event.type);
        if (told) features.use((found) => found.receive(event));
        if (told?.[1]) continue;
        const list = byRoom.get(event.roomId);
        if (list === undefined) byRoom.set(event.roomId, [event]);
        else list.push(event);
      }
      for (const [roomId, list] of byRoom) rooms.get(roomId)?.receive(list);
    },
    onStatus: (status) => {
      if (status === 'online') {
        eachRoom((room) => room.online());
        const found = features.now();
        if (found) found.online();
        else features.load().catch(noop);
      } else eachRoom((room) => room.offline(status === 'refused' ? connection.error : null));
      if (status === 'refused' && connection.error?.reason === 'erased') {
        forgetUser();
        void features.load().then((found) => found.forgetErased());
      }
      events.emit('status', status);
    },
    onError: (error) => events.emit('error', error),
  });

  const call: Call = (command, input) => {
    watch();
    if (command === 'room:list') features.use((found) => found.onList(input as Input<'room:list'>));
    return connection.call(command, input);
  };
  const connect = () => {
    watch();
    return connection.connect();
  };
  const isOnline = () => connection.status === 'online';

  /** Catches up at once when the page or the network comes back. */
  const watch = () => {
    if (connection.status === 'closed') return;
    stopWake ??= onWake(() => {
      if (isOnline()) eachRoom((room) => room.check());
      else connection.wake();
    });
  };

  const close = async () => {
    stopWake?.();
    activity?.stop();
    eachRoom((each) => each.close());
    connection.close();
    await store.close();
    rooms.clear();
    events.clear();
  };

  const touch = () => {
    parts.touch();
    eachRoom((each) => each.touch());
  };
  const make = (from: (options: ClientFeaturesOptions) => ClientFeatures): ClientFeatures =>
    from({
      call,
      connection,
      connect,
      address: session === undefined ? address : null,
      identity,
      newId,
      rooms,
      onChange: touch,
      events,
      on,
      // Not in a simulation, which simulates tabs itself.
      open: links || options.ownConnection ? null : open,
      timeoutMs,
      storage,
      server: serverKey,
      now,
      close,
    });
  const features = createLazy<ClientFeatures>(
    async () => make((await import('./lazy/client-features.ts')).createClientFeatures),
    () => {
      if (connection.status === 'closed') return;
      // Not in a simulation, which sends these reports itself.
      if (links === null)
        activity = features.now()?.startActivityReporter(idleAfterMs, now, api.rooms) ?? null;
      eachRoom((each) => each.onFeaturesLoaded());
      parts.touch();
    },
    makeFeatures && make(makeFeatures),
  );
  const parts = createLazyParts(features, {
    rooms: { items: [], hasMore: false, loaded: false },
    data: undefined,
    users: undefined,
    customEmoji: undefined,
    notifications: undefined,
    calls: [],
    saved: { items: [], loaded: false },
    reminders: { items: [], loaded: false },
    drafts: { items: [], loaded: false },
    encryption: { status: 'loading', devices: [] },
    whole: undefined,
  });
  const { api } = parts;
  const { whole, ...own } = api;

  const room = (roomId: string): ChatRoom => {
    const known = rooms.get(roomId);
    if (known !== undefined) return known.api;
    const made = createRoom({
      roomId,
      call,
      callNow: connection.callNow,
      connect,
      isOnline,
      clientFeatures: features,
      user: () => connection.user,
      guestName: name,
      earlyKey: identity.key,
      store,
      newId,
      now,
      random,
      onChange: () => {
        features.now()?.touch();
        parts.touch();
      },
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
      return connection.hello && connection.hello.limits;
    },
    get error() {
      return connection.error;
    },
    ...own,
    calls: { get: api.calls.get, subscribe: api.calls.subscribe },
    search: whole.search,
    room,
    connect,
    call,
    on,
    close,
  };
};
