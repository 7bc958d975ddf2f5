import type { Call, Input, Room, RoomSummary } from '@chat/protocol';
import { view, type Readable } from '../readable.ts';
import type { RoomContext } from '../room-context.ts';

export interface Settings {
  update(patch: Omit<Input<'room:update'>, 'roomId'>): Promise<Room>;
  end(): Promise<Room>;
}

export const settings = ({ roomId, call }: RoomContext): Settings => ({
  update: (patch) => call('room:update', { roomId, ...patch }),
  end: () => call('room:end', { roomId }),
});

export interface RoomSummaries {
  items: readonly RoomSummary[];
  hasMore: boolean;
  loaded: boolean;
}

export interface RoomList extends Readable<RoomSummaries> {
  /** The first call loads the first page, the next ones what follows; when all is loaded, it is loaded anew. */
  load(): Promise<void>;
}

/** A room that is open here, as far as the list wants to know. Null: not known, or no longer mine. */
export type LiveSummary = (roomId: string) => RoomSummary | null;

interface Loaded {
  rooms: readonly RoomSummary[];
  hasMore: boolean;
  loaded: boolean;
}

export interface RoomListFeature {
  api: RoomList;
  /** A room that is open here has changed, or an open room is new. */
  touch: () => void;
}

/** My rooms by id. `live` answers for rooms that are open here; `open` names them. */
export const roomList = (call: Call, open: () => readonly string[], live: LiveSummary): RoomListFeature => {
  let state: Loaded = { rooms: [], hasMore: false, loaded: false };
  let version = 0;
  let loading: Promise<void> | null = null;

  const list = view(
    () => [state, version],
    () => {
      const items = new Map(state.rooms.map((summary) => [summary.room.id, summary]));
      for (const roomId of open()) {
        const summary = live(roomId);
        if (summary !== null) items.set(roomId, { ...items.get(roomId), ...summary });
      }
      const sorted = [...items.values()].sort((a, b) => (a.room.id < b.room.id ? -1 : 1));
      return { items: sorted, hasMore: state.hasMore, loaded: state.loaded };
    },
  );

  const load = async () => {
    const more = state.loaded && state.hasMore;
    const after = more ? state.rooms.at(-1)?.room.id : undefined;
    const page = await call('room:list', after === undefined ? {} : { after });
    const rooms = more ? [...state.rooms, ...page.rooms] : page.rooms;
    state = { rooms, hasMore: page.hasMore, loaded: true };
    list.touch();
  };

  return {
    touch: () => {
      version++;
      list.touch();
    },
    api: {
      get: list.get,
      subscribe: list.subscribe,
      load: () => {
        loading ??= load().finally(() => (loading = null));
        return loading;
      },
    },
  };
};
