import {
  ChatError,
  type Call,
  type ChatEvent,
  type CommandName,
  type Input,
  type Room,
} from '@chat/protocol';
import { createTimer } from '../platform/timer.ts';
import type { Link } from '../connection/link.ts';
import { noop } from '../platform/noop.ts';

/** Which rooms a client lists, and gets summaries of while it is not in them: all, or direct rooms. */
export type Lists = 'all' | 'direct' | null;

/** The part of a shared connection that belongs to one tab. */
export interface TabConnection {
  /** The tab listed rooms before it was added. */
  setLists(lists: Lists): void;
  /** Runs a command of this tab. Rejects as the link does. */
  call: Call;
  /** The tab has closed: after `waitMs`, leaves its rooms that no other tab is in, as a closed page would. */
  leave(waitMs: number): void;
}

export interface TabOptions {
  /** Gets the events that a connection of its own would get. Not called before `addTab` has returned. */
  onEvents: (events: ChatEvent[]) => void;
  /** Ids of rooms that it is in already. */
  rooms: Iterable<string>;
  lists: Lists;
  idle: boolean;
  /** The connection is this tab's own: it gets the signals of calls. */
  isLeader: boolean;
}

/**
 * One connection for several tabs of one user. Tracks for each tab what the server tracks for each
 * connection.
 */
export interface SharedConnection {
  addTab(options: TabOptions): TabConnection;
  /** Takes events of the server. */
  receive(events: ChatEvent[]): void;
  /** Returns whether a command of any tab has no response yet. */
  busy(): boolean;
  close(): void;
}

/** The state of one tab. */
interface Tab extends Omit<TabOptions, 'rooms'> {
  rooms: Set<string>;
}

/** Summaries are sent at most this often, as by a server. */
const gatherMs = 250;
const mostNamed = 100;
const isListed = /^(?:message:|room:(?!changed|removed))/;
const left = new Set(['timeout', 'disconnected']);

export const shareConnection = (link: Link, self: () => string): SharedConnection => {
  const tabs = new Set<Tab>();
  const types = new Map<string, Room['type']>();
  /** Rooms whose summary the server does not send, since the connection is in them for another tab. */
  const due = new Set<string>();
  const summaries = createTimer();
  const leaving = new Set<ReturnType<typeof setTimeout>>();
  let reportedIdle = false;
  let open = 0;

  const isIn = (roomId: string): boolean => [...tabs].some((tab) => tab.rooms.has(roomId));
  const others = (tab: Tab, roomId: string): Tab[] =>
    [...tabs].filter((other) => other !== tab && other.rooms.has(roomId));
  const ask: Call = (name, input) => {
    open++;
    return link.call(name, input).finally(() => void open--);
  };

  const receives = (tab: Tab, event: ChatEvent): boolean => {
    const { type, roomId } = event;
    if (type === 'call:signal') return tab.isLeader;
    if (/^(?:call|saved|reminder|draft):/.test(type)) return true; // lists of all rooms
    if (type === 'room:changed' || type === 'room:removed')
      return tab.lists === 'all' || (tab.lists === 'direct' && isDirect(roomId));
    return tab.rooms.has(roomId);
  };

  const sendSummaries = async (): Promise<void> => {
    const roomIds = [...due].slice(0, mostNamed);
    due.clear();
    const { rooms } = await ask('room:list', { roomIds, limit: mostNamed });
    for (const summary of rooms)
      for (const tab of tabs) {
        const { id: roomId } = summary.room;
        const event: ChatEvent = { type: 'room:changed', roomId, summary };
        if (!tab.rooms.has(roomId) && receives(tab, event)) tab.onEvents([event]);
      }
  };
  /**
   * Sends the summary of a room to tabs that list it and are not in it: the server does not, since the
   * connection is in it.
   */
  const summarise = (roomId: string): void => {
    const isWanted = [...tabs].some((tab) => tab.lists !== null && !tab.rooms.has(roomId));
    if (!isWanted || !isIn(roomId)) return;
    due.add(roomId);
    if (!summaries.runs) summaries.start(gatherMs, () => void sendSummaries().catch(noop));
  };

  const isAllIdle = (): boolean => [...tabs].every(({ idle }) => idle);
  const reportIdle = () => ask('presence:idle', { idle: (reportedIdle = isAllIdle()) });
  const lookIdle = (): void => {
    if (tabs.size > 0 && isAllIdle() !== reportedIdle) reportIdle().catch(noop);
  };

  const join = async (tab: Tab, input: Input<'room:join'>) => {
    const { roomId } = input;
    const isNew = !tab.rooms.has(roomId);
    // Before the response: events until then are for this tab, too.
    tab.rooms.add(roomId);
    try {
      const snapshot = await ask('room:join', input);
      types.set(roomId, snapshot.room.type);
      return snapshot;
    } catch (error) {
      if (isNew && !(error instanceof ChatError && left.has(error.code))) tab.rooms.delete(roomId);
      throw error;
    }
  };

  const leave = async (tab: Tab, input: Input<'room:leave'>) => {
    const { roomId, keep, forget } = input;
    const was = tab.rooms.delete(roomId);
    const stay = others(tab, roomId);
    const type = types.get(roomId);
    // Ending the membership of a private room concerns all tabs.
    const isPresence = !forget && (keep || (type !== undefined && type !== 'private'));
    if (stay.length > 0 && isPresence) {
      if (!was) throw new ChatError('conflict', 'you are not in this room', { reason: 'not_joined' });
      summarise(roomId);
      return {};
    }
    const answer = await ask('room:leave', input);
    // The connection has left the room: other tabs join again, if they may.
    for (const other of stay) other.onEvents([{ type: 'missed', roomId }]);
    return answer;
  };

  const read = async (tab: Tab, input: Input<'receipt:read'>) => {
    const { roomId } = input;
    const state = await ask('receipt:read', input);
    const { seq, turn } = state;
    const event: ChatEvent = {
      type: 'receipt:updated',
      roomId,
      userId: self(),
      seq,
      ...(turn ? { turn } : {}),
    };
    // The server would send this to my other connections.
    for (const other of others(tab, roomId)) other.onEvents([event]);
    summarise(roomId);
    return state;
  };

  const handlers: { [N in CommandName]?: (tab: Tab, input: Input<N>) => Promise<unknown> } = {
    'room:join': join,
    'room:leave': leave,
    'receipt:read': read,
    'presence:idle': (tab, { idle }) => {
      tab.idle = idle;
      return reportIdle();
    },
    'room:list': (tab, input) => {
      tab.lists = listsAfter(input, tab.lists);
      return ask('room:list', input);
    },
  };

  return {
    addTab: ({ rooms, ...options }) => {
      const tab: Tab = { ...options, rooms: new Set(rooms) };
      if (tabs.size === 0) reportedIdle = tab.idle;
      tabs.add(tab);
      lookIdle();
      return {
        setLists: (lists) => void (tab.lists = lists),
        call: ((name: CommandName, input: never) => handlers[name]?.(tab, input) ?? ask(name, input)) as Call,
        leave: (waitMs) => {
          if (!tabs.delete(tab)) return;
          lookIdle();
          const leaveRooms = (): void => {
            for (const roomId of tab.rooms)
              if (!isIn(roomId)) ask('room:leave', { roomId, keep: true }).catch(noop);
          };
          if (waitMs === 0) return leaveRooms();
          const timer = setTimeout(() => {
            leaving.delete(timer);
            leaveRooms();
          }, waitMs);
          leaving.add(timer);
        },
      };
    },
    receive: (events) => {
      for (const tab of tabs) {
        const own = events.filter((event) => receives(tab, event));
        if (own.length > 0) tab.onEvents(own);
      }
      for (const event of events) {
        const { type, roomId } = event;
        const isMine = 'userId' in event && event.userId === self();
        if (type === 'member:left' && isMine) for (const tab of tabs) tab.rooms.delete(roomId);
        if (isListed.test(type) || (type === 'receipt:updated' && isMine)) summarise(roomId);
      }
    },
    busy: () => open > 0 || link.busy?.() === true,
    close: () => {
      tabs.clear();
      summaries.stop();
      for (const timer of leaving) clearTimeout(timer);
    },
  };
};

/** Returns what a client lists after `room:list`. The server does not keep filtered lists current. */
export const listsAfter = (
  { roomIds, phases, startsFrom, startsBefore, type }: Input<'room:list'>,
  before: Lists,
): Lists => {
  if (roomIds || phases || startsFrom !== undefined || startsBefore !== undefined) return before;
  return type && before !== 'all' ? 'direct' : 'all';
};

/** The server's ids of direct rooms have this prefix. */
const isDirect = (roomId: string): boolean => roomId.startsWith('direct:');
