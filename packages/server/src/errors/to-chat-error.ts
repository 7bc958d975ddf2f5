import { ChatError } from '@chat/protocol';
import { isUnavailable } from '../storage/contract/store-unavailable.ts';
import type { Logger } from '../logger.ts';

/**
 * Returns a `ChatError` unchanged. Any other error is logged as "`what` failed" and becomes `internal` with
 * the id it is logged under, without its text; `overloaded` if a store is unreachable, which is transient.
 */
export const toChatError = (
  error: unknown,
  what: string,
  { logger, id }: { logger: Logger; id(): string },
): ChatError => {
  if (error instanceof ChatError) return error;
  const requestId = id();
  logger.error({ err: error, requestId }, `${what} failed`);
  if (isUnavailable(error)) return new ChatError('overloaded', 'the storage is unavailable', { requestId });
  return new ChatError('internal', 'internal error', { requestId });
};
