/** @typedef {{ id: string, name: string, email: string }} Account */

/** An error of the accounts, with its name there. */
export class Refusal extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/**
 * Calls the accounts API; the session is in a cookie that no script can read. Rejects with a `Refusal`, or
 * with a TypeError if the server is unreachable.
 * @param {string} path @param {object} [body]
 * @returns {Promise<Record<string, unknown>>}
 */
export const ask = async (path, body) => {
  const post = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  };
  const response = await fetch(`/api/auth${path}`, body ? post : {});
  const answer = (await response.json().catch(() => null)) ?? {};
  if (response.ok) return answer;
  throw new Refusal(
    response.status === 429
      ? 'rate_limited'
      : response.status === 401 && !answer.code
        ? 'UNAUTHORIZED'
        : (answer.code ?? 'other'),
  );
};

/** Returns the logged-in account, or null. @returns {Promise<Account | null>} */
export const whoAmI = async () => /** @type {Account | null} */ ((await ask('/get-session')).user ?? null);
