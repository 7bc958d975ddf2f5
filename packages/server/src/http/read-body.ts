import type { IncomingMessage } from 'node:http';
import { ChatError } from '@chat/protocol';

interface BodyLimits {
  /** Largest body, bytes. */
  maxBytes: number;
  /** Time for all of it to arrive, ms. */
  timeoutMs: number;
}

// A client reads the response only after it has sent everything, so a moderate excess is read and dropped
// first.
const swallowed = 16;

/**
 * Returns whether the announced size is too large to read and drop: respond at once and close the connection.
 */
export const isHopeless = (request: IncomingMessage, maxBytes: number): boolean =>
  Number(request.headers['content-length'] ?? 0) > swallowed * maxBytes;

/**
 * Returns the JSON object in the body, `{}` if there is none. Throws `invalid`, `too_large`, `timeout`,
 * `disconnected`.
 */
export const readJsonBody = async (
  request: IncomingMessage,
  limits: BodyLimits,
): Promise<Record<string, unknown>> => {
  const parsed = parsedBefore(request);
  if (parsed !== undefined) return asObject(parsed);
  if (!hasBody(request)) return {};
  checkType(request);
  const bytes = await readBytes(request, limits);
  return bytes.length === 0 ? {} : asObject(parse(bytes));
};

/** A body parser in front has consumed the stream and put its result into `request.body`. */
const parsedBefore = (request: IncomingMessage): unknown =>
  request.readableEnded && 'body' in request ? request.body : undefined;

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const checkType = ({ headers }: IncomingMessage): void => {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters
    .map((parameter) => parameter.trim())
    .find((parameter) => parameter.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (type.trim() !== 'application/json' || !isUtf8)
    throw new ChatError('invalid', 'the body must be application/json in UTF-8');
  if (!['identity', undefined].includes(headers['content-encoding']))
    throw new ChatError('invalid', 'the body must not be compressed');
};

const readBytes = (request: IncomingMessage, { maxBytes, timeoutMs }: BodyLimits): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const tooLarge = () => new ChatError('too_large', `the body must be at most ${maxBytes} bytes`);
    const settle = (error?: ChatError): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', end).off('close', close);
      if (error) reject(error);
      else resolve(Buffer.concat(chunks));
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= maxBytes) chunks.push(chunk);
      else chunks.length = 0;
      if (size > swallowed * maxBytes) settle(tooLarge());
    };
    const end = (): void => settle(size > maxBytes ? tooLarge() : undefined);
    const close = (): void => settle(new ChatError('disconnected', 'the client went away'));
    const timer = setTimeout(() => settle(new ChatError('timeout', 'the body came too slowly')), timeoutMs);
    request.on('data', take).on('end', end).on('close', close);
  });

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ChatError('invalid', 'the body is not JSON');
  }
};

const asObject = (value: unknown): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ChatError('invalid', 'the body must be a JSON object');
  return value as Record<string, unknown>;
};
