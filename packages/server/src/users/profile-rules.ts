import {
  ChatError,
  type FieldRule,
  type FieldValue,
  type LastSeen,
  type ProfileField,
  type User,
} from '@chat/protocol';

/** A profile field. */
export interface ProfileFieldOptions {
  /** The label that users see. */
  label: string;
  /** Default `text`. */
  type?: FieldRule['type'];
  /** Maximum length of a text, UTF-16 code units. Default 200, at most 1,000. */
  maxLength?: number;
  /** Only the application may set it, by `chat.as(user).call('user:update', { fields })`. Default false. */
  fixed?: boolean;
}

export interface ProfileOptions {
  /** Profile fields besides name, picture and `about`: by name, in this order, at most 20. Default: none. */
  fields?: Record<string, ProfileFieldOptions>;
  /** Whether the application's own users may change their names. Guests always may. Default false. */
  rename?: boolean;
  /**
   * Prefixes of paths of this server from which users may choose a picture, such as `/avatars/`. Default
   * none: pictures are uploaded.
   */
  pictures?: string[];
  /**
   * Lets all users, guests included, find each other, see each other's profile and write to each other
   * without having shared a room. For use within one organisation. Default false.
   */
  openDirectory?: boolean;
  /** Default for who sees when a user was last here. Default `everyone` who may see their profile. */
  lastSeen?: LastSeen;
}

/** The options with defaults. */
export interface ProfileRules {
  fields: FieldRule[];
  lastSeen: LastSeen;
  /** Whether all users may find each other. */
  openDirectory: boolean;
  /** Returns whether users may change their name. */
  mayRename(user: User): boolean;
  /** Returns whether this path is one of the pictures that the application offers. */
  mayShow(path: string): boolean;
}

const mostFields = 20;

export const profileRules = (options: ProfileOptions = {}): ProfileRules => {
  const { fields = {}, rename = false, pictures = [], lastSeen = 'everyone' } = options;
  const { openDirectory = false } = options;
  const rules = Object.entries(fields).map(([name, { label, type = 'text', maxLength = 200, fixed }]) => {
    if (!(maxLength >= 1 && maxLength <= 1_000))
      throw new Error(`createChatServer: profiles.fields.${name}.maxLength must be 1 to 1000`);
    return { name, label, type, maxLength, ...(fixed ? { fixed: true as const } : {}) };
  });
  if (rules.length > mostFields)
    throw new Error(`createChatServer: profiles.fields must be at most ${mostFields}`);
  for (const prefix of pictures)
    if (!/^\/[^/]/.test(prefix))
      throw new Error(`createChatServer: profiles.pictures must begin with a slash, not '${prefix}'`);
  return {
    fields: rules,
    lastSeen,
    openDirectory,
    mayRename: (user) => rename || user.guest === true,
    // As a browser will request it: dots climb, and a query may have effects.
    mayShow: (path) => {
      const { pathname } = new URL(path, 'http://server');
      return pictures.some((prefix) => pathname.startsWith(prefix)) && path.startsWith(pathname);
    },
  };
};

/** Returns the fields after a change. Throws if the caller may not set one. */
export const changedFields = (
  rules: readonly FieldRule[],
  before: Record<string, FieldValue> = {},
  change: Record<string, FieldValue | null>,
  isApplication: boolean,
): Record<string, FieldValue> => {
  const after = { ...before };
  for (const [name, value] of Object.entries(change)) {
    const rule = rules.find((each) => each.name === name);
    if (!rule) throw refused(`has no ${name} here`);
    if (rule.fixed && !isApplication)
      throw new ChatError('forbidden', `${name} is set by the application`, { field: 'fields' });
    if (value === null || value === '') {
      delete after[name];
      continue;
    }
    if (typeof value !== (rule.type === 'text' ? 'string' : rule.type))
      throw refused(`must have a ${rule.type} for ${name}`);
    if (typeof value === 'string' && value.length > rule.maxLength)
      throw refused(`must have at most ${rule.maxLength} characters for ${name}`);
    after[name] = value;
  }
  return after;
};

const refused = (rule: string): ChatError => new ChatError('invalid', `fields ${rule}`, { field: 'fields' });

/** Returns the displayed fields: the currently declared ones, in the application's order. */
export const shownFields = (
  rules: readonly FieldRule[],
  values: Record<string, FieldValue> = {},
): ProfileField[] =>
  rules.flatMap(({ name, label }) => {
    const value = values[name];
    return value === undefined ? [] : [{ name, label, value }];
  });
