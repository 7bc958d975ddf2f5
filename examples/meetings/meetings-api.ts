// Meetings over HTTP: made, listed, moved, opened, cancelled, ended, and as something a calendar reads.
import { ChatError, type ChatStorage, type DialectOptions, type RouteRequest } from '@chat/server';
import ical, { ICalEventStatus } from 'ical-generator';
import { asMeeting, cancelled, statuses, type Meeting, type Room } from './meeting.ts';

type Rooms = ChatStorage['rooms'];
const dayMs = 86_400_000;
const pageLimit = 100;

const invalid = (field: string, what: string): ChatError =>
  new ChatError('invalid', `${field} must be ${what}`, { field });

const timeOf = (text: string): number => {
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const time = Date.parse(text);
  if (!isWhole || Number.isNaN(time)) throw invalid('startsAt', 'a time in ISO 8601 with its zone');
  return time;
};

/** What of a meeting somebody says: its title, its start. */
const settingsOf = ({ body }: RouteRequest): { title?: string; startsAt?: number } => ({
  ...(body.value('title') == null ? {} : { title: body.string('title') }),
  ...(body.value('startsAt') == null ? {} : { startsAt: timeOf(body.string('startsAt')) }),
});

/** Those of a day, by their start: the directory finds them. */
const ofDay = async (rooms: Rooms, day: string): Promise<Room[]> => {
  const from = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(from)) throw invalid('day', 'a date such as 2026-12-01');
  const found: Room[] = [];
  for (let hasMore = true; hasMore;) {
    const last = found.at(-1);
    const page = await rooms.starting({
      from,
      before: from + dayMs,
      limit: pageLimit,
      ...(last && { after: { startsAt: last.startsAt ?? from, roomId: last.id } }),
    });
    found.push(...page.rooms);
    hasMore = page.hasMore;
  }
  return found;
};

const all = async (rooms: Rooms): Promise<Room[]> => {
  const found: Room[] = [];
  for (let hasMore = true; hasMore;) {
    const after = found.at(-1)?.id;
    const page = await rooms.list({ limit: pageLimit, ...(after === undefined ? {} : { after }) });
    found.push(...page.rooms);
    hasMore = page.hasMore;
  }
  return found;
};

const calendarOf = (meeting: Meeting, { startsAt, endsAt }: Room): string => {
  if (startsAt === undefined) throw new ChatError('not_found', 'this meeting has no start');
  const calendar = ical({ prodId: '//Meetings//EN' });
  calendar.createEvent({
    id: `${meeting.id}@meetings`,
    start: new Date(startsAt),
    end: new Date(Math.max(endsAt ?? 0, startsAt + 3_600_000)),
    summary: meeting.title ?? 'Meeting',
    status: meeting.status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  });
  return calendar.toString();
};

export const meetingsApi = (rooms: Rooms): NonNullable<DialectOptions['routes']> => ({
  'POST /api/meetings': async (request) => {
    const settings = settingsOf(request);
    const room = await request.call('room:create', {
      type: 'public',
      ...settings,
      ...(settings.startsAt === undefined ? {} : { phase: 'scheduled' as const }),
    });
    request.created();
    return asMeeting(room);
  },
  'GET /api/meetings': async ({ identify, query }) => {
    const { user } = await identify();
    const day = query.string('day', null);
    const status = query.string('status', null);
    if (status !== null && !statuses.some((each) => each === status))
      throw invalid('status', `one of ${statuses.join(', ')}`);
    const found = await (day === null ? all(rooms) : ofDay(rooms, day));
    return found
      .filter(({ createdBy }) => createdBy === user.id)
      .map(asMeeting)
      .filter((meeting) => status === null || meeting.status === status);
  },
  'GET /api/meetings/:id': async ({ params, call }) =>
    asMeeting(await call('room:get', { roomId: params.string('id') })),
  'PATCH /api/meetings/:id': async (request) => {
    const roomId = request.params.string('id');
    const status = request.body.string('status', null);
    if (status !== null && status !== 'active' && status !== 'scheduled')
      throw invalid('status', 'active or scheduled');
    const before = await request.call('room:get', { roomId });
    if (before.phase === 'ended')
      throw new ChatError('conflict', 'the meeting has ended', { reason: 'room_ended' });
    const phase = status && ({ active: 'open', scheduled: 'scheduled' } as const)[status];
    return asMeeting(
      await request.call('room:update', { roomId, ...settingsOf(request), ...(phase && { phase }) }),
    );
  },
  'DELETE /api/meetings/:id': async ({ params, call }) => {
    const roomId = params.string('id');
    const room = await call('room:get', { roomId });
    if (room.phase === 'ended') {
      if (room.data['cancelled'] === true) return asMeeting(room);
      throw new ChatError('conflict', 'the meeting has ended', { reason: 'room_ended' });
    }
    await call('room:update', { roomId, data: cancelled });
    return asMeeting(await call('room:end', { roomId }));
  },
  'PUT /api/meetings/:id/end': async ({ params, call }) =>
    asMeeting(await call('room:end', { roomId: params.string('id') })),
  'GET /api/meetings/:id/ics': async ({ params, call, text }) => {
    const room = await call('room:get', { roomId: params.string('id') });
    const calendar = calendarOf(asMeeting(room), room);
    text('text/calendar; charset=utf-8');
    return calendar;
  },
});
