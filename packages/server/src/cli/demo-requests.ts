import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { ChatError, fields, parseField } from '@chat/protocol';
import { isSameOrigin } from '../auth/allowed-origin.ts';
import { sendText } from '../http/responses.ts';
import type { AdminSessions } from './admin-sessions.ts';
import { demoPage, demoStyles, signInPage } from './demo-page.ts';

interface DemoDeps {
  title: string;
  /** The room of the page if its address names none. */
  room: string;
  sessions: AdminSessions;
  address(request: IncomingMessage): string;
  /** Called after the admin has signed out. */
  onSignOut(): void;
}

const html = 'text/html; charset=utf-8';

/** The strictest policy that can show the chat. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const pageHeaders: OutgoingHttpHeaders = {
  'content-security-policy': policy,
  'cross-origin-opener-policy': 'same-origin',
  // With `no-referrer`, a browser would send the form with the origin `null`.
  'referrer-policy': 'same-origin',
};

/** A password, and nothing else. */
const maxFormBytes = 4_096;

type Respond = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

const redirect = (response: ServerResponse, cookie: string, location = '/'): void =>
  sendText(response, 303, '', html, { ...pageHeaders, location, 'set-cookie': cookie });

/** Whether the visitor comes from the page for admins, and goes there after signing in. */
const isFromAdminPage = ({ searchParams }: URL): boolean => searchParams.get('then') === 'page';

/** Whether the browser reached the page by https, as the proxy in front says. */
const isSecure = ({ headers }: IncomingMessage): boolean =>
  String(headers['x-forwarded-proto'] ?? '').startsWith('https');

const originOf = (request: IncomingMessage): string =>
  `${isSecure(request) ? 'https' : 'http'}://${request.headers.host ?? 'localhost'}`;

/** Serves the pages of the standalone chat. The chat itself handles everything below its path. */
export const createDemoRequests = (deps: DemoDeps): RequestListener => {
  const { title, sessions } = deps;

  const index: Respond = (request, response, { searchParams }) => {
    const room = parseField(fields.id, searchParams.get('room') || deps.room, 'room');
    const isAdmin = sessions.identify(request.headers) !== null;
    const page = demoPage({ title, room, isAdmin, origin: originOf(request) });
    sendText(response, 200, page, html, pageHeaders);
  };

  const form = (url: URL, problem?: string): string =>
    signInPage(title, {
      action: isFromAdminPage(url) ? '/admin?then=page' : '/admin',
      ...(problem === undefined ? {} : { problem }),
    });

  const signIn: Respond = async (request, response, url) => {
    const password = new URLSearchParams(await readForm(request)).get('password') ?? '';
    const result = sessions.signIn(password, deps.address(request), isSecure(request));
    if (typeof result === 'string')
      return redirect(response, result, isFromAdminPage(url) ? '/chat/admin' : '/');
    if (result === null)
      return sendText(response, 403, form(url, 'This is not the password.'), html, pageHeaders);
    const seconds = Math.ceil(result / 1000);
    const page = form(url, `Too many attempts. Try again in ${seconds} seconds.`);
    return sendText(response, 429, page, html, { ...pageHeaders, 'retry-after': String(seconds) });
  };

  const routes: Record<string, Respond> = {
    'GET /': index,
    'GET /demo.css': (_request, response) =>
      sendText(response, 200, demoStyles, 'text/css; charset=utf-8', pageHeaders),
    'GET /admin': (_request, response, url) => sendText(response, 200, form(url), html, pageHeaders),
    'POST /admin': signIn,
    'POST /admin/sign-out': (request, response) => {
      redirect(response, sessions.signOut(request.headers));
      deps.onSignOut();
    },
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '');
    const respond = routes[`${method} ${url.pathname}`];
    if (!respond) return sendText(response, 404, 'Not found', 'text/plain; charset=utf-8', pageHeaders);
    const { origin, host } = request.headers;
    if (method === 'POST' && (origin === undefined || !isSameOrigin(origin, host)))
      return sendText(response, 403, 'Forbidden', 'text/plain; charset=utf-8', pageHeaders);
    await respond(request, response, url);
  };

  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      const message = ChatError.is(error) ? error.message : 'Bad request';
      sendText(response, 400, message, 'text/plain; charset=utf-8', pageHeaders);
    });
  };
};

const readForm = async (request: IncomingMessage): Promise<string> => {
  const length = Number(request.headers['content-length'] ?? Infinity);
  // Node reads no more than this.
  if (!(length <= maxFormBytes)) throw new ChatError('too_large', 'the form is too large');
  return text(request);
};
