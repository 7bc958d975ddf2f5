import { ChatError } from '@chat/protocol';
import type { Logger } from './logger.ts';

/** A `ChatError` as it is; anything else is a fault: logged as `what` failed, and told as `internal` with the id it is logged under, never with its text. */
export const toChatError = (
  error: unknown,
  what: string,
  { logger, id }: { logger: Logger; id(): string },
): ChatError => {
  if (error instanceof ChatError) return error;
  const requestId = id();
  logger.error({ err: error, requestId }, `${what} failed`);
  return new ChatError('internal', 'internal error', { requestId });
};
