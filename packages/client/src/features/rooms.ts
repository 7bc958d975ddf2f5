import {
  pageSize,
  type Call,
  type EventOf,
  type GroupCall,
  type Input,
  type Room,
  type RoomSummary,
} from '@chat/protocol';
import type { LazyPart } from '../lazy/lazy.ts';
import { mentionsOf, unreadOf } from '../room/read-state.ts';
import { view, type Readable } from '../state/readable.ts';
import type { RoomContext } from '../room/room-context.ts';
import { noop } from '../platform/noop.ts';

export interface Settings {
  update(patch: Omit<Input<'room:update'>, 'roomId'>): Promise<Room>;
  end(): Promise<Room>;
}

export const settings = ({ roomId, call }: RoomContext): Settings => ({
  update: (patch) => call('room:update', { roomId, ...patch }),
  end: () => call('room:end', { roomId }),
});

/** Returns the summary of a room that is open here; null while not in the room. */
export const summaryOf = ({ sync, self }: RoomContext): RoomSummary | null => {
  const { room, log, memberList, blocked } = sync.core;
  if (room === null || !sync.wanted) return null;
  const lastMessage = log.items.findLast(({ author }) => !blocked.includes(author.id));
  return {
    room,
    unread: unreadOf(sync.core, self()),
    unreadMentions: mentionsOf(sync.core),
    activeAt: lastMessage?.createdAt ?? room.createdAt,
    occupancy: memberList.occupancy,
    ...(lastMessage === undefined ? {} : { lastMessage }),
  };
};

export interface RoomSummaries {
  /** Latest active first. */
  items: readonly RoomSummary[];
  /** I have more rooms than were loaded; those are not in `items`, however active. */
  hasMore: boolean;
  loaded: boolean;
}

export interface RoomList extends Readable<RoomSummaries> {
  /**
   * Loads my rooms, up to 500, and keeps them current from then on, through every reconnect. Called again, it
   * loads the next ones, or all of them again if there are no more.
   */
  load(): Promise<void>;
  /** Creates a room; of type private, it invites `userIds`. */
  create(settings: Input<'room:create'>): Promise<Room>;
  /**
   * Resolves to the direct room of me and a user I know; creates it if necessary. With `encryption` it rejects with
   * `not_encrypted` if they have one that is not.
   */
  direct(userId: string, options?: Pick<Input<'room:create'>, 'encryption'>): Promise<Room>;
  /** Accepts an invitation; the room can then be joined. */
  accept(roomId: string): Promise<void>;
  /** Becomes a member of a private room by the code of an invite link; the room can then be joined. */
  acceptInviteLink(roomId: string, code: string): Promise<void>;
  decline(roomId: string): Promise<void>;
  /** Silences a room's notifications on all my devices until a time, ms since the epoch; null ends it. */
  silence(roomId: string, until: number | null): Promise<void>;
}

/** Returns the summary of a room that is open here. Null: not known, or no longer mine. */
export type LiveSummary = (roomId: string) => RoomSummary | null;

type ListEvent = EventOf<'room:changed' | 'room:removed'>;

interface Loaded {
  rooms: ReadonlyMap<string, RoomSummary>;
  /** Id of the last room that was loaded. */
  cursor: string | undefined;
  hasMore: boolean;
  loaded: boolean;
}

export interface RoomListFeature {
  api: LazyPart<RoomList>;
  /** A room that is open here is new or has changed. */
  touch: () => void;
  receive: (event: ListEvent) => void;
  /** Connected again: loads what was missed. Returns whether there is a loaded list to load again. */
  online: () => boolean;
  /** A different user signed in. */
  forget: () => void;
}

const pagesAtOnce = 5;
const none: Loaded = { rooms: new Map(), cursor: undefined, hasMore: false, loaded: false };

/**
 * My rooms. `open` returns the ids of rooms that are open here, `live` and `callIn` their summary and group
 * call.
 */
export const roomList = (
  call: Call,
  open: () => readonly string[],
  live: LiveSummary,
  callIn: (roomId: string) => { call: GroupCall } | null,
  onChange: () => void,
): RoomListFeature => {
  let state = none;
  let version = 0;
  let generation = 0;
  let loading: Promise<void> | null = null;
  /** Events during a load: newer than its pages. */
  let duringLoad: ListEvent[] = [];
  /** Last summaries of open rooms: after one is closed, the server sends its summary a little later. */
  const seen = new Map<string, RoomSummary>();

  const list = view(
    () => [state, version],
    () => {
      const items = new Map(state.rooms);
      for (const roomId of open()) {
        const now = live(roomId);
        if (now !== null) seen.set(roomId, withCall({ ...items.get(roomId), ...now }, callIn(roomId)?.call));
        const summary = seen.get(roomId);
        if (summary && (now !== null || items.has(roomId))) items.set(roomId, summary);
      }
      const sorted = [...items.values()].sort(byActivity);
      return { items: sorted, hasMore: state.hasMore, loaded: state.loaded };
    },
  );

  const put = (event: ListEvent) => {
    seen.delete(event.roomId);
    const rooms = new Map(state.rooms);
    if (event.type === 'room:removed') rooms.delete(event.roomId);
    else rooms.set(event.roomId, event.summary);
    state = { ...state, rooms };
  };

  const load = async (fresh: boolean) => {
    const before = state;
    const mine = generation;
    const more = !fresh && before.loaded && before.hasMore;
    const rooms = new Map(more ? before.rooms : []);
    let { cursor, hasMore } = more ? before : { cursor: undefined, hasMore: true };
    duringLoad = [];
    for (let pages = 0; hasMore && pages < pagesAtOnce; pages++) {
      const page = await call('room:list', { limit: pageSize.max, after: cursor });
      for (const summary of page.rooms) rooms.set(summary.room.id, summary);
      cursor = page.rooms.at(-1)?.room.id ?? cursor;
      hasMore = page.hasMore && page.rooms.length > 0;
    }
    // A different user has signed in meanwhile.
    if (mine !== generation) return;
    seen.clear();
    state = { rooms, cursor, hasMore, loaded: true };
    for (const event of duringLoad) put(event);
    onChange();
  };

  const loadOnce = (fresh: boolean) => {
    if (loading !== null) return loading;
    const began = load(fresh).finally(() => {
      if (loading === began) loading = null;
    });
    loading = began;
    return began;
  };

  return {
    touch: () => void version++,
    receive: (event) => {
      if (loading !== null) duringLoad.push(event);
      put(event);
      onChange();
    },
    online: () => {
      // A failure is retried with the next connection; the list stays as it is.
      if (state.loaded) loadOnce(true).catch(noop);
      return state.loaded;
    },
    forget: () => {
      state = none;
      seen.clear();
      generation++;
      loading = null;
      onChange();
    },
    api: {
      get: list.get,
      load: () => loadOnce(false),
      create: (input) => call('room:create', input),
      direct: (userId, options) => call('room:create', { ...options, type: 'direct', userIds: [userId] }),
      accept: async (roomId) => void (await call('member:accept', { roomId })),
      acceptInviteLink: async (roomId, code) => void (await call('invite:accept', { roomId, code })),
      decline: async (roomId) => void (await call('member:decline', { roomId })),
      silence: async (roomId, until) => void (await call('room:silence', { roomId, until })),
    },
  };
};

/** In an open room it is heard of, and the list is not told. `heard`: undefined where nothing was. */
const withCall = ({ groupCall, ...summary }: RoomSummary, heard = groupCall): RoomSummary =>
  heard?.state === 'active' ? { ...summary, groupCall: heard } : summary;

const byActivity = (one: RoomSummary, other: RoomSummary): number =>
  other.activeAt - one.activeAt || (one.room.id < other.room.id ? -1 : 1);
