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
import { profileRules, type ProfileOptions } from './users/profile-rules.ts';
import { createProfiles, type Profiles } from './users/profiles.ts';
import type { Hooks } from './commands/hooks.ts';
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

/** Everything `createChatServer` can be told. It works with none of it. */
export interface ChatServerOptions {
  /** Where the chat lives on the server: socket, REST, files and widget.js are below it. Default `/chat`. */
  path?: string;
  /** Says who somebody is. Default `guests({ unique: 'room' })`: a name is enough, taken or free per room. */
  authenticate?: NamingAuthenticate;
  /** Where rooms and messages are kept. Default: memory, until the process ends. A string is a SQLite file. */
  storage?: ChatStorage | string;
  /** The application's say before and after every command. */
  hooks?: Hooks | Hooks[];
  /** Other origins whose pages may use the chat. Default: none but the server's own. Held for websockets too. */
  cors?: { origin: string | string[] };
  /** Reminds the members of rooms that have a start, while their phase is `scheduled`. Default: nobody is reminded. */
  reminders?: ReminderOptions;
  /** Host names that the chat is served under, such as `chat.example.org`. Default: any. */
  hosts?: readonly string[];
  rooms?: {
    /** An unknown room is created by the first to join it. Default true. */
    autoCreate?: boolean;
    /** Who may create rooms. Default `everyone`; without `autoCreate` everybody but guests, `accounts`. */
    create?: RoomCreators;
    /** What a new room is when its creator does not say. */
    defaults?: Partial<Omit<Room, 'id' | 'createdBy' | 'createdAt' | 'reminded'>>;
  };
  /** Overrides of `defaultLimits`. */
  limits?: Partial<Limits>;
  /**
   * Where the bytes of files are kept; false to take none. Default: on the disk, in the folder `<file>-files` beside a SQLite
   * file, else in a temporary folder that goes when the server is closed.
   */
  files?: FileStore | false;
  /** What people may say of themselves. By default a picture, a few words, a status; guests also their name. */
  profiles?: ProfileOptions;
  /** Tells people of messages while they are away: `webPush({ subject })` of `@chat/server/push`. Default: nobody is told. */
  push?: PushOptions;
  /** How devices in a call find each other, by default by themselves, which works within one network; and what carries calls for many. */
  calls?: CallOptions;
  /** What people may type after a slash, by name. Default: nothing. */
  slashCommands?: Readonly<Record<string, SlashDefinition>>;
  /** Other vocabularies, for front ends that stay as they are: `dialect({ … })`. */
  dialects?: readonly Dialect[];
  /** Passed to Socket.IO: adapter, transports, … */
  io?: Partial<ServerOptions>;
  /** The remote address of a request, for limits per address. Default: the socket's. Behind a proxy, read its header here. */
  address?: (request: IncomingMessage) => string;
  /** pino's shape. Default: warnings and errors to the console. */
  logger?: Logger;
  /** ms since the epoch. */
  now?: () => number;
  /** Ids of rooms, guests and requests, and of messages that are sent in process: lower-case UUIDs. Default: random ones. */
  id?: () => string;
  /** Told of faults that no caller can be told of. Default: logged. */
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
  /** How long before a start its members are reminded, ms, the shortest first; none when nobody is. */
  reminders: number[];
  limits: Limits;
  /** Null when the server takes no files. */
  fileStore: FileStore | null;
  profiles: Profiles;
  /** Ends a store of files that was opened here. */
  closeFiles(): Promise<void>;
  push: PushOptions | null;
  /** Null: no calls for many. */
  engine: GroupCallEngine | null;
  iceFor: IceServersOf;
  slash: SlashCommands;
  dialects: readonly Dialect[];
  io: Partial<ServerOptions>;
  address(request: IncomingMessage): string;
  logger: Logger;
  now(): number;
  id(): string;
}

/** The options with every default filled in. Throws a plain `Error` that names the option when one cannot be meant. */
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
      ...(options.calls?.group ? {} : { maxCallPeople: 0 }),
    },
    profiles: createProfiles(opened.profiles, profileRules(options.profiles)),
    push: options.push ?? null,
    engine: options.calls?.group ?? null,
    iceFor: createIceServers(options.calls, options.now ?? Date.now),
    slash: createSlashCommands(options.slashCommands ?? {}),
    dialects: options.dialects ?? [],
    io: options.io ?? {},
    address: options.address ?? ((request) => request.socket.remoteAddress ?? ''),
    logger: reporting,
    now: options.now ?? Date.now,
    id: options.id ?? randomUUID,
  };
};

/** Each method is called on the logger itself: those of pino and others look for the rest of themselves there. */
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

/** The path without a slash at its end. Throws for one that is none. */
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
