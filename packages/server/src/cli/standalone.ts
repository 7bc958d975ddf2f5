import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fields, parseField } from '@chat/protocol';
import { firstOf } from '../auth/first-of.ts';
import { guests } from '../auth/guests.ts';
import { jwt } from '../auth/jwt.ts';
import type { ChatServer } from '../chat-server.ts';
import { createChatServer } from '../create-chat-server.ts';
import { admin, createAdminSessions, type AdminSessions } from './admin-sessions.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { createDemoRequests } from './demo-requests.ts';
import { UsageError, type Flag, type FlagValues } from './flags.ts';

export const standaloneFlags = {
  port: { value: 'number', variable: 'PORT', text: 'port to listen on; 3000 by default' },
  host: {
    value: 'address',
    variable: 'HOST',
    text: 'address to listen on; by default only this machine can connect, 0.0.0.0 is every network',
  },
  data: {
    value: 'folder',
    variable: 'CHAT_DATA',
    text: 'messages, files and the admin password; ./chat-data by default',
  },
  title: { value: 'text', variable: 'CHAT_TITLE', text: 'title of the page; "Chat" by default' },
  room: { value: 'id', variable: 'CHAT_ROOM', text: 'room of the page; "lobby" by default' },
  origin: {
    value: 'url',
    variable: 'CHAT_ORIGIN',
    multiple: true,
    text: 'another origin whose pages may use the chat; may be repeated',
  },
  'proxy-header': {
    value: 'name',
    variable: 'CHAT_PROXY_HEADER',
    text: "header in which your proxy passes on the visitor's address, such as x-real-ip",
  },
  'no-guests': {
    variable: 'CHAT_NO_GUESTS',
    text: 'only the admin and users with a token of yours may enter; needs CHAT_SECRET',
  },
} satisfies Record<string, Flag>;

/** Variables without a flag: other users of the machine can read the flags of a process. */
export const standaloneVariables = `  CHAT_ADMIN_PASSWORD  password of the admin, 12 characters or more; by default one is created
  CHAT_SECRET          secret of your JSON Web Tokens (HS256), 32 bytes or more: signs in your own users`;

interface StandaloneOptions {
  port: number;
  host: string;
  title: string;
  room: string;
  origins: string[];
  proxyHeader: string | undefined;
  secret: string | undefined;
  withGuests: boolean;
}

/** A standalone chat that is running. */
export interface Standalone {
  /** What the operator has to know, in lines. */
  banner: string;
  /** Stores everything and closes. */
  close(): Promise<void>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts a chat with its pages. Rejects with a `UsageError` that says what to do. */
export const startStandalone = async (values: FlagValues, env: Environment): Promise<Standalone> => {
  const options = standaloneOptions(values, env);
  const folder = openDataFolder(values['data']?.[0] ?? 'chat-data', env['CHAT_ADMIN_PASSWORD']);
  const { password } = folder;
  const address = addressOf(options.proxyHeader);
  const sessions = createAdminSessions(password.text, Date.now);
  const onSignOut = (): void => chat.revoke(admin.id);
  const httpServer = createServer(createDemoRequests({ ...options, sessions, address, onSignOut }));
  const chat = openChat(httpServer, { ...options, folder, sessions, address });
  try {
    await chat.ready();
    await listen(httpServer, options);
    if (password.isNew) password.save();
  } catch (error) {
    await chat.close();
    httpServer.close();
    throw error;
  }
  return {
    banner: bannerOf(options, folder, httpServer.address() as AddressInfo),
    close: async () => {
      await chat.close();
      httpServer.closeAllConnections();
      httpServer.close();
    },
  };
};

const standaloneOptions = (values: FlagValues, env: Environment): StandaloneOptions => {
  const [port = '3000'] = values['port'] ?? [];
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new UsageError(`${port} is not a port`);
  const secret = env['CHAT_SECRET'] || undefined;
  const withGuests = ['', 'no', '0', 'false'].includes(values['no-guests']?.[0] ?? '');
  if (!withGuests && secret === undefined)
    throw new UsageError('--no-guests needs CHAT_SECRET: without guests only users with a token may enter');
  return {
    port: Number(port),
    host: values['host']?.[0] ?? '127.0.0.1',
    title: values['title']?.[0] ?? 'Chat',
    room: roomId(values['room']?.[0] ?? 'lobby'),
    origins: (values['origin'] ?? []).map(originOf),
    proxyHeader: values['proxy-header']?.[0]?.toLowerCase(),
    secret,
    withGuests,
  };
};

const roomId = (text: string): string => {
  try {
    return parseField(fields.id, text, 'room');
  } catch (error) {
    throw new UsageError(`${text} is not the id of a room: ${(error as Error).message}`);
  }
};

const originOf = (text: string): string => {
  if (text === '*') return text;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/')
    throw new UsageError(`${text} is not an origin: it looks like https://www.example.org`);
  return url.origin;
};

/** Returns the visitor's address: the socket's, or the last one in the header of a proxy, which it set itself. */
const addressOf =
  (header: string | undefined) =>
  ({ headers, socket }: IncomingMessage): string => {
    const [passedOn = ''] =
      header === undefined
        ? []
        : String(headers[header] ?? '')
            .split(',')
            .slice(-1);
    return passedOn.trim() || (socket.remoteAddress ?? '');
  };

interface ChatParts extends StandaloneOptions {
  folder: DataFolder;
  sessions: AdminSessions;
  address(request: IncomingMessage): string;
}

const openChat = (httpServer: Server, parts: ChatParts): ChatServer => {
  const { folder, sessions, address, origins, secret, withGuests } = parts;
  try {
    return createChatServer(httpServer, {
      storage: folder.database,
      adminPage: { signInUrl: '/admin?then=page' },
      address,
      authenticate: firstOf(
        ({ headers }) => sessions.identify(headers),
        ...(secret === undefined ? [] : [jwt({ secret })]),
        ...(withGuests ? [guests({ reserved: [admin.name, 'Administrator'] })] : []),
      ),
      ...(origins.length > 0 && { cors: { origin: origins } }),
    });
  } catch (error) {
    // Each names its cause: another process that has the file open, a secret that is too short.
    throw new UsageError((error as Error).message);
  }
};

const listen = (httpServer: Server, { port, host }: StandaloneOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    httpServer.once('error', ({ code, message }: NodeJS.ErrnoException) => {
      const causes: Record<string, string> = {
        EADDRINUSE: `port ${port} is in use. Choose another one with --port`,
        EACCES: `port ${port} needs more rights. Choose one above 1023 with --port`,
        EADDRNOTAVAIL: `this machine has no address ${host}. Choose another one with --host`,
        ENOTFOUND: `${host} is no address of this machine. Choose another one with --host`,
      };
      reject(new UsageError(causes[code ?? ''] ?? message));
    });
    httpServer.listen(port, host, resolve);
  });

const bannerOf = (
  { host, room }: StandaloneOptions,
  { path, password }: DataFolder,
  { port }: AddressInfo,
): string => {
  const isHere = /^(127\.|::1$|localhost$)/.test(host);
  const named =
    isHere || /^(0\.0\.0\.0|::)$/.test(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  const url = `http://${named}:${port}`;
  const where =
    password.file === null ? 'the password of CHAT_ADMIN_PASSWORD' : `password in ${password.file}`;
  return `Chat:   ${url}
Admin:  ${url}/admin, ${password.isNew ? `password ${password.text}` : where}
Data:   ${path}
Embed:  <script src="${url}/chat/widget.js" async></script>
        <chat-room room="${room}"></chat-room>
Check:  npx @chat/server verify --url ${url}
${isHere ? 'Only this machine can connect; --host 0.0.0.0 lets others in.\n' : ''}Stop with Ctrl+C.`;
};
