import * as v from 'valibot';
import { command } from './command.ts';
import { id } from './fields.ts';

/** Which messages somebody wants to be told of while they are away. */
export type NotificationLevel = 'all' | 'mentions' | 'none';

/** Times of day in which nobody is told of anything; `from` later than `to` spans midnight. */
export interface QuietHours {
  /** `HH:MM`. */
  from: string;
  to: string;
  /** IANA name, such as `Europe/Madrid`. */
  timeZone: string;
}

/** What a user wants to be told of, on all their devices. */
export interface NotificationSettings {
  /** For rooms that have no level of their own. */
  level: NotificationLevel;
  /** By room id. */
  rooms: Record<string, NotificationLevel>;
  quiet?: QuietHours;
  /** Of the room that was named: I want no notice of it until then, ms since the epoch (`room:silence`). */
  silencedUntil?: number;
  /** The server's key for `pushManager.subscribe` (VAPID, base64url); absent when the server sends no pushes. */
  publicKey?: string;
}

/**
 * Whether a moment, ms since the epoch, lies in the quiet hours, by the clock of their time zone. `from` is part of them, `to`
 * is not.
 */
export const isQuiet = ({ from, to, timeZone }: QuietHours, at: number): boolean => {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(at);
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to;
};

const level = v.picklist(['all', 'mentions', 'none']);
const timeOfDay = v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as 08:30'));
const key = v.pipe(v.string(), v.regex(/^[\w-]{16,128}={0,2}$/, 'must be base64url'));

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};
const timeZone = v.pipe(v.string(), v.maxLength(64), v.check(isTimeZone, 'must be a time zone'));

const endpoint = v.pipe(
  v.string(),
  v.maxLength(1024, 'must be at most 1,024 characters'),
  v.regex(/^https:\/\/[^\s/@]+\/\S*$/, 'must be an https address'),
);

export const notificationCommands = {
  'notification:subscribe': command<Record<string, never>>()({
    http: 'POST /notifications/subscriptions',
    creates: true,
    summary: "Tell this device of messages while I am away: the browser's push subscription",
    input: v.strictObject({ endpoint, keys: v.strictObject({ p256dh: key, auth: key }) }),
  }),
  'notification:unsubscribe': command<Record<string, never>>()({
    http: 'DELETE /notifications/subscriptions',
    summary: 'Tell this device no more',
    input: v.strictObject({ endpoint }),
  }),
  'notification:settings': command<NotificationSettings>()({
    http: 'PATCH /notifications/settings',
    summary: 'Change what I am told of, everywhere or in one room; answers what holds now',
    input: v.strictObject({
      // With a room: its level, null for the general one. Without: the general level.
      roomId: v.optional(id),
      level: v.optional(v.nullable(level)),
      quiet: v.optional(v.nullable(v.strictObject({ from: timeOfDay, to: timeOfDay, timeZone }))),
    }),
  }),
};
