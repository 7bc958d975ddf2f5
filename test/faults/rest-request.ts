import { secret } from './arena.ts';
import { signToken } from './sign-token.ts';

/** Runs a command over REST; returns null if the server is killed meanwhile. */
export const request = async <T>(
  url: string,
  userId: string,
  method: string,
  path: string,
  body?: object,
) => {
  let response: Response;
  let json: T;
  try {
    response = await fetch(`${url}/chat/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${signToken({ sub: userId, name: userId }, secret)}`,
        'content-type': 'application/json',
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    json = (await response.json()) as T;
  } catch {
    return null;
  }
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
  return json;
};

/** Returns a response. Throws if the server was killed meanwhile. */
export const answered = <T>(value: T | null): T => {
  if (value === null) throw new Error('the server is gone');
  return value;
};
