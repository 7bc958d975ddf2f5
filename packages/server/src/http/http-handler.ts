import type { IncomingMessage, ServerResponse } from 'node:http';
import { ChatError, type CommandName, type Limits, type Profile, type RoomFile } from '@chat/protocol';
import type { AuthRequest, KnownIdentity } from '../auth/authenticate.ts';
import type { Logger } from '../logger.ts';
import { isAllowedOrigin, type Cors } from '../auth/allowed-origin.ts';
import { toChatError } from '../errors/to-chat-error.ts';
import { setRequestId, requestIdOf } from '../errors/request-id.ts';
import type { RequestOrigin } from '../connections/request-connection.ts';
import { sendError, sendJson } from './responses.ts';
import { isHopeless } from './read-body.ts';
import type { ServeAdminPage } from './admin-page.ts';
import { sendOverlayPage } from './overlay-page.ts';
import { createRestApi, sendNotAllowed } from './rest-api.ts';
import type { ServeEmoji } from './serve-emoji.ts';
import type { ServeExport } from './serve-export.ts';
import type { ServeFile } from './serve-file.ts';
import type { ServePicture } from './serve-picture.ts';
import { createWidgetFiles } from './widget-files.ts';

export interface HttpDeps {
  /** `/chat`: everything is served below it. */
  path: string;
  limits: Pick<Limits, 'maxFrameBytes' | 'maxFileBytes'>;
  cors?: Cors;
  /** Returns the remote address of a request. */
  address: (request: IncomingMessage) => string;
  /** Authenticates a request. Rejects with the `ChatError` to respond with. */
  identify: (request: AuthRequest) => Promise<KnownIdentity>;
  /**
   * Validates and runs a command, and resolves to its value. Rejects with the `ChatError` to respond with.
   */
  run: (
    identity: KnownIdentity,
    command: CommandName,
    input: unknown,
    from: RequestOrigin,
  ) => Promise<unknown>;
  /** Uploads a file into a room; null if the server takes none. */
  upload?: ((identity: KnownIdentity, roomId: string, request: IncomingMessage) => Promise<RoomFile>) | null;
  /** Uploads a profile picture; null if the server takes none. */
  picture?: ((identity: KnownIdentity, request: IncomingMessage) => Promise<Profile>) | null;
  /** Serves profile pictures. */
  servePicture?: ServePicture | null;
  /** Serves files. */
  serveFile?: ServeFile | null;
  /** Serves the links in e-mails by which users unsubscribe. */
  serveUnsubscribe?:
    ((request: IncomingMessage, response: ServerResponse, query: string) => Promise<void>) | undefined;
  /** Serves the page for admins; null if there is none. */
  adminPage?: ServeAdminPage | null;
  /** Serves pictures of custom emoji. */
  serveEmoji?: ServeEmoji;
  /** Serves exports. */
  serveExport?: ServeExport;
  /** Anything but `ok` gives a 503, so that a load balancer uses another node. */
  health: () => { status: string } | Promise<{ status: string }>;
  /** Throws if a request uses a host name under which the chat is not served. */
  admitHost?: (request: IncomingMessage) => void;
  /** Called with a request of a page whose origin is rejected. */
  refusedOrigin?: (request: IncomingMessage) => void;
  logger: Logger;
  id: () => string;
  /** ms since the epoch. */
  now: () => number;
  widgetDir: URL | string;
  /** Time for a request's body to arrive, ms. 10 seconds by default. */
  bodyTimeoutMs?: number;
}

/**
 * Serves what is below `path`: `api/…`, `health`, `overlay`, `admin`, and the widget's files. Returns true if it handles the
 * request; false, leaving it untouched, for any other path, `path` itself, and `<path>/socket`. Never throws.
 */
export const createHttpHandler = (
  deps: HttpDeps,
): ((request: IncomingMessage, response: ServerResponse) => boolean) => {
  const base = `${deps.path.replace(/\/+$/, '')}/`;
  const api = createRestApi(deps);
  const widget = createWidgetFiles(deps.widgetDir);
  const { servePicture } = deps;

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    query: string,
  ): Promise<void> => {
    // Load balancers check the health of a node by its address.
    if (path !== 'health') deps.admitHost?.(request);
    if (path.startsWith('api/')) return api(request, response, path.slice('api'.length), query);
    const [, fileId] = /^files\/([\da-f-]{36})$/.exec(path) ?? [];
    if (fileId !== undefined && deps.serveFile) return deps.serveFile(request, response, fileId, query);
    const [, order] = /^exports\/([\w-]{1,2000})$/.exec(path) ?? [];
    if (order !== undefined && deps.serveExport) return deps.serveExport(request, response, order, query);
    if (path === 'email/unsubscribe' && deps.serveUnsubscribe)
      return deps.serveUnsubscribe(request, response, query);
    const [, emojiFile] = /^emoji\/([\w.+-]{1,100})$/.exec(path) ?? [];
    if (emojiFile !== undefined && deps.serveEmoji) return deps.serveEmoji(request, response, emojiFile);
    const [, pictureId] = /^pictures\/([\da-f-]{36})$/.exec(path) ?? [];
    if (pictureId !== undefined && servePicture) return servePicture(request, response, pictureId);
    const isWidget = widget.has(path);
    const adminPage = path === 'admin' ? deps.adminPage : null;
    if (isWidget || adminPage || path === 'overlay' || path === 'health') {
      if (request.method !== 'GET' && request.method !== 'HEAD') return sendNotAllowed(response, ['GET']);
      if (adminPage) return adminPage(response);
      if (path === 'overlay') return sendOverlayPage(response);
      if (isWidget) return widget.send(path, request, response);
      // Any page may read it: browsers do not tell a page why a websocket was refused.
      response.setHeader('access-control-allow-origin', '*');
      const refusal = isAllowedOrigin(request, deps.cors) ? {} : { origin: 'refused' };
      const health = { ...(await deps.health()), ...refusal };
      return sendJson(response, health.status === 'ok' ? 200 : 503, health);
    }
    throw new ChatError(
      'not_found',
      path === 'widget.js' ? 'the widget has not been built' : 'no such export',
    );
  };

  return (request, response) => {
    const { path, query } = target(request);
    if (!path.startsWith(base) || path === base || /^socket(\/|$)/.test(path.slice(base.length)))
      return false;
    request.on('error', ignore); // a client that goes away is not an error
    response.on('error', ignore);
    const requestId = requestIdOf(request, deps.id);
    setRequestId(response, requestId);
    answer(request, response, path.slice(base.length), query).catch((reason: unknown) => {
      const error = toChatError(reason, 'an http request', { ...deps, id: () => requestId });
      if (error.reason === 'origin') deps.refusedOrigin?.(request);
      sendError(response, error, isAbandoned(request, error, deps.limits) ? { connection: 'close' } : {});
    });
    return true;
  };
};

const ignore = (): void => undefined;

/**
 * Returns whether the rest of a rejected request is too large to wait for. Node reads and drops a short rest.
 */
const isAbandoned = (
  request: IncomingMessage,
  { code }: ChatError,
  { maxFrameBytes, maxFileBytes }: HttpDeps['limits'],
): boolean => {
  if (request.complete) return false;
  const { 'transfer-encoding': encoding, 'content-type': type = '' } = request.headers;
  if (code === 'timeout' || encoding !== undefined) return true;
  // A browser reads the response only after it has sent the file.
  const isFile = type.startsWith('multipart/');
  return isHopeless(request, isFile ? Math.max(maxFrameBytes, maxFileBytes / 8) : maxFrameBytes);
};

/**
 * Returns path and query, still encoded. A framework that mounts handlers cuts `url` and keeps the original
 * in `originalUrl`.
 */
const target = (request: IncomingMessage): { path: string; query: string } => {
  const url =
    'originalUrl' in request && typeof request.originalUrl === 'string' ? request.originalUrl : request.url;
  const [whole = ''] = (url ?? '').split('#');
  const end = whole.indexOf('?');
  const path = (end < 0 ? whole : whole.slice(0, end)).replace(/^https?:\/\/[^/]*/i, '');
  return { path, query: end < 0 ? '' : whole.slice(end + 1) };
};
