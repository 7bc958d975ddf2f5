import { ChatError } from '@chat/protocol';
import type { S3Answer } from './s3-request.ts';

/**
 * Errors for lack of space, as services word them: Ceph, MinIO, Swift (a quota), and those that use the
 * status.
 */
const full =
  /^(QuotaExceeded|XMinioStorageFull|XMinioAdminBucketQuotaExceeded|EntityTooLarge|InsufficientStorage)$/;
const busy = new Set([429, 500, 502, 503, 504]);
const busyCodes = new Set(['RequestTimeout', 'OperationAborted', 'SlowDown']);

/** The code of an error, such as `NoSuchKey`. */
export const codeOf = (text: string): string | undefined => /<Error>[^]*?<Code>(\w+)<\/Code>/.exec(text)?.[1];

/** Returns whether a retry may help. */
export const isTransientStatus = ({ status, text }: S3Answer): boolean =>
  busy.has(status) || busyCodes.has(codeOf(text) ?? '');

/** Returns whether an object is missing; a missing bucket is another error. */
export const isMissing = ({ status, text }: S3Answer): boolean =>
  status === 404 && codeOf(text) !== 'NoSuchBucket';

/**
 * Returns the error for an unexpected response: `storage_full`, `overloaded`, or a plain `Error`, since then
 * the setup is wrong.
 */
export const answeredError = (answer: S3Answer, what: string): Error => {
  const { status, text, headers } = answer;
  const code = codeOf(text) ?? headers.get('x-amz-error-code') ?? '';
  if (status === 507 || full.test(code)) return new ChatError('storage_full', 'no space left for files');
  const region = headers.get('x-amz-bucket-region');
  const where = status === 301 && region ? ` (the bucket is in the region ${region})` : '';
  const cause = new Error(`S3 answered ${what} with ${status} ${code}${where}`.trim());
  if (!isTransientStatus(answer)) return cause;
  const overloaded = new ChatError('overloaded', 'the file store is busy', { retryAfterMs: 5_000 });
  return Object.assign(overloaded, { cause });
};
