import { forgetBefore } from './message-log.ts';
import type { RoomCore } from './room-core.ts';

/** The room without messages created before a moment, which are no longer kept. */
export const withoutExpired = (core: RoomCore, before: number): RoomCore => ({
  ...core,
  log: forgetBefore(core.log, before),
  beside: core.beside && core.beside.expired(before),
});
