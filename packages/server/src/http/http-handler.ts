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
import { createRestApi, sendNotAllowed } from './rest-api.ts';
import type { ServeExport } from './serve-export.ts';
import type { ServeFile } from './serve-file.ts';
import type { ServePicture } from './serve-picture.ts';
import { createWidgetFiles } from './widget-files.ts';

export interface HttpDeps {
  /** `/chat`: everything served is below it. */
  path: string;
  limits: Pick<Limits, 'maxFrameBytes' | 'maxFileBytes'>;
  cors?: Cors;
  /** The remote address of a request. */
  address: (request: IncomingMessage) => string;
  /** Who sends a request. Throws the `ChatError` to answer with. */
  identify: (request: AuthRequest) => Promise<KnownIdentity>;
  /** Runs a command, checking its input, and resolves to its value. Throws the `ChatError` to answer with. */
  run: (
    identity: KnownIdentity,
    command: CommandName,
    input: unknown,
    from: RequestOrigin,
  ) => Promise<unknown>;
  /** Takes a file into a room, when the server takes any. */
  upload?: ((identity: KnownIdentity, roomId: string, request: IncomingMessage) => Promise<RoomFile>) | null;
  /** Takes somebody's picture, when the server takes any. */
  picture?: ((identity: KnownIdentity, request: IncomingMessage) => Promise<Profile>) | null;
  /** Gives pictures out. */
  servePicture?: ServePicture | null;
  /** Gives files out. */
  serveFile?: ServeFile | null;
  /** Gives exports out. */
  serveExport?: ServeExport;
  /** Anything but `ok` is answered with 503, so that a balancer looks elsewhere. */
  health: () => { status: string } | Promise<{ status: string }>;
  /** Throws to refuse a request that calls the chat by a name it is not served under. */
  admitHost?: (request: IncomingMessage) => void;
  /** Called with a request of a page whose origin is refused. */
  refusedOrigin?: (request: IncomingMessage) => void;
  logger: Logger;
  id: () => string;
  /** ms since the epoch. */
  now: () => number;
  widgetDir: URL | string;
  /** Time in which a request's body must have come, ms. 10 seconds by default. */
  bodyTimeoutMs?: number;
}

/**
 * Serves what is below `path`: `api/…`, `health`, and the widget's files. Answers true when the request is its own, and
 * false, having touched nothing, when it is not: any other path, `path` itself, and `<path>/socket`. Never throws.
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
    // Balancers ask for the health of a node by its address.
    if (path !== 'health') deps.admitHost?.(request);
    if (path.startsWith('api/')) return api(request, response, path.slice('api'.length), query);
    const [, fileId] = /^files\/([\da-f-]{36})$/.exec(path) ?? [];
    if (fileId !== undefined && deps.serveFile) return deps.serveFile(request, response, fileId, query);
    const [, order] = /^exports\/([\w-]{1,2000})$/.exec(path) ?? [];
    if (order !== undefined && deps.serveExport) return deps.serveExport(request, response, order, query);
    const [, pictureId] = /^pictures\/([\da-f-]{36})$/.exec(path) ?? [];
    if (pictureId !== undefined && servePicture) return servePicture(request, response, pictureId);
    const isWidget = widget.has(path);
    if (isWidget || path === 'health') {
      if (request.method !== 'GET' && request.method !== 'HEAD') return sendNotAllowed(response, ['GET']);
      if (isWidget) return widget.send(path, request, response);
      // Any page may read it: a browser does not tell a page that its websocket was refused.
      response.setHeader('access-control-allow-origin', '*');
      const refusal = isAllowedOrigin(request, deps.cors) ? {} : { origin: 'refused' };
      const health = { ...(await deps.health()), ...refusal };
      return sendJson(response, health.status === 'ok' ? 200 : 503, health);
    }
    throw new ChatError(
      'not_found',
      path === 'widget.js' ? 'the widget has not been built' : 'there is nothing here',
    );
  };

  return (request, response) => {
    const { path, query } = target(request);
    if (!path.startsWith(base) || path === base || /^socket(\/|$)/.test(path.slice(base.length)))
      return false;
    request.on('error', ignore); // a client that goes away is no fault
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

/** Whether the rest of a refused request is not worth waiting for. A short rest is read and dropped by Node. */
const isAbandoned = (
  request: IncomingMessage,
  { code }: ChatError,
  { maxFrameBytes, maxFileBytes }: HttpDeps['limits'],
): boolean => {
  if (request.complete) return false;
  const { 'transfer-encoding': encoding, 'content-type': type = '' } = request.headers;
  if (code === 'timeout' || encoding !== undefined) return true;
  // A browser reads the refusal of a file only after it has sent it.
  const isFile = type.startsWith('multipart/');
  return isHopeless(request, isFile ? Math.max(maxFrameBytes, maxFileBytes / 8) : maxFrameBytes);
};

/** Path and query, still encoded. A framework that mounts handlers cuts `url` and keeps the whole in `originalUrl`. */
const target = (request: IncomingMessage): { path: string; query: string } => {
  const url =
    'originalUrl' in request && typeof request.originalUrl === 'string' ? request.originalUrl : request.url;
  const [whole = ''] = (url ?? '').split('#');
  const end = whole.indexOf('?');
  const path = (end < 0 ? whole : whole.slice(0, end)).replace(/^https?:\/\/[^/]*/i, '');
  return { path, query: end < 0 ? '' : whole.slice(end + 1) };
};
