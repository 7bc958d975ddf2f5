import type { ReactiveController, ReactiveControllerHost } from 'lit';

const hideAfterMs = 4_000;

/** A press on what is hidden, not on a question that stays in sight. */
const isOnBar = ({ target }: Event): boolean => (target as Element).closest('.controls, .facts') !== null;

/**
 * Hides the controls over a picture after a few seconds. A tap or the focus shows them; a tap on a hidden
 * control only shows it. The controls stay in the accessibility tree, and stay in sight while one of them has
 * the focus by keyboard.
 */
export class HidingBar implements ReactiveController {
  hidden = false;
  #host: ReactiveControllerHost & HTMLElement;
  #mayHide: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #swallows = false;

  constructor(host: ReactiveControllerHost & HTMLElement, mayHide: () => boolean) {
    this.#host = host;
    this.#mayHide = mayHide;
    host.addController(this);
  }

  hostUpdated(): void {
    if (this.#mayHide()) this.#timer ??= setTimeout(() => this.#hide(), hideAfterMs);
    else this.hostDisconnected();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.hidden) return;
    this.hidden = false;
    this.#host.requestUpdate();
  }

  /** Listeners of the call's element, before those of its buttons. */
  readonly wake = {
    capture: true,
    handleEvent: (event: Event): void => {
      // A mouse moves before it presses; a finger does not.
      if (event.type === 'pointerdown') this.#swallows = this.hidden && isOnBar(event);
      if (event.type === 'click') {
        if (this.#swallows) event.stopPropagation();
        this.#swallows = false;
      }
      this.#show();
    },
  };

  #show(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.hidden) return this.hostUpdated();
    this.hidden = false;
    this.#host.requestUpdate();
  }

  #hide(): void {
    this.#timer = undefined;
    const focused = this.#host.shadowRoot?.querySelector('.controls :focus-visible');
    if (!this.#mayHide() || focused) return this.hostUpdated();
    this.hidden = true;
    this.#host.requestUpdate();
  }
}
