// Accounts. better-auth stores passwords, sessions and reset tokens, and signs the JWTs; the chat verifies
// these.
import { createPublicKey } from 'node:crypto';
import { ChatError, jwt as byToken, nameKeys, type Authenticate } from '@chat/server';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { bearer } from 'better-auth/plugins/bearer';
import { jwt } from 'better-auth/plugins/jwt';
import { asked } from './account-requests.ts';

export interface Account {
  _id: string;
  username: string;
  email: string;
}

export interface SignedIn {
  user: Account;
  token: string;
}

/** The origin of a request: its address for counting attempts, its language for mails. */
export interface Origin {
  address: string;
  language: string;
}

export interface AccountOptions {
  database: NonNullable<BetterAuthOptions['database']>;
  /** Signs and encrypts stored data: at least 32 characters. */
  secret: string;
  /** Sends the token for setting a new password. */
  sendReset(reset: { email: string; username: string; token: string; language: string }): Promise<void>;
  /** Called when a user's tokens become invalid. */
  signedOut(userId: string): void;
  /** Sign-ins, and separately sign-ups, that one address may try per minute. Default 30. */
  attemptsPerMinute?: number;
}

export interface Accounts {
  /** Rejects with `email_taken` or `name_taken`. */
  signUp(given: { username: string; email: string; password: string }, from: Origin): Promise<SignedIn>;
  logIn(given: { email: string; password: string }, from: Origin): Promise<SignedIn>;
  /** Ends the session of a token, on all its pages. */
  logOut(token: string): Promise<void>;
  /** Resolves in the same way whether or not the account exists. */
  forgot(email: string, from: Origin): Promise<void>;
  /** Sets a new password, and signs out all pages of the account. */
  changePassword(token: string, given: { current: string; password: string }, from: Origin): Promise<void>;
  reset(given: { token: string; password: string }, from: Origin): Promise<void>;
  /** Lists users by name, at most `limit`. */
  list(limit: number): Promise<Pick<Account, '_id' | 'username'>[]>;
  /** Recognises users with a token of ours that was not revoked. */
  authenticate: Authenticate;
}

const issuer = 'messenger';
const weekSeconds = 604_800;
const emailTaken = { reason: 'email_taken', field: 'email' } as const;

/** The keys of a name: names that look the same share one. Old accounts have none. */
const ownKey = { type: 'string', input: false, unique: true, required: false, returned: false } as const;
const nameTaken = (): ChatError =>
  new ChatError('conflict', 'this name is taken', { reason: 'name_taken', field: 'username' });

export const openAccounts = async (options: AccountOptions): Promise<Accounts> => {
  const { database, secret, sendReset, signedOut, attemptsPerMinute = 30 } = options;
  const perMinute = (max: number) => ({ window: 60, max });
  const authOptions = {
    appName: 'Messenger',
    baseURL: 'http://accounts.internal',
    secret,
    database,
    telemetry: { enabled: false },
    // Other errors pass through unchanged.
    onAPIError: { throw: true },
    logger: { level: 'error' },
    emailAndPassword: {
      enabled: true,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }, request) => {
        const language = request?.headers.get('accept-language') ?? '';
        // Not awaited: the duration of sending a mail would reveal that the account exists.
        void sendReset({ email: user.email, username: user.name, token, language }).catch((error: unknown) =>
          console.error('a mail was not sent:', error instanceof Error ? error.message : ''),
        );
      },
    },
    session: { expiresIn: weekSeconds },
    // Names that look the same count as equal; the store rejects the second of two simultaneous sign-ups.
    user: { additionalFields: { foldedName: ownKey, shownName: ownKey } },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const [foldedName, shownName = foldedName] = nameKeys(user.name);
            return { data: { ...user, foldedName, shownName } };
          },
        },
      },
      session: { delete: { after: async ({ userId }) => signedOut(userId) } },
    },
    rateLimit: {
      enabled: true,
      // Shared by all processes, and kept through restarts.
      storage: 'database',
      ...perMinute(300),
      customRules: {
        '/sign-in/email': perMinute(attemptsPerMinute),
        '/sign-up/email': perMinute(attemptsPerMinute),
        '/request-password-reset': perMinute(10),
        '/reset-password': perMinute(10),
        '/change-password': perMinute(10),
      },
    },
    advanced: { ipAddress: { ipAddressHeaders: ['x-client-address'] } },
    plugins: [
      bearer(),
      jwt({
        disableSettingJwtHeader: true,
        jwt: {
          issuer,
          audience: issuer,
          expirationTime: `${weekSeconds} seconds`,
          definePayload: ({ user, session }) => ({ name: user.name, sid: session.id }),
        },
      }),
    ],
  } satisfies BetterAuthOptions;
  const auth = betterAuth(authOptions);
  // A document store has no tables to create.
  if (typeof database !== 'function') await (await getMigrations(authOptions)).runMigrations();
  const { adapter, internalAdapter } = await auth.$context;
  const { keys } = await auth.api.getJwks();
  const [key] = keys;
  if (!key) throw new Error('there is no key to sign tokens with');

  const hasName = async (name: string): Promise<boolean> => {
    for (const value of nameKeys(name))
      for (const field of ['foldedName', 'shownName'])
        if (await adapter.findOne({ model: 'user', where: [{ field, value }] })) return true;
    return false;
  };
  const sessionOf = (sid: unknown): Promise<{ token: string; expiresAt: Date } | null> =>
    typeof sid === 'string'
      ? adapter.findOne({ model: 'session', where: [{ field: 'id', value: sid }] })
      : Promise.resolve(null);
  const authenticate = byToken({
    publicKey: createPublicKey({ key: { ...key }, format: 'jwk' }),
    issuer,
    audience: issuer,
    revoked: async ({ sid }) => {
      const session = await sessionOf(sid);
      return session === null || session.expiresAt.getTime() <= Date.now();
    },
  });

  const request = (path: string, body: object, from: Origin) => asked(auth.handler, path, body, from);
  const signedIn = async (answer: unknown): Promise<SignedIn> => {
    const { token: session, user } = answer as {
      token: string;
      user: { id: string; name: string; email: string };
    };
    const headers = new Headers({ authorization: `Bearer ${session}` });
    const { token } = await auth.api.getToken({ headers });
    return { user: { _id: user.id, username: user.name, email: user.email }, token };
  };

  return {
    authenticate,
    signUp: async ({ username, ...given }, from) => {
      // Before the library's transaction, which would wait for itself. Of two at once the store rejects the
      // second.
      if (await hasName(username))
        throw (await internalAdapter.findUserByEmail(given.email))
          ? new ChatError('conflict', 'there is such an account', emailTaken)
          : nameTaken();
      const made = await request('/sign-up/email', { name: username, ...given }, from).catch(
        async (error: unknown) => {
          // Of two sign-ups with one address the store rejects the second, and the library only reports a
          // failure.
          if (error instanceof ChatError) throw error;
          if (await internalAdapter.findUserByEmail(given.email))
            throw new ChatError('conflict', 'there is such an account', emailTaken);
          throw (await hasName(username)) ? nameTaken() : error;
        },
      );
      return signedIn(made);
    },
    logIn: async (given, from) => signedIn(await request('/sign-in/email', given, from)),
    logOut: async (token) => {
      const { payload } = await auth.api.verifyJWT({ body: { token } });
      const session = await sessionOf(payload?.['sid']);
      if (!session) throw new ChatError('unauthenticated', 'the token is not good');
      await internalAdapter.deleteSession(session.token);
    },
    changePassword: async (token, { current, password }, from) => {
      const { payload } = await auth.api.verifyJWT({ body: { token } });
      const session = await sessionOf(payload?.['sid']);
      if (!session) throw new ChatError('unauthenticated', 'the token is not good');
      await asked(
        auth.handler,
        '/change-password',
        { currentPassword: current, newPassword: password, revokeOtherSessions: true },
        from,
        session.token,
      );
    },
    forgot: async (email, from) => {
      try {
        await request('/request-password-reset', { email }, from);
      } catch (error) {
        // Invalid addresses and too many requests get the same response as all others.
        if (!(error instanceof ChatError)) throw error;
      }
    },
    reset: async ({ token, password }, from) =>
      void (await request('/reset-password', { token, newPassword: password }, from)),
    list: async (limit) => {
      const users = await adapter.findMany<{ id: string; name: string }>({
        model: 'user',
        limit,
        sortBy: { field: 'name', direction: 'asc' },
      });
      return users.map(({ id, name }) => ({ _id: id, username: name }));
    },
  };
};
