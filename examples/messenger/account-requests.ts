import { ChatError } from '@chat/server';
import type { Origin } from './accounts.ts';

interface Refusal {
  code?: string;
  message?: string;
}

/** Maps the library's error codes to ours. */
const reasons: Record<
  string,
  { code: 'conflict' | 'unauthenticated' | 'invalid'; reason: string; field?: string }
> = {
  USER_ALREADY_EXISTS: { code: 'conflict', reason: 'email_taken', field: 'email' },
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: { code: 'conflict', reason: 'email_taken', field: 'email' },
  INVALID_PASSWORD: { code: 'invalid', reason: 'wrong_password', field: 'current' },
  INVALID_EMAIL_OR_PASSWORD: { code: 'unauthenticated', reason: 'wrong_password' },
  INVALID_EMAIL: { code: 'invalid', reason: 'invalid_email', field: 'email' },
  PASSWORD_TOO_SHORT: { code: 'invalid', reason: 'password_too_short', field: 'password' },
  PASSWORD_TOO_LONG: { code: 'invalid', reason: 'password_too_long', field: 'password' },
  INVALID_TOKEN: { code: 'invalid', reason: 'invalid_token', field: 'token' },
};

const refused = ({ status, headers }: Response, { code = '', message = 'refused' }: Refusal): Error => {
  if (status === 429) {
    const retryAfterMs = Number(headers.get('x-retry-after') ?? 60) * 1_000;
    return new ChatError('rate_limited', 'too many attempts', { retryAfterMs });
  }
  const known = reasons[message.startsWith('[body.email]') ? 'INVALID_EMAIL' : code];
  if (known) {
    const { code: ours, ...more } = known;
    return new ChatError(ours, message, more);
  }
  if (status === 401) return new ChatError('unauthenticated', message);
  // The library also reports failures of the store this way.
  if (status < 500 && code !== 'FAILED_TO_CREATE_USER') return new ChatError('invalid', message);
  return new Error(`accounts: ${status} ${code}`);
};

/** Calls the library as a request, so that it counts attempts by address. Rejects with a `ChatError`. */
export const asked = async (
  handler: (request: Request) => Promise<Response>,
  path: string,
  body: object,
  { address, language }: Origin,
  session?: string,
): Promise<unknown> => {
  const response = await handler(
    new Request(`http://accounts.internal/api/auth${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-client-address': address,
        ...(session ? { authorization: `Bearer ${session}` } : {}),
        ...(language ? { 'accept-language': language } : {}),
      },
      body: JSON.stringify(body),
    }),
  );
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw refused(response, answer ?? {});
  return answer;
};
