/** The part of pino's interface that is used: an object of fields (an error as `err`), then a text. */
export interface Logger {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}

/* oxlint-disable eslint/no-console -- the console is what this logger is for */

const ignore = (): void => undefined;

/**
 * Writes warnings and errors to the console, one line each; drops the rest. Message texts are never logged.
 */
export const consoleLogger: Logger = {
  debug: ignore,
  info: ignore,
  warn: (fields, text) => console.warn(`[chat] ${text}`, ...unlessEmpty(fields)),
  error: (fields, text) => console.error(`[chat] ${text}`, ...unlessEmpty(fields)),
};

const unlessEmpty = (fields: object): object[] => (Object.keys(fields).length > 0 ? [fields] : []);
