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

/**
 * Answers with 404 what nobody listens for, as long as nobody but `own` does: a server made for the chat alone would leave it
 * unanswered, and six requests for a favicon are all the connections that a page has. Answers the way to stop.
 */
export const refuseUnheard = (server: Server, own: readonly unknown[]): (() => void) =>
  ownWhere(
    server,
    () => server.listeners('request').every((each) => own.includes(each)),
    (_request, response) => response.writeHead(404).end(),
  );
