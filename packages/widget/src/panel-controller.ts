import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PanelState } from './places.ts';

/** Which panel of a room is open. The focus goes to it, and back to where it came from. */
export class PanelController implements ReactiveController {
  open: PanelState | null = null;
  #host: ReactiveControllerHost & HTMLElement;
  #isBeside: () => boolean;
  #opener: HTMLElement | null = null;

  /** Asked for from inside; the same once more closes it. */
  #onPanel = (event: CustomEvent<PanelState>): void => {
    event.stopPropagation();
    const { name, detail } = event.detail;
    if (!this.open) this.#opener = event.composedPath()[0] as HTMLElement;
    this.show(this.open?.name === name && this.open.detail === detail ? null : event.detail);
  };

  /** `isBeside`: it stands beside the messages, and does not cover them. */
  constructor(host: ReactiveControllerHost & HTMLElement, isBeside: () => boolean) {
    this.#host = host;
    this.#isBeside = isBeside;
    host.addController(this);
    host.addEventListener('chat-panel', this.#onPanel as EventListener);
    host.addEventListener('chat-compose', this.#onCompose);
  }

  hostConnected(): void {}

  /** Something is to be written, and the panel covers where. */
  #onCompose = (): void => {
    if (this.#isBeside()) return;
    this.open = null;
    this.#host.requestUpdate();
  };

  show(panel: PanelState | null): void {
    const { shadowRoot } = this.#host;
    this.open = panel;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      if (panel) shadowRoot?.querySelector<HTMLElement>('.panel .icon-button')?.focus();
      else if (this.#opener?.isConnected) this.#opener.focus();
    });
  }
}
