/** @typedef {{ name: string, room: string, attends?: boolean }} Seat Who sits where, and whether as one of the staff; kept for this tab, so that a reload comes back to it. */

const key = 'portal-seat';

/** @returns {Seat | null} */
export const keptSeat = () => {
  try {
    const { name, room, attends } = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    if (typeof name !== 'string' || typeof room !== 'string') return null;
    return attends === true ? { name, room, attends } : { name, room };
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
