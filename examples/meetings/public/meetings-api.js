import { texts } from './texts.js';

/** @typedef {{ id: string, creator: string, status: string, title?: string }} Meeting */
/** @typedef {{ title?: string, startsAt?: string, durationMin?: number, status?: 'active' }} Plan */

/** @typedef {{ method?: string, token?: string, body?: object }} How */

/** @param {string} path @param {How} how */
const request = async (path, { method = 'GET', token, body }) => {
  const response = await fetch(path, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(() => {
    throw new Error(texts.offline);
  });
  if (response.ok) return response;
  const { error, message } = /** @type {{ error?: string, message?: string }} */ (
    await response.json().catch(() => ({}))
  );
  const failures = /** @type {Record<string, string | undefined>} */ (texts.failures);
  throw new Error(failures[error ?? ''] ?? message ?? response.statusText, { cause: error });
};

/** Calls the back end. Throws an `Error` with its text. @param {string} path @param {How} [how] */
export const ask = async (path, how = {}) =>
  /** @type {Record<string, unknown>} */ (await (await request(path, how)).json());

/** Returns the user of a token without verifying it; the server does. @param {string} token */
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
/** @param {string} id */
const pathOf = (id) => `${path}/${encodeURIComponent(id)}`;

/** @param {string} token @param {Plan} plan */
export const createMeeting = async (token, plan) =>
  /** @type {Meeting} */ (/** @type {unknown} */ (await ask(path, { method: 'POST', token, body: plan })));
/** @param {string} token @param {string} id */
export const getMeeting = async (token, id) =>
  /** @type {Meeting} */ (/** @type {unknown} */ (await ask(pathOf(id), { token })));
/** @param {string} token @param {string} id @param {Plan} plan */
export const changeMeeting = (token, id, plan) => ask(pathOf(id), { method: 'PATCH', token, body: plan });
/** @param {string} token @param {string} id */
export const cancelMeeting = (token, id) => ask(pathOf(id), { method: 'DELETE', token });
/** @param {string} token @param {string} id */
export const endMeeting = (token, id) => ask(`${pathOf(id)}/end`, { method: 'PUT', token });

/** Saves the calendar file; a link would lack the token. @param {string} token @param {string} id */
export const saveCalendar = async (token, id) => {
  const response = await request(`${pathOf(id)}/ics`, { token });
  const href = URL.createObjectURL(await response.blob());
  Object.assign(document.createElement('a'), { href, download: 'meeting.ics' }).click();
  URL.revokeObjectURL(href);
};
