import { html, nothing, render } from 'lit';
import type { MessageAction } from '../../core/feature.ts';

/** Space between the toolbar and the bubble, or the edge of the list, px. */
const gapPx = 6;
/** How much of the bubble it covers if there is no space at the bubble's side, px. */
const overlapPx = 10;
/** A bubble of one or two lines has the toolbar at its middle, a taller one at its top, px. */
const lowBubblePx = 84;

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom' | 'width' | 'height'>;

export interface ToolbarSpace {
  bubble: Box;
  list: Box;
  width: number;
  height: number;
  /** The bubble stands at the end of the line. */
  own: boolean;
  rightToLeft: boolean;
}

/**
 * Returns where the toolbar stands, from the left and the top of the bubble: at the bubble's free side if there is space, else
 * over its upper edge. Pure.
 */
export const toolbarPlace = ({
  bubble,
  list,
  width,
  height,
  own,
  rightToLeft,
}: ToolbarSpace): { x: number; y: number } => {
  const onRight = own === rightToLeft;
  const free = onRight ? list.right - bubble.right : bubble.left - list.left;
  const top = list.top + gapPx - bubble.top;
  if (free >= width + 2 * gapPx) {
    const middle = bubble.height <= lowBubblePx ? (bubble.height - height) / 2 : 0;
    const lowest = Math.max(0, bubble.height - height);
    return { x: onRight ? bubble.width + gapPx : -width - gapPx, y: Math.max(middle, Math.min(top, lowest)) };
  }
  // At the end of a wide bubble, or where a narrow one begins.
  const atEnd = own || bubble.width >= width;
  const wanted = atEnd === rightToLeft ? gapPx : bubble.width - width - gapPx;
  const x = Math.min(
    Math.max(wanted, list.left + gapPx - bubble.left),
    list.right - gapPx - width - bubble.left,
  );
  const above = overlapPx - height;
  if (above >= top) return { x, y: above };
  const below = bubble.height - overlapPx;
  return { x, y: bubble.top + below + height <= list.bottom ? below : top };
};

export interface MessageToolbar {
  /** The row that it is in. */
  readonly row: HTMLElement | null;
  /** The user moves in it by keyboard. */
  readonly isFocused: boolean;
  show(row: HTMLElement): void;
  hide(): void;
  /** Runs after each draw. */
  refresh(): void;
  /** Moves the focus along its buttons; true if it did. */
  moveFocus(event: KeyboardEvent): boolean;
}

const moreOf = (row: HTMLElement): HTMLElement | null => row.querySelector<HTMLElement>('.line > .more');

/** The toolbar of a list: one element, which moves to the row under the pointer or with the focus. */
export const createMessageToolbar = (
  list: () => HTMLElement | null,
  itemIn: (row: HTMLElement) => unknown,
  actionsIn: (row: HTMLElement) => readonly MessageAction[],
  label: () => string,
): MessageToolbar => {
  const bar = document.createElement('div');
  bar.className = 'toolbar';
  bar.setAttribute('role', 'toolbar');
  // A press does not take the focus from the composer.
  bar.addEventListener('mousedown', (event) => event.preventDefault());
  let row: HTMLElement | null = null;
  /** The message that it was drawn for. */
  let drawn: unknown;

  const draw = (): void => {
    if (!row) return;
    const opener = moreOf(row);
    bar.ariaLabel = label();
    render(
      actionsIn(row).map(
        (action) =>
          html`<button
            type="button"
            tabindex="-1"
            class=${action.compact ? 'tool quick' : 'tool'}
            aria-label=${action.label}
            title=${action.compact ? nothing : action.label}
            aria-pressed=${action.checked ?? nothing}
            @click=${() => action.run(opener ?? bar)}
          >
            ${action.icon}
          </button>`,
      ),
      bar,
    );
  };

  const place = (): void => {
    const more = row && moreOf(row);
    const bubble = row?.querySelector('.bubble')?.getBoundingClientRect();
    const line = more?.parentElement?.getBoundingClientRect();
    const box = list()?.getBoundingClientRect();
    if (!row || !more || !bubble || !line || !box) return;
    const { offsetWidth: width, offsetHeight: height } = bar;
    const rightToLeft = getComputedStyle(bar).direction === 'rtl';
    const own = row.classList.contains('own');
    const { x, y } = toolbarPlace({ bubble, list: box, width, height, own, rightToLeft });
    const left = x + bubble.left - line.left;
    const top = y + bubble.top - line.top;
    Object.assign(bar.style, { left: `${left}px`, top: `${top}px` });
    const { offsetWidth, offsetHeight } = more;
    const inset = (height - offsetHeight) / 2;
    Object.assign(more.style, {
      left: `${rightToLeft ? left + inset : left + width - offsetWidth - inset}px`,
      top: `${top + inset}px`,
    });
  };

  const hide = (): void => {
    const more = row && moreOf(row);
    if (more) more.style.left = more.style.top = '';
    if (row) row.style.position = row.style.zIndex = '';
    row = null;
    bar.remove();
  };

  const show = (next: HTMLElement): void => {
    const more = moreOf(next);
    if (row !== next) hide();
    if (!more) return;
    row = next;
    // Above the next row.
    row.style.position = 'relative';
    row.style.zIndex = '1';
    drawn = itemIn(row);
    draw();
    if (bar.nextElementSibling !== more) more.before(bar);
    place();
  };

  return {
    get row() {
      return row;
    },
    get isFocused() {
      return row?.querySelector('.line > .more:focus-visible, .toolbar :focus-visible') != null;
    },
    show,
    hide,
    refresh() {
      if (!row) return;
      if (!row.isConnected) return hide();
      // Measuring costs a layout.
      if (itemIn(row) !== drawn || bar.nextElementSibling !== moreOf(row)) show(row);
    },
    moveFocus(event) {
      const more = row && moreOf(row);
      const stops = [...bar.querySelectorAll('button'), ...(more ? [more] : [])];
      const at = stops.indexOf(event.target as HTMLButtonElement);
      if (at < 0) return false;
      const forward = getComputedStyle(bar).direction === 'rtl' ? -1 : 1;
      const to = { ArrowRight: at + forward, ArrowLeft: at - forward }[event.key];
      if (to === undefined) return false;
      event.preventDefault();
      stops.at(to % stops.length)?.focus();
      return true;
    },
  };
};
