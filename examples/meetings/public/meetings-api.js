/** @typedef {{ id: string, creator: string, status: string, title?: string }} Meeting */

/**
 * Asks the back end. Throws an `Error` with what it says.
 * @param {string} path @param {{ method?: string, token?: string, body?: object }} [how]
 */
export const ask = async (path, { method = 'GET', token, body } = {}) => {
  const response = await fetch(path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const answer = /** @type {Record<string, unknown>} */ (await response.json().catch(() => ({})));
  if (response.ok) return answer;
  const { error, message } = /** @type {{ error?: string, message?: string }} */ (answer);
  throw new Error(failures[error ?? ''] ?? message ?? response.statusText);
};

const failures = /** @type {Record<string, string | undefined>} */ ({
  not_found: 'There is no such meeting.',
  unauthenticated: 'That token is not valid.',
  expired: 'That token has expired.',
});

/** Who a token speaks of; it is the server that looks at whether it is true. @param {string} token */
export const userOf = (token) => {
  try {
    const claims = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')));
    return String(claims.sub ?? claims.id);
  } catch {
    return '';
  }
};

/** @param {string} name */
export const demoToken = async (name) =>
  String((await ask('/demo/token', { method: 'POST', body: { name } }))['token']);

export const hasDemoTokens = async () => (await ask('/demo'))['tokens'] === true;

const path = '/api/meetings';
/** @param {string} token @param {string} title */
export const createMeeting = async (token, title) =>
  /** @type {Meeting} */ (
    /** @type {unknown} */ (await ask(path, { method: 'POST', token, body: title ? { title } : {} }))
  );
/** @param {string} token @param {string} id */
export const getMeeting = async (token, id) =>
  /** @type {Meeting} */ (/** @type {unknown} */ (await ask(`${path}/${encodeURIComponent(id)}`, { token })));
/** @param {string} token @param {string} id */
export const endMeeting = (token, id) =>
  ask(`${path}/${encodeURIComponent(id)}/end`, { method: 'PUT', token });
