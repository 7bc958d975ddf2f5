/** Says of an error that the store is not there for now, as while a database starts again. Answers the error. */
export const markUnavailable = (error: unknown): unknown =>
  error instanceof Error ? Object.assign(error, { away: true }) : error;

/** Says of an error that no retry cures it: the address, the credentials or the rights of the store are wrong. Returns the error. */
export const markMisconfigured = (error: unknown, where: string): unknown => {
  if (!(error instanceof Error)) return error;
  const text = `${where}: ${error.message}`;
  // It ends the start of a process, where the way through this package helps nobody: the text is all there is to read.
  return Object.assign(new Error(text), {
    stack: `Error: ${text}`,
    misconfigured: true,
    ...('code' in error && { code: error.code }),
  });
};

export const isMisconfigured = (error: unknown): boolean =>
  error instanceof Error && 'misconfigured' in error && error.misconfigured === true;

export const isUnavailable = (error: unknown): boolean =>
  error instanceof Error && 'away' in error && error.away === true;

/** The store is away, or misconfigured. */
export const isUnusable = (error: unknown): boolean => isUnavailable(error) || isMisconfigured(error);
