// Who has an account. better-auth keeps passwords, sessions and the tokens of a reset, and signs the JWTs; the chat checks these.
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

/** Where a request comes from: its address is counted, its language is that of the mail. */
export interface Origin {
  address: string;
  language: string;
}

export interface AccountOptions {
  database: NonNullable<BetterAuthOptions['database']>;
  /** Seals what is kept: 32 characters at least. */
  secret: string;
  /** Sends the token that a new password is set with. */
  sendReset(reset: { email: string; username: string; token: string; language: string }): Promise<void>;
  /** Their tokens are no longer good. */
  signedOut(userId: string): void;
  /** Sign-ins, and as many sign-ups, that one address may try per minute. Default 30. */
  attemptsPerMinute?: number;
}

export interface Accounts {
  /** Rejects with `email_taken` or `name_taken`. */
  signUp(given: { username: string; email: string; password: string }, from: Origin): Promise<SignedIn>;
  logIn(given: { email: string; password: string }, from: Origin): Promise<SignedIn>;
  /** Ends what a token stands for, on all pages that have it. */
  logOut(token: string): Promise<void>;
  /** Resolves alike whether or not there is such an account. */
  forgot(email: string, from: Origin): Promise<void>;
  /** Sets a new password, and signs out all pages of the account. */
  changePassword(token: string, given: { current: string; password: string }, from: Origin): Promise<void>;
  reset(given: { token: string; password: string }, from: Origin): Promise<void>;
  /** By name, at most `limit`. */
  list(limit: number): Promise<Pick<Account, '_id' | 'username'>[]>;
  /** Knows whoever has a token of ours that was not withdrawn. */
  authenticate: Authenticate;
}

const issuer = 'messenger';
const weekSeconds = 604_800;
const emailTaken = { reason: 'email_taken', field: 'email' } as const;

/** A name's keys, by which names that look the same are one. Accounts of before have none. */
const ownKey = { type: 'string', input: false, unique: true, required: false, returned: false } as const;
const nameTaken = (): ChatError =>
  new ChatError('conflict', 'somebody has this name', { reason: 'name_taken', field: 'username' });

export const openAccounts = async (options: AccountOptions): Promise<Accounts> => {
  const { database, secret, sendReset, signedOut, attemptsPerMinute = 30 } = options;
  const perMinute = (max: number) => ({ window: 60, max });
  const authOptions = {
    appName: 'Messenger',
    baseURL: 'http://accounts.internal',
    secret,
    database,
    telemetry: { enabled: false },
    // What is no refusal comes through as it is.
    onAPIError: { throw: true },
    logger: { level: 'error' },
    emailAndPassword: {
      enabled: true,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }, request) => {
        const language = request?.headers.get('accept-language') ?? '';
        // Not waited for: how long a mail takes would tell that there is such an account.
        void sendReset({ email: user.email, username: user.name, token, language }).catch((error: unknown) =>
          console.error('a mail was not sent:', error instanceof Error ? error.message : ''),
        );
      },
    },
    session: { expiresIn: weekSeconds },
    // Names are unique as people read them; the store sees to it that of two who sign up at once one has it.
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
      // Of all processes, and through restarts.
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
  // A document store has no tables to make.
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
      // Before the library's transaction, which would wait for itself. Of two at once the store refuses the second.
      if (await hasName(username))
        throw (await internalAdapter.findUserByEmail(given.email))
          ? new ChatError('conflict', 'there is such an account', emailTaken)
          : nameTaken();
      const made = await request('/sign-up/email', { name: username, ...given }, from).catch(
        async (error: unknown) => {
          // Of two at once with one address the store refuses the second, and the library says only that it failed.
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
        // What is no address, or asked too often, is answered as anything else.
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
