import type { ChatError } from '@chat/protocol';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a refusal is shown. */
const shownMs = 6_000;

/** What was refused or done just now, for a while. */
export class ProblemController implements ReactiveController {
  error: ChatError | null = null;
  /** What was done, in words. */
  done = '';
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.hold();
    this.error = null;
    this.done = '';
  }

  show(error: ChatError | null, done = ''): void {
    this.error = error;
    this.done = done;
    this.#host.requestUpdate();
    this.release();
  }

  /** Somebody is about to copy it: it stays. */
  hold = (): void => clearTimeout(this.#timer);

  release = (): void => {
    this.hold();
    if (this.error || this.done) this.#timer = setTimeout(() => this.show(null), shownMs);
  };
}
