/** Says of an error that the store is not there for now, as while a database starts again. Answers the error. */
export const asAway = (error: unknown): unknown =>
  error instanceof Error ? Object.assign(error, { away: true }) : error;

export const isAway = (error: unknown): boolean =>
  error instanceof Error && 'away' in error && error.away === true;
