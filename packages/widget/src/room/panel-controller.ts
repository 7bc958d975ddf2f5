import {
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  html,
  type TemplateResult,
} from 'lit';
import { emit } from '../core/emit.ts';
import { features } from '../core/feature-registry.ts';
import type { Panel, PanelState, SlotContent, RoomContext } from '../core/feature.ts';
import { WidthController } from '../core/width-controller.ts';
import { deepActive } from '../dom/active-element.ts';
import { afterPaint } from '../dom/after-paint.ts';
import { icons } from '../ui/all-icons.ts';
import { isEscape } from '../dom/is-escape.ts';

export interface PanelOptions {
  panel: Panel;
  state: PanelState;
  context: RoomContext;
  /** Stands next to the messages; otherwise it covers them. */
  wide: boolean;
  onClose: () => void;
}

/** A panel of a room: next to the messages, or over them as a dialog that traps the focus. */
export const renderPanel = ({ panel, state, context, wide, onClose }: PanelOptions): TemplateResult => {
  const { language } = context;
  const title = panel.title(language, context, state.detail);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isEscape(event)) {
      event.stopPropagation();
      onClose();
    } else if (!wide) keepTabWithin(event, event.currentTarget as HTMLElement);
  };
  return html`<div
    class="panel"
    part=${`panel ${state.name}`}
    role=${wide ? 'complementary' : 'dialog'}
    aria-modal=${wide ? nothing : 'true'}
    aria-labelledby="panel-title"
    @keydown=${onKeyDown}
  >
    <div class="panel-top">
      <h2 id="panel-title">${title}</h2>
      <button type="button" class="icon-button" aria-label=${language.text('close')} @click=${onClose}>
        ${icons.close}
      </button>
    </div>
    ${panel.render(context, state.detail)}
  </div>`;
};

/** Elements that Tab reaches, through open shadow roots, in order. */
const tabStops = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.matches('button:not(:disabled), a[href], input, textarea, [tabindex="0"]') ? [element] : []),
    ...(element.shadowRoot ? tabStops(element.shadowRoot) : []),
  ]);

/** Keeps Tab within a sheet that covers the rest. */
const keepTabWithin = (event: KeyboardEvent, sheet: HTMLElement): void => {
  if (event.key !== 'Tab') return;
  const stops = tabStops(sheet);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (deepActive(sheet.ownerDocument) !== edge && stops.length > 1) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
};

/** Which panel of a room is open. The focus goes to it, and back to where it came from. */
export class PanelController implements ReactiveController {
  open: PanelState | null = null;
  #host: ReactiveControllerHost & HTMLElement;
  /** From 720 px on, a panel stands next to the messages; below, it covers them. */
  #width: WidthController;
  #opener: HTMLElement | null = null;
  /** The element of the panel that was drawn last. */
  #drawn: Element | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#width = new WidthController(host, 720);
    host.addController(this);
    host.addEventListener('chat-compose', this.#onCompose);
  }

  hostConnected(): void {}

  /** A panel is open and covers the messages. */
  get covers(): boolean {
    return this.#shown !== null && !this.#width.wide;
  }

  get #shown(): Panel | null {
    const { open } = this;
    return (open && features.find(({ name }) => name === open.name)?.panel) ?? null;
  }

  /** Opens a panel for an element inside the room. The same panel again, or none, closes it. */
  ask({ name, detail }: PanelState, opener: HTMLElement): void {
    if (!this.open) this.#opener = opener;
    const same = this.open?.name === name && this.open.detail === detail;
    this.show(same || !name ? null : { name, detail });
  }

  /** Closes the panel if it covers the composer, because the user is about to write. */
  #onCompose = (): void => {
    if (this.#width.wide) return;
    this.open = null;
    this.#host.requestUpdate();
  };

  /** The panel, if one is open and has been loaded. */
  render(context: RoomContext): SlotContent {
    const { open: state } = this;
    const panel = this.#shown;
    const { wide } = this.#width;
    return state && panel
      ? renderPanel({ panel, state, context, wide, onClose: () => this.show(null) })
      : nothing;
  }

  show(panel: PanelState | null): void {
    this.open = panel;
    this.#host.requestUpdate();
    void this.#lead(panel);
  }

  /** A panel that opens is painted over the messages first: making them narrower takes longer than the panel. */
  async #makeSpace(): Promise<void> {
    const panel = this.#host.shadowRoot?.querySelector('.panel') ?? null;
    if (panel === this.#drawn) return;
    this.#drawn = panel;
    panel?.classList.add('opening');
    await afterPaint();
    panel?.classList.remove('opening');
  }

  async #lead(panel: PanelState | null): Promise<void> {
    const host = this.#host;
    try {
      await features.find(({ name }) => name === panel?.name)?.lazy?.part.load();
    } catch (error) {
      this.open = null;
      emit(host, 'chat-error', { error });
    }
    await host.updateComplete;
    void this.#makeSpace();
    const find = (selector: string) => host.shadowRoot?.querySelector<HTMLElement>(`.panel ${selector}`);
    // A panel that takes the focus itself once it is loaded has the attribute.
    if (panel) (find('[takes-focus]') ?? find('.icon-button'))?.focus();
    else if (this.#opener?.isConnected) this.#opener.focus();
  }
}
