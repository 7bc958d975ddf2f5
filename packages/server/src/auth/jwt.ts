import type { KeyObject } from 'node:crypto';
import { ChatError, fields, parseField, type User } from '@chat/protocol';
import { errors, jwtVerify, type JWTVerifyOptions } from 'jose';
import type { AuthContext, AuthRequest, Identity, NamingAuthenticate } from './authenticate.ts';
import { claimsToBeGuest } from './guest-token.ts';
import { rejectUnknownOptions } from '../errors/unknown-options.ts';
import { jwtKey, type JwtKey } from './jwt-key.ts';
import { cacheVerified } from './verified.ts';

/**
 * The claims of a token whose signature, times, issuer and audience have been verified. Written out, so that
 * this package's types do not depend on the package that verifies tokens.
 */
export interface Claims {
  iss?: string;
  sub?: string;
  aud?: string | string[];
  jti?: string;
  /** Seconds since the epoch, as `exp` and `iat` are. */
  nbf?: number;
  exp?: number;
  iat?: number;
  [claim: string]: unknown;
}

/** Exactly one of `secret`, `jwksUrl` and `publicKey`: the key that verifies tokens. */
export interface JwtOptions {
  /** Shared with the issuer, at least 32 bytes. Tokens are then HS256, HS384 or HS512, nothing else. */
  secret?: string;
  /** Where the issuer publishes its public keys (JWKS). Fetched when needed, cached, and fetched again for a new `kid`. */
  jwksUrl?: string | URL;
  /**
   * The issuer's public key, PEM or a KeyObject. Its kind determines the allowed algorithms, never an HS one.
   */
  publicKey?: string | KeyObject;
  /** A token of another issuer is rejected. */
  issuer?: string | string[];
  /**
   * A token for another audience, or for none, is rejected. Default: a token that has an `aud` is rejected.
   */
  audience?: string | string[];
  /** Narrows the algorithms further, e.g. `['RS256']`. */
  algorithms?: string[];
  /** How far the issuer's clock may differ. 5 by default. */
  clockToleranceSeconds?: number;
  /** The `typ` of its header, or several. Default: none, `JWT`, or `at+jwt`, the type of OAuth access tokens. */
  type?: string | string[];
  /** Whether a token without `exp` is rejected. Default true; if false, such a token never expires. */
  requireExpiry?: boolean;
  /** Prefix of these users' ids, such as `partner:`. Keeps two issuers apart that may use the same `sub`. */
  idPrefix?: string;
  /** Returns the user of a token. Default: `sub` or `id`, `name`, and `avatarUrl` or `picture`. */
  user?: (claims: Claims) => User;
  /**
   * Returns whether an otherwise valid token was withdrawn, for example by signing out. Called at each
   * handshake and request. Default: none is.
   */
  revoked?: (claims: Claims) => boolean | Promise<boolean>;
  /**
   * Returns whether the user is an admin, who passes every permission check. No claim makes an admin by
   * default.
   */
  admin?: (claims: Claims) => boolean;
}

const optionNames: Readonly<Record<keyof JwtOptions, true>> = {
  secret: true,
  jwksUrl: true,
  publicKey: true,
  issuer: true,
  audience: true,
  algorithms: true,
  clockToleranceSeconds: true,
  type: true,
  requireExpiry: true,
  idPrefix: true,
  user: true,
  revoked: true,
  admin: true,
};

/**
 * Admits users with a valid JWT of your issuer. No token, or a guest's: null. An expired one: `expired`, so
 * that the client fetches another; any other invalid one: `unauthenticated`. Live connections end when the
 * token expires.
 */
export const jwt = (options: JwtOptions): NamingAuthenticate => {
  const { idPrefix = '', admin, revoked, clockToleranceSeconds = 5, requireExpiry = true } = options;
  rejectUnknownOptions('jwt', options, optionNames);
  const user = options.user ?? ((claims: Claims) => userOf(claims, idPrefix));
  const key = jwtKey(options);
  const rules: JWTVerifyOptions = {
    algorithms: key.algorithms,
    clockTolerance: clockToleranceSeconds,
    ...(options.issuer === undefined ? {} : { issuer: options.issuer }),
    ...(options.audience === undefined ? {} : { audience: options.audience }),
    ...(requireExpiry ? { requiredClaims: ['exp'] } : {}),
  };
  const types = options.type === undefined ? defaultTypes : [options.type].flat().map(typeName);
  const verified = cacheVerified<Claims>(
    (token, now) => verify(token, key, { ...rules, currentDate: new Date(now) }, types),
    ({ exp = Infinity, nbf = 0 }, now) =>
      exp > now / 1000 - clockToleranceSeconds && nbf <= now / 1000 + clockToleranceSeconds,
  );
  const authenticate = async ({ token }: AuthRequest, context: AuthContext): Promise<Identity | null> => {
    if (token === undefined || claimsToBeGuest(token)) return null;
    const claims = await verified(token, context.now());
    const known = user(claims);
    if (await revoked?.(claims)) throw new ChatError('unauthenticated', 'the token was withdrawn');
    return {
      user: admin?.(claims) ? { ...known, role: 'admin' } : known,
      ...(claims.exp === undefined ? {} : { expiresAt: (claims.exp + clockToleranceSeconds) * 1000 }),
    };
  };
  const issuer = options.issuer ?? options.jwksUrl;
  const isNamed = options.user !== undefined || idPrefix !== '' || issuer === undefined;
  return Object.assign(authenticate, isNamed ? {} : { bareIdsOf: String(issuer) });
};

/**
 * Compared without case and without `application/`, as RFC 7515 requires. A token without `typ` has no type.
 */
const typeName = (type: unknown): unknown =>
  typeof type === 'string' ? type.toLowerCase().replace(/^application\//, '') : type;
const defaultTypes: unknown[] = [undefined, 'jwt', 'at+jwt'];

const verify = async (
  token: string,
  key: JwtKey,
  rules: JWTVerifyOptions,
  types: unknown[],
): Promise<Claims> => {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key.find, rules);
    if (!types.includes(typeName(protectedHeader.typ)))
      throw new ChatError('unauthenticated', 'the token was refused: it is of another type');
    if (payload.aud !== undefined && rules.audience === undefined)
      throw new ChatError(
        'unauthenticated',
        'the token was refused: its claim aud names somebody, and the server has no audience',
      );
    return payload;
  } catch (error) {
    if (error instanceof ChatError) throw error;
    if (error instanceof errors.JWTExpired) throw new ChatError('expired', 'the token has expired');
    const why = refusal(error);
    if (why === null) throw error; // the keys could not be fetched, which is not the token's fault
    throw new ChatError('unauthenticated', `the token was refused: ${why}`);
  }
};

/** Returns why a token was rejected, or null if the error is not about the token. */
const refusal = (error: unknown): string | null => {
  if (error instanceof errors.JWTClaimValidationFailed)
    return `its claim ${error.claim} ${claimFault[error.reason] ?? 'is not valid'}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not allowed';
  if (error instanceof errors.JWKSNoMatchingKey) return 'it is signed by an unknown key';
  const malformed = [
    errors.JWSInvalid,
    errors.JWTInvalid,
    errors.JOSENotSupported,
    errors.JWKSMultipleMatchingKeys,
  ];
  return malformed.some((kind) => error instanceof kind) ? 'it is not a signed JWT' : null;
};

const claimFault: Record<string, string> = { missing: 'is missing', check_failed: 'is not the expected one' };

const userOf = (claims: Claims, idPrefix: string): User => {
  const { id, name, avatarUrl, picture }: Record<string, unknown> = claims;
  const known = claims.sub ?? (typeof id === 'number' ? String(id) : id);
  try {
    return {
      id: parseField(fields.id, withPrefix(idPrefix, known), claims.sub === undefined ? 'id' : 'sub'),
      name: parseField(fields.name, name, 'name'),
      ...pictureOf(avatarUrl ?? picture),
    };
  } catch (error) {
    throw new ChatError('unauthenticated', `the token was refused: its claim ${(error as Error).message}`);
  }
};

const withPrefix = (prefix: string, id: unknown): unknown =>
  typeof id === 'string' && prefix !== '' ? prefix + id : id;

// A picture that cannot be shown is no reason to reject a user.
const pictureOf = (value: unknown): { avatarUrl?: string } => {
  try {
    return value === undefined ? {} : { avatarUrl: parseField(fields.pictureUrl, value, 'avatarUrl') };
  } catch {
    return {};
  }
};
