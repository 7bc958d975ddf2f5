/**
 * Marks an error as temporary: the store is unavailable for now, such as while a database restarts. Returns
 * the error.
 */
export const markUnavailable = (error: unknown): unknown =>
  error instanceof Error ? Object.assign(error, { away: true }) : error;

/**
 * Marks an error that no retry fixes: the address, the credentials or the rights of the store are wrong.
 * Returns the error.
 */
export const markMisconfigured = (error: unknown, where: string): unknown => {
  if (!(error instanceof Error)) return error;
  const text = `${where}: ${error.message}`;
  // This error ends the start of a process, where a stack through this package does not help: show the text
  // alone.
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

/** Whether the store is unavailable or misconfigured. */
export const isUnusable = (error: unknown): boolean => isUnavailable(error) || isMisconfigured(error);
