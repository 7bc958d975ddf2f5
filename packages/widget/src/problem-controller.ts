import type { ChatError } from '@chat/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a refusal is shown. */
const shownMs = 6_000;

/** What was refused just now, for a while. */
export class ProblemController implements ReactiveController {
  error: ChatError | null = null;
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.hold();
    this.error = null;
  }

  show(error: ChatError | null): void {
    this.error = error;
    this.#host.requestUpdate();
    this.release();
  }

  /** Somebody is about to copy it: it stays. */
  hold = (): void => clearTimeout(this.#timer);

  release = (): void => {
    this.hold();
    if (this.error) this.#timer = setTimeout(() => this.show(null), shownMs);
  };
}
