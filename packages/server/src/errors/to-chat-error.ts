import { ChatError } from '@chat/protocol';
import { isAway } from '../storage/contract/store-unavailable.ts';
import type { Logger } from '../logger.ts';

/**
 * A `ChatError` as it is; anything else is a fault: logged as `what` failed, and told as `internal` with the id it is logged under, never with
 * its text; as `overloaded` where a store is away, which waiting cures.
 */
export const toChatError = (
  error: unknown,
  what: string,
  { logger, id }: { logger: Logger; id(): string },
): ChatError => {
  if (error instanceof ChatError) return error;
  const requestId = id();
  logger.error({ err: error, requestId }, `${what} failed`);
  if (isAway(error)) return new ChatError('overloaded', 'what keeps everything is away', { requestId });
  return new ChatError('internal', 'internal error', { requestId });
};
