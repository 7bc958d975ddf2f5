// Events over HTTP: the routes of the old front end, and those for organisers.
import { createHash, timingSafeEqual } from 'node:crypto';
import { ChatError, type DialectOptions, type RouteRequest } from '@chat/server';
import { calendarOf } from './calendar.ts';
import { statuses, type Events, type Plan, type Status } from './events.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;
const longestMin = 10_080;

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

const videoUrlOf = (text: string): string => {
  const isWeb = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (text === '' || (isWeb && text.length <= 2_000)) return text;
  throw invalid('videoUrl', 'a URL that starts with https:// or http://, of at most 2,000 characters');
};

/** The fields of an event in a request. */
const planOf = ({ body }: RouteRequest): Plan => ({
  ...(body.value('title') == null ? {} : { title: titleOf(body.string('title')) }),
  ...(body.value('startsAt') == null ? {} : { startsAt: timeOf(body.string('startsAt')) }),
  ...(body.value('durationMin') == null ? {} : { durationMin: minutesOf(body.number('durationMin')) }),
  ...(body.value('videoUrl') == null ? {} : { videoUrl: videoUrlOf(body.string('videoUrl')) }),
});

/** Returns the beginning and the end of a day, `utcOffsetMin` ahead of UTC. */
const dayOf = (day: string, utcOffsetMin: number): [from: number, until: number] => {
  const midnight = midnightOf(day);
  if (Number.isNaN(midnight)) throw invalid('day', 'a date such as 2026-12-01');
  if (!Number.isInteger(utcOffsetMin) || Math.abs(utcOffsetMin) > 840)
    throw invalid('utcOffsetMin', 'a whole number from -840 to 840');
  const from = midnight - utcOffsetMin * minuteMs;
  return [Math.max(0, from), Math.max(0, from + dayMs)];
};

const statusesOf = (text: string): Status[] =>
  text.split(',').map((given) => {
    const known = statuses.find((status) => status === given);
    if (!known) throw invalid('status', `some of ${statuses.join(', ')}, separated by commas`);
    return known;
  });

const idOf = ({ params }: RouteRequest): string => params.string('id');

const originOf = ({ headers }: RouteRequest): string => {
  const scheme = String(headers['x-forwarded-proto'] ?? 'http').split(',')[0];
  return `${scheme}://${headers.host ?? 'localhost'}`;
};

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** `key` is the bearer token for creating and changing events; without one anybody may. */
export const eventsApi = (
  events: () => Events,
  key: string | undefined,
): NonNullable<DialectOptions['routes']> => {
  /** Compares in constant time. */
  const staffOnly = ({ headers: { authorization = '' } }: RouteRequest): void => {
    if (key !== undefined && !timingSafeEqual(digest(authorization), digest(`Bearer ${key}`)))
      throw new ChatError('unauthenticated', 'the key of the events is required');
  };

  const planned = (request: RouteRequest, day: string | null, status: string | null) => {
    const wanted = status === null ? statuses : statusesOf(status);
    // Past events grow in number: one day of them is public, all of them need the key.
    const isRunning = wanted.every((each) => each === 'scheduled' || each === 'active');
    if (day === null && !isRunning) staffOnly(request);
    const between = day === null ? undefined : dayOf(day, request.query.number('utcOffsetMin', 0));
    return events().list(wanted, between);
  };

  return {
    'GET /api/events': (request) => {
      const day = request.query.string('day', null);
      const status = request.query.string('status', null);
      // The request of the old front end.
      if (day === null && status === null) return events().active();
      return planned(request, day, status);
    },
    'GET /api/events/:id': (request) => events().find(idOf(request)),
    'POST /api/events': async (request) => {
      staffOnly(request);
      const event = await events().create({
        ...planOf(request),
        title: titleOf(request.body.string('title')),
      });
      request.created();
      return event;
    },
    'PATCH /api/events/:id': (request) => {
      staffOnly(request);
      const status = request.body.string('status', null);
      if (status !== null && status !== 'active' && status !== 'scheduled')
        throw invalid('status', 'active or scheduled');
      return events().update(idOf(request), { ...planOf(request), ...(status && { status }) });
    },
    'DELETE /api/events/:id': (request) => {
      staffOnly(request);
      return events().cancel(idOf(request));
    },
    'PUT /api/events/:id/end': (request) => {
      staffOnly(request);
      return events().end(idOf(request));
    },
    'GET /api/events/:id/ics': async (request) => {
      const calendar = calendarOf(await events().get(idOf(request)), originOf(request));
      request.text('text/calendar; charset=utf-8');
      return calendar;
    },
    'GET /api/events/:id/transcript': async (request) => {
      staffOnly(request);
      const transcript = await events().transcript(idOf(request));
      request.text('text/plain; charset=utf-8');
      return transcript;
    },
  };
};
