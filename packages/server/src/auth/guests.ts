import { randomBytes } from 'node:crypto';
import { ChatError, type User } from '@chat/protocol';
import { guestTokens, type GuestTokens } from './guest-token.ts';
import type {
  AuthContext,
  AuthRequest,
  Identity,
  NamingAuthenticate,
  ReservedNames,
  UniqueNames,
} from './authenticate.ts';
import { lookAlikes } from '../names/look-alike.ts';
import { checkName } from '../names/mixed-scripts.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';
import type { SettingStore } from '../storage/contract/storage.ts';

export interface GuestOptions {
  /**
   * The scope in which names are unique: the users present in a room (default), all connected users, or none.
   */
  unique?: UniqueNames;
  /**
   * Names that no guest may have, such as those of your own accounts or notices: `conflict` / `name_taken`. A
   * list also reserves all names that look the same. A function is called at each handshake and request of a
   * guest; compare by `nameKeys`. Default: none.
   */
  reserved?: readonly string[] | ReservedNames;
  /**
   * Signs guest tokens, at least 32 characters. Default: a random key, created once and stored in the
   * storage's settings.
   */
  secret?: string;
  /** Days for which an absent guest keeps their identity; each visit renews it. 30 by default. */
  tokenDays?: number;
}

const optionNames: Readonly<Record<keyof GuestOptions, true>> = {
  unique: true,
  reserved: true,
  secret: true,
  tokenDays: true,
};

const dayMs = 86_400_000;

/** Prefix of all guest ids. */
export const guestPrefix = 'guest-';

/**
 * Admits everyone who gives a name. A guest is issued a token and keeps their identity by presenting it; a
 * different name sent along renames them. An invalid or expired token creates a new guest if a name is given,
 * else the request is rejected with `expired` or `unauthenticated`. Without both: `unauthenticated` /
 * `name_required`. An invalid name is `invalid`, field `name`.
 */
export const guests = (options: GuestOptions = {}): NamingAuthenticate => {
  const { unique = 'room', secret, tokenDays = 30 } = options;
  rejectUnknownOptions('guests', options, optionNames);
  const reserved = typeof options.reserved === 'object' ? lookAlikes(options.reserved) : options.reserved;
  if (secret !== undefined && secret.length < 32)
    throw new TypeError('guests: secret must have at least 32 characters');
  if (!(tokenDays > 0)) throw new TypeError('guests: tokenDays must be more than 0');
  const lifeMs = tokenDays * dayMs;
  const tokensOf = tokensBySettings(secret);

  const issue = async (tokens: GuestTokens, user: User, context: AuthContext): Promise<Identity> => {
    const { token, expiresAt } = await tokens.sign(user, context.now(), lifeMs);
    return { user, token, expiresAt };
  };

  const authenticate = async (request: AuthRequest, context: AuthContext): Promise<Identity> => {
    const name = request.name === undefined ? undefined : checkName(request.name);
    if (request.token === undefined && name === undefined)
      throw new ChatError('unauthenticated', 'a name is required', { reason: 'name_required' });
    const tokens = await tokensOf(context.settings);
    const known =
      request.token === undefined
        ? null
        : await tokens.verify(request.token, context.now()).catch((error: unknown) => {
            if (error instanceof ChatError && name !== undefined) return null;
            throw error;
          });
    if (known === null) return issue(tokens, guest(`${guestPrefix}${context.id()}`, name ?? ''), context);

    const user = guest(known.id, name ?? known.name);
    const stillNew = known.expiresAt - context.now() > lifeMs / 2;
    if (request.token === undefined || user.name !== known.name || !stillNew)
      return issue(tokens, user, context);
    return { user, token: request.token, expiresAt: known.expiresAt };
  };
  return Object.assign(authenticate, { unique, guestDays: tokenDays, ...(reserved ? { reserved } : {}) });
};

const guest = (id: string, name: string): User => ({ id, name, guest: true });

/** One authenticator may serve several servers with separate settings. A failed read is tried again. */
const tokensBySettings = (secret: string | undefined): ((settings: SettingStore) => Promise<GuestTokens>) => {
  const known = new WeakMap<SettingStore, Promise<GuestTokens>>();
  return (settings) => {
    const cached = known.get(settings);
    if (cached) return cached;
    const made = readSecret(secret, settings).then(guestTokens);
    known.set(settings, made);
    made.catch(() => known.delete(settings));
    return made;
  };
};

const readSecret = async (secret: string | undefined, settings: SettingStore): Promise<string> =>
  secret ?? settings.getOrSet('guest-secret', randomBytes(32).toString('base64url'));
