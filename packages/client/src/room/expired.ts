import { forgetBefore } from '../messages/message-log.ts';
import type { RoomCore } from './room-state.ts';

/** The room without messages created before a moment, which are no longer kept. */
export const withoutExpired = (core: RoomCore, before: number): RoomCore => {
  const log = forgetBefore(core.log, before);
  return {
    ...core,
    log,
    mentions: core.mentions.filter((seq) => seq < log.from || log.items.some((each) => each.seq === seq)),
    beside: core.beside && core.beside.expired(before),
  };
};
