import type { ReactiveController, ReactiveControllerHost } from 'lit';

const longestTimerMs = 2 ** 31 - 1;

/** Draws its host anew when a time comes at which one may write again. */
export class SilenceController implements ReactiveController {
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
