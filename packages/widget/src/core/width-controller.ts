import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Whether an element has at least a given width. */
export class WidthController implements ReactiveController {
  wide = false;
  #host: ReactiveControllerHost & HTMLElement;
  #sizes: ResizeObserver | null = null;
  #fromPx: number;

  constructor(host: ReactiveControllerHost & HTMLElement, fromPx: number) {
    this.#host = host;
    this.#fromPx = fromPx;
    host.addController(this);
  }

  hostConnected(): void {
    this.wide = this.#host.clientWidth >= this.#fromPx;
    this.#sizes = new ResizeObserver(([entry]) => {
      const wide = (entry?.contentRect.width ?? 0) >= this.#fromPx;
      if (wide === this.wide) return;
      this.wide = wide;
      this.#host.requestUpdate();
    });
    this.#sizes.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#sizes?.disconnect();
  }
}
