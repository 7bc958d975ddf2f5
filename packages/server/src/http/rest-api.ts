import type { IncomingMessage, ServerResponse } from 'node:http';
import { ChatError, commands, matchRoute, type CommandRoute, type InputSchema } from '@chat/protocol';
import manifest from '../../package.json' with { type: 'json' };
import type { KnownIdentity } from '../auth/authenticate.ts';
import { sendError, sendJson } from './responses.ts';
import { bearerOf } from './bearer-token.ts';
import { applyCors, sendOptions } from './cors-headers.ts';
import type { HttpDeps } from './http-handler.ts';
import { isHopeless, readJsonBody } from './read-body.ts';
import { requestIdIn } from '../errors/request-id.ts';

const routed = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const bodyTimeoutMs = 10_000;

/** Serves one request below `<path>/api`; `path` and `query` are the rest of the URL. */
export type RestApi = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
) => Promise<void>;

/** Serves the table of commands over HTTP. Rejects with the error to respond with. */
export const createRestApi = (deps: HttpDeps): RestApi => {
  const document = createDocument(deps.path);

  const identify = (request: IncomingMessage, response: ServerResponse): Promise<KnownIdentity> => {
    const token = bearerOf(request);
    return deps.identify({
      transport: 'http',
      ...(token === undefined ? {} : { token }),
      headers: request.headers,
      address: deps.address(request),
      requestId: requestIdIn(response),
    });
  };

  const run = async (
    request: IncomingMessage,
    response: ServerResponse,
    found: Found,
    query: string,
  ): Promise<void> => {
    const { maxFrameBytes } = deps.limits;
    if (isHopeless(request, maxFrameBytes))
      throw new ChatError('too_large', `the body must be at most ${maxFrameBytes} bytes`);
    const { command, status, method } = found.route;
    const identity = await identify(request, response);
    const schema = commands[command].input;
    const takesQuery = method === 'GET' || method === 'DELETE';
    const given = takesQuery
      ? queryInput(new URLSearchParams(query), schema)
      : await readJsonBody(request, {
          maxBytes: maxFrameBytes,
          timeoutMs: deps.bodyTimeoutMs ?? bodyTimeoutMs,
        });
    const input = { ...given, ...queryInput(new URLSearchParams(found.params), schema) };
    const from = { address: deps.address(request), requestId: requestIdIn(response) };
    const value = await deps.run(identity, command, input, from);
    sendJson(response, status, value ?? {});
  };

  return async (request, response, path, query) => {
    applyCors(request, response, deps.cors);
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const isDocument = path === '/openapi.json';
    const uploadTo = deps.upload ? uploadRoom(path) : null;
    const { picture } = deps;
    const isPicture = picture && path === '/profile/picture';
    const known = isDocument
      ? ['GET']
      : isPicture
        ? ['PUT']
        : routed.filter((each) => matchRoute(each, path) !== null || (each === 'POST' && uploadTo !== null));
    if (method === 'OPTIONS') return sendOptions(response, allowed(known.length === 0 ? routed : known));
    if (known.length === 0) throw new ChatError('not_found', 'there is no such route');
    if (!known.includes(method)) return sendNotAllowed(response, known);
    if (isDocument) return sendJson(response, 200, await document());
    if (method === 'POST' && uploadTo !== null && deps.upload)
      return sendJson(response, 201, await deps.upload(await identify(request, response), uploadTo, request));
    if (isPicture) return sendJson(response, 200, await picture(await identify(request, response), request));
    const found = matchRoute(method, path);
    if (found) await run(request, response, found, query);
  };
};

/**
 * Returns the room of an upload's path, or null. This is the one route that is not a command, because its
 * body is not JSON.
 */
const uploadRoom = (path: string): string | null =>
  matchRoute('GET', path)?.route.command === 'file:list'
    ? (matchRoute('GET', path)?.params['roomId'] ?? null)
    : null;

interface Found {
  route: CommandRoute;
  params: Record<string, string>;
}

/** Sends 405 with the allowed methods. */
export const sendNotAllowed = (response: ServerResponse, methods: string[]): void => {
  const allow = allowed(methods).join(', ');
  sendError(response, new ChatError('invalid', `the method must be one of ${allow}`), { allow }, 405);
};

const allowed = (methods: string[]): string[] => [
  ...methods,
  ...(methods.includes('GET') ? ['HEAD'] : []),
  'OPTIONS',
];

/** Created on first use: few servers need it. */
const createDocument = (path: string): (() => Promise<unknown>) => {
  let made: Promise<unknown> | undefined;
  return () =>
    (made ??= import('@chat/protocol/openapi').then(({ openApiDocument }) =>
      openApiDocument({ path, version: manifest.version }),
    ));
};

interface Field {
  type: string;
  wrapped?: Field;
}

/**
 * Reads input fields from a query or path. Everything is text there, so numbers and booleans are converted by
 * the command's schema. What cannot be converted stays text, and unknown names stay too, for the schema to
 * reject.
 */
const queryInput = (query: URLSearchParams, schema: InputSchema): Record<string, unknown> => {
  const names = [...new Set(query.keys())];
  return Object.fromEntries(names.map((name) => [name, read(query.getAll(name), typeOf(schema, name))]));
};

const typeOf = ({ entries }: InputSchema, name: string): string | undefined => {
  let field: Field | undefined = Object.hasOwn(entries, name) ? entries[name] : undefined;
  while (field?.wrapped) field = field.wrapped;
  return field?.type;
};

const read = (values: string[], type: string | undefined): unknown => {
  if (type === 'array') return values;
  if (values.length > 1) return values;
  const [value = ''] = values;
  if (type === 'number' && /^-?\d{1,16}(\.\d{1,16})?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
};
