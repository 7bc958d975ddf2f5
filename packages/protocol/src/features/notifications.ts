import * as v from 'valibot';
import { command } from '../command.ts';
import { id } from '../fields.ts';
import { nothing, schemaOf } from '../outputs.ts';

/** Which messages a user gets notifications of while they are away. */
export type NotificationLevel = 'all' | 'mentions' | 'none';

/** A time of day without notifications; spans midnight if `from` is later than `to`. */
export interface QuietHours {
  /** `HH:MM`. */
  from: string;
  to: string;
  /** IANA name, such as `Europe/Madrid`. */
  timeZone: string;
}

/** A user's notification settings, for all their devices. */
export interface NotificationSettings {
  /** For rooms without a level of their own. */
  level: NotificationLevel;
  /** By room id. */
  rooms: Record<string, NotificationLevel>;
  quiet?: QuietHours;
  /** Which unread messages I get e-mail about; absent if the server sends no e-mail. */
  email?: NotificationLevel;
  /**
   * Of the room in the request: I silenced its notifications until then, ms since the epoch (`room:silence`).
   */
  silencedUntil?: number;
  /**
   * The server's key for `pushManager.subscribe` (VAPID, base64url); absent if the server sends no push
   * messages.
   */
  publicKey?: string;
}

const level = v.picklist(['all', 'mentions', 'none']);

export const notificationSettingsSchema = schemaOf<NotificationSettings>()(
  v.object({
    level,
    rooms: v.pipe(v.record(v.string(), level), v.description('by room id')),
    quiet: v.optional(v.object({ from: v.string(), to: v.string(), timeZone: v.string() })),
    email: v.optional(v.pipe(level, v.description('which unread messages I get e-mail about'))),
    silencedUntil: v.optional(v.pipe(v.number(), v.description('of the room in the request'))),
    publicKey: v.optional(v.pipe(v.string(), v.description('for pushManager.subscribe, base64url'))),
  }),
);

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
    summary: "Send notifications to this device while I am away: the browser's push subscription",
    input: v.strictObject({ endpoint, keys: v.strictObject({ p256dh: key, auth: key }) }),
    output: nothing,
  }),
  'notification:unsubscribe': command<Record<string, never>>()({
    http: 'DELETE /notifications/subscriptions',
    summary: 'Stop sending notifications to this device',
    input: v.strictObject({ endpoint }),
    output: nothing,
  }),
  'notification:settings': command<NotificationSettings>()({
    http: 'PATCH /notifications/settings',
    summary: 'Change my notification settings, for all rooms or one; returns them as they then are',
    input: v.strictObject({
      // With a roomId, `level` is that of the room, null for the general one. Without: the general level.
      roomId: v.optional(id),
      level: v.optional(v.nullable(level)),
      quiet: v.optional(v.nullable(v.strictObject({ from: timeOfDay, to: timeOfDay, timeZone }))),
      // Of all rooms.
      email: v.optional(level),
    }),
    output: notificationSettingsSchema,
  }),
};
