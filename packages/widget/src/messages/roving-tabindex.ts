import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A roving tabindex for a list of messages: arrows, Home and End move within it. Rows have a `data-key`. */
export class RovingController implements ReactiveController {
  /** Key of the row that is the tab stop; null: the last one. */
  active: string | null = null;
  #host: ReactiveControllerHost & HTMLElement;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The button of a day is a tab stop if the message that is one is of that day. */
  hostUpdated(): void {
    const root = this.#host.shadowRoot;
    let day = root?.querySelector('[data-message][tabindex="0"]') ?? null;
    while (day && !day.matches('.day')) day = day.previousElementSibling;
    for (const button of root?.querySelectorAll<HTMLElement>('.day-button') ?? []) {
      const tabIndex = button.parentElement === day ? 0 : -1;
      if (button.tabIndex !== tabIndex) button.tabIndex = tabIndex;
    }
  }

  onFocusIn = (event: FocusEvent): void => {
    const row = (event.target as Element).closest<HTMLElement>('[data-message]');
    if (row && row.dataset.key !== this.active) {
      this.active = row.dataset.key ?? null;
      this.#host.requestUpdate();
    }
  };

  onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const rows = [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>('[data-message]') ?? [])];
    const at = rows.findIndex((row) => row.contains(event.target as Node));
    if (at < 0) return;
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    const row = to === undefined ? undefined : rows[to];
    if (!row) return;
    event.preventDefault();
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  };
}
