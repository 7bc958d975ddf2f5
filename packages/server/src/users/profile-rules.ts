import {
  ChatError,
  type FieldRule,
  type FieldValue,
  type LastSeen,
  type ProfileField,
  type User,
} from '@chat/protocol';

/** Something that people may say of themselves. */
export interface ProfileFieldOptions {
  /** As people read it. */
  label: string;
  /** Default `text`. */
  type?: FieldRule['type'];
  /** Of a text, UTF-16 code units. Default 200, at most 1,000. */
  maxLength?: number;
  /** Only the application sets it, by `chat.as(user).call('user:update', { fields })`. Default false. */
  fixed?: boolean;
}

export interface ProfileOptions {
  /** What people may say of themselves beside name, picture and `about`: by its name, in this order, at most 20. Default: nothing. */
  fields?: Record<string, ProfileFieldOptions>;
  /** Whether the application's own users may change the names it gives them. Guests always may. Default false. */
  rename?: boolean;
  /** Beginnings of paths of this server among which people may choose a picture, such as `/avatars/`. Default none: pictures are uploaded. */
  pictures?: string[];
  /**
   * Everybody knows everybody: people find each other, see each other's profile and write to each other without ever having
   * shared a room; guests too. For the people of one organisation. Default false.
   */
  openDirectory?: boolean;
  /** Who learns when somebody was last here, until they say otherwise. Default `everyone` who may see their profile. */
  lastSeen?: LastSeen;
}

/** The options with every default filled in. */
export interface ProfileRules {
  fields: FieldRule[];
  lastSeen: LastSeen;
  /** Everybody knows everybody. */
  openDirectory: boolean;
  /** Whether their name is theirs to change. */
  mayRename(user: User): boolean;
  /** Whether this path of the server is one of the pictures that the application offers. */
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
    // As a browser will ask for it: dots climb, and what is asked for may do something.
    mayShow: (path) => {
      const { pathname } = new URL(path, 'http://server');
      return pictures.some((prefix) => pathname.startsWith(prefix)) && path.startsWith(pathname);
    },
  };
};

/** The fields after a change. Throws for what the application does not let this caller say. */
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

/** What is shown of the fields: those that there are now, in the application's order. */
export const shownFields = (
  rules: readonly FieldRule[],
  values: Record<string, FieldValue> = {},
): ProfileField[] =>
  rules.flatMap(({ name, label }) => {
    const value = values[name];
    return value === undefined ? [] : [{ name, label, value }];
  });
