import { createHmac, webcrypto } from 'node:crypto';
import { ChatError } from '@chat/protocol';
import { cacheVerified } from './verified.ts';
import { SignJWT, decodeProtectedHeader, errors, jwtVerify } from 'jose';

/** Signs and verifies the tokens by which guests keep their identity. */
export interface GuestTokens {
  /** Returns a token for this guest, valid from `now` for `lifeMs`. */
  sign(
    guest: { id: string; name: string },
    now: number,
    lifeMs: number,
  ): Promise<{ token: string; expiresAt: number }>;
  /**
   * Returns the guest whom a token was issued to. Throws `expired`, or `unauthenticated` if the token was not
   * signed here for a guest.
   */
  verify(token: string, now: number): Promise<{ id: string; name: string; expiresAt: number }>;
}

const type = 'chat-guest+jwt';
const issuer = 'chat';
const audience = 'chat-guest';

export const guestTokens = async (secret: string): Promise<GuestTokens> => {
  // Derives a separate key, so that guest tokens and the application's tokens cannot stand for each other
  // even if they share a secret.
  const bytes = createHmac('sha256', secret).update(type).digest();
  const key = await webcrypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
    'verify',
  ]);
  return {
    sign: async ({ id, name }, now, lifeMs) => {
      const expires = Math.floor((now + lifeMs) / 1000);
      const token = await new SignJWT({ name })
        .setProtectedHeader({ alg: 'HS256', typ: type })
        .setSubject(id)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(Math.floor(now / 1000))
        .setExpirationTime(expires)
        .sign(key);
      return { token, expiresAt: expires * 1000 };
    },
    verify: cacheVerified(
      async (token, now) => {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          typ: type,
          issuer,
          audience,
          requiredClaims: ['sub', 'exp'],
          currentDate: new Date(now),
        }).catch((error: unknown) => {
          if (error instanceof errors.JWTExpired)
            throw new ChatError('expired', 'the guest token has expired');
          throw new ChatError('unauthenticated', 'the token is not a valid guest token');
        });
        const { sub, name, exp } = payload;
        if (sub === undefined || typeof name !== 'string' || exp === undefined)
          throw new ChatError('unauthenticated', 'the token is not a valid guest token');
        return { id: sub, name, expiresAt: exp * 1000 };
      },
      ({ expiresAt }, now) => expiresAt > now,
    ),
  };
};

/** Returns whether a token claims to be a guest's. Nothing is verified. */
export const claimsToBeGuest = (token: string): boolean => {
  try {
    return decodeProtectedHeader(token).typ === type;
  } catch {
    return false;
  }
};
