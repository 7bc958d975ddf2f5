// Events are public rooms with a schedule and a phase, created by the staff. An admin of this process runs
// all commands on them.
import type { Readable } from 'node:stream';
import { ChatError, type ChatServer, type Input, type Output } from '@chat/server';

/** An event as the old front end knows it. */
export interface LiveEvent {
  id: string;
  title: string;
  /** ISO 8601; null: none. */
  startsAt: string | null;
  createdAt: string;
  /** The number of present users. */
  participants: number;
}

export const statuses = ['scheduled', 'active', 'ended', 'cancelled'] as const;
export type Status = (typeof statuses)[number];

/** The same event, as its organiser sees it. */
export interface PlannedEvent extends LiveEvent {
  status: Status;
  /** Null: no fixed length. */
  durationMin: number | null;
  /** The broadcast or, afterwards, its recording. Null: none. */
  videoUrl: string | null;
}

/** The fields of an event that an organiser sets. */
export interface Plan {
  title?: string;
  /** Ms since the epoch. */
  startsAt?: number;
  durationMin?: number;
  /** Empty: none. */
  videoUrl?: string;
}

type Summary = Pick<Output<'room:list'>['rooms'][number], 'room' | 'occupancy'>;
type Room = Summary['room'];
type Choice = Pick<Input<'room:list'>, 'roomIds' | 'phases' | 'startsFrom' | 'startsBefore'>;

type Segments = Output<'recording:get'>['segments'];

/** Id of the recording of an event: its video. */
const broadcast = 'broadcast';

const minuteMs = 60_000;
const running: Choice = { phases: ['scheduled', 'open'] };

const toEvent = ({ room, occupancy = 0 }: Summary): LiveEvent => ({
  id: room.id,
  title: room.title,
  startsAt: room.startsAt === undefined ? null : new Date(room.startsAt).toISOString(),
  createdAt: new Date(room.createdAt).toISOString(),
  participants: occupancy,
});

const statusOf = ({ phase, data }: Room): Status => {
  if (phase === 'ended') return data['cancelled'] === true ? 'cancelled' : 'ended';
  return phase === 'open' ? 'active' : 'scheduled';
};

const phaseOf = { scheduled: 'scheduled', active: 'open', ended: 'ended', cancelled: 'ended' } as const;

const durationOf = ({ data }: Room): number | null => (data['durationMin'] as number | undefined) ?? null;

const toPlanned = (summary: Summary): PlannedEvent => ({
  ...toEvent(summary),
  status: statusOf(summary.room),
  durationMin: durationOf(summary.room),
  videoUrl: (summary.room.data['videoUrl'] as string | undefined) || null,
});

const noEvent = (): ChatError => new ChatError('not_found', 'there is no such event');

/** Returns the settings of the room. Its end follows from start and length. */
const asSettings = ({ title, startsAt, durationMin, videoUrl }: Plan, before?: Room) => {
  const start = startsAt ?? before?.startsAt;
  const length = durationMin ?? (before && durationOf(before)) ?? undefined;
  if (durationMin !== undefined && start === undefined)
    throw new ChatError('invalid', 'durationMin wants a startsAt', { field: 'durationMin' });
  const data = {
    ...(durationMin !== undefined && { durationMin }),
    ...(videoUrl !== undefined && { videoUrl }),
  };
  return {
    ...(title !== undefined && { title }),
    ...(startsAt !== undefined && { startsAt }),
    ...(start !== undefined && length !== undefined && { endsAt: start + length * minuteMs }),
    ...(Object.keys(data).length > 0 && { data: { ...before?.data, ...data } }),
  };
};

export const eventsOf = (chat: ChatServer) => {
  const staff = chat.as({ id: 'live-events', name: 'Live events', role: 'admin' });

  const all = async (choice: Choice): Promise<Summary[]> => {
    const found: Summary[] = [];
    for (let hasMore = true; hasMore;) {
      const after = found.at(-1)?.room.id;
      const page = await staff.call('room:list', {
        limit: 100,
        ...choice,
        ...(after === undefined ? {} : { after }),
      });
      found.push(...page.rooms);
      ({ hasMore } = page);
    }
    return found;
  };

  /** Throws `not_found`. */
  const one = async (id: string): Promise<Summary> => {
    const [found] = await all({ roomIds: [id] });
    if (!found) throw noEvent();
    return found;
  };

  const notOver = async (id: string): Promise<Room> => {
    const { room } = await one(id);
    if (room.phase !== 'ended') return room;
    throw new ChatError('conflict', `the event is over: ${statusOf(room)}`, { reason: 'room_ended' });
  };

  /**
   * The video of an event runs while the event is open: says so to the chat, which can then replay the messages
   * next to the recording.
   */
  const record = async (roomId: string, isOn: boolean): Promise<void> => {
    const target = { roomId, recordingId: broadcast };
    const before = await staff
      .call('recording:get', target)
      .then(({ segments }) => segments)
      .catch((): Segments => []);
    const wasOn = before.at(-1)?.duration === undefined && before.length > 0;
    if (isOn === wasOn) return;
    const now = Date.now();
    const done = before.map(({ at, offset, duration = Math.max(1, now - at) }) => ({ at, offset, duration }));
    const last = done.at(-1);
    const next = { at: now, offset: last ? last.offset + last.duration : 0 };
    await staff.call('recording:set', { ...target, segments: isOn ? [...done, next] : done });
  };

  return {
    /** Open events, oldest first. */
    active: async (): Promise<LiveEvent[]> =>
      (await all({ phases: ['open'] }))
        .map(toEvent)
        .sort((one, other) => (one.createdAt < other.createdAt ? -1 : 1)),
    /** Returns an event that has not ended. Throws `not_found`. */
    find: async (roomId: string): Promise<LiveEvent> => {
      const [found] = await all({ ...running, roomIds: [roomId] });
      if (!found) throw noEvent();
      return toEvent(found);
    },
    /** Creates an event; with a start it is scheduled, and waits to be opened. */
    create: async (plan: Plan): Promise<LiveEvent> => {
      const room = await staff.call('room:create', {
        type: 'public',
        hands: true,
        questions: 'anonymous',
        ...(plan.startsAt !== undefined && { phase: 'scheduled' }),
        ...asSettings(plan),
      });
      if (plan.videoUrl && room.phase === 'open') await record(room.id, true);
      return toEvent({ room });
    },

    /** Lists by start; events without one come first. `between`: starts in this time, ms since the epoch. */
    list: async (wanted: readonly Status[], between?: readonly [number, number]): Promise<PlannedEvent[]> => {
      const found = await all({
        phases: [...new Set(wanted.map((status) => phaseOf[status]))],
        ...(between && { startsFrom: between[0], startsBefore: between[1] }),
      });
      return found
        .map(toPlanned)
        .filter(({ status }) => wanted.includes(status))
        .sort((one, other) => ((one.startsAt ?? '') < (other.startsAt ?? '') ? -1 : 1));
    },
    /** Returns an event, ended ones too. Throws `not_found`. */
    get: async (id: string): Promise<PlannedEvent> => toPlanned(await one(id)),
    /** Moves it, opens it, or makes it wait again. Throws `conflict` if it has ended. */
    update: async (id: string, plan: Plan & { status?: 'scheduled' | 'active' }): Promise<PlannedEvent> => {
      const before = await notOver(id);
      const { status } = plan;
      await staff.call('room:update', {
        roomId: id,
        ...asSettings(plan, before),
        ...(status && { phase: phaseOf[status] }),
      });
      const event = toPlanned(await one(id));
      await record(id, event.status === 'active' && event.videoUrl !== null);
      return event;
    },
    /** Throws `conflict` if it has ended. */
    end: async (id: string): Promise<PlannedEvent> => {
      await notOver(id);
      await staff.call('room:end', { roomId: id });
      await record(id, false);
      return toPlanned(await one(id));
    },
    /** Can be repeated; throws `conflict` if it has ended. */
    cancel: async (id: string): Promise<PlannedEvent> => {
      const found = toPlanned(await one(id));
      if (found.status === 'cancelled') return found;
      const { data } = await notOver(id);
      await staff.call('room:update', { roomId: id, data: { ...data, cancelled: true } });
      await staff.call('room:end', { roomId: id });
      return toPlanned(await one(id));
    },
    /** Returns the messages as text. Throws `not_found`. */
    transcript: async (id: string): Promise<Readable> => {
      await one(id);
      return chat.exportRoom(id, { format: 'text' });
    },
  };
};

export type Events = ReturnType<typeof eventsOf>;
