export interface Session {
  user: { _id: string; username: string; email: string };
  token: string;
}

export interface Person {
  _id: string;
  username: string;
}

/** An error from the server, with its name there. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/** Rejects with a `Refusal`, or with a TypeError if the server is unreachable. */
export const ask = async <T>(
  path: string,
  { token, body }: { token?: string; body?: object } = {},
): Promise<T> => {
  const response = await fetch(path, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  const answer = (await response.json().catch(() => ({}))) as { error?: string };
  if (!response.ok) throw new Refusal(response.status, answer.error ?? 'other');
  return answer as T;
};

const place = 'messenger-session';

export const keptSession = (): Session | null => {
  try {
    return JSON.parse(localStorage.getItem(place) ?? 'null') as Session | null;
  } catch {
    return null; // not our value
  }
};

export const keepSession = (session: Session | null): void => {
  if (session) localStorage.setItem(place, JSON.stringify(session));
  else localStorage.removeItem(place);
};
