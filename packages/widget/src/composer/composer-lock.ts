import type { RoomState } from '@chat/client';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Why the user cannot write. Being offline is no reason: messages are queued. */
export type ComposerLock = { reason: 'ended' | 'frozen' | 'forbidden' } | { reason: 'muted'; until: number };

export const composerLock = ({ room, me, can }: RoomState, now: number): ComposerLock | null => {
  if (!room || !can || can['message:send']) return null;
  if (room.phase === 'ended') return { reason: 'ended' };
  if (me?.mutedUntil !== undefined && me.mutedUntil > now) return { reason: 'muted', until: me.mutedUntil };
  if (room.frozen) return { reason: 'frozen' };
  // The mute has expired, so the server accepts messages again, whatever `can` says.
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

  /** `at`: ms since the epoch; a past time clears the timer. */
  until(at: number | undefined): void {
    clearTimeout(this.#timer);
    const waitMs = (at ?? 0) - Date.now();
    if (waitMs > 0)
      this.#timer = setTimeout(() => this.#host.requestUpdate(), Math.min(waitMs, longestTimerMs));
  }
}
