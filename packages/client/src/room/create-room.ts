import type { ChatError, ChatEvent, EventOf, EventType, Message, RoomSummary, User } from '@chat/protocol';
import { EventEmitter } from 'eventemitter3';
import type { ChatRoom, RoomState } from './chat-room.ts';
import type { ClientRest } from '../lazy/client-features.ts';
import { deletingSoon, messages } from '../features/messages.ts';
import { presence } from '../features/presence.ts';
import { receipts } from '../features/receipts.ts';
import { keptMessages } from '../outbox/outbox-persistence.ts';
import { derived, inTurn, partsOf, type Later } from '../lazy/lazy.ts';
import { listenTo, type Emitter } from '../state/emitter.ts';
import type { OutboxStore } from '../outbox/outbox-store.ts';
import { createOutbox, type SendContent } from '../outbox/outbox.ts';
import { view } from '../state/readable.ts';
import { putStored } from './room-state.ts';
import { threadPlaces } from './thread-handles.ts';
import type { RoomContext } from './room-context.ts';
import { createRoomSync } from './room-sync.ts';
import { noop } from '../platform/noop.ts';

/** A room as its client drives it. */
export interface RoomHandle {
  api: ChatRoom;
  receive(events: ChatEvent[]): void;
  online(): void;
  offline(failure: ChatError | null): void;
  /** Asks the server what changed. */
  check(): void;
  /** It is known, or known better, who writes: what waits is kept as theirs. */
  keep(): void;
  /** What was to be loaded later has come. */
  loaded(): void;
  /** What is shown is another. */
  touch(): void;
  forget(): void;
  close(): void;
  /** For the list of my rooms; null while not in the room. */
  summary(): RoomSummary | null;
}

export interface RoomOptions extends Omit<RoomContext, 'sync' | 'keep' | 'self'> {
  connect: () => Promise<void>;
  isOnline: () => boolean;
  rest: Later<ClientRest>;
  guestName: string | undefined;
  earlyKey: (user: User | null) => string | null;
  store: OutboxStore;
  newId: () => string;
  random: () => number;
  onChange(): void;
}

export const createRoom = (options: RoomOptions): RoomHandle => {
  const { roomId, callNow, isOnline, user, now, random, guestName } = options;
  const events: Emitter<{ [T in EventType]: EventOf<T> }> = new EventEmitter();
  const on = listenTo(events);

  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- the compiler needs it
  const tell = (event: ChatEvent) => events.emit(event.type, event as never);
  const telling = inTurn();

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
    rules: () => rest.now(),
    unsure: () => outbox.failed(),
    onChange: (stored, ids) => {
      outbox.settle(stored, ids);
      // What waits for a room that is closed to us now is to fail, not to wait for ever.
      if (sync.status === 'left') outbox.pump();
      rest.now()?.changed();
      touch();
    },
    onEvent: (event) => telling.tell(() => tell(event)),
    onResume: (before, resume) =>
      telling.tell(() => rest.now()?.eventsOf(before, resume).forEach(tell), rest),
    onLive: () => {
      outbox.live();
      rest.now()?.live();
    },
  });

  const outbox = createOutbox({
    roomId,
    callNow,
    kept: keptMessages({ roomId, store: options.store, user, early: options.earlyKey }),
    user,
    ready: () => isOnline() && (!sync.wanted || sync.status === 'joined'),
    rejoin: () => {
      if (sync.wanted) sync.check();
      return sync.wanted;
    },
    known: () => [...sync.core.log.items, ...(sync.core.beside?.items() ?? [])],
    newId: options.newId,
    now,
    random,
    onStored: (message: Message) => sync.change((core) => putStored(core, message, message.author.id)),
    onChange: touch,
  });

  const self = () => user()?.id ?? '';
  const keep = (message: Message): Message => {
    sync.change((core) => putStored(core, message, self()));
    return message;
  };
  const context: RoomContext = { ...options, sync, self, keep };
  const rest = derived(options.rest, (found) =>
    found.room(context, {
      outbox,
      list,
      guestName,
      on,
      touch,
    }),
  );
  const parts = partsOf(rest, {
    messages: ['edit delete loadOlder reach fill around'],
    members: [
      'loadMore invite add remove update mute ban bans unban',
      { items: [], occupancy: 0, hasMore: false },
    ],
    presence: ['set'],
    typing: ['', { users: [], count: 0 }],
    reactions: ['add remove toggle list burst'],
    receipts: ['load unread count'],
    reports: ['report load resolve', { items: [], hasMore: false, loaded: false }],
    audit: ['list'],
    replies: ['', new Map()],
    pins: ['load pin unpin', { items: [], loaded: false }],
    versions: ['list'],
    slash: ['list run'],
    settings: ['update end'],
    files: ['upload list url delete'],
    calls: ['start accept reject hangup record signal ice media', null],
    groupCall: ['load start join leave end media', null],
    whole: ['search export'],
  });
  const { whole, ...api } = parts.api;
  const list = messages(context, outbox, () => rest.now()?.overlay, guestName);
  const present = presence(context);
  const reading = receipts(context, () => rest.use(({ soon }) => soon()));
  const send = (content: SendContent): Promise<Message> => {
    rest.now()?.wrote();
    const sent = outbox.send(content);
    // A failure to connect is seen in `client.status`; the message waits.
    if (!isOnline()) options.connect().then(outbox.pump, noop);
    return sent;
  };
  const aside = threadPlaces(rest, send);
  const stateNow = (): RoomState => {
    const { room, me, can, since, peer } = sync.core;
    return { status: sync.status, error: sync.error, room, me, can, since, peer };
  };
  const state = view(() => Object.values(stateNow()), stateNow);
  const views = [state, list, present, reading.view, parts, aside];

  return {
    api: {
      ...api,
      ...whole,
      id: roomId,
      state: { get: state.get, subscribe: state.subscribe },
      join: async () => {
        await sync.join();
        // Who waits for the room finds all of it; who looks at it does not wait.
        if (!rest.now()) await rest.load().catch(noop);
      },
      leave: async (how) => {
        rest.now()?.leave();
        // What still waits to be sent there is refused now, and says so.
        await sync.leave(how).finally(outbox.pump);
      },
      messages: {
        ...api.messages,
        get: list.get,
        subscribe: list.subscribe,
        send,
        deleteSoon: (...given) => rest.now()?.messages.deleteSoon(...given) ?? deletingSoon(rest, ...given),
        retry: outbox.retry,
        discard: outbox.discard,
      },
      thread: aside.thread,
      presence: { ...api.presence, get: present.get, subscribe: present.subscribe },
      typing: {
        ...api.typing,
        start: () => rest.now()?.typing.start(),
        stop: () => rest.now()?.typing.stop(),
      },
      receipts: {
        ...api.receipts,
        get: reading.view.get,
        subscribe: reading.view.subscribe,
        read: reading.read,
      },
      replies: {
        ...api.replies,
        original: (messageId) => {
          const found = rest.now();
          if (found) return found.replies.original(messageId);
          rest.use(({ replies }) => void replies.original(messageId));
          return sync.core.log.items.find(({ id }) => id === messageId);
        },
      },
      on,
    },
    receive: sync.receive,
    online: () => {
      outbox.keep();
      sync.online();
      outbox.pump();
    },
    offline: (failure) => {
      rest.now()?.wrote();
      sync.offline(failure);
    },
    check: sync.check,
    keep: outbox.keep,
    loaded: () => {
      const people = rest.now()?.people;
      if (people) sync.change((core) => people(core, self()));
      rest.now()?.changed();
      if (sync.status === 'joined') rest.now()?.live();
      touch();
    },
    touch: parts.touch,
    forget: () => {
      outbox.forget();
      sync.forget();
    },
    close: () => {
      rest.now()?.close();
      outbox.close();
      sync.close();
      events.removeAllListeners();
    },
    summary: () => rest.now()?.summary() ?? null,
  };
};
