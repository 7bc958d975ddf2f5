import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';

/** `<chat-captions>`: the captions of the room, which stand in the slot if the page has none of its own. */
interface RoomCaptions extends HTMLElement {
  /** The user shows them. */
  readonly isOn: boolean;
  /** Something is being said. */
  readonly isShowing: boolean;
  /** They are seen here, and not above the composer. */
  isOnStage: boolean;
  toggle(): void;
}

const roomCaptionsIn = (nodes: readonly Node[]): RoomCaptions | undefined =>
  nodes.find((node): node is RoomCaptions => node.nodeName === 'CHAT-CAPTIONS');

type Host = ReactiveControllerHost & HTMLElement;

/** Speech as text, in the slot `captions`: of the page, else of the room. Without any, nothing shows. */
export class Captions implements ReactiveController {
  #host: Host;
  #isSmall: () => boolean;
  #nodes: readonly Node[] = [];
  /** The user shows the captions of the page. */
  #isOn = true;

  /** `isSmall`: the call is a small picture without captions. */
  constructor(host: Host, isSmall: () => boolean) {
    this.#host = host;
    this.#isSmall = isSmall;
    host.addController(this);
  }

  /** The switch; null if there are no captions. */
  get control(): { on: boolean; toggle(): Promise<void> } | null {
    if (this.#nodes.length === 0) return null;
    const ofRoom = roomCaptionsIn(this.#nodes);
    return {
      on: ofRoom ? ofRoom.isOn : this.#isOn,
      toggle: async () => {
        if (ofRoom) ofRoom.toggle();
        else this.#isOn = !this.#isOn;
        this.#host.requestUpdate();
      },
    };
  }

  hostUpdated(): void {
    const slot = this.#host.shadowRoot?.querySelector<HTMLSlotElement>('slot[name=captions]');
    const before = this.#nodes;
    this.#nodes = slot?.assignedNodes({ flatten: true }) ?? [];
    const [was, is] = [roomCaptionsIn(before), roomCaptionsIn(this.#nodes)];
    if (was && was !== is) was.isOnStage = false;
    if (is) is.isOnStage = !this.#isSmall();
    if (was !== is || before.length !== this.#nodes.length) this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    const ofRoom = roomCaptionsIn(this.#nodes);
    if (ofRoom) ofRoom.isOnStage = false;
    this.#nodes = [];
  }

  #onChange = (): void => this.#host.requestUpdate();

  render(label: string): TemplateResult {
    const ofRoom = roomCaptionsIn(this.#nodes);
    const isShown = ofRoom ? ofRoom.isShowing : this.#isOn && this.#nodes.length > 0;
    // The captions of a room are a region themselves.
    return html`<div
      class="captions"
      part="captions"
      role=${ofRoom ? 'presentation' : 'region'}
      aria-label=${ofRoom ? nothing : label}
      ?hidden=${!isShown}
    >
      <slot name="captions" @slotchange=${this.#onChange} @change=${this.#onChange}></slot>
    </div>`;
  }
}
