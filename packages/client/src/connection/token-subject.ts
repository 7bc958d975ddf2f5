import { digest } from './digest.ts';

// Said anew with each token, and nothing of whom it is for.
const passing = new Set(['iat', 'exp', 'nbf', 'jti']);

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
        .filter((name) => !passing.has(name))
        .sort()
        .map((name) => [name, claims[name]]),
    );
  } catch {
    return null;
  }
};
