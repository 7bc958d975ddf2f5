import type { IncomingMessage, RequestListener, Server as HttpServer, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import {
  ChatError,
  httpStatus,
  type Call,
  type CommandName,
  type Limits,
  type RoomFile,
} from '@chat/protocol';
import type { AuthRequest, KnownIdentity } from '../auth/authenticate.ts';
import { toChatError } from '../errors/to-chat-error.ts';
import { createListenerGuard } from '../async/listener-guard.ts';
import type { Cors } from '../auth/allowed-origin.ts';
import type { GivenFile } from '../files/in-process-upload.ts';
import { sendJson, sendStream, sendText } from '../http/responses.ts';
import { bearerOf } from '../http/bearer-token.ts';
import { applyCors, sendOptions } from '../http/cors-headers.ts';
import { readJsonBody } from '../http/read-body.ts';
import { trustedHeaders } from '../auth/trusted-headers.ts';
import type { Logger } from '../logger.ts';
import { routeWhere } from '../http/request-routing.ts';
import type { RequestOrigin } from '../connections/request-connection.ts';
import { setRequestId, requestIdOf } from '../errors/request-id.ts';
import { refusalOf, type DialectOptions, type RouteRequest } from './dialect.ts';
import { createFieldReader } from './field-reader.ts';

export interface DialectRoutesDeps {
  httpServer: HttpServer;
  limits: Pick<Limits, 'maxFrameBytes'>;
  cors: Cors | undefined;
  logger: Logger;
  id(): string;
  address(request: IncomingMessage): string;
  /** Counts a request; throws `rate_limited`. */
  takeRequest(address: string, requestId: string): void;
  admitHost(request: IncomingMessage): void;
  /** Authenticates a request that `takeRequest` has counted. */
  identifyCounted(request: AuthRequest): Promise<KnownIdentity>;
  run(identity: KnownIdentity, command: CommandName, input: unknown, from: RequestOrigin): Promise<unknown>;
  uploadAs(identity: KnownIdentity, roomId: string, file: GivenFile): Promise<RoomFile>;
}

interface Route {
  method: string;
  parts: string[];
  run: (request: RouteRequest) => unknown;
}

const bodyTimeoutMs = 10_000;

/**
 * Serves the HTTP routes of one vocabulary, and ignores every other request. Returns a function that stops
 * it.
 */
export const openDialectRoutes = (
  { routes = {}, refusal, maxFrameBytes }: DialectOptions<unknown>,
  deps: DialectRoutesDeps,
): (() => void) => {
  const known = Object.entries(routes).map(([route, run]): Route => {
    const [method = '', path = ''] = route.split(' ');
    if (!/^[A-Z]+$/.test(method) || !path.startsWith('/'))
      throw new Error(`dialect: a route must look like 'GET /rooms/:room', not '${route}'`);
    return { method, parts: path.split('/'), run };
  });
  if (known.length === 0) return () => undefined;

  const at = (request: IncomingMessage): Route[] => {
    const parts = pathOf(request).split('/');
    return known.filter((route) => matches(route, parts));
  };

  const perform = async (
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ): Promise<void> => {
    deps.admitHost(request);
    applyCors(request, response, deps.cors);
    const routesHere = at(request);
    const allowed = [...routesHere.map(({ method }) => method), 'OPTIONS'];
    if (request.method === 'OPTIONS') return sendOptions(response, allowed);
    const route = routesHere.find(({ method }) => method === methodOf(request));
    if (!route) return sendJson(response, 405, { error: 'invalid' }, { allow: allowed.join(', ') });
    const address = deps.address(request);
    let identified: Promise<KnownIdentity> | undefined;
    const identify = (): Promise<KnownIdentity> => {
      const token = bearerOf(request);
      if (token === undefined) throw new ChatError('unauthenticated', 'a bearer token is required');
      return (identified ??= deps.identifyCounted({
        transport: 'http',
        token,
        headers: request.headers,
        address,
        requestId,
      }));
    };
    // Before anything is read, whatever credentials the request has.
    deps.takeRequest(address, requestId);
    const body = ['GET', 'HEAD', 'DELETE'].includes(route.method)
      ? {}
      : await readJsonBody(request, {
          maxBytes: maxFrameBytes ?? deps.limits.maxFrameBytes,
          timeoutMs: bodyTimeoutMs,
        });
    let status = 200;
    let textType: string | undefined;
    const value = await route.run({
      params: createFieldReader(paramsOf(route, pathOf(request).split('/'))),
      query: createFieldReader(
        Object.fromEntries(new URL(request.url ?? '/', 'http://localhost').searchParams),
      ),
      body: createFieldReader(body),
      headers: trustedHeaders(request.headers, deps.cors),
      identify: async () => identify(),
      call: (async (name, input) => deps.run(await identify(), name, input, { address, requestId })) as Call,
      upload: async (roomId, file) => deps.uploadAs(await identify(), roomId, file),
      created: () => void (status = 201),
      text: (type) => void (textType = type),
    });
    if (textType !== undefined && value instanceof Readable)
      await sendStream(response, status, value, textType);
    else if (textType !== undefined) sendText(response, status, String(value), textType);
    else sendJson(response, status, value ?? {});
  };

  const serve: RequestListener = (request, response) => {
    request.on('error', ignore); // a client that goes away is not an error
    response.on('error', ignore);
    const requestId = requestIdOf(request, deps.id);
    setRequestId(response, requestId);
    perform(request, response, requestId).catch((error: unknown) => {
      const fault = toChatError(error, 'an http request', { ...deps, id: () => requestId });
      const { ok: _, ...said } = refusalOf(fault);
      sendJson(response, httpStatus[fault.code], refusal ? refusal(fault) : said);
    });
  };
  const listener = createListenerGuard(deps.logger)(
    'an http request',
    serve,
    (_request, response) => void response.destroy(),
  );
  return routeWhere(deps.httpServer, (request) => at(request).length > 0, listener);
};

const ignore = (): void => undefined;

const pathOf = ({ url }: IncomingMessage): string => (url ?? '').split(/[?#]/)[0] ?? '';

/** The method to route by: a HEAD is a GET without a body in the response. */
const methodOf = ({ method = '' }: IncomingMessage): string => (method === 'HEAD' ? 'GET' : method);

const matches = ({ parts }: Route, given: string[]): boolean =>
  parts.length === given.length &&
  parts.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]));

const paramsOf = ({ parts }: Route, given: string[]): Record<string, string> =>
  Object.fromEntries(
    parts.flatMap((part, index) =>
      part.startsWith(':') ? [[part.slice(1), decoded(given[index] ?? '')]] : [],
    ),
  );

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ChatError('not_found', 'no such export'); // malformed percent-encoding matches no route
  }
};
