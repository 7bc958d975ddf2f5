/**
 * The user's name and room, and whether they are staff; stored for this tab, for a reload.
 * @typedef {{ name: string, room: string, attends?: boolean, invitation?: string }} Seat
 */

const key = 'portal-seat';

/** @returns {Seat | null} */
export const keptSeat = () => {
  try {
    const { name, room, attends, invitation } = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    if (typeof name !== 'string' || typeof room !== 'string') return null;
    if (attends === true) return { name, room, attends };
    return { name, room, ...(typeof invitation === 'string' ? { invitation } : {}) };
  } catch {
    return null; // storage is forbidden, or has a foreign value
  }
};

/** @param {Seat | null} seat null forgets it */
export const keepSeat = (seat) => {
  try {
    if (seat) sessionStorage.setItem(key, JSON.stringify(seat));
    else sessionStorage.removeItem(key);
  } catch {
    // Private windows may throw; then a reload asks for the name.
  }
};
