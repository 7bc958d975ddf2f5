// The whole back end: accounts, the chat, its old vocabulary, the bot.
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import {
  ChatError,
  checkName,
  createChatServer,
  janus,
  lookAlikes,
  type CallOptions,
  type ChatServer,
  type JanusOptions,
} from '@chat/server';
import express from 'express';
import { allowOrigins } from './allow-origins.ts';
import { accountsApi } from './accounts-api.ts';
import { openAccounts, type AccountOptions } from './accounts.ts';
import { addAssistant } from './assistant.ts';
import { resetMail, type Mail } from './mail.ts';
import { oldVocabulary } from './old-vocabulary.ts';
import type { Model } from './open-ai.ts';
import { secureHeaders } from './secure-headers.ts';
import { openStores } from './stores.ts';

export interface MessengerOptions {
  /** SQLite file of the chat; the accounts' file and the secret are next to it. */
  file: string;
  /** MongoDB instead of these files. */
  mongodbUrl?: string | undefined;
  sendMail(mail: Mail): Promise<void>;
  /** The public address, for the link in a mail. Default: this machine. */
  publicUrl?: string;
  /** Null: the bot replies by rules. */
  model?: Model | null;
  calls?: Omit<CallOptions, 'group'>;
  /** The Janus for group calls; without one there are none. */
  engine?: JanusOptions | undefined;
  /** Folder of the built page. */
  page?: string;
  /** Signs and encrypts account data; by default generated and stored next to the file. */
  secret?: string;
  attemptsPerMinute?: AccountOptions['attemptsPerMinute'];
  /** Other origins whose pages may use it. */
  origins?: string[];
  /** Only a proxy can reach the server; it sends the client's address in `X-Real-IP`. */
  behindProxy?: boolean;
}

export interface Messenger {
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

const isReserved = lookAlikes([
  'Bot',
  'Messenger',
  'Administrator',
  'Admin',
  'Administrador',
  'Support',
  'System',
]);

/** Throws a `ChatError` for a name that the chat cannot show, or that is reserved for the messenger. */
const usernameOf = (given: string): string => {
  const username = checkName(given, 'username');
  if (isReserved(username))
    throw new ChatError('conflict', 'this name is reserved', { reason: 'name_taken', field: 'username' });
  return username;
};

const localUrl = (httpServer: Server): string =>
  `http://localhost:${(httpServer.address() as AddressInfo).port}`;

export const openMessenger = async (options: MessengerOptions): Promise<Messenger> => {
  const { file, sendMail, publicUrl, page, model = null, attemptsPerMinute, behindProxy = false } = options;
  const address = behindProxy
    ? ({ headers }: IncomingMessage) => String(headers['x-real-ip'] ?? '')
    : undefined;
  const group = options.engine && janus(options.engine);
  const stores = await openStores(file, options.mongodbUrl);
  const accounts = await openAccounts({
    database: stores.accounts,
    secret: options.secret ?? keptSecret(dirname(file)),
    ...(attemptsPerMinute === undefined ? {} : { attemptsPerMinute }),
    sendReset: ({ email, username, token, language }) => {
      // After the hash: it reaches neither a log nor another page.
      const link = `${publicUrl ?? localUrl(httpServer)}/#/reset/${encodeURIComponent(token)}`;
      return sendMail({ to: email, ...resetMail(username, link, language) });
    },
    signedOut: (userId) => chat.revoke(userId),
  });

  const app = express();
  app.disable('x-powered-by');
  app.use(secureHeaders(options.engine?.url));
  const httpServer = createServer(app);
  const chat: ChatServer = createChatServer(httpServer, {
    storage: stores.chat,
    ...(stores.files ? { files: stores.files } : {}),
    authenticate: accounts.authenticate,
    // Rooms are direct, or groups created explicitly: a mistyped name creates no room.
    rooms: { autoCreate: false },
    profiles: { openDirectory: true },
    // As in other messengers, a group begins with everyone in it, without invitations.
    hooks: {
      'after:room:create': async (_context, room, { type, userIds = [] }) => {
        if (type !== 'private') return;
        for (const userId of userIds) await staff.call('member:add', { roomId: room.id, userId });
      },
    },
    ...(options.origins ? { cors: { origin: options.origins } } : {}),
    dialects: [oldVocabulary(() => chat, accounts)],
    calls: { ...options.calls, ...(group ? { group } : {}) },
    ...(address ? { address } : {}),
  });
  const staff = chat.as({ id: 'messenger', name: 'Messenger', role: 'admin' });
  const assistant = addAssistant(chat, model);
  app.use(
    '/api/auth',
    allowOrigins(options.origins),
    accountsApi(
      accounts,
      usernameOf,
      // From now on others can find and write to the user.
      (user) => stores.chat.users.put({ user }),
      address,
    ),
  );
  if (page !== undefined) app.use(express.static(page));

  return {
    httpServer,
    chat,
    close: async () => {
      assistant.close();
      await chat.close();
      await stores.close();
    },
  };
};
