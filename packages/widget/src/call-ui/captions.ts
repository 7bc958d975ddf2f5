import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';

/** Speech as text. The page supplies it in the slot `captions`; without any, nothing shows. */
export class Captions {
  /** The page supplies captions. */
  exist = false;
  /** The user shows them. */
  on = true;
  #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** The switch; null if there are no captions. */
  get control(): { on: boolean; toggle(): Promise<void> } | null {
    if (!this.exist) return null;
    return {
      on: this.on,
      toggle: async () => {
        this.on = !this.on;
        this.#host.requestUpdate();
      },
    };
  }

  #onChange = (event: Event): void => {
    this.exist = (event.target as HTMLSlotElement).assignedNodes({ flatten: true }).length > 0;
    this.#host.requestUpdate();
  };

  render(label: string): TemplateResult {
    return html`<div
      class="captions"
      part="captions"
      role="region"
      aria-label=${label}
      ?hidden=${!this.exist || !this.on}
    >
      <slot name="captions" @slotchange=${this.#onChange}></slot>
    </div>`;
  }
}
