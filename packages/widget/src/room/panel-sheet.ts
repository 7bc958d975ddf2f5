import { html, nothing, type TemplateResult } from 'lit';
import { deepActive } from '../dom/active-element.ts';
import { icons } from '../ui/all-icons.ts';
import { isEscape } from '../dom/is-escape.ts';
import type { Panel, PanelState, RoomPlace } from '../core/feature.ts';

export interface SheetOptions {
  panel: Panel;
  state: PanelState;
  place: RoomPlace;
  /** Stands beside the messages; else it covers them. */
  wide: boolean;
  onClose: () => void;
}

/** A panel of a room: beside the messages, or over them as a dialog that holds the focus. */
export const panelSheet = ({ panel, state, place, wide, onClose }: SheetOptions): TemplateResult => {
  const { language } = place;
  const title = panel.title(language, place);
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
    ${panel.render(place, state.detail)}
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
