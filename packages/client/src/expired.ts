import { forgetBefore } from './message-log.ts';
import { keptOriginals } from './originals.ts';
import { keptPins } from './pinned.ts';
import type { RoomCore } from './room-core.ts';
import { withoutOld } from './thread-logs.ts';

/** The room without messages created before a moment, which are no longer kept. */
export const withoutExpired = (core: RoomCore, before: number): RoomCore => ({
  ...core,
  log: forgetBefore(core.log, before),
  threads: withoutOld(core.threads, before),
  originals: keptOriginals(core.originals, before),
  pins: keptPins(core.pins, before),
});
