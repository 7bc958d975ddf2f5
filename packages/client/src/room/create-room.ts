import type { ChatError, ChatEvent, EventOf, EventType, Message, RoomSummary, User } from '@chat/protocol';
import type { ChatRoom, RoomState } from './chat-room.ts';
import type { ClientFeatures } from '../lazy/client-features.ts';
import type { RoomFeatures } from '../lazy/room-features.ts';
import { messages } from '../features/messages.ts';
import { presence } from '../features/presence.ts';
import { receipts } from '../features/receipts.ts';
import { createOutboxPersistence } from '../outbox/outbox-persistence.ts';
import { deriveLazy, createTaskQueue, createLazyParts, type Lazy } from '../lazy/lazy.ts';
import { createEmitter } from '../state/emitter.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import { createOutbox, type SendContent } from '../outbox/outbox.ts';
import { view } from '../state/readable.ts';
import { putStored } from './room-state.ts';
import { createThreadHandles } from './thread-handles.ts';
import type { RoomContext } from './room-context.ts';
import { createRoomSync } from './room-sync.ts';
import { noop } from '../platform/noop.ts';

/** A room as the client uses it. */
export interface RoomHandle {
  api: ChatRoom;
  receive(events: ChatEvent[]): void;
  online(): void;
  offline(failure: ChatError | null): void;
  /** Loads changes from the server. */
  check(): void;
  /** The user is known, or their id is: stores unsent messages under it. */
  claimOutbox(): void;
  /** The lazy features are loaded. */
  onFeaturesLoaded(): void;
  /** Something that is shown has changed. */
  touch(): void;
  forget(): void;
  close(): void;
  /** Returns the summary for the list of rooms; null while not in the room. */
  summary(): RoomSummary | null;
}

export interface RoomOptions extends Omit<RoomContext, 'sync' | 'putStored' | 'self'> {
  connect: () => Promise<void>;
  isOnline: () => boolean;
  clientFeatures: Lazy<ClientFeatures>;
  guestName: string | undefined;
  earlyKey: (user: User | null) => string | null;
  store: OutboxStore;
  newId: () => string;
  random: () => number;
  onChange(): void;
}

/** The room's state until its lazy features are loaded. */
const initialParts = () => ({
  messages: undefined,
  members: { items: [], occupancy: 0, hasMore: false },
  presence: undefined,
  typing: { users: [], count: 0 },
  reactions: undefined,
  receipts: undefined,
  reports: { items: [], hasMore: false, loaded: false },
  audit: undefined,
  approval: { items: [], count: 0, hasMore: false, loaded: false },
  replies: new Map(),
  pins: { items: [], loaded: false },
  polls: new Map(),
  questions: {
    state: 'open' as const,
    sort: 'votes' as const,
    items: [],
    open: 0,
    hasMore: false,
    loaded: false,
  },
  scheduled: { items: [], loaded: false },
  recordings: undefined,
  versions: undefined,
  translation: undefined,
  slash: undefined,
  settings: undefined,
  files: undefined,
  calls: null,
  groupCall: null,
  captions: [],
  hands: [],
  lobby: { mine: null, error: null, waiting: [], loaded: false },
  attendance: undefined,
  spotlight: null,
  overlays: undefined,
  encryption: null,
  whole: undefined,
});

export const createRoom = (options: RoomOptions): RoomHandle => {
  const { roomId, callNow, isOnline, user, now, random, guestName } = options;
  const events = createEmitter<{ [T in EventType]: EventOf<T> }>();
  const { on } = events;

  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- the compiler needs it
  const emit = (event: ChatEvent) => events.emit(event.type, event as never);
  const announcements = createTaskQueue();
  const shown = (message: Message) => features.now()?.shown(message) ?? message;
  const announce = (event: ChatEvent) => {
    const tell: RoomFeatures['announce'] = features.now()?.announce ?? emit;
    tell(event, emit);
  };

  const touch = () => {
    for (const each of views) each.touch();
    options.onChange();
  };

  const sync = createRoomSync({
    roomId,
    callNow,
    connect: options.connect,
    isOnline,
    user,
    now,
    random,
    rules: () => features.now(),
    unsure: () => outbox.failed(),
    onChange: (stored, ids) => {
      outbox.settle(stored.map(shown), ids);
      // Messages to a room that is closed to us must fail now, not wait forever.
      if (sync.status === 'left') outbox.pump();
      features.now()?.onRoomChange();
      touch();
    },
    onEvent: (event) => announcements.run(() => announce(event)),
    onResume: (before, resume) =>
      announcements.run(() => features.now()?.eventsOf(before, resume).forEach(announce), features),
    onLive: () => {
      outbox.live();
      features.now()?.live();
    },
  });

  const outbox = createOutbox({
    roomId,
    post: async (...given) => (await features.load()).send(...given),
    persistence: createOutboxPersistence({ roomId, store: options.store, user, earlyKey: options.earlyKey }),
    user,
    ready: () => isOnline() && (!sync.wanted || sync.status === 'joined'),
    rejoin: () => {
      if (sync.wanted) sync.check();
      return sync.wanted;
    },
    known: () => [...sync.core.log.items, ...(sync.core.extra?.items() ?? [])],
    newId: options.newId,
    now,
    random,
    onStored: (message: Message) => sync.change((core) => putStored(core, message, message.author.id)),
    onChange: touch,
  });

  /** Until the server has answered, the user is known from the last time. */
  const viewer = () => user() ?? sync.core.me?.user ?? null;
  const self = () => viewer()?.id ?? '';
  const storeAnswer = (message: Message): Message => {
    sync.change((core) => putStored(core, message, self()));
    return shown(message);
  };
  const context: RoomContext = { ...options, sync, self, user: viewer, putStored: storeAnswer };
  const features = deriveLazy(options.clientFeatures, (found) =>
    found.room(context, {
      outbox,
      list,
      guestName,
      on,
      touch,
    }),
  );
  const parts = createLazyParts(features, initialParts());
  const { whole, ...api } = parts.api;
  const list = messages(context, outbox, () => features.now()?.overlay, guestName);
  const present = presence(context);
  const reading = receipts(context, () => features.use(({ schedule }) => schedule()));
  const send = (content: SendContent): Promise<Message> => {
    features.now()?.onSend(content);
    const sent = outbox.send(content);
    // `client.status` shows a failure to connect; the message waits.
    if (!isOnline()) options.connect().then(outbox.pump, noop);
    return sent;
  };
  const threads = createThreadHandles(features, send);
  const stateNow = (): RoomState => {
    const { room, me, can, since, peer, blocked } = sync.core;
    return { status: sync.status, error: sync.error, room, me, can, since, peer, blocked };
  };
  const state = view(() => Object.values(stateNow()), stateNow);
  const views = [state, list, present, reading.view, parts, threads];

  return {
    api: {
      ...api,
      search: whole.search,
      export: whole.export,
      id: roomId,
      state: { get: state.get, subscribe: state.subscribe },
      join: async () => {
        const loading = features.load().catch(noop);
        await sync.join();
        // Callers that await the room find it complete; the view does not wait for that.
        await loading;
      },
      leave: async (how) => {
        features.now()?.leave();
        // Unsent messages to the room are rejected now.
        await sync.leave(how).finally(outbox.pump);
      },
      messages: Object.assign(api.messages, {
        get: list.get,
        subscribe: list.subscribe,
        send,
        retry: outbox.retry,
        discard: outbox.discard,
      }),
      thread: threads.thread,
      presence: Object.assign(api.presence, { get: present.get, subscribe: present.subscribe }),
      typing: Object.assign(api.typing, {
        start: () => features.now()?.typing.start(),
        stop: () => features.now()?.typing.stop(),
      }),
      receipts: Object.assign(api.receipts, {
        get: reading.view.get,
        subscribe: reading.view.subscribe,
        read: reading.read,
      }),
      replies: Object.assign(api.replies, {
        original: (messageId: string) => {
          const found = features.now();
          if (found) return found.replies.original(messageId);
          features.use(({ replies }) => void replies.original(messageId));
          return sync.core.log.items.find(({ id }) => id === messageId);
        },
      }),
      on,
    },
    receive: sync.receive,
    online: () => {
      outbox.claim();
      sync.online();
      outbox.pump();
    },
    offline: (failure) => {
      features.now()?.endTyping();
      sync.offline(failure);
    },
    check: sync.check,
    claimOutbox: outbox.claim,
    onFeaturesLoaded: () => {
      const people = features.now()?.applyMembers;
      if (people) sync.change((core) => people(core, self()));
      features.now()?.onRoomChange();
      if (sync.status === 'joined') features.now()?.live();
      touch();
    },
    touch: parts.touch,
    forget: () => {
      outbox.forget();
      sync.forget();
    },
    close: () => {
      features.now()?.close();
      outbox.close();
      sync.close();
      events.clear();
    },
    summary: () => features.now()?.summary() ?? null,
  };
};
