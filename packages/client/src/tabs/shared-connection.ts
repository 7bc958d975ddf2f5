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

/** What one tab has of a connection that several have. */
export interface TabConnection {
  /** Runs a command for this tab. Rejects as the link does. */
  call: Call;
  /** The tab is gone: the rooms that nobody else is in are left, as by a page that is closed, after `waitMs`. */
  leave(waitMs: number): void;
}

export interface TabOptions {
  /** Told what the server would tell a connection of this tab's own. Not called before `place` has answered. */
  onEvents: (events: ChatEvent[]) => void;
  /** Rooms it is in already. */
  rooms: Iterable<string>;
  idle: boolean;
  /** It is its connection: what is told to a device in a call is for this tab. */
  isLeader: boolean;
}

/** One connection for several tabs of one user: what the server keeps of a connection is kept here of each tab. */
export interface SharedConnection {
  addTab(options: TabOptions): TabConnection;
  /** The server has told this. */
  receive(events: ChatEvent[]): void;
  /** Commands of whatever tab that are not answered. */
  busy(): boolean;
  close(): void;
}

/** What is known of one tab. */
interface Tab extends Omit<TabOptions, 'rooms'> {
  rooms: Set<string>;
  /** Rooms of its list that it is not in, and hears of as summaries: all of mine, or those of two. */
  lists: 'all' | 'direct' | null;
}

/** A room's summary is told at most so often, as a server does. */
const gatherMs = 250;
const mostNamed = 100;
const isListed = /^(?:message:|room:(?!changed|removed))/;
const left = new Set(['timeout', 'disconnected']);

export const shareConnection = (link: Link, self: () => string): SharedConnection => {
  const tabs = new Set<Tab>();
  const types = new Map<string, Room['type']>();
  /** Rooms of which those who list them and are not in them hear no word of the server's: another tab is. */
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
    if (type.startsWith('call:')) return true;
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
  /** To those who list it and are not in it the server says nothing: the connection is. */
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
    // Before it is answered: what is told until then is for this tab too.
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
    // Going from a private room for good is going from it on all tabs.
    const isPresence = !forget && (keep || (type !== undefined && type !== 'private'));
    if (stay.length > 0 && isPresence) {
      if (!was) throw new ChatError('conflict', 'you are not in this room', { reason: 'not_joined' });
      summarise(roomId);
      return {};
    }
    const answer = await ask('room:leave', input);
    // The connection is out of it: who is in it on another tab comes in again, if they may.
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
    // The server tells my other connections.
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
      const { roomIds, phases, startsFrom, startsBefore, type } = input;
      // What is chosen is answered once, and not kept up to date.
      if (!roomIds && !phases && startsFrom === undefined && startsBefore === undefined)
        tab.lists = type && tab.lists !== 'all' ? 'direct' : 'all';
      return ask('room:list', input);
    },
  };

  return {
    addTab: ({ rooms, ...options }) => {
      const tab: Tab = { ...options, rooms: new Set(rooms), lists: null };
      if (tabs.size === 0) reportedIdle = tab.idle;
      tabs.add(tab);
      lookIdle();
      return {
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

/** As the server names rooms of two. */
const isDirect = (roomId: string): boolean => roomId.startsWith('direct:');
