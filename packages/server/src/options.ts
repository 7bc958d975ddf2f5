import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { defaultLimits, type Limits, type Room } from '@chat/protocol';
import type { ServerOptions } from 'socket.io';
import type { NamingAuthenticate } from './auth/authenticate.ts';
import { guests } from './auth/guests.ts';
import { createIceServers, type CallOptions, type IceServersOf } from './calls/ice-servers.ts';
import type { GroupCallEngine } from './group-calls/engine.ts';
import type { Dialect } from './dialect/dialect.ts';
import type { FileStore } from './files/file-store.ts';
import { diskFiles, temporaryFiles } from './files/disk-files.ts';
import { emailRules, type EmailOptions, type EmailRules } from './email/email-options.ts';
import { profileRules, type ProfileOptions } from './users/profile-rules.ts';
import { createProfiles, type Profiles } from './users/profiles.ts';
import type { Hooks } from './commands/hooks.ts';
import type { Tracer } from './commands/trace-commands.ts';
import { createCustomEmoji, type CustomEmojiOptions, type CustomEmojiSet } from './files/custom-emoji.ts';
import { createAdminPage, type AdminPageOptions, type ServeAdminPage } from './http/admin-page.ts';
import type { LinkCardOptions } from './link-cards/link-cards.ts';
import { checkNames } from './option-names.ts';
import { consoleLogger, type Logger } from './logger.ts';
import { remindersOf, type ReminderOptions } from './jobs/reminders.ts';
import { creatorsOf, type MayCreate, type RoomCreators } from './room/room-creators.ts';
import { createSlashCommands, type SlashCommands, type SlashDefinition } from './commands/slash-commands.ts';
import type { PushOptions } from './push/push.ts';
import { withErasureGuard } from './erasure/erasure-guard.ts';
import { memoryStorage } from './storage/memory/memory-storage.ts';
import { sqliteStorage } from './storage/sqlite/sqlite-storage.ts';
import type { ChatStorage } from './storage/contract/storage.ts';
import type { SummaryOptions } from './summary/summary-options.ts';
import { checkTranslation, type TranslationOptions } from './translation/translation-options.ts';
import { webhookEndpoints, type WebhookEndpoint, type WebhookOptions } from './webhooks/webhook-options.ts';

/** The options of `createChatServer`. All are optional. */
export interface ChatServerOptions {
  /** The chat's path on the server: socket, REST, files and widget.js are below it. Default `/chat`. */
  path?: string;
  /** Authenticates users. Default `guests({ unique: 'room' })`: a name is enough, unique per room. */
  authenticate?: NamingAuthenticate;
  /** Stores rooms and messages. Default: memory, until the process ends. A string is a SQLite file. */
  storage?: ChatStorage | string;
  /** Called before and after every command. */
  hooks?: Hooks | Hooks[];
  /**
   * Other origins whose pages may use the chat. Default: only the server's own. Applies to websockets too.
   */
  cors?: { origin: string | string[] };
  /** Reminds the members of rooms with a start, while their phase is `scheduled`. Default: no reminders. */
  reminders?: ReminderOptions;
  /** Host names under which the chat is served, such as `chat.example.org`. Default: any. */
  hosts?: readonly string[];
  rooms?: {
    /** Whether the first user to join an unknown room creates it. Default true. */
    autoCreate?: boolean;
    /** Who may create rooms. Default `everyone`; without `autoCreate` everyone but guests, `accounts`. */
    create?: RoomCreators;
    /** Default settings of new rooms. */
    defaults?: Partial<Omit<Room, 'id' | 'createdBy' | 'createdAt' | 'reminded'>>;
  };
  /** Overrides of `defaultLimits`. */
  limits?: Partial<Limits>;
  /**
   * Stores the bytes of files; false to accept none. Default: on the disk, in the folder `<file>-files` next
   * to a SQLite file, else in a temporary folder that is deleted when the server is closed.
   */
  files?: FileStore | false;
  /**
   * The fields that users may change in their profiles. By default a picture, a few words, a status; guests
   * also their name.
   */
  profiles?: ProfileOptions;
  /**
   * Notifies users of messages while they are away: `webPush({ subject })` of `@chat/server/push`. Default:
   * no pushes.
   */
  push?: PushOptions;
  /**
   * How devices in a call connect, by default directly, which works within one network; and the engine for
   * group calls.
   */
  calls?: CallOptions;
  /** Sends users e-mail about what they have not read for a while, through your mailer. Default: no e-mail. */
  email?: EmailOptions;
  /** Emoji of this server, in texts and reactions as `:name:`. Default: none. */
  customEmoji?: readonly CustomEmojiOptions[];
  /** Cards with the title of the page that a message links to. Default: none. */
  linkCards?: LinkCardOptions;
  /**
   * Translates messages for readers of other languages: `libreTranslate({ url })`, or your own function.
   * Default: no text is sent anywhere.
   */
  translation?: TranslationOptions;
  /** Summarizes what a user has missed: `openAiSummary({ endpoint, model })`, or a function. Default: no summaries. */
  summary?: SummaryOptions;
  /** URLs that receive the events of rooms, signed. Default: none. */
  webhooks?: readonly WebhookOptions[];
  /** Serves a page for admins at `<path>/admin`. Default false. */
  adminPage?: boolean | AdminPageOptions;
  /** Slash commands, by name. Default: none. */
  slashCommands?: Readonly<Record<string, SlashDefinition>>;
  /** Other vocabularies, for old front ends that stay unmodified: `dialect({ … })`. */
  dialects?: readonly Dialect[];
  /** Passed to Socket.IO: adapter, transports, … `allowRequest` is asked before the chat's own check. */
  io?: Partial<ServerOptions>;
  /**
   * Returns the remote address of a request, for limits per address. Default: the socket's. Behind a proxy,
   * read its header here.
   */
  address?: (request: IncomingMessage) => string;
  /** A logger like pino. Default: warnings and errors to the console. */
  logger?: Logger;
  /** Makes spans of commands: `trace.getTracer('chat')` of OpenTelemetry. Default: none. */
  tracer?: Tracer;
  /** ms since the epoch. */
  now?: () => number;
  /**
   * Ids of rooms, guests and requests, and of messages that are sent in process: lower-case UUIDs. Default:
   * random ones.
   */
  id?: () => string;
  /** Called with errors that no caller can get. Default: logs them. */
  onError?: (error: unknown) => void;
}

export interface Resolved {
  path: string;
  authenticate: NamingAuthenticate;
  storage: ChatStorage;
  /** The server opened the storage itself and closes it. */
  ownsStorage: boolean;
  hooks: Hooks[];
  autoCreate: boolean;
  mayCreate: MayCreate;
  roomDefaults: Partial<Room>;
  /** How long before a start members are reminded, ms, the shortest first; empty for no reminders. */
  reminders: number[];
  limits: Limits;
  /** Null if the server takes no files. */
  fileStore: FileStore | null;
  profiles: Profiles;
  /** Closes a file store that was opened here. */
  closeFiles(): Promise<void>;
  push: PushOptions | null;
  /** Null: no group calls. */
  engine: GroupCallEngine | null;
  iceFor: IceServersOf;
  /** Null: no e-mail. */
  email: EmailRules | null;
  customEmoji: CustomEmojiSet;
  /** Null: no cards. */
  linkCards: LinkCardOptions | null;
  /** Null: no translations. */
  translation: TranslationOptions | null;
  /** Null: no summaries. */
  summary: SummaryOptions | null;
  webhooks: WebhookEndpoint[];
  /** Null: no page for admins. */
  adminPage: ServeAdminPage | null;
  slash: SlashCommands;
  dialects: readonly Dialect[];
  io: Partial<ServerOptions>;
  address(request: IncomingMessage): string;
  logger: Logger;
  /** Null: no spans. */
  tracer: Tracer | null;
  now(): number;
  id(): string;
}

/** Returns the options with defaults. Throws a plain `Error` that names an invalid option. */
export const resolveOptions = (options: ChatServerOptions): Resolved => {
  checkNames(options);
  const { storage, logger = consoleLogger, onError } = options;
  const opened = withErasureGuard(
    typeof storage === 'string' ? sqliteStorage(storage) : (storage ?? memoryStorage()),
  );
  const reporting = onError ? reportingTo(onError, logger) : logger;
  const autoCreate = options.rooms?.autoCreate ?? true;
  return {
    path: pathOf(options.path),
    authenticate: options.authenticate ?? guests(),
    storage: opened,
    ...filesFor(opened, options.files, reporting),
    ownsStorage: typeof storage === 'string' || storage === undefined,
    hooks: [options.hooks ?? []].flat(),
    autoCreate,
    mayCreate: creatorsOf(options.rooms?.create ?? (autoCreate ? 'everyone' : 'accounts')),
    roomDefaults: options.rooms?.defaults ?? {},
    reminders: remindersOf(options.reminders),
    limits: {
      ...limitsOf(options.limits ?? {}),
      ...(options.files === false ? { maxFileBytes: 0 } : {}),
      ...(options.calls?.publicRooms ? { callsInPublicRooms: 1 } : {}),
      ...(options.calls?.group ? {} : { maxCallPeople: 0 }),
      ...(options.translation ? {} : { maxTranslationLength: 0 }),
    },
    profiles: createProfiles(opened.profiles, profileRules(options.profiles)),
    push: options.push ?? null,
    engine: options.calls?.group ?? null,
    iceFor: createIceServers(options.calls, options.now ?? Date.now),
    email: options.email ? emailRules(options.email) : null,
    customEmoji: createCustomEmoji(options.customEmoji ?? [], pathOf(options.path)),
    linkCards: options.linkCards ?? null,
    translation: checkTranslation(options.translation),
    summary: options.summary ?? null,
    webhooks: webhookEndpoints(options.webhooks),
    adminPage: createAdminPage(options.adminPage),
    slash: createSlashCommands(options.slashCommands ?? {}),
    dialects: options.dialects ?? [],
    io: options.io ?? {},
    address: options.address ?? ((request) => request.socket.remoteAddress ?? ''),
    logger: reporting,
    tracer: options.tracer ?? null,
    now: options.now ?? Date.now,
    id: options.id ?? randomUUID,
  };
};

/** Methods are called on the logger itself: pino and others need their `this`. */
const reportingTo = (onError: (error: unknown) => void, logger: Logger): Logger => ({
  debug: (fields, text) => logger.debug(fields, text),
  info: (fields, text) => logger.info(fields, text),
  warn: (fields, text) => logger.warn(fields, text),
  error: (fields, text) => {
    logger.error(fields, text);
    onError('err' in fields ? fields.err : fields);
  },
});

const filesFor = (
  { filesFolder }: ChatStorage,
  files: FileStore | false | undefined,
  logger: Logger,
): Pick<Resolved, 'fileStore' | 'closeFiles'> => {
  const closeFiles = (): Promise<void> => Promise.resolve();
  if (files === false) return { fileStore: null, closeFiles };
  if (files) return { fileStore: files, closeFiles };
  if (typeof filesFolder === 'string') return { fileStore: diskFiles(filesFolder), closeFiles };
  if (filesFolder === undefined)
    logger.warn(
      {},
      'files are in a temporary folder, which is deleted when the server is closed: set the option `files` to a store, or to false',
    );
  const { store, close } = temporaryFiles();
  return { fileStore: store, closeFiles: close };
};

/** Returns the path without a trailing slash. Throws for an invalid one. */
export const pathOf = (path = '/chat'): string => {
  const trimmed = path.replace(/\/+$/, '');
  if (!/^(\/[\w.~-]+)+$/.test(trimmed))
    throw new Error(`createChatServer: path must look like '/chat', not '${path}'`);
  return trimmed;
};

const limitsOf = (given: Partial<Limits>): Limits => {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaultLimits, name))
      throw new Error(`createChatServer: there is no limit named '${name}'`);
    if (typeof value !== 'number' || !(value >= 0)) {
      throw new Error(`createChatServer: limits.${name} must be a number of 0 or more`);
    }
  }
  return { ...defaultLimits, ...given };
};
