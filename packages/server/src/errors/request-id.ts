import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatError, ErrorBody } from '@chat/protocol';

/** The header of the request id, in a request and in its response. */
export const requestIdHeader = 'x-request-id';

// Safe to write into a log.
const sane = /^[\w.:=@+-]{1,128}$/;

/** Returns the id that a proxy or a client gave a request, or a new one if it is missing or invalid. */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>, id: () => string): string => {
  const given = headers[requestIdHeader];
  return typeof given === 'string' && sane.test(given) ? given : id();
};

/** Sets the request id of a response. */
export const setRequestId = (response: ServerResponse, requestId: string): void => {
  if (!response.headersSent) response.setHeader(requestIdHeader, requestId);
};

/** Returns the id that `setRequestId` has set. */
export const requestIdIn = (response: ServerResponse): string => String(response.getHeader(requestIdHeader));

/** Returns the id of one command: its request's, else one that is made on first use. */
export const lazyRequestId = (id: () => string, requestId?: string): (() => string) => {
  let made = requestId;
  return () => (made ??= id());
};

/** Returns an error as the client gets it, with the id of the command. */
export const toErrorBody = (error: ChatError, requestId: () => string): ErrorBody => ({
  ...error.toJSON(),
  requestId: error.requestId ?? requestId(),
});
