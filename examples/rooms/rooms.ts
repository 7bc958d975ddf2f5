// The whole back end: accounts, the chat with all its features on, and its old vocabulary.
import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createChatServer, firstOf, guests, type ChatServer, type Limits } from '@chat/server';
import { webPush } from '@chat/server/push';
import express from 'express';
import { accountRoutes } from './account-routes.ts';
import { isReserved, openAccounts, type AccountOptions } from './accounts.ts';
import { resetMail, type Mail } from './mail.ts';
import { oldVocabulary } from './old-vocabulary.ts';
import { createPublicRooms } from './public-rooms.ts';
import { secureHeaders } from './secure-headers.ts';

export interface RoomsOptions {
  /** SQLite file of the chat; `accounts.sqlite` and the secret are next to it. */
  file: string;
  sendMail(mail: Mail): Promise<void>;
  /** The public address, for the link in a mail. Default: this machine. */
  publicUrl?: string;
  /** Signs and encrypts account data; by default generated and stored next to the file. */
  secret?: string;
  /** Contact for push services: `mailto:…` or `https:…`. */
  pushContact?: string;
  /** Other origins whose pages may use it. */
  origins?: string[];
  attemptsPerMinute?: AccountOptions['attemptsPerMinute'];
  limits?: Partial<Limits>;
  /** Only a proxy can reach the server; it sends the client's address in `X-Real-IP`. */
  behindProxy?: boolean;
}

export interface Rooms {
  httpServer: Server;
  chat: ChatServer;
  close(): Promise<void>;
}

/** Returns the secret of this installation. */
const keptSecret = (folder: string): string => {
  const path = join(folder, 'accounts.secret');
  try {
    writeFileSync(path, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8').trim();
};

const openDatabase = (file: string): DatabaseSync => {
  closeSync(openSync(file, 'a', 0o600)); // readable only by this process's user
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
  return database;
};

const localUrl = (httpServer: Server): string =>
  `http://localhost:${(httpServer.address() as AddressInfo).port}`;

export const openRooms = async (options: RoomsOptions): Promise<Rooms> => {
  const { file, sendMail, publicUrl, origins, attemptsPerMinute, limits, behindProxy = false } = options;
  const address = ({ headers, socket }: IncomingMessage): string =>
    (behindProxy ? headers['x-real-ip']?.toString() : socket.remoteAddress) ?? '';
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = openDatabase(join(folder, 'accounts.sqlite'));
  const accounts = await openAccounts({
    database,
    secret: options.secret ?? keptSecret(folder),
    isSecure: publicUrl?.startsWith('https:') ?? false,
    ...(attemptsPerMinute === undefined ? {} : { attemptsPerMinute }),
    sendReset: ({ email, name, token, language }) => {
      // After the hash: it reaches neither a log nor another page.
      const link = `${publicUrl ?? localUrl(httpServer)}/#/reset/${encodeURIComponent(token)}`;
      return sendMail({ to: email, ...resetMail(name, link, language) });
    },
    isNameTaken: (name) => chat.isNameTaken(name),
    signedOut: (userId) => chat.revoke(userId),
  });

  const app = express();
  app.disable('x-powered-by');
  app.use(secureHeaders);
  app.use('/api/auth', accountRoutes(accounts, address));
  app.use(express.static(join(import.meta.dirname, 'public')));
  const httpServer = createServer(app);
  const publicRooms = createPublicRooms(() => chat);
  const chat: ChatServer = createChatServer(httpServer, {
    storage: file,
    // Accounts use the page, guests the old front end; a name belongs to one user among all of them.
    authenticate: firstOf(
      accounts.authenticate,
      guests({ unique: 'server', reserved: (name) => isReserved(name) || accounts.hasName(name) }),
    ),
    // Guests of the old front end create rooms too, in their own name and within their limits.
    rooms: { autoCreate: false, create: 'everyone' },
    push: webPush({ subject: options.pushContact ?? 'mailto:rooms@example.org' }),
    // Erasing a user also deletes the account.
    hooks: [
      publicRooms.hooks,
      { 'after:user:erase': (_context, _erasure, { userId }) => accounts.remove(userId) },
    ],
    address,
    dialects: [oldVocabulary(publicRooms)],
    ...(origins ? { cors: { origin: origins } } : {}),
    ...(limits ? { limits } : {}),
  });

  return {
    httpServer,
    chat,
    close: async () => {
      await chat.close();
      database.close();
    },
  };
};
