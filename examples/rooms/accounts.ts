// Accounts. better-auth stores passwords, sessions and reset tokens, and signs the JWTs; the chat verifies
// these.
import { createPublicKey } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { ChatError, checkName, jwt as byToken, lookAlikes, nameKeys, type Authenticate } from '@chat/server';
import { betterAuth, type BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import { getMigrations } from 'better-auth/db/migration';
import { jwt } from 'better-auth/plugins/jwt';

export interface AccountOptions {
  database: DatabaseSync;
  /** Signs and encrypts stored data: at least 32 characters. */
  secret: string;
  /** Whether users reach the page by https. */
  isSecure: boolean;
  /** Sends the token for setting a new password. */
  sendReset(reset: { email: string; name: string; token: string; language: string }): Promise<void>;
  /** Returns whether a present guest has this name. */
  isNameTaken(name: string): boolean;
  /** Called when a user's tokens become invalid. */
  signedOut(userId: string): void;
  /** Sign-ins, and separately sign-ups, that one address may try per minute. Default 30. */
  attemptsPerMinute?: number;
}

export interface Accounts {
  /** Handles the requests below /api/auth. */
  handler(request: Request): Promise<Response>;
  /** Recognises users with a token of ours whose session is active. */
  authenticate: Authenticate;
  /** Returns whether an account has this name, or one that looks the same. */
  hasName(name: string): boolean;
  /** Deletes an account and ends its sessions. */
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

/** The keys of a name: names that look the same share one. */
const ownKey = { type: 'string', input: false, unique: true, returned: false } as const;

/** Names that are reserved for the rooms themselves. */
export const isReserved = lookAlikes([
  'Rooms',
  'Administrator',
  'Admin',
  'Moderator',
  'Support',
  'System',
  'Administrador',
]);

const taken = (): Error => new APIError('CONFLICT', { code: 'NAME_TAKEN', message: 'this name is taken' });

export const openAccounts = async (options: AccountOptions): Promise<Accounts> => {
  const { database, secret, isSecure, sendReset, isNameTaken, signedOut, attemptsPerMinute = 30 } = options;
  const perMinute = (max: number) => ({ window: 60, max });
  const authOptions = {
    appName: 'Rooms',
    // Only the path matters: links in mails use PUBLIC_URL, and requests come from the page's own origin.
    baseURL: 'http://accounts.internal/api/auth',
    trustedOrigins: (request?: Request) => {
      const host = request?.headers.get('host') ?? '';
      return [`http://${host}`, `https://${host}`];
    },
    secret,
    database,
    telemetry: { enabled: false },
    logger: { level: 'error' },
    // Names that look the same count as equal; the table rejects the second of two simultaneous sign-ups.
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
        // Not awaited: the duration of sending a mail would reveal that the account exists.
        void sendReset({ email: user.email, name: user.name, token, language }).catch((error: unknown) =>
          console.error('a mail was not sent:', error instanceof Error ? error.message : ''),
        );
      },
    },
    session: { expiresIn: weekSeconds },
    rateLimit: {
      enabled: true,
      // Kept through restarts.
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
      // Also if NODE_ENV is test.
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

  // Queries the table directly: signing up runs in a transaction of the library, which would wait for itself.
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
