import * as v from 'valibot';
import { command } from '../command.ts';
import { id, isHonest, limit, longText, name } from '../fields.ts';
import { count, hasMore, isTrue, optionalTime, schemaOf } from '../outputs.ts';

/** A user of the chat, as others see them. */
export interface User {
  id: string;
  name: string;
  avatarUrl?: string;
  /** A program, not a person. */
  bot?: true;
  /** Identified by a name alone, without an account. */
  guest?: true;
  /** Set only by `authenticate`: every right in every room. Not shown to others. */
  role?: 'admin';
}

export const userSchema = schemaOf<User>()(
  v.object({
    id: v.string(),
    name: v.string(),
    avatarUrl: v.optional(v.string()),
    bot: isTrue,
    guest: isTrue,
    role: v.optional(v.literal('admin')),
  }),
);

/** A user at the time of what they wrote or did: later changes of their name do not change it. */
export interface Author {
  id: string;
  name: string;
  avatarUrl?: string;
  bot?: true;
}

export const authorSchema = schemaOf<Author>()(
  v.object({ id: v.string(), name: v.string(), avatarUrl: v.optional(v.string()), bot: isTrue }),
);

export type Status = 'online' | 'away' | 'busy' | 'offline';
/** A status that a user can set. Users who are not connected are offline. */
export type ChosenStatus = Exclude<Status, 'offline'>;

export const statusSchema = v.picklist(['online', 'away', 'busy', 'offline']);

/** Whether others see when a user was last online: everyone who may see the profile, or nobody. */
export type LastSeen = 'everyone' | 'nobody';

export type FieldValue = string | number | boolean;

/** A profile field that the application defines. */
export interface FieldRule {
  name: string;
  /** The name that people read. */
  label: string;
  type: 'text' | 'number' | 'boolean';
  /** Of a text, UTF-16 code units. */
  maxLength: number;
  /** Only the application sets it, with `chat.as(user)`. */
  fixed?: true;
}

/** The value of one such field in a user's profile. */
export interface ProfileField {
  name: string;
  label: string;
  value: FieldValue;
}

/** The part of a profile that only its user gets. */
export interface OwnProfile {
  /** The status that the user chose: `status` may be `away` because they are idle. */
  chosen: ChosenStatus;
  /** When status and text expire, ms since the epoch. */
  statusUntil?: number;
  lastSeen: LastSeen;
  /** The user may change their name; otherwise the application sets it. */
  canRename: boolean;
  /** The user may upload a picture. */
  canPicture: boolean;
  /** The fields that the application defines. */
  fields: FieldRule[];
}

/** A user with their status, when they were last online, and their profile. */
export interface Profile {
  user: User;
  status: Status;
  statusText?: string;
  /**
   * When the last connection ended, ms since the epoch. Absent while online, if never seen, and if they or
   * the reader hide theirs.
   */
  lastSeenAt?: number;
  /** A text about themselves; may have several lines. Not in lists. */
  about?: string;
  /** In the application's order; filled-in fields only. Not in lists. */
  fields?: ProfileField[];
  /** Only if the profile is the reader's. */
  own?: OwnProfile;
}

const ownProfile = schemaOf<OwnProfile>()(
  v.object({
    chosen: v.picklist(['online', 'away', 'busy']),
    statusUntil: optionalTime,
    lastSeen: v.picklist(['everyone', 'nobody']),
    canRename: v.boolean(),
    canPicture: v.boolean(),
    fields: v.array(
      v.object({
        name: v.string(),
        label: v.string(),
        type: v.picklist(['text', 'number', 'boolean']),
        maxLength: count,
        fixed: isTrue,
      }),
    ),
  }),
);

export const profileSchema = schemaOf<Profile>()(
  v.object({
    user: userSchema,
    status: statusSchema,
    statusText: v.optional(v.string()),
    lastSeenAt: optionalTime,
    about: v.optional(v.string()),
    fields: v.optional(
      v.array(
        v.object({
          name: v.string(),
          label: v.string(),
          value: v.union([v.string(), v.number(), v.boolean()]),
        }),
      ),
    ),
    own: v.optional(ownProfile),
  }),
);

/** Users found by a search: by the word that matched, then by id. */
export interface UserPage {
  users: Profile[];
  hasMore: boolean;
  /** Pass it with the same query to get the next page; present if there is one. */
  cursor?: string;
}

/** Longest name that can be searched for, UTF-16 code units. */
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
    summary: 'Get my profile, or that of a user who shares a room with me',
    input: v.strictObject({ userId: id }),
    output: profileSchema,
  }),
  'user:search': command<UserPage>()({
    http: 'GET /users',
    rate: 'userSearches',
    summary: 'Find users who share a room with me, by the words of their names or how these begin',
    input: v.strictObject({
      query: v.pipe(
        v.string(),
        v.maxLength(maxNameQueryLength, `must be at most ${maxNameQueryLength} characters`),
      ),
      cursor: v.optional(v.pipe(v.string(), v.maxLength(400, 'must be at most 400 characters'))),
      limit,
    }),
    output: v.object({ users: v.array(profileSchema), hasMore, cursor: v.optional(v.string()) }),
  }),
  'user:update': command<Profile>()({
    http: 'PATCH /profile',
    summary: 'Change my profile; fields that are not named stay as they are, null removes one',
    input: v.strictObject({
      name: v.optional(name),
      avatarUrl: v.optional(v.nullable(ownPath)),
      about: v.optional(about),
      fields: v.optional(v.record(v.pipe(v.string(), v.maxLength(64)), fieldValue)),
      lastSeen: v.optional(v.picklist(['everyone', 'nobody'])),
    }),
    output: profileSchema,
  }),
};
