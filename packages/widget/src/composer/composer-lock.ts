import type { RoomState } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Why nothing can be written now. Being offline is no reason: what is written is sent later. */
export type ComposerLock = { reason: 'ended' | 'frozen' | 'forbidden' } | { reason: 'muted'; until: number };

export const composerLock = ({ room, me, can }: RoomState, now: number): ComposerLock | null => {
  if (!room || !can || can['message:send']) return null;
  if (room.phase === 'ended') return { reason: 'ended' };
  if (me?.mutedUntil !== undefined && me.mutedUntil > now) return { reason: 'muted', until: me.mutedUntil };
  if (room.frozen) return { reason: 'frozen' };
  // A mute that has run out: the server will say yes, whatever was granted before.
  return me?.mutedUntil === undefined ? { reason: 'forbidden' } : null;
};

const longestTimerMs = 2 ** 31 - 1;

/** Redraws its host when a mute ends. */
export class LockController implements ReactiveController {
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** `at`: ms since the epoch; a time that has passed is none. */
  until(at: number | undefined): void {
    clearTimeout(this.#timer);
    const waitMs = (at ?? 0) - Date.now();
    if (waitMs > 0)
      this.#timer = setTimeout(() => this.#host.requestUpdate(), Math.min(waitMs, longestTimerMs));
  }
}
