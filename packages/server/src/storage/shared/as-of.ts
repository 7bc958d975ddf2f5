import type { Message } from '@chat/protocol';
import type { Counters } from '../contract/storage.ts';

/** Counters above those of any room: everything up to now. */
export const latestCounters: Counters = { seq: Number.MAX_SAFE_INTEGER, rev: Number.MAX_SAFE_INTEGER };

/** Whether a message had been sent and not yet deleted at that point. */
export const existedAt = ({ seq, rev, deletedAt }: Message, then: Counters): boolean =>
  seq <= then.seq && (deletedAt === undefined || rev > then.rev);
