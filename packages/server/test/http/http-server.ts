import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { ChatError, defaultLimits, parseInput, type CommandName } from '@chat/protocol';
import { onTestFinished } from 'vitest';
import type { AuthRequest } from '../../src/auth/authenticate.ts';
import { createHttpHandler, type HttpDeps } from '../../src/http/http-handler.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- what a test expects of it says what it is
  readonly json: any;
}

interface Asked {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A real HTTP server around the handler, whose `run` checks the input and returns it. */
export const serve = async (own: Partial<HttpDeps> = {}) => {
  const logged: { fields: object; text: string }[] = [];
  const seen: AuthRequest[] = [];
  const log = (fields: object, text: string) => void logged.push({ fields, text });
  const handler = createHttpHandler({
    address: (request) => request.socket.remoteAddress ?? '',
    path: '/chat',
    limits: defaultLimits,
    identify: async (request) => {
      seen.push(request);
      if (request.token !== 'good') throw new ChatError('unauthenticated', 'a token is required');
      const user = { id: 'ana', name: 'Ana' };
      return { user, given: user };
    },
    run: async (identity, command: CommandName, input) => ({
      command,
      user: identity.user.id,
      input: parseInput(command, input),
    }),
    health: () => ({ status: 'ok' }),
    logger: { debug: log, info: log, warn: log, error: log },
    id: () => 'request-1',
    now: Date.now,
    widgetDir: `${tmpdir()}/no-such-folder`,
    ...own,
  });
  const server = createServer((request, response) => {
    if (!handler(request, response)) response.writeHead(299).end('the application');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;

  /** Sends the path as it stands, which `fetch` would not. */
  const ask = (path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        { port, host: '127.0.0.1', path, method, headers, agent: false },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const text = Buffer.concat(chunks).toString();
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              text,
              get json() {
                return JSON.parse(text) as unknown;
              },
            });
          });
        },
      );
      request.on('error', reject).end(body);
    });

  const authorized = { authorization: 'Bearer good' };
  return {
    port,
    logged,
    seen,
    ask,
    /** As a user, with a JSON body when there is one. */
    call: (method: string, path: string, body?: unknown) => {
      if (body === undefined) return ask(path, { method, headers: authorized });
      const headers = { ...authorized, 'content-type': 'application/json' };
      return ask(path, { method, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
    },
    /** The bytes of the answer to these bytes, until the server closes. */
    raw: (text: string): Promise<string> =>
      new Promise((resolve) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => (answer += chunk.toString()));
        socket.on('error', () => resolve(answer)).on('close', () => resolve(answer));
      }),
  };
};
