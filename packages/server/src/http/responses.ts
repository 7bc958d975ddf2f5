import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { httpStatus, type ChatError } from '@chat/protocol';
import { requestIdHeader } from '../errors/request-id.ts';

const jsonHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Sends JSON that must not be cached, framed or sniffed. Does nothing if the client has gone. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void => {
  sendText(response, status, JSON.stringify(value), jsonHeaders['content-type'], headers);
};

/** Sends a text with the same headers. */
export const sendText = (
  response: ServerResponse,
  status: number,
  text: string,
  type: string,
  headers: OutgoingHttpHeaders = {},
): void => {
  const body = Buffer.from(text);
  if (response.headersSent || response.destroyed) return;
  const all = { ...jsonHeaders, 'content-type': type, ...headers, 'content-length': body.length };
  response.writeHead(status, all).end(body);
};

const idleMs = 20_000;

/**
 * Streams a text with the same headers. Rejects if reading fails at once; a later failure aborts the
 * response.
 */
export const sendStream = async (
  response: ServerResponse,
  status: number,
  body: Readable,
  type: string,
): Promise<void> => {
  await once(body, 'readable');
  if (response.destroyed) return void body.destroy();
  response.setTimeout(idleMs, () => response.destroy());
  response.writeHead(status, { ...jsonHeaders, 'content-type': type });
  await pipeline(body, response).catch(() => response.destroy()); // so that it is not taken for complete
};

/**
 * Sends `{ error }` with the status of its code, or with `status`, and with the id of the request if the
 * response has one.
 */
export const sendError = (
  response: ServerResponse,
  error: ChatError,
  headers: OutgoingHttpHeaders = {},
  status = httpStatus[error.code],
): void => {
  const own: OutgoingHttpHeaders = {};
  if (error.retryAfterMs !== undefined)
    own['retry-after'] = String(Math.max(1, Math.ceil(error.retryAfterMs / 1000)));
  if (status === 401) own['www-authenticate'] = 'Bearer';
  const requestId = response.getHeader(requestIdHeader);
  sendJson(
    response,
    status,
    { error: { ...error.toJSON(), ...(typeof requestId === 'string' && { requestId }) } },
    { ...own, ...headers },
  );
};
