import type { Message } from '@chat/protocol';
import type { Counters } from '../contract/storage.ts';

/** Nothing is later. */
export const latestCounters: Counters = { seq: Number.MAX_SAFE_INTEGER, rev: Number.MAX_SAFE_INTEGER };

/** Whether a message was said by then, and not deleted yet. */
export const existedAt = ({ seq, rev, deletedAt }: Message, then: Counters): boolean =>
  seq <= then.seq && (deletedAt === undefined || rev > then.rev);
