import { ChatError, type DurableEvent, type Limits, type Room } from '@chat/protocol';
import type { LoadShedding } from '../operations/load-shedding.ts';
import type { Logger } from '../logger.ts';
import type { OnlineUsers } from '../users/online-users.ts';
import { memoryStorage } from '../storage/memory/memory-storage.ts';
import { createMemoryBudget, shareAfterTrim, type MemoryHolder } from '../storage/memory/memory-budget.ts';
import type { Change, FirstMember } from '../storage/contract/change.ts';
import type { Head } from '../storage/contract/records.ts';
import type { ChatStorage, TimelineStore } from '../storage/contract/storage.ts';
import { createRoomDirectory } from './room-directory.ts';
import { createLiveRoom, type LiveRoom, type LiveRoomDeps } from './live-room.ts';
import type { RoomListSubscriptions } from '../room-list/room-list-subscriptions.ts';

/** The rooms this process serves, opened from the store on demand. */
export interface RoomRegistry {
  /** Returns the room, or null if there is none. */
  open(roomId: string): Promise<LiveRoom | null>;
  /**
   * Creates a room with these members; the first is its creator. `conflict` / `room_exists` if there is one.
   */
  create(room: Room, members: FirstMember[]): Promise<LiveRoom>;
  /** Returns the room if this process has it open. */
  peek(roomId: string): LiveRoom | undefined;
  /** Returns the open rooms. */
  live(): Iterable<LiveRoom>;
  /** Another node claims that a room is at this `rev`. Returns false if this process does not serve it. */
  onRemoteRev(roomId: string, epoch: string, rev: number): boolean;
  /** Closes rooms that nobody is in. Called periodically. */
  sweep(): void;
  /** Resolves when the directory has the room as last committed here, or could not be written. */
  whenListed(roomId: string): Promise<void>;
  /** Resolves when all running commits are settled, then closes all rooms. */
  close(): Promise<void>;
}

export interface RoomRegistryDeps {
  storage: ChatStorage;
  onlineUsers: OnlineUsers;
  limits: Limits;
  load: Pick<LoadShedding, 'presenceWindowMs'>;
  logger: Logger;
  roomLists: Pick<RoomListSubscriptions, 'onPublished' | 'include'>;
  now(): number;
  /** Shares presence with other nodes, if there are any. */
  presence?: LiveRoomDeps['presence'];
  onPresence?: LiveRoomDeps['onPresence'];
  /** Whether others may write to the same store. */
  isShared(): boolean;
  /** Returns changes to commit at the end of a batch of others; `from`: the room before them. */
  marksFor?(room: Room, from: Pick<Head, 'rev' | 'seq'>, changes: readonly Change[]): Change[];
  /** Events were committed here. `users`: users whose room lists it may enter or leave. */
  onCommitted(roomId: string, head: Pick<Head, 'epoch' | 'rev'>, users: string[]): void;
  /** A message was deleted. `isUndoable`: it may come back. */
  onMessageDeleted(roomId: string, messageId: string, isUndoable: boolean): void;
}

const idleAfterMs = 60_000;
/** An ephemeral room lives in memory alone; it ends when nobody has entered it for an hour. */
const ephemeralIdleMs = 3_600_000;

export const createRoomRegistry = (deps: RoomRegistryDeps): RoomRegistry => {
  const { storage, onlineUsers, limits, logger, now } = deps;
  const rooms = new Map<string, { opening: Promise<LiveRoom | null>; room?: LiveRoom; usedAt: number }>();

  const directory = createRoomDirectory(deps);
  const ephemeral = createMemoryBudget(limits.ephemeralBytes);
  /** Ephemeral rooms, by id. */
  const holders = new Map<string, MemoryHolder>();
  const release = (roomId: string): void => {
    const holder = holders.get(roomId);
    holders.delete(roomId);
    if (holder) ephemeral.release(holder);
  };

  /**
   * Logs once that delivery receipts cannot be written, and once that they can again; they are retried all
   * the time.
   */
  const reportReceipts = (roomId: string): LiveRoomDeps['onReceiptsWritten'] => {
    let failing = false;
    return (failure) => {
      if (failure && !failing)
        logger.warn({ err: failure.error, roomId }, 'delivery receipts could not be written');
      if (!failure && failing) logger.info({ roomId }, 'delivery receipts can be written again');
      failing = failure !== undefined;
    };
  };

  const live = (head: Head, timeline: TimelineStore): LiveRoom =>
    createLiveRoom(head, {
      timeline,
      onlineUsers,
      limits,
      load: deps.load,
      onRoomChanged: directory.put,
      onRemoteRoomChange: (roomId) => directory.compare(roomId, () => rooms.get(roomId)?.room?.head.room),
      onReceiptsWritten: reportReceipts(head.room.id),
      onReadFailed: (error) =>
        logger.warn({ err: error, roomId: head.room.id }, 'changes of other nodes could not be read'),
      isShared: () => timeline === storage.timeline && deps.isShared(),
      ...(deps.marksFor && timeline === storage.timeline && { marksFor: deps.marksFor }),
      onCommitted: (at, roomId, events) => {
        if (timeline === storage.timeline) deps.onCommitted(roomId, at, events.flatMap(concerned));
      },
      onRoomGone: (roomId) => {
        const entry = rooms.get(roomId);
        rooms.delete(roomId);
        release(roomId);
        entry?.room?.close();
      },
      onMessageDeleted: deps.onMessageDeleted,
      roomLists: deps.roomLists,
      presence: deps.presence,
      onPresence: deps.onPresence,
    });

  const begin = async (room: Room, members: FirstMember[], timeline: TimelineStore): Promise<LiveRoom> => {
    const actor = members[0]?.user ?? { id: room.createdBy, name: room.createdBy };
    const creation: Change = { kind: 'create-room', actor, at: now(), room, members };
    const marks =
      timeline === storage.timeline ? deps.marksFor?.(room, { rev: 0, seq: 0 }, [creation]) : undefined;
    const [result] = await timeline.commit(room.id, [creation, ...(marks ?? [])]);
    if (result && !result.ok) throw ChatError.from(result.error);
    const head = await timeline.head(room.id);
    if (!head) throw new Error('the store has no head for a room it has just created');
    const users = members.map(({ user }) => user.id);
    if (timeline === storage.timeline) deps.onCommitted(room.id, head, users);
    return live(head, timeline);
  };

  const timelineFor = (room: Room): TimelineStore => {
    if (room.retention !== 'ephemeral') return storage.timeline;
    // Each node would have its own room of this id, with different messages and members.
    if (deps.presence?.isOpen)
      throw new ChatError('conflict', 'an ephemeral room cannot be on several nodes', {
        field: 'retention',
      });
    const { timeline } = memoryStorage({
      maxMessages: limits.ephemeralMessages,
      budget: {
        add: (log) => {
          const live = (): LiveRoom | undefined => rooms.get(room.id)?.room;
          const holder: MemoryHolder = {
            get bytes() {
              return log.bytes + (live()?.cachedBytes ?? 0);
            },
            keepBytes: (...most) => {
              live()?.forgetCached();
              log.keepBytes(...most);
            },
          };
          holders.set(room.id, holder);
          ephemeral.add(holder);
        },
        fit: () => {
          const holder = holders.get(room.id);
          const most = limits.ephemeralRoomBytes;
          if (holder && holder.bytes > most) holder.keepBytes(most * shareAfterTrim, 1);
          ephemeral.fit();
        },
        release: () => release(room.id),
      },
    });
    return timeline;
  };

  const load = async (roomId: string): Promise<LiveRoom | null> => {
    const head = await storage.timeline.head(roomId);
    if (head) {
      const room = live(head, storage.timeline);
      directory.compare(roomId, () => room.head.room);
      return room;
    }
    // An ephemeral room after a restart, or a room that the application put into a directory of its own.
    const room = await storage.rooms.get(roomId);
    if (!room) return null;
    // Another node may have created it since.
    const created = room.retention === 'ephemeral' ? null : await storage.timeline.head(roomId);
    if (created) return live(created, storage.timeline);
    const stored = await storage.users.get(room.createdBy);
    const user = stored?.user ?? { id: room.createdBy, name: room.createdBy };
    return begin(room, [{ user, role: 'owner' }], timelineFor(room));
  };

  const hold = (roomId: string, opening: Promise<LiveRoom | null>): Promise<LiveRoom | null> => {
    const entry: { opening: Promise<LiveRoom | null>; room?: LiveRoom; usedAt: number } = {
      opening,
      usedAt: now(),
    };
    rooms.set(roomId, entry);
    const forget = (): void => {
      if (rooms.get(roomId) !== entry) return;
      rooms.delete(roomId);
      release(roomId);
    };
    opening.then((room) => (room ? void (entry.room = room) : forget()), forget);
    return opening;
  };

  const open = (roomId: string): Promise<LiveRoom | null> => {
    const entry = rooms.get(roomId);
    if (!entry) return hold(roomId, load(roomId));
    entry.usedAt = now();
    return entry.opening;
  };

  const createNew = async (room: Room, members: FirstMember[]): Promise<LiveRoom> => {
    const created = await begin(room, members, timelineFor(room));
    await storage.rooms.put(room);
    deps.roomLists.include(
      room.id,
      members.map(({ user }) => user.id),
    );
    return created;
  };

  return {
    open,
    create: async (room, members) => {
      do if (await open(room.id)) throw roomExists();
      while (rooms.has(room.id)); // another creator was faster
      const creating = createNew(room, members);
      // If another node was faster, others who wait for the room get the one of that node.
      void hold(
        room.id,
        creating.catch((error: unknown) => {
          if (error instanceof ChatError && error.reason === 'room_exists') return load(room.id);
          throw error;
        }),
      );
      return creating;
    },
    peek: (roomId) => rooms.get(roomId)?.room,
    live: function* () {
      for (const { room } of rooms.values()) if (room) yield room;
    },
    onRemoteRev: (roomId, epoch, rev) => {
      const entry = rooms.get(roomId);
      if (entry?.room) entry.room.onRemoteRev(epoch, rev);
      // The room is being read, perhaps in an older state.
      else entry?.opening.then((room) => room?.onRemoteRev(epoch, rev), ignore);
      return entry !== undefined;
    },
    sweep: () => {
      directory.sweep();
      for (const [roomId, { room, usedAt }] of rooms) {
        if (!room) continue;
        const ephemeral = room.timeline !== storage.timeline;
        const over = ephemeral && room.head.room.phase !== 'ended' ? ephemeralIdleMs : idleAfterMs;
        if (!room.isIdle() || now() - usedAt < over) continue;
        rooms.delete(roomId);
        release(roomId);
        room.close();
      }
    },
    whenListed: directory.whenListed,
    close: async () => {
      const all = [...rooms.values()].flatMap(({ room }) => room ?? []);
      await Promise.all(all.map((room) => room.settled()));
      await directory.settled();
      for (const room of all) room.close();
      rooms.clear();
    },
  };
};

const ignore = (): void => undefined;

/** Returns the users whose room lists an event changes. */
const concerned = (event: DurableEvent): string[] => {
  if (event.type === 'member:left') return [event.userId];
  return event.type === 'member:joined' || event.type === 'member:invited' ? [event.member.user.id] : [];
};

export const roomExists = (): ChatError =>
  new ChatError('conflict', 'a room with this id exists', { reason: 'room_exists' });
