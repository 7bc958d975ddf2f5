import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How long a refusal is shown. */
const shownMs = 6_000;

/** What was refused just now, for a while. */
export class ProblemController implements ReactiveController {
  text = '';
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.text = '';
  }

  show(text: string): void {
    clearTimeout(this.#timer);
    this.text = text;
    this.#host.requestUpdate();
    if (text) this.#timer = setTimeout(() => this.show(''), shownMs);
  }
}
