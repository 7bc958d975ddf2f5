import { hash } from 'node:crypto';

/** A verification that caches its successes. */
type Verify<Claims> = (token: string, now: number) => Promise<Claims>;

/** A key that its issuer has withdrawn is noticed after this time at the latest. */
const maxAgeMs = 600_000;
const mostTokens = 10_000;

/**
 * Caches verified tokens: when a thousand clients reconnect at once with the same tokens, no signature is
 * verified again. `isInTime` is called every time; an expired token is verified again, and so rejected with
 * the right error.
 */
export const cacheVerified = <Claims extends object>(
  verify: Verify<Claims>,
  isInTime: (claims: Claims, now: number) => boolean,
): Verify<Claims> => {
  // In order of verification: the oldest is removed first. Keyed by hash, so that memory holds no tokens.
  const known = new Map<string, { claims: Claims; at: number }>();
  return async (token, now) => {
    const key = hash('sha256', token, 'base64');
    const found = known.get(key);
    if (found && Math.abs(now - found.at) < maxAgeMs && isInTime(found.claims, now))
      return { ...found.claims };
    known.delete(key);
    const claims = await verify(token, now);
    if (known.size >= mostTokens) for (const oldest of known.keys()) if (known.delete(oldest)) break;
    known.set(key, { claims, at: now });
    return { ...claims };
  };
};
