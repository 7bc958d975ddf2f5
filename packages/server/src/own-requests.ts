import type { IncomingMessage, RequestListener, Server } from 'node:http';

/** Takes the requests below a path for `listener`, not the path itself: a page may be there. Answers the way to stop. */
export const ownRequests = (server: Server, path: string, listener: RequestListener): (() => void) =>
  ownWhere(
    server,
    ({ url }) =>
      url !== undefined && url.startsWith(`${path}/`) && !['', '?'].includes(url.charAt(path.length + 1)),
    listener,
  );

/**
 * Takes some requests for `listener`, and leaves every other to whoever else listens, no matter who began to listen first.
 * A listener of our own could not do that: the others would answer the same request again. Answers the way to stop.
 */
export const ownWhere = (
  server: Server,
  isOurs: (request: IncomingMessage) => boolean,
  listener: RequestListener,
): (() => void) => {
  const emit = server.emit.bind(server);
  let active = true;

  const emitOthers: Server['emit'] = (event: string | symbol, ...args: unknown[]): boolean => {
    const [request, response] = args as Parameters<RequestListener>;
    const asked = event === 'request' || event === 'checkContinue' || event === 'checkExpectation';
    if (!active || !asked || !isOurs(request)) return emit(event as 'request', ...(args as [never, never]));
    if (event === 'checkContinue') response.writeContinue();
    listener(request, response);
    return true;
  };
  server.emit = emitOthers;

  return () => {
    active = false;
    if (server.emit === emitOthers) server.emit = emit;
  };
};
