import * as v from 'valibot';
import { command } from './command.ts';
import { id, isHonest, limit, longText, name } from './fields.ts';

/** Somebody who uses the chat, as others see them. */
export interface User {
  id: string;
  name: string;
  avatarUrl?: string;
  /** A program, not a person. */
  bot?: true;
  /** Known by nothing but a name. */
  guest?: true;
  /** Given by `authenticate` alone: passes every gate. Not shown to others. */
  role?: 'admin';
}

export type Status = 'online' | 'away' | 'busy' | 'offline';
/** What somebody may say of how they are. Who is not connected is offline. */
export type ChosenStatus = Exclude<Status, 'offline'>;

/** Who learns when somebody was last here: whoever may see their profile, or nobody. */
export type LastSeen = 'everyone' | 'nobody';

export type FieldValue = string | number | boolean;

/** Something that the application lets people say of themselves. */
export interface FieldRule {
  name: string;
  /** As people read it. */
  label: string;
  type: 'text' | 'number' | 'boolean';
  /** Of a text, UTF-16 code units. */
  maxLength: number;
  /** Only the application sets it, by `chat.as(user)`. */
  fixed?: true;
}

/** What somebody has said of themselves in one of these. */
export interface ProfileField {
  name: string;
  label: string;
  value: FieldValue;
}

/** What only oneself is told of one's profile. */
export interface OwnProfile {
  /** As chosen: `status` may be `away` because nobody is at the keyboard. */
  chosen: ChosenStatus;
  /** When status and text lapse, ms since the epoch. */
  statusUntil?: number;
  lastSeen: LastSeen;
  /** The name is one's own to change; else it is the application's. */
  canRename: boolean;
  /** The picture is one's own to upload. */
  canPicture: boolean;
  /** What there is to say of oneself beside `about`. */
  fields: FieldRule[];
}

/** A user with what the server knows of when they were here, and what they say of themselves. */
export interface Profile {
  user: User;
  status: Status;
  statusText?: string;
  /** When the last connection ended, ms since the epoch; absent while online, when never seen, and when they or the reader keep theirs private. */
  lastSeenAt?: number;
  /** In their own words; may have several lines. Not in lists. */
  about?: string;
  /** In the application's order; only those that were filled in. Not in lists. */
  fields?: ProfileField[];
  /** In an answer about the reader alone. */
  own?: OwnProfile;
}

/** People who were found, by the word that was found and then by id. */
export interface UserPage {
  users: Profile[];
  hasMore: boolean;
  /** Asks for what follows, with the same query; present when there is more. */
  cursor?: string;
}

/** Longest name that is searched for, UTF-16 code units. */
export const maxNameQueryLength = 100;

/** Longest `about`, UTF-16 code units. */
export const maxAboutLength = 500;

const about = v.pipe(
  v.string(),
  v.transform((text) => text.replace(/\r\n?/g, '\n').replace(/\n{3,}/g, '\n\n')),
  v.trim(),
  v.maxLength(maxAboutLength, `must be at most ${maxAboutLength} characters`),
  v.check(
    (text) => text.split('\n').every(isHonest),
    'must not contain invisible, overriding or heaped characters',
  ),
);

const fieldValue = v.nullable(v.union([longText, v.pipe(v.number(), v.finite()), v.boolean()]));

const ownPath = v.pipe(
  v.string(),
  v.maxLength(512, 'must be at most 512 characters'),
  v.regex(/^\/(?!\/)[\w\-.~%/?=&]*$/, 'must be a path on this server'),
);

export const userCommands = {
  'user:get': command<Profile>()({
    http: 'GET /users/:userId',
    summary:
      'Myself, or a user who shares a room with me: status, last seen, and what they say of themselves',
    input: v.strictObject({ userId: id }),
  }),
  'user:search': command<UserPage>()({
    http: 'GET /users',
    summary: 'People I share a room with, by the words of their names or how these begin',
    input: v.strictObject({
      query: v.pipe(
        v.string(),
        v.maxLength(maxNameQueryLength, `must be at most ${maxNameQueryLength} characters`),
      ),
      cursor: v.optional(v.pipe(v.string(), v.maxLength(400, 'must be at most 400 characters'))),
      limit,
    }),
  }),
  'user:update': command<Profile>()({
    http: 'PATCH /profile',
    summary: 'Change what I say of myself; what is not named stays, null takes away',
    input: v.strictObject({
      name: v.optional(name),
      avatarUrl: v.optional(v.nullable(ownPath)),
      about: v.optional(about),
      fields: v.optional(v.record(v.pipe(v.string(), v.maxLength(64)), fieldValue)),
      lastSeen: v.optional(v.picklist(['everyone', 'nobody'])),
    }),
  }),
};
