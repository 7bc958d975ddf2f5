/** When a status may lapse by itself. */
export const lapses = ['never', 'halfHour', 'hour', 'today'] as const;
export type Lapse = (typeof lapses)[number];

const minuteMs = 60_000;

/** Ms since the epoch; undefined: never. `kept`: as it was. Today ends by the calendar of this place. */
export const lapseOf = (lapse: Lapse | 'kept', now: number, before?: number): number | undefined => {
  if (lapse === 'kept') return before;
  if (lapse === 'halfHour') return now + 30 * minuteMs;
  if (lapse === 'hour') return now + 60 * minuteMs;
  return lapse === 'today' ? new Date(now).setHours(24, 0, 0, 0) : undefined;
};
