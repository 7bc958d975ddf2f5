import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Says when what is at the end of the list has been seen: the page is shown, and the element is on the screen. */
export class ReadController implements ReactiveController {
  #host: ReactiveControllerHost & HTMLElement;
  #onChange: () => void;
  #observer: IntersectionObserver | null = null;
  #onScreen = false;
  /** A chat may move to another window. */
  #page: Document | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  get seen(): boolean {
    // Who is hidden is told so by the observer, but only after the next frame.
    return this.#onScreen && this.#page?.visibilityState === 'visible' && this.#host.checkVisibility();
  }

  hostConnected(): void {
    this.#observer = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)?.isIntersecting ?? false;
      this.#onChange();
    });
    this.#observer.observe(this.#host);
    this.#page = this.#host.ownerDocument;
    this.#page.addEventListener('visibilitychange', this.#onChange);
  }

  hostDisconnected(): void {
    this.#onScreen = false;
    this.#observer?.disconnect();
    this.#page?.removeEventListener('visibilitychange', this.#onChange);
  }
}
