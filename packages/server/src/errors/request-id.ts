import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ChatError, ErrorBody } from '@chat/protocol';

/** The header that carries it, in a request and in its answer. */
export const requestIdHeader = 'x-request-id';

// What may stand in a log without being taken for anything else.
const sane = /^[\w.:=@+-]{1,128}$/;

/** The id that a proxy or a client gave a request, or a new one when there is none or it may not be one. */
export const requestIdOf = ({ headers }: Pick<IncomingMessage, 'headers'>, id: () => string): string => {
  const given = headers[requestIdHeader];
  return typeof given === 'string' && sane.test(given) ? given : id();
};

/** Says in the answer which request it is to. */
export const setRequestId = (response: ServerResponse, requestId: string): void => {
  if (!response.headersSent) response.setHeader(requestIdHeader, requestId);
};

/** What `nameAnswer` said. */
export const requestIdIn = (response: ServerResponse): string => String(response.getHeader(requestIdHeader));

/** The id of one call: that of its request, else one that is made when it is first asked for. */
export const lazyRequestId = (id: () => string, requestId?: string): (() => string) => {
  let made = requestId;
  return () => (made ??= id());
};

/** An error as it is answered: with the id of the call that it refuses. */
export const toErrorBody = (error: ChatError, requestId: () => string): ErrorBody => ({
  ...error.toJSON(),
  requestId: error.requestId ?? requestId(),
});
