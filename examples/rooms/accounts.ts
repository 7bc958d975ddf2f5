// Who has an account. better-auth keeps passwords, sessions and the tokens of a reset, and signs the JWTs; the chat checks these.
import { createPublicKey } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ChatError, checkName, jwt as byToken, lookAlikes, nameKeys, type Authenticate } from '@chat/server';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getMigrations } from 'better-auth/db/migration';
import { jwt } from 'better-auth/plugins/jwt';

export interface AccountOptions {
  database: DatabaseSync;
  /** Seals what is kept: 32 characters at least. */
  secret: string;
  /** People reach the page by https. */
  isSecure: boolean;
  /** Sends the token that a new password is set with. */
  sendReset(reset: { email: string; name: string; token: string; language: string }): Promise<void>;
  /** A guest who is here has this name. */
  isNameTaken(name: string): boolean;
  /** Their tokens are no longer good. */
  signedOut(userId: string): void;
  /** Sign-ins, and as many sign-ups, that one address may try per minute. Default 30. */
  attemptsPerMinute?: number;
}

export interface Accounts {
  /** Answers the requests below /api/auth. */
  handler(request: Request): Promise<Response>;
  /** Knows whoever has a token of ours whose session goes on. */
  authenticate: Authenticate;
  /** Whether an account has this name, or one that looks the same. */
  hasName(name: string): boolean;
  /** Forgets an account and ends its sessions. */
  remove(userId: string): Promise<void>;
}

const issuer = 'rooms';
const weekSeconds = 604_800;

const asName = (given: string): string => {
  try {
    return checkName(given);
  } catch (error) {
    if (error instanceof ChatError)
      throw new APIError('BAD_REQUEST', { code: 'INVALID_NAME', message: error.message });
    throw error;
  }
};

/** A name's keys, by which names that look the same are one. */
const ownKey = { type: 'string', input: false, unique: true, returned: false } as const;

/** Names that speak for the rooms themselves. */
export const isReserved = lookAlikes([
  'Rooms',
  'Administrator',
  'Admin',
  'Moderator',
  'Support',
  'System',
  'Administrador',
]);

const taken = (): Error =>
  new APIError('CONFLICT', { code: 'NAME_TAKEN', message: 'somebody has this name' });

export const openAccounts = async (options: AccountOptions): Promise<Accounts> => {
  const { database, secret, isSecure, sendReset, isNameTaken, signedOut, attemptsPerMinute = 30 } = options;
  const perMinute = (max: number) => ({ window: 60, max });
  const authOptions = {
    appName: 'Rooms',
    // Only its path counts: links in mails are made from PUBLIC_URL, and requests come from the page's own origin.
    baseURL: 'http://accounts.internal/api/auth',
    trustedOrigins: (request?: Request) => {
      const host = request?.headers.get('host') ?? '';
      return [`http://${host}`, `https://${host}`];
    },
    secret,
    database,
    telemetry: { enabled: false },
    logger: { level: 'error' },
    // Names are unique as people read them; the table sees to it that of two who sign up at once one has it.
    user: {
      additionalFields: { foldedName: ownKey, shownName: { ...ownKey, required: false } },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const name = asName(user.name);
            if (isNameTaken(name) || isReserved(name) || hasName(name)) throw taken();
            const [foldedName, shownName = foldedName] = nameKeys(name);
            return { data: { ...user, name, image: null, foldedName, shownName } };
          },
        },
      },
      session: { delete: { after: async ({ userId }) => signedOut(userId) } },
    },
    emailAndPassword: {
      enabled: true,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, token }, request) => {
        const language = request?.headers.get('accept-language') ?? '';
        // Not waited for: how long a mail takes would tell that there is such an account.
        void sendReset({ email: user.email, name: user.name, token, language }).catch((error: unknown) =>
          console.error('a mail was not sent:', error instanceof Error ? error.message : ''),
        );
      },
    },
    session: { expiresIn: weekSeconds },
    rateLimit: {
      enabled: true,
      // Through restarts.
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
    advanced: {
      useSecureCookies: isSecure,
      // Where NODE_ENV says test, too.
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
    },
    plugins: [
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
  await (await getMigrations(authOptions)).runMigrations();
  const { adapter, internalAdapter } = await auth.$context;
  const { keys } = await auth.api.getJwks();
  const [key] = keys;
  if (!key) throw new Error('there is no key to sign tokens with');

  // Asked of the table itself: signing up is a transaction of the library's, which would wait for itself.
  const named = database.prepare('SELECT 1 FROM "user" WHERE "foldedName" = :key OR "shownName" = :key');
  const hasName = (name: string): boolean => nameKeys(name).some((key) => named.get({ key }) !== undefined);

  return {
    handler: auth.handler,
    hasName,
    authenticate: byToken({
      publicKey: createPublicKey({ key: { ...key }, format: 'jwk' }),
      issuer,
      audience: issuer,
      revoked: async ({ sid }) => {
        const session = await adapter.findOne<{ expiresAt: Date }>({
          model: 'session',
          where: [{ field: 'id', value: String(sid) }],
        });
        return session === null || session.expiresAt.getTime() <= Date.now();
      },
    }),
    remove: async (userId) => {
      await internalAdapter.deleteUserSessions(userId);
      await internalAdapter.deleteUser(userId);
    },
  };
};
