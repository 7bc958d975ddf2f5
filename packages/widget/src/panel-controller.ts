import { nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { emit } from './emit.ts';
import { features } from './features/index.ts';
import { late } from './late.ts';
import type { PanelState, Piece, RoomPlace } from './places.ts';

const frame = late(() => import('./panel-sheet.ts'));

/** Which panel of a room is open. The focus goes to it, and back to where it came from. */
export class PanelController implements ReactiveController {
  open: PanelState | null = null;
  #host: ReactiveControllerHost & HTMLElement;
  #isBeside: () => boolean;
  #opener: HTMLElement | null = null;

  /** Asked for from inside; the same once more closes it, and so does none. */
  #onPanel = (event: CustomEvent<PanelState>): void => {
    event.stopPropagation();
    const { name, detail } = event.detail;
    if (!this.open) this.#opener = event.composedPath()[0] as HTMLElement;
    const same = this.open?.name === name && this.open.detail === detail;
    this.show(same || !name ? null : event.detail);
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

  /** The panel, if one is open and has been loaded. */
  render(place: RoomPlace, wide: boolean): Piece {
    const state = this.open;
    const feature = state && features.find(({ name }) => name === state.name);
    feature?.later?.part.want();
    const panel = feature?.panel;
    const sheet = panel && frame.want();
    if (!state || !panel || !sheet) return nothing;
    return sheet.panelSheet({ panel, state, place, wide, onClose: () => this.show(null) });
  }

  show(panel: PanelState | null): void {
    const { shadowRoot } = this.#host;
    this.open = panel;
    this.#host.requestUpdate();
    const drawn = panel ? frame.load().then(() => this.#host.updateComplete) : this.#host.updateComplete;
    drawn.then(
      () => {
        if (panel) shadowRoot?.querySelector<HTMLElement>('.panel .icon-button')?.focus();
        else if (this.#opener?.isConnected) this.#opener.focus();
      },
      (error: unknown) => {
        this.open = null;
        emit(this.#host, 'chat-error', { error });
      },
    );
  }
}
