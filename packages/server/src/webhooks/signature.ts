import { createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookEvent } from './webhook-events.ts';

const secretPattern = /^whsec_([A-Za-z0-9+/]+={0,2})$/;
const defaultToleranceSeconds = 300;

/** Returns the bytes of a secret: `whsec_` and 24 to 64 bytes in base64. Throws for any other. */
const keyOf = (secret: string): Buffer => {
  const [, encoded = ''] = secretPattern.exec(secret) ?? [];
  const key = Buffer.from(encoded, 'base64');
  if (key.length < 24 || key.length > 64)
    throw new TypeError("a webhook's secret must be 'whsec_' and 24 to 64 bytes in base64");
  return key;
};

const signatureOf = (secret: string, id: string, timestamp: string, body: string): Buffer =>
  createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest();

/** Returns the headers of a webhook as in Standard Webhooks, with a signature by each secret. */
export const signedHeaders = (
  secrets: readonly string[],
  { id, at, body }: { id: string; at: number; body: string },
): Record<string, string> => {
  const timestamp = `${Math.floor(at / 1_000)}`;
  const signatures = secrets.map(
    (secret) => `v1,${signatureOf(secret, id, timestamp, body).toString('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
};

/** A request that is not a genuine, recent webhook. Respond with 401. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

/** Headers of a request as Node, Express or `fetch` have them. */
export type WebhookHeaders =
  Readonly<Record<string, string | readonly string[] | undefined>> | { get(name: string): string | null };

export interface VerifyWebhookOptions {
  /** How far the timestamp may be from now, in both directions. Default 300. */
  toleranceSeconds?: number;
  /** ms since the epoch. Default `Date.now`. */
  now?: () => number;
}

/**
 * Verifies a webhook and returns its event. `rawBody` is the body as received, before JSON is parsed. With
 * several secrets, a signature by any of them counts, so that you can change the secret. Throws
 * `WebhookVerificationError` if the signature is missing or wrong, or the timestamp is too old or in the
 * future.
 */
export const verifyWebhook = (
  rawBody: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | readonly string[],
  { toleranceSeconds = defaultToleranceSeconds, now = Date.now }: VerifyWebhookOptions = {},
): WebhookEvent => {
  const body = typeof rawBody === 'string' ? rawBody : Buffer.from(rawBody).toString('utf8');
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  );
  if (!id || !timestamp || !signatures)
    throw new WebhookVerificationError(
      'a header webhook-id, webhook-timestamp or webhook-signature is missing',
    );
  const seconds = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) : NaN;
  if (!(Math.abs(now() / 1_000 - seconds) <= toleranceSeconds))
    throw new WebhookVerificationError('the timestamp is too old or in the future');
  const given = signatures
    .split(' ')
    .filter((each) => each.startsWith('v1,'))
    .map((each) => Buffer.from(each.slice(3), 'base64'));
  const expected = [secret].flat().map((each) => signatureOf(each, id, timestamp, body));
  // Compares every pair, so that the time does not depend on which one matches.
  const isGenuine = expected
    .flatMap((one) => given.map((other) => one.length === other.length && timingSafeEqual(one, other)))
    .includes(true);
  if (!isGenuine) throw new WebhookVerificationError('no signature matches');
  return JSON.parse(body) as WebhookEvent;
};

const headerOf = (headers: WebhookHeaders, name: string): string | undefined => {
  if (typeof headers.get === 'function') return headers.get(name) ?? undefined;
  const value = (headers as Readonly<Record<string, string | readonly string[] | undefined>>)[name];
  return typeof value === 'string' ? value : value?.[0];
};
