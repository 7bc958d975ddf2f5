/**
 * @typedef {{ id: string, titulo: string, ciudadano: string, inicio: string, duracionMin: number,
 *   estado: 'programada' | 'abierta' | 'finalizada' | 'cancelada', sala: string,
 *   salaEspera: boolean, asistencia: boolean, confidencial: boolean }} Cita
 */

const kept = 'portal-key';

/** An error from the portal, with its text and the field it concerns. */
export class Refusal extends Error {
  /** @param {number} status @param {{ message?: string, campo?: string }} said */
  constructor(status, { message, campo }) {
    super(message ?? 'Algo ha fallado. Inténtelo de nuevo.');
    this.status = status;
    this.campo = campo;
  }
}

/** @param {string} key */
export const keepKey = (key) => sessionStorage.setItem(kept, key);

/**
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<Response>}
 */
const request = async (method, path, body) => {
  const key = sessionStorage.getItem(kept);
  const response = await fetch(`/api/citas${path}`, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new Refusal(0, { message: 'No hay conexión con el portal.' });
  });
  if (response.ok) return response;
  throw new Refusal(response.status, await response.json().catch(() => ({})));
};

/**
 * Calls the portal's API for appointments. Throws a `Refusal`.
 * @param {string} method
 * @param {string} [path]
 * @param {object} [body]
 * @returns {Promise<unknown>}
 */
export const ask = async (method, path = '', body) => (await request(method, path, body)).json();

/**
 * Returns a token for the room of an appointment, for the staff. Throws a `Refusal`.
 * @param {string} id @param {string} nombre
 */
export const seatToken = async (id, nombre) => {
  const path = `/${encodeURIComponent(id)}/asiento`;
  return String(/** @type {{ token: unknown }} */ (await ask('POST', path, { nombre })).token);
};

/**
 * Saves a response of the portal as a file; a link would lack the key. Throws a `Refusal`.
 * @param {string} path @param {string} name
 */
export const download = async (path, name) => {
  const href = URL.createObjectURL(await (await request('GET', path)).blob());
  Object.assign(document.createElement('a'), { href, download: name }).click();
  URL.revokeObjectURL(href);
};
