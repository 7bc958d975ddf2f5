// Whose address a request has, where a proxy stands before the server.
import type { IncomingMessage } from 'node:http';

/**
 * By the header that `name` names; any other value means `X-Real-IP`. Of several addresses in it the last counts: those before it may be
 * made up by whoever asks.
 */
export const addressBehind = (name: string): ((request: IncomingMessage) => string) => {
  const header = name.includes('-') ? name.toLowerCase() : 'x-real-ip';
  return ({ headers }) =>
    String(headers[header] ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';
};
