// The client's address of a request behind a proxy.
import type { IncomingMessage } from 'node:http';

/**
 * Reads the header `name`; if `name` is not a header's name, `X-Real-IP`. Of several addresses the last
 * counts: the client may have made up those before it.
 */
export const addressBehind = (name: string): ((request: IncomingMessage) => string) => {
  const header = name.includes('-') ? name.toLowerCase() : 'x-real-ip';
  return ({ headers }) =>
    String(headers[header] ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? '';
};
