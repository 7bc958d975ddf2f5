import type { IncomingMessage } from 'node:http';
import type { ChatError } from '@chat/protocol';
import { addressKey } from '../limits/address-key.ts';
import { unauthenticatedMessage } from './authenticate.ts';
import type { Logger } from '../logger.ts';

/** Logs why pages and visitors are rejected, without letting strangers fill the log. */
export interface RefusalLog {
  /** Logs an origin that the server does not allow. Once per origin. */
  origin(request: Pick<IncomingMessage, 'headers'>): void;
  /** Logs a rejected sign-in. At most once a minute per cause; without a token, name or session, once. */
  signIn(error: ChatError, requestId?: string): void;
  /** Logs a request or handshake that was rejected before authentication. As often as `signIn`. */
  request(error: ChatError, from: { address: string; requestId?: string }): void;
}

/** More origins than a deployment has: the ones after these are made up. */
const mostOrigins = 50;
const mostCauses = 20;
const nobodyText =
  'a sign-in was refused: authenticate returned null. That is right for a visitor who is not signed in; else no token or cookie arrived, or it is unknown. Logged once';
const everyMs = 60_000;

export const createRefusalLog = ({ logger, now }: { logger: Logger; now(): number }): RefusalLog => {
  const origins = new Set<string>();
  /** When each cause was logged, and how many refusals have followed since. */
  const causes = new Map<string, { at: number; more: number }>();

  let isNobodyLogged = false;
  const log = ({ code, message, requestId }: ChatError, what: string, more: object = {}): void => {
    const at = now();
    const seen = causes.get(message);
    if (seen && at - seen.at < everyMs) {
      seen.more += 1;
      return;
    }
    if (!seen && causes.size >= mostCauses) causes.clear();
    causes.set(message, { at, more: 0 });
    logger.warn(
      { code, ...more, ...(requestId && { requestId }), ...(seen?.more && { moreSinceThen: seen.more }) },
      `${what}: ${message}; the same cause is logged once a minute`,
    );
  };

  return {
    origin: ({ headers: { origin = 'null', host } }) => {
      if (origins.has(origin) || origins.size >= mostOrigins) return;
      origins.add(origin);
      const advice =
        origin === 'null'
          ? "it is a sandboxed frame or a file: give the frame `allow-same-origin`, or add 'null' to cors.origin"
          : `add it to the option cors.origin of createChatServer, or, behind a proxy, pass the page's Host on (this request has ${host ?? 'none'})`;
      logger.warn({ origin }, `pages of the origin ${clean(origin)} are refused: ${advice}`);
      if (origins.size === mostOrigins) logger.warn({}, 'further rejected origins are not logged');
    },
    signIn: (error, requestId) => {
      if (error.message !== unauthenticatedMessage)
        return log(error, 'a sign-in was refused', requestId === undefined ? {} : { requestId });
      if (!isNobodyLogged) logger.warn({ code: error.code }, nobodyText);
      isNobodyLogged = true;
    },
    request: (error, { address, requestId }) =>
      log(error, 'a request was refused', { address: addressKey(address), ...(requestId && { requestId }) }),
  };
};

/** Anyone can send a header. */
const clean = (origin: string): string => origin.slice(0, 200).replaceAll(/[^\x21-\x7e]/g, '?');
