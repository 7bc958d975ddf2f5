import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { httpStatus, type ChatError } from '@chat/protocol';
import { requestIdHeader } from '../request-id.ts';

const jsonHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** Answers with JSON that nobody keeps, frames or takes for anything else. Does nothing when the client has gone. */
export const sendJson = (
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: OutgoingHttpHeaders = {},
): void => {
  const body = Buffer.from(JSON.stringify(value));
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { ...jsonHeaders, ...headers, 'content-length': body.length }).end(body);
};

/** Answers `{ error }` with the status of its code, or with `status`, and with the id of the request if the answer has one. */
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
