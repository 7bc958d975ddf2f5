import type { IncomingMessage, RequestListener, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Takes a request to speak another protocol, such as websockets. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Routes requests below a path to `listener`, but not the path itself: a page may be there. Returns a
 * function that stops it.
 */
export const routeRequests = (
  server: Server,
  path: string,
  listener: RequestListener,
  upgrade?: UpgradeListener,
): (() => void) =>
  routeWhere(
    server,
    ({ url }) =>
      url !== undefined && url.startsWith(`${path}/`) && !['', '?'].includes(url.charAt(path.length + 1)),
    listener,
    upgrade,
  );

/**
 * Routes some requests to `listener`, and all others to the server's other listeners, in whatever order they
 * were added. A plain listener could not do that: the others would respond to the same request again. With
 * `upgrade`, routes upgrades of these requests too: websocket servers attached to the same http server
 * refuse, or write into, each upgrade that is not theirs. Returns a function that stops it.
 */
export const routeWhere = (
  server: Server,
  isOurs: (request: IncomingMessage) => boolean,
  listener: RequestListener,
  upgrade?: UpgradeListener,
): (() => void) => {
  const emit = server.emit.bind(server);
  let active = true;

  const emitOthers: Server['emit'] = (event: string | symbol, ...args: unknown[]): boolean => {
    const [request, response] = args as Parameters<RequestListener>;
    const asked = event === 'request' || event === 'checkContinue' || event === 'checkExpectation';
    if (active && event === 'upgrade' && upgrade && isOurs(request)) {
      upgrade(...(args as Parameters<UpgradeListener>));
      return true;
    }
    if (!active || !asked || !isOurs(request)) return emit(event as 'request', ...(args as [never, never]));
    if (event === 'checkContinue') response.writeContinue();
    listener(request, response);
    return true;
  };
  server.emit = emitOthers;
  // Node emits `upgrade` only if there is a listener.
  if (upgrade) server.on('upgrade', ignoreUpgrade);

  return () => {
    active = false;
    if (upgrade) server.off('upgrade', ignoreUpgrade);
    if (server.emit === emitOthers) server.emit = emit;
  };
};

const ignoreUpgrade: UpgradeListener = () => undefined;

/**
 * Passes an upgrade to `inner`. Rejects it with 400 if nothing listens there, as with `io: { transports:
 * ['polling'] }`: a client without a response would wait instead of polling.
 */
export const passUpgrade = (inner: Server, ...[request, socket, head]: Parameters<UpgradeListener>): void => {
  if (inner.emit('upgrade', request, socket, head)) return;
  const refusal = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
  socket.end(refusal, () => socket.destroy());
};

/**
 * Responds with 404 to requests that no listener handles, as long as `own` are the only listeners: a server
 * made for the chat alone would leave them open, and six favicon requests use up all the connections of a
 * page. Returns a function that stops it.
 */
export const rejectUnhandled = (server: Server, own: readonly unknown[]): (() => void) =>
  routeWhere(
    server,
    () => server.listeners('request').every((each) => own.includes(each)),
    (_request, response) => response.writeHead(404).end(),
  );

/** Throws unless `server` is an http server. If it is an app, the error shows how to create one. */
export const checkServer = (server: Server): void => {
  const { address, listenerCount } = Object(server) as Partial<Server>;
  if (typeof address === 'function' && typeof listenerCount === 'function') return;
  throw new TypeError(
    'createChatServer: the first argument must be the http server, not the app: ' +
      'const httpServer = createServer(app); createChatServer(httpServer); httpServer.listen(3000)',
  );
};

const chats = new WeakMap<Server, Set<string>>();

/**
 * Reserves a path of a server for one chat. Throws if another chat has this path, one above it or one below
 * it. Returns a function that frees the path.
 */
export const claimPath = (server: Server, path: string): (() => void) => {
  const taken = chats.get(server) ?? new Set();
  chats.set(server, taken);
  for (const other of taken)
    if (`${path}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${path}/`))
      throw new Error(
        `createChatServer: this http server already has a chat at '${other}': close that one first, or give this one another path`,
      );
  taken.add(path);
  let isFree = false;
  return () => {
    if (!isFree) taken.delete(path);
    isFree = true;
  };
};
