import type { IncomingMessage } from 'node:http';

/** Returns the token of a request's `Authorization` header. */
export const bearerOf = ({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined =>
  /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
