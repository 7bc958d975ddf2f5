// Claims that differ between two tokens of one user.
const varying = new Set(['iat', 'exp', 'nbf', 'jti']);

/**
 * Stands for whom a token is for, before the server has said who that is: tokens of one user have one key if they name the
 * user, as a JWT does, and else only if they are the same. The slash keeps it apart from every user id.
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

/** A short name for a text, 64 bits: as good as unique among the few that one browser keeps, and no secret. */
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
