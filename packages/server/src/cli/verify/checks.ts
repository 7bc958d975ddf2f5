import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { ChatError, type Message, type RoomFile } from '@chat/protocol';
import { CheckFailure } from './report.ts';
import { openPipe, type Transport } from './pipes.ts';
import { connectWire, type WireClient } from './wire-client.ts';

/** What is checked, and as whom. */
export interface Target {
  /** The chat, such as `http://localhost:3000/chat`. */
  url: string;
  /** The origin of the page. */
  origin: string;
  token: string | undefined;
  room: string;
}

const proxyAdvice =
  'pass on upgrades: in nginx `proxy_http_version 1.1`, `Upgrade` and `Connection` are needed. docs/operations.md, “Behind a proxy”';

/** What to do about an error of the server. */
const advices: Partial<Record<string, string>> = {
  storage_full:
    'the disk or the quota of the storage is full: free space. Clients repeat their messages then',
  overloaded: 'the server is overloaded or its storage cannot be reached: see its log and /health',
  internal: 'a fault: find the request id in the log of the server',
  timeout: 'the server or its storage takes too long: see its log',
  rate_limited: 'this address has used up its rate: wait a minute. Behind a proxy, set `address`',
  forbidden: 'this user may not do that: choose a room with --room, or a user with --token',
  not_found: 'this user cannot create the room: choose an existing one with --room',
  unauthenticated: 'the server knows no guests: pass a token of a user with --token',
  expired: 'the token has expired: pass a new one with --token',
  conflict: 'the name is taken: run it again',
};

/** Turns an error of the server or the network into a failure with advice. */
export const toFailure = (error: unknown): CheckFailure => {
  if (error instanceof CheckFailure) return error;
  if (!ChatError.is(error))
    return new CheckFailure((error as Error).message, 'see the log of the server and of the proxy');
  const { code, message, requestId } = error;
  const id = requestId === undefined ? '' : ` (request ${requestId})`;
  return new CheckFailure(`${code}: ${message}${id}`, advices[code] ?? 'see the log of the server');
};

const get = (url: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) });

/** The server responds, and reaches its storage. */
export const checkServer = async ({ url }: Target): Promise<string> => {
  const since = performance.now();
  const response = await get(`${url}/health`).catch((error: Error & { cause?: NodeJS.ErrnoException }) => {
    const why = error.cause?.code ?? error.cause?.message ?? error.message;
    throw new CheckFailure(
      `cannot connect: ${why}`,
      'is the server running, and is this its address? For a certificate of your own set NODE_EXTRA_CA_CERTS',
      { isLast: true },
    );
  });
  const body = await response.text();
  const { status } = (body.startsWith('{') ? JSON.parse(body) : {}) as { status?: string };
  if (status === undefined)
    throw new CheckFailure(
      `${url}/health is no chat (status ${response.status})`,
      'add the path of the chat to --url, and attach the chat to the http server that listens. docs/troubleshooting.md',
      { isLast: true },
    );
  if (status !== 'ok')
    throw new CheckFailure(
      `status ${status}`,
      'the server is closing, or its storage cannot be reached: see its log',
    );
  return `${url} replies in ${Math.round(performance.now() - since)} ms`;
};

/** The script for pages is served. */
export const checkWidget = async ({ url }: Target): Promise<string> => {
  const response = await get(`${url}/widget.js`);
  const bytes = (await response.arrayBuffer()).byteLength;
  if (response.status !== 200 || !response.headers.get('content-type')?.includes('javascript'))
    throw new CheckFailure(
      `widget.js has status ${response.status}`,
      'the proxy must pass on everything below the path of the chat',
    );
  return `widget.js, ${Math.round(bytes / 1000)} kB`;
};

const isRefused = async (url: string, origin: string): Promise<boolean> => {
  const body = (await (await get(`${url}/health`, { origin })).json()) as { origin?: string };
  return body.origin === 'refused';
};

/** The page's own origin is admitted, and another site's is not. */
export const checkOrigin = async ({ url, origin }: Target): Promise<string> => {
  if (await isRefused(url, origin))
    throw new CheckFailure(
      `pages of ${origin} are refused`,
      `add it: cors: { origin: '${origin}' }, or --origin ${origin}. If it is the server's own, the proxy does not pass on Host`,
      { isLast: true },
    );
  if (!(await isRefused(url, 'https://other-site.invalid')))
    return `${origin} is admitted, as is every other site (cors: '*'): cookies are ignored for those`;
  return `${origin} is admitted, other sites are not`;
};

/** Returns the status with which an upgrade is refused, 101 if it is accepted. */
const upgradeStatus = (address: string, origin: string): Promise<number | string> =>
  new Promise((resolve) => {
    const url = `${address}?EIO=4&transport=websocket`;
    const headers = {
      origin,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.from(randomUUID().slice(0, 16)).toString('base64'),
    };
    const request = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, { headers, timeout: 5_000 });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('timeout', () => request.destroy(new Error('no reply')));
    request.on('error', ({ message }) => resolve(message));
    request.end();
  });

export const socketAddress = ({ url }: Target): string => `${url}/socket/`;

const opens = async (target: Target, transport: Transport): Promise<void> => {
  const ignore = (): void => undefined;
  const headers = { origin: target.origin };
  const pipe = await openPipe(transport, {
    address: socketAddress(target),
    headers,
    onPacket: ignore,
    onClosed: ignore,
  });
  pipe.drop();
};

/** A websocket opens. */
export const checkWebsocket = async (target: Target): Promise<string> => {
  try {
    await opens(target, 'websocket');
    return 'a websocket opens';
  } catch (error) {
    const status = await upgradeStatus(socketAddress(target), target.origin);
    const after = status === 101 ? `accepted, then ${(error as Error).message}` : `refused: ${status}`;
    throw new CheckFailure(`the upgrade is ${after}`, proxyAdvice);
  }
};

/** Long polling works, for networks that block websockets. */
export const checkPolling = async (target: Target): Promise<string> => {
  try {
    await opens(target, 'polling');
    return 'long polling works too';
  } catch (error) {
    return `off (${(error as Error).message.slice(0, 60)}): networks that block websockets are left out`;
  }
};

const signIn = (
  target: Target,
  transport: Transport,
  name: string,
  token = target.token,
): Promise<WireClient> =>
  connectWire({
    transport,
    address: socketAddress(target),
    origin: target.origin,
    auth: token === undefined ? { name } : { token },
  });

/** Two clients that talk. */
export interface Talkers {
  writer: WireClient;
  reader: WireClient;
  transport: Transport;
  /** What the writer has sent. */
  sent: Message[];
  /** The revision of the room that the reader has seen. */
  since: { epoch: string; rev: number };
}

/** Signs in two users, and has them join the room. */
export const openTalkers = async (target: Target, transport: Transport): Promise<Talkers> => {
  const tag = randomUUID().slice(0, 6);
  const [writer, reader] = await Promise.all(
    ['A', 'B'].map((each) => signIn(target, transport, `Verify ${each}${tag}`)),
  );
  if (!writer || !reader) throw new Error('two clients');
  const join = { roomId: target.room };
  await writer.call('room:join', join);
  const { epoch, rev } = await reader.call('room:join', join);
  return { writer, reader, transport, sent: [], since: { epoch, rev } };
};

const say = async ({ writer, sent }: Talkers, roomId: string, text: string): Promise<Message> => {
  const message = await writer.call('message:send', { roomId, id: randomUUID(), text });
  sent.push(message);
  return message;
};

const historyOf = async (client: WireClient, roomId: string): Promise<Message[]> =>
  (await client.call('message:list', { roomId, limit: 50 })).messages;

/** A message is stored, and is in the history. */
export const checkStorage = async (talkers: Talkers, { room }: Target): Promise<string> => {
  const since = performance.now();
  const { id } = await say(talkers, room, 'verify: one');
  const tookMs = Math.round(performance.now() - since);
  const history = await historyOf(talkers.writer, room);
  if (!history.some((each) => each.id === id))
    throw new CheckFailure(
      'an acknowledged message is not in the history',
      'the storage loses data: see its log',
    );
  return `a message is stored in ${tookMs} ms, and in the history`;
};

/** The other client receives it. */
export const checkTalk = async (talkers: Talkers): Promise<string> => {
  const [{ id } = { id: '' }] = talkers.sent;
  const event = await talkers.reader.event(
    (each) => each.type === 'message:created' && each.message.id === id,
  );
  if (event.type === 'message:created') talkers.since.rev = event.rev ?? talkers.since.rev;
  return `the other client receives it, by ${talkers.transport === 'websocket' ? 'websocket' : 'long polling'}`;
};

/** A client that was away gets exactly what it missed. */
export const checkResume = async (talkers: Talkers, target: Target): Promise<string> => {
  const { reader, transport, since, sent } = talkers;
  const roomId = target.room;
  reader.drop();
  const missed = [await say(talkers, roomId, 'verify: two'), await say(talkers, roomId, 'verify: three')];
  talkers.reader = await signIn(target, transport, 'Verify', reader.hello.token ?? target.token);
  const { mode, messages } = await talkers.reader.call('room:join', { roomId, since });
  const own = messages.filter(({ id }) => sent.some((each) => each.id === id)).map(({ id }) => id);
  if (mode !== 'resume' || own.join() !== missed.map(({ id }) => id).join())
    throw new CheckFailure(
      `mode ${mode}, ${own.length} of 2 missed messages`,
      'do all nodes use the same storage? docs/operations.md, “Scaling”',
    );
  return 'after a drop, the client gets the two messages it missed';
};

/** Messages survive the reconnect, and one that is sent again is stored once. */
export const checkHistory = async ({ writer, reader, sent }: Talkers, { room }: Target): Promise<string> => {
  const [first] = sent;
  if (!first) throw new Error('a message');
  const again = await writer.call('message:send', { roomId: room, id: first.id, text: first.text });
  const ids = (await historyOf(reader, room)).map(({ id }) => id);
  const found = ids.filter((id) => sent.some((each) => each.id === id));
  if (again.seq !== first.seq || found.join() !== sent.map(({ id }) => id).join())
    throw new CheckFailure(
      `the history has ${found.length} of ${sent.length} messages`,
      'the storage loses or doubles messages: see its log',
    );
  return 'three messages in their order; one sent again is stored once';
};

/** Larger than what proxies accept unless they are told to. */
const fileBytes = 1_500_000;

/** A file passes in both directions. */
export const checkFiles = async ({ writer }: Talkers, { url, room, token }: Target): Promise<string> => {
  const { maxFileBytes } = writer.hello.limits;
  if (maxFileBytes === 0) return 'off: the server takes no files';
  const size = Math.min(fileBytes, maxFileBytes);
  const body = new FormData();
  body.append('file', new File(['x'.repeat(size)], 'verify.txt', { type: 'text/plain' }));
  const response = await fetch(`${url}/api/rooms/${encodeURIComponent(room)}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${writer.hello.token ?? token ?? ''}` },
    body,
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (response.status !== 201) {
    const { error } = (text.startsWith('{') ? JSON.parse(text) : {}) as {
      error?: { code: never; message: string };
    };
    if (error) throw ChatError.from(error);
    throw new CheckFailure(
      `an upload of ${size} bytes gets status ${response.status}`,
      'raise the limit of the proxy, in nginx `client_max_body_size 26m`. docs/operations.md, “Behind a proxy”',
    );
  }
  const { fileId } = JSON.parse(text) as RoomFile;
  const address = await writer.call('file:url', { fileId });
  const stored = await (await get(new URL(address.url, url).href)).text();
  await writer.call('file:delete', { fileId });
  if (stored.length !== size)
    throw new CheckFailure(
      `${stored.length} of ${size} bytes come back`,
      'see the log of the server and of the proxy',
    );
  return `a file of ${(size / 1e6).toFixed(1)} MB is uploaded and downloaded`;
};

const codeOf = (reply: Promise<unknown>): Promise<string> =>
  reply.then(
    () => 'ok',
    (error: unknown) => (ChatError.is(error) ? error.code : 'lost'),
  );

/** Sends that are invalid: they cost a turn, and store nothing. */
const flood = 120;

/** Too long texts and too many commands are refused. */
export const checkLimits = async ({ writer }: Talkers, { room }: Target): Promise<string> => {
  const { maxTextLength } = writer.hello.limits;
  const send = (text: string): Promise<string> =>
    codeOf(writer.call('message:send', { roomId: room, id: randomUUID(), text }));
  const long = await send('x'.repeat(maxTextLength + 1));
  if (long !== 'too_large')
    throw new CheckFailure(
      `a text above ${maxTextLength} characters is ${long}`,
      'is this server of the same version?',
    );
  const codes = await Promise.all(Array.from({ length: flood }, () => send('')));
  const refused = codes.filter((code) => code === 'rate_limited').length;
  const rate =
    refused > 0
      ? 'as is a flood of sends'
      : `but ${flood} sends at once are not: see sendBurst in the limits`;
  return `a text above ${maxTextLength} characters is refused, ${rate}`;
};

/** Deletes what the checks have written. */
export const cleanUp = async ({ writer, sent }: Talkers, { room }: Target): Promise<void> => {
  for (const { id } of sent) await writer.call('message:delete', { roomId: room, messageId: id });
};
