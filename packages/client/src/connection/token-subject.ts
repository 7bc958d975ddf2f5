// Claims that differ between two tokens of one user.
const varying = new Set(['iat', 'exp', 'nbf', 'jti']);

/**
 * Returns a key of a token's user, before the server has sent their id. Tokens of one user have the same key
 * if they are JWTs that name the user, otherwise only if they are equal. User ids contain no slash, so that
 * no key is a user id.
 */
export const tokenKey = (token: string): string => `token/${digest(subjectOf(token) ?? token)}`;

const subjectOf = (token: string): string | null => {
  const [, body = ''] = token.split('.');
  try {
    const claims = JSON.parse(atob(body.replaceAll('-', '+').replaceAll('_', '/'))) as Record<
      string,
      unknown
    >;
    if (typeof claims['sub'] !== 'string' && typeof claims['id'] !== 'string') return null;
    return JSON.stringify(
      Object.keys(claims)
        .filter((name) => !varying.has(name))
        .sort()
        .map((name) => [name, claims[name]]),
    );
  } catch {
    return null;
  }
};

/** Returns a hash of 64 bits: practically unique among the few in one browser, and not secret. */
const digest = (text: string): string => {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 2_654_435_761);
    high = Math.imul(high ^ code ^ (low >>> 15), 1_597_334_677);
  }
  return `${low >>> 0}.${high >>> 0}`;
};
