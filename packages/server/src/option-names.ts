import { commandNames } from '@chat/protocol';
import type { CallOptions } from './calls/ice-servers.ts';
import type { EmailOptions } from './email/email-options.ts';
import type { Hooks, TextHooks, UploadHooks } from './commands/hooks.ts';
import type { ChatServerOptions } from './options.ts';
import { meant, unknownOption } from './errors/unknown-options.ts';
import type { AdminPageOptions } from './http/admin-page.ts';
import type { LinkCardOptions } from './link-cards/link-cards.ts';
import type { ProfileOptions } from './users/profile-rules.ts';
import { translationOptionNames as translation } from './translation/translation-options.ts';
import type { ReminderOptions } from './jobs/reminders.ts';

/** One entry for each option, so that a new option without an entry does not compile. */
type Names<T> = Record<keyof T, true>;

type Inner<N extends keyof ChatServerOptions> = Names<Required<NonNullable<ChatServerOptions[N]>>>;

const top: Names<ChatServerOptions> = {
  path: true,
  authenticate: true,
  storage: true,
  hooks: true,
  cors: true,
  hosts: true,
  reminders: true,
  rooms: true,
  limits: true,
  files: true,
  profiles: true,
  push: true,
  calls: true,
  email: true,
  customEmoji: true,
  linkCards: true,
  translation: true,
  summary: true,
  webhooks: true,
  adminPage: true,
  slashCommands: true,
  dialects: true,
  io: true,
  address: true,
  logger: true,
  tracer: true,
  now: true,
  id: true,
  onError: true,
};
const cors: Inner<'cors'> = { origin: true };
const rooms: Inner<'rooms'> = { autoCreate: true, create: true, defaults: true };
const reminders: Names<ReminderOptions> = { beforeMs: true };
const email: Names<EmailOptions> = {
  send: true,
  from: true,
  addressOf: true,
  baseUrl: true,
  afterMs: true,
  linkTo: true,
  level: true,
  language: true,
  name: true,
};
const adminPage: Names<AdminPageOptions> = { signInUrl: true };
const linkCards: Names<LinkCardOptions> = { guests: true, privateHosts: true };
const calls: Names<CallOptions> = {
  iceServers: true,
  turn: true,
  relayOnly: true,
  publicRooms: true,
  group: true,
};
const turn: Names<NonNullable<CallOptions['turn']>> = { urls: true, secret: true, ttlSeconds: true };
const profiles: Names<ProfileOptions> = {
  fields: true,
  rename: true,
  pictures: true,
  openDirectory: true,
  lastSeen: true,
};
const otherHooks: Names<UploadHooks & TextHooks> = {
  'before:question:text': true,
  'before:file:upload': true,
  'after:file:upload': true,
  'before:picture:upload': true,
  'after:picture:upload': true,
};

/** Options of Socket.IO and its engine, which the option `io` passes on. */
const io: Inner<'io'> = {
  adapter: true,
  addTrailingSlash: true,
  allowEIO3: true,
  allowRequest: true,
  allowUpgrades: true,
  cleanupEmptyChildNamespaces: true,
  connectTimeout: true,
  connectionStateRecovery: true,
  cookie: true,
  cors: true,
  destroyUpgrade: true,
  destroyUpgradeTimeout: true,
  httpCompression: true,
  initialPacket: true,
  maxHttpBufferSize: true,
  parser: true,
  path: true,
  perMessageDeflate: true,
  pingInterval: true,
  pingTimeout: true,
  serveClient: true,
  transports: true,
  upgradeTimeout: true,
  wsEngine: true,
};
const ioNames = Object.keys(io).map((name) => `io.${name}`);

/** Every option of `createChatServer`, nested ones as `rooms.autoCreate`. */
export const optionNames: readonly string[] = [
  ...Object.keys(top),
  ...Object.entries({
    cors,
    rooms,
    reminders,
    email,
    linkCards,
    adminPage,
    translation,
    calls,
    'calls.turn': turn,
    profiles,
  }).flatMap(([name, inner]) => Object.keys(inner).map((each) => `${name}.${each}`)),
];

const hookNames = [
  ...commandNames.flatMap((name) => [`before:${name}`, `after:${name}`]),
  ...Object.keys(otherHooks),
];

/**
 * Throws for an unknown option, for a value that cannot work, and for a hook that does not exist or is not a
 * function.
 */
export const checkNames = (options: ChatServerOptions): void => {
  checkOptions('', options);
  for (const name of Object.keys(options.io ?? {}))
    if (!Object.hasOwn(io, name)) throw new Error(unknownOption('createChatServer', `io.${name}`, ioNames));
  checkValues(options);
  for (const hooks of [options.hooks ?? []].flat()) checkHooks(hooks);
};

/**
 * Throws for values that a JavaScript application may pass and that would only fail, or do nothing, later.
 */
const checkValues = ({ storage, cors: allowed, authenticate }: ChatServerOptions): void => {
  const refuse = (text: string): never => {
    throw new Error(`createChatServer: ${text}`);
  };
  const [scheme] =
    typeof storage === 'string' ? (/^(postgres|mongodb)[a-z+]*(?=:\/\/)/.exec(storage) ?? []) : [];
  if (scheme !== undefined)
    refuse(
      scheme.startsWith('postgres')
        ? "storage is a file name; for PostgreSQL pass postgresStorage(url) of '@chat/server/postgres'"
        : "storage is a file name; for MongoDB pass mongodbStorage(url) of '@chat/server/mongodb'",
    );
  if (storage !== undefined && typeof storage !== 'string' && !isObject(storage))
    refuse('storage must be a file name or a storage');
  if (authenticate !== undefined && typeof authenticate !== 'function')
    refuse('authenticate must be a function, such as guests() or jwt({ secret })');
  if (allowed === undefined) return;
  if (!isObject(allowed)) refuse("cors must be an object: { origin: 'https://www.example.org' }");
  for (const origin of [allowed.origin ?? []].flat())
    if (!isOrigin(origin))
      refuse(`cors.origin must look like 'https://www.example.org', without a path, not '${origin}'`);
};

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

const isOrigin = (value: unknown): boolean =>
  typeof value === 'string' && /^(\*|null|[a-z][a-z\d+.-]*:\/\/[^/?#\s]+)$/i.test(value);

const checkOptions = (prefix: string, given: object): void => {
  for (const [key, value] of Object.entries(given)) {
    const name = prefix + key;
    if (!optionNames.includes(name)) throw new Error(unknownOption('createChatServer', name, optionNames));
    const hasInner = optionNames.some((each) => each.startsWith(`${name}.`));
    if (hasInner && typeof value === 'object' && value !== null) checkOptions(`${name}.`, value as object);
  }
};

const checkHooks = (hooks: Hooks): void => {
  for (const [name, hook] of Object.entries(hooks)) {
    if (!hookNames.includes(name))
      throw new Error(`createChatServer: there is no hook '${name}'${meant(name, hookNames)}`);
    if (hook !== undefined && typeof hook !== 'function')
      throw new Error(`createChatServer: the hook '${name}' must be a function`);
  }
};
