import type { IncomingMessage, ServerResponse } from 'node:http';
import { ChatError } from '@chat/protocol';
import { isAllowedOrigin, isListedOrigin, type Cors } from '../auth/allowed-origin.ts';

/** Rejects a page of a foreign origin, and lets a page of an allowed one read the response. */
export const applyCors = (request: IncomingMessage, response: ServerResponse, cors?: Cors): void => {
  const { origin } = request.headers;
  response.appendHeader('vary', 'Origin');
  if (!isAllowedOrigin(request, cors))
    throw new ChatError('forbidden', 'pages of this origin may not use the chat', { reason: 'origin' });
  if (origin === undefined || !isListedOrigin(origin, cors)) return;
  response.setHeader('access-control-allow-origin', [cors?.origin].flat().includes('*') ? '*' : origin);
  response.setHeader('access-control-expose-headers', 'Retry-After, X-Request-Id');
};

/** Responds to OPTIONS. No credentials other than the `Authorization` header are allowed. */
export const sendOptions = (response: ServerResponse, methods: string[]): void => {
  const allow = methods.join(', ');
  if (response.hasHeader('access-control-allow-origin')) {
    response.setHeader('access-control-allow-methods', allow);
    response.setHeader('access-control-allow-headers', 'Authorization, Content-Type, X-Request-Id');
    response.setHeader('access-control-max-age', '7200');
  }
  response.writeHead(204, { allow }).end();
};
