import type {
  Can,
  ChatError,
  ChatEvent,
  EventOf,
  EventType,
  Member,
  Message,
  Room,
  RoomSummary,
  Since,
  User,
} from '@chat/protocol';
import { emitter } from './emitter.ts';
import { audit, type Audit } from './features/audit.ts';
import type { Calls, CallsFeature } from './features/calls.ts';
import { exportRoom, type ExportOptions } from './features/data-rights.ts';
import { files, type Files } from './features/files.ts';
import { members, type Members } from './features/members.ts';
import { messages, type Messages } from './features/messages.ts';
import { pins, type Pins } from './features/pins.ts';
import { presence, type PresenceFeature } from './features/presence.ts';
import { reactions, type Reactions } from './features/reactions.ts';
import { mentionsOf, receipts, type Receipts } from './features/receipts.ts';
import { reports, type Reports } from './features/reports.ts';
import { replies, type Replies } from './features/replies.ts';
import { settings, type Settings } from './features/rooms.ts';
import { searchIn, type Search } from './features/search.ts';
import { threads, type Thread } from './features/threads.ts';
import { slash, type Slash } from './features/slash.ts';
import { typing, type Typing } from './features/typing.ts';
import { versions, type Versions } from './features/versions.ts';
import { keptMessages } from './kept-messages.ts';
import type { OutboxStore } from './outbox-store.ts';
import { createOverlay } from './overlay.ts';
import { createOutbox, type SendContent } from './outbox.ts';
import { view, type Readable, type Stop } from './readable.ts';
import { unreadOf } from './read-marks.ts';
import { putStored } from './room-core.ts';
import { itemsIn } from './thread-logs.ts';
import type { RoomContext } from './room-context.ts';
import { createRoomSync, type LeaveOptions, type RoomStatus } from './room-sync.ts';

export interface ChatRoom {
  readonly id: string;
  /** Everything about the room but its lists. */
  readonly state: Readable<RoomState>;
  /**
   * Is in the room from now on, through every reconnect, until `leave()`. Counted: the second join needs a second leave.
   * Resolves when the view is live; rejects with `ChatError` when refused, and then counts for nothing.
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
  forget(): void;
  close(): void;
  /** For the list of my rooms; null while not in the room. */
  summary(): RoomSummary | null;
}

export interface RoomOptions extends Omit<RoomContext, 'sync' | 'keep' | 'self'> {
  connect: () => Promise<void>;
  isOnline: () => boolean;
  calls: Pick<CallsFeature, 'room'>;
  guestName: string | undefined;
  earlyKey: (user: User | null) => string | null;
  store: OutboxStore;
  newId: () => string;
  random: () => number;
  onChange(): void;
}

export const createRoom = (options: RoomOptions): RoomHandle => {
  const { roomId, call, callNow, isOnline, user, now, random } = options;
  const events = emitter<{ [T in EventType]: EventOf<T> }>();

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
    unsure: () => outbox.failed(),
    onChange: (stored, ids) => {
      outbox.settle(stored, ids);
      // What waits for a room that is closed to us now is to fail, not to wait for ever.
      if (sync.status === 'left') outbox.pump();
      touch();
    },
    onEvent: (event) => events.emit(event.type, event),
    onLive: () => {
      outbox.live();
      reading.live();
      reporting.live();
      answered.live();
      pinned.live();
      aside.live();
      list.heal();
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
    known: () => [...sync.core.log.items, ...itemsIn(sync.core.threads)],
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
  const overlay = createOverlay(touch);
  const list = messages(context, outbox, overlay, options.guestName);
  const people = members(context);
  const present = presence(context);
  const writing = typing(context);
  const reading = receipts(context);
  const reporting = reports(context, (listener) => events.on('report:changed', listener));
  const answered = replies(context);
  const pinned = pins(context);
  const send = (content: SendContent): Promise<Message> => {
    writing.close(); // the server takes a message for the end of typing
    const sent = outbox.send(content);
    // A failure to connect is seen in `client.status`; the message waits.
    if (!isOnline()) options.connect().then(outbox.pump, () => {});
    return sent;
  };
  const aside = threads(context, {
    outbox,
    overlay,
    guestName: options.guestName,
    send,
    original: answered.api.original,
  });
  const stateNow = (): RoomState => {
    const { room, me, can, since, peer } = sync.core;
    return { status: sync.status, error: sync.error, room, me, can, since, peer };
  };
  const state = view(() => Object.values(stateNow()), stateNow);
  const views = [
    state,
    list.view,
    people.view,
    present.view,
    writing.view,
    reading.view,
    reporting.view,
    answered.view,
    pinned.view,
    aside,
  ];

  return {
    api: {
      id: roomId,
      state,
      join: sync.join,
      leave: async (how) => {
        list.flush();
        reading.flush();
        writing.close();
        // What still waits to be sent there is refused now, and says so.
        await sync.leave(how).finally(outbox.pump);
      },
      messages: { ...list.api, send },
      thread: aside.thread,
      members: people.api,
      presence: present.api,
      typing: writing.api,
      reactions: reactions(context, overlay),
      receipts: reading.api,
      reports: reporting.api,
      audit: audit(context),
      replies: answered.api,
      pins: pinned.api,
      versions: versions(context),
      slash: slash(context),
      settings: settings(context),
      files: files(context),
      calls: options.calls.room(roomId),
      search: searchIn(call, roomId),
      export: exportRoom(context),
      on: (type, listener) => events.on(type, listener),
    },
    receive: sync.receive,
    online: () => {
      outbox.keep();
      sync.online();
      outbox.pump();
    },
    offline: (failure) => {
      writing.close();
      sync.offline(failure);
    },
    check: sync.check,
    keep: outbox.keep,
    forget: () => {
      outbox.forget();
      sync.forget();
    },
    close: () => {
      list.close();
      writing.close();
      reading.close();
      answered.close();
      pinned.close();
      aside.close();
      outbox.close();
      sync.close();
      events.clear();
    },
    summary: () => {
      const { room, log, roster } = sync.core;
      if (room === null || !sync.wanted) return null;
      const lastMessage = log.items.at(-1);
      return {
        room,
        unread: unreadOf(sync.core, self()),
        unreadMentions: mentionsOf(sync.core),
        activeAt: lastMessage?.createdAt ?? room.createdAt,
        occupancy: roster.occupancy,
        ...(lastMessage === undefined ? {} : { lastMessage }),
      };
    },
  };
};
