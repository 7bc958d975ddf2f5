import { html, type TemplateResult } from 'lit';

export interface Shown {
  emoji: string;
  label: string;
}

export interface Section {
  name: string;
  icon: string;
  emojis: readonly Shown[];
}

/** The space between the picker and the edges of the window. */
export const edgePx = 8;

/**
 * Places an element of the top layer above or below an anchor, within the window; in a narrow one at the
 * bottom edge.
 */
export const placeNear = (box: HTMLElement, anchor: HTMLElement): void => {
  const { innerWidth, innerHeight } = box.ownerDocument.defaultView ?? window;
  const narrow = innerWidth < 480;
  box.classList.toggle('sheet', narrow);
  if (narrow) return;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const rtl = getComputedStyle(box).direction === 'rtl';
  const left = rtl ? at.right - width : at.left;
  const above = at.top - height - edgePx;
  const below = at.bottom + edgePx;
  const top = above >= edgePx ? above : Math.min(below, innerHeight - height - edgePx);
  box.style.left = `${Math.min(Math.max(edgePx, left), innerWidth - width - edgePx)}px`;
  box.style.top = `${Math.max(edgePx, top)}px`;
};

/**
 * Moves by arrow keys in a grid of emoji: left and right in reading order, up and down by rows, and down from
 * the search field.
 */
export const moveInGrid = (event: KeyboardEvent, root: ParentNode): void => {
  const all = [...root.querySelectorAll<HTMLElement>('.all:not([hidden]) .emoji')];
  const target = event.target as HTMLElement;
  const at = all.indexOf(target);
  const next = at < 0 ? (event.key === 'ArrowDown' ? all[0] : undefined) : neighbour(all, at, event.key);
  const upToSearch = at >= 0 && event.key === 'ArrowUp' && !next;
  const to = upToSearch ? root.querySelector<HTMLElement>('input') : next;
  if (!to) return;
  event.preventDefault();
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: 'nearest' });
};

/** The element that an arrow key, Home or End leads to. */
export const neighbour = (all: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined => {
  const rtl = getComputedStyle(all[at] as HTMLElement).direction === 'rtl';
  if (key === (rtl ? 'ArrowLeft' : 'ArrowRight')) return all[at + 1];
  if (key === (rtl ? 'ArrowRight' : 'ArrowLeft')) return all[at - 1];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return undefined;
  const here = (all[at] as HTMLElement).getBoundingClientRect();
  let best: HTMLElement | undefined;
  let top: number | undefined;
  for (let index = at + step; all[index]; index += step) {
    const box = (all[index] as HTMLElement).getBoundingClientRect();
    if (Math.abs(box.top - here.top) < 2) continue;
    top ??= box.top;
    if (Math.abs(box.top - top) > 2) break;
    const near = Math.abs(box.left - here.left);
    if (!best || near < Math.abs(best.getBoundingClientRect().left - here.left)) best = all[index];
  }
  return best;
};

/** How many emoji a picker has. */
export const countIn = (sections: readonly Section[]): number =>
  sections.reduce((sum, { emojis: { length } }) => sum + length, 0);

/** The first emoji of a section, the others as empty space. */
export const renderSection = ({ name, emojis: items }: Section, drawn: number): TemplateResult =>
  html`<section aria-label=${name}>
    <h3>${name}</h3>
    <div class="grid">${items.slice(0, drawn).map(emojiButton)}</div>
  </section>`;

export const emojiButton = ({ emoji, label }: Shown): TemplateResult =>
  html`<button type="button" class="emoji" tabindex="-1" title=${label} aria-label=${label}>
    ${emoji}
  </button>`;
