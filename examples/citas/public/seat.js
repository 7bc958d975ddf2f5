/** @typedef {{ name: string, room: string }} Seat Who sits where; kept for this tab, so that a reload comes back to it. */

const key = 'portal-seat';

/** @returns {Seat | null} */
export const keptSeat = () => {
  try {
    const { name, room } = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    return typeof name === 'string' && typeof room === 'string' ? { name, room } : null;
  } catch {
    return null; // storage is forbidden, or somebody else wrote there
  }
};

/** @param {Seat | null} seat null forgets it */
export const keepSeat = (seat) => {
  try {
    if (seat) sessionStorage.setItem(key, JSON.stringify(seat));
    else sessionStorage.removeItem(key);
  } catch {
    // Private windows may throw here; then a reload asks again.
  }
};
