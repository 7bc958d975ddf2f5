// The routes below /api/auth: sign up, log in, log out, forgot and reset.
import { ChatError } from '@chat/server';
import express, { type ErrorRequestHandler, type Request, type Router } from 'express';
import type { Accounts, Origin } from './accounts.ts';
import { isCommonPassword } from './common-passwords.ts';

/** Reads a text field of the body. */
const textOf = ({ body }: Request, field: string): string => {
  const value: unknown = (body as Record<string, unknown> | undefined)?.[field];
  if (typeof value !== 'string' || value.trim() === '')
    throw new ChatError('invalid', `${field} must be a text`, { field });
  return value;
};

/** Reads a new password. */
const newPasswordOf = (request: Request): string => {
  const password = textOf(request, 'password');
  if (isCommonPassword(password))
    throw new ChatError('invalid', 'this password is too common', {
      reason: 'password_common',
      field: 'password',
    });
  return password;
};

const tokenOf = (request: Request): string => {
  const [, token] = /^Bearer (.+)$/i.exec(request.get('authorization') ?? '') ?? [];
  if (token === undefined) throw new ChatError('unauthenticated', 'a bearer token is required');
  return token;
};

const statuses: Partial<Record<ChatError['code'], number>> = {
  invalid: 400,
  unauthenticated: 401,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
};

// Express recognises error handlers by their four parameters.
const refuse: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  const fault = error as { status?: number };
  const known =
    error instanceof ChatError
      ? error
      : fault.status === 413
        ? new ChatError('too_large', 'the body is too large')
        : typeof fault.status === 'number' && fault.status < 500
          ? new ChatError('invalid', 'the body must be a JSON object')
          : new ChatError('internal', 'something went wrong');
  if (known.code === 'internal') console.error(error instanceof Error ? error.stack : 'a request failed');
  if (known.retryAfterMs !== undefined)
    response.set('retry-after', String(Math.ceil(known.retryAfterMs / 1_000)));
  response.status(statuses[known.code] ?? 500).json({
    error: known.reason ?? known.code,
    message: known.message,
  });
};

/**
 * `checkName` throws a `ChatError` for a name the chat cannot show; `signedUp` is awaited; `addressOf` is
 * used to count attempts.
 */
export const accountsApi = (
  accounts: Accounts,
  checkName: (username: string) => string,
  signedUp: (user: { id: string; name: string }) => Promise<void>,
  addressOf: (request: Request) => string = ({ ip }) => ip ?? '',
): Router => {
  const originOf = (request: Request): Origin => ({
    address: addressOf(request),
    language: request.get('accept-language') ?? '',
  });
  const router = express.Router();
  /* oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 hands on what they reject with */
  router.use(express.json({ limit: '16kb' }));
  router.post('/signup', async (request, response) => {
    const username = checkName(textOf(request, 'username'));
    const given = { username, email: textOf(request, 'email'), password: newPasswordOf(request) };
    const signedIn = await accounts.signUp(given, originOf(request));
    await signedUp({ id: signedIn.user._id, name: signedIn.user.username });
    response.status(201).json(signedIn);
  });
  router.post('/login', async (request, response) => {
    const given = { email: textOf(request, 'email'), password: textOf(request, 'password') };
    response.json(await accounts.logIn(given, originOf(request)));
  });
  router.post('/logout', async (request, response) => {
    await accounts.logOut(tokenOf(request));
    response.json({});
  });
  router.post('/password', async (request, response) => {
    const given = { current: textOf(request, 'current'), password: newPasswordOf(request) };
    await accounts.changePassword(tokenOf(request), given, originOf(request));
    response.json({});
  });
  router.post('/forgot', async (request, response) => {
    await accounts.forgot(textOf(request, 'email'), originOf(request));
    response.status(202).json({});
  });
  router.post('/reset', async (request, response) => {
    const given = { token: textOf(request, 'token'), password: newPasswordOf(request) };
    await accounts.reset(given, originOf(request));
    response.json({});
  });
  /* oxlint-enable oxc/no-async-endpoint-handlers */
  router.use(refuse);
  return router;
};
