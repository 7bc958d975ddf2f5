import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { User } from '@chat/protocol';
import type { Identity } from '../auth/authenticate.ts';
import { addressKey } from '../limits/address-key.ts';
import { createTokenBuckets } from '../limits/token-bucket.ts';

/** The admin of a standalone chat: signs in with the password, and is known by a cookie. */
export interface AdminSessions {
  /** Returns the value of `Set-Cookie` for a right password, null for a wrong one, or the ms to wait after too many. */
  signIn(password: string, address: string, isSecure: boolean): string | null | number;
  /** Ends the session of a request. Returns the value of `Set-Cookie` that drops its cookie. */
  signOut(headers: IncomingHttpHeaders): string;
  /** Returns the admin, or null for any other visitor. */
  identify(headers: IncomingHttpHeaders): Identity | null;
}

export const admin: User = { id: 'admin', name: 'Admin', role: 'admin' };

const cookieName = 'chat-admin';
const lifeMs = 12 * 3_600_000;
const attempts = { perSecond: 0.1, burst: 5 };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Sessions are in memory: a restart ends them. `now` is ms since the epoch. */
export const createAdminSessions = (password: string, now: () => number): AdminSessions => {
  /** When each session ends, by its cookie. */
  const sessions = new Map<string, number>();
  const buckets = createTokenBuckets({ ...attempts, now });
  const expected = digest(password);
  const cookie = (value: string, maxAge: number, isSecure = false): string =>
    `${cookieName}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;

  return {
    signIn: (given, address, isSecure) => {
      const waitMs = buckets.take(addressKey(address));
      if (waitMs > 0) return waitMs;
      if (!timingSafeEqual(digest(given), expected)) return null;
      for (const [key, endsAt] of sessions) if (endsAt <= now()) sessions.delete(key);
      const id = randomBytes(32).toString('base64url');
      sessions.set(id, now() + lifeMs);
      return cookie(id, lifeMs / 1000, isSecure);
    },
    signOut: (headers) => {
      sessions.delete(sessionOf(headers));
      return cookie('', 0);
    },
    identify: (headers) => {
      const expiresAt = sessions.get(sessionOf(headers));
      return expiresAt !== undefined && expiresAt > now() ? { user: admin, expiresAt } : null;
    },
  };
};

const sessionOf = ({ cookie = '' }: IncomingHttpHeaders): string =>
  new RegExp(`(?:^|;\\s*)${cookieName}=([\\w-]+)`).exec(cookie)?.[1] ?? '';
