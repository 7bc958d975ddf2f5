// The routes of the accounts that pages may use. All others of the library are closed.
import type { IncomingMessage } from 'node:http';
import { toNodeHandler } from 'better-auth/node';
import express, { type ErrorRequestHandler, type Router } from 'express';
import type { Accounts } from './accounts.ts';
import { isCommonPassword } from './common-passwords.ts';

const posts = [
  '/sign-up/email',
  '/sign-in/email',
  '/sign-out',
  '/request-password-reset',
  '/reset-password',
  '/change-password',
];
/** The routes that set a password, and its field. */
const sets: Record<string, string> = {
  '/sign-up/email': 'password',
  '/reset-password': 'newPassword',
  '/change-password': 'newPassword',
};
const gets = ['/get-session', '/token'];

// Express recognises error handlers by their four parameters.
const refuse: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const { status } = error as { status?: number };
  const isTheirs = typeof status === 'number' && status < 500;
  if (!isTheirs) console.error(error instanceof Error ? error.stack : 'a request failed');
  response.status(isTheirs ? status : 500).json({ code: isTheirs ? 'INVALID_BODY' : 'INTERNAL' });
};

/** `addressOf` returns the address by which attempts are counted. */
export const accountRoutes = (
  { handler }: Pick<Accounts, 'handler'>,
  addressOf: (request: IncomingMessage) => string,
): Router => {
  const router = express.Router();
  const answer = toNodeHandler(handler);
  router.use(express.json({ limit: '16kb' }), (request, response, next) => {
    // The client must not set it.
    request.headers['x-client-address'] = addressOf(request);
    response.set('Cache-Control', 'no-store');
    next();
  });
  router.post(Object.keys(sets), (request, response, next) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const password = body[sets[request.path] ?? ''];
    if (typeof password === 'string' && isCommonPassword(password))
      response.status(400).json({ code: 'PASSWORD_COMMON', message: 'this password is too common' });
    else next();
  });
  router.post(posts, (request, response) => void answer(request, response));
  router.get(gets, (request, response) => void answer(request, response));
  router.use((_request, response) => void response.status(404).json({ code: 'NOT_FOUND' }));
  router.use(refuse);
  return router;
};
