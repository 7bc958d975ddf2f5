// Meetings over HTTP: create, list, move, open, cancel, end, and calendar files.
import { ChatError, type ChatStorage, type DialectOptions, type RouteRequest } from '@chat/server';
import ical, { ICalEventStatus } from 'ical-generator';
import { asMeeting, dataOf, statuses, type Meeting, type MeetingData, type Room } from './meeting.ts';

type Rooms = ChatStorage['rooms'];
const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const usualMin = 60;
const longestMin = 1_440;
const pageLimit = 100;

const invalid = (field: string, what: string): ChatError =>
  new ChatError('invalid', `${field} must be ${what}`, { field });

/**
 * Returns the beginning of a day in UTC. NaN for a day that does not exist: `Date` would turn 30 February
 * into 2 March.
 */
const midnightOf = (day: string): number => {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(midnight)) return midnight;
  return new Date(midnight).toISOString().startsWith(day) ? midnight : Number.NaN;
};

const titleOf = (title: string): string => {
  if (title.trim() === '') throw invalid('title', 'a text that is not blank');
  return title;
};

const timeOf = (text: string): number => {
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const time = Date.parse(text);
  if (!isWhole || Number.isNaN(midnightOf(text.slice(0, 10))) || Number.isNaN(time))
    throw invalid('startsAt', 'a time in ISO 8601 with its zone');
  return time;
};

const minutesOf = (given: number): number => {
  if (Number.isInteger(given) && given >= 1 && given <= longestMin) return given;
  throw invalid('durationMin', `a whole number from 1 to ${longestMin}`);
};

/** Reads title, start and length of a request; the end follows from them. `before` is the current meeting. */
const settingsOf = ({ body }: RouteRequest, before?: Room) => {
  const title = body.value('title') == null ? undefined : titleOf(body.string('title'));
  const startsAt = body.value('startsAt') == null ? undefined : timeOf(body.string('startsAt'));
  const given = body.value('durationMin') == null ? undefined : minutesOf(body.number('durationMin'));
  const start = startsAt ?? before?.startsAt;
  const durationMin = given ?? (before && dataOf(before).durationMin);
  if (given !== undefined && start === undefined)
    throw new ChatError('invalid', 'durationMin wants a startsAt', { field: 'durationMin' });
  return {
    ...(title !== undefined && { title }),
    ...(startsAt !== undefined && { startsAt }),
    ...(start !== undefined && durationMin !== undefined && { endsAt: start + durationMin * minuteMs }),
    ...(given !== undefined && { data: { ...before?.data, durationMin: given } satisfies MeetingData }),
  };
};

/** Lists the meetings of a day by their start, with the directory. */
const ofDay = async (rooms: Rooms, day: string): Promise<Room[]> => {
  const from = midnightOf(day);
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

const calendarOf = ({ id, title, status, startsAt, durationMin = usualMin }: Meeting): string => {
  if (startsAt === undefined) throw new ChatError('not_found', 'this meeting has no start');
  const calendar = ical({ prodId: '//Meetings//EN' });
  calendar.createEvent({
    id: `${id}@meetings`,
    start: new Date(startsAt),
    end: new Date(Date.parse(startsAt) + durationMin * minuteMs),
    summary: title ?? 'Meeting',
    status: status === 'cancelled' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
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
      await request.call('room:update', { roomId, ...settingsOf(request, before), ...(phase && { phase }) }),
    );
  },
  'DELETE /api/meetings/:id': async ({ params, call }) => {
    const roomId = params.string('id');
    const room = await call('room:get', { roomId });
    if (room.phase === 'ended') {
      if (dataOf(room).cancelled) return asMeeting(room);
      throw new ChatError('conflict', 'the meeting has ended', { reason: 'room_ended' });
    }
    await call('room:update', { roomId, data: { ...room.data, cancelled: true } satisfies MeetingData });
    return asMeeting(await call('room:end', { roomId }));
  },
  'PUT /api/meetings/:id/end': async ({ params, call }) =>
    asMeeting(await call('room:end', { roomId: params.string('id') })),
  'GET /api/meetings/:id/ics': async ({ params, call, text }) => {
    const room = await call('room:get', { roomId: params.string('id') });
    const calendar = calendarOf(asMeeting(room));
    text('text/calendar; charset=utf-8');
    return calendar;
  },
});
