import { html, nothing, type TemplateResult } from 'lit';

export interface Shown {
  /** An emoji, or the `:name:` of a custom one, which has a `url`. */
  emoji: string;
  url?: string;
  label: string;
}

export interface Section {
  name: string;
  icon: string;
  emojis: readonly Shown[];
}

/** The space between the picker and the edges of the window. */
export const edgePx = 8;
/** Emoji that are drawn before the picker shows, which fill it. */
export const firstDrawn = 64;
/** The others follow, so many per frame. */
export const drawnPerFrame = 120;

/** Keeps the emoji of a list; without a list, all. */
export const isIn =
  (allowed: readonly string[] | null) =>
  ({ emoji }: Shown): boolean =>
    allowed?.includes(emoji) ?? true;

/**
 * Measures an element of the top layer, and returns a function that places it above or below an anchor, within the
 * window; in a narrow one at the bottom edge.
 */
export const placeNear = (box: HTMLElement, anchor: HTMLElement): (() => void) => {
  const { innerWidth, innerHeight } = box.ownerDocument.defaultView ?? window;
  const narrow = innerWidth < 480;
  if (narrow !== box.classList.contains('sheet')) box.classList.toggle('sheet', narrow);
  if (narrow) return () => {};
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const rtl = getComputedStyle(box).direction === 'rtl';
  const left = rtl ? at.right - width : at.left;
  const above = at.top - height - edgePx;
  const below = at.bottom + edgePx;
  const top = above >= edgePx ? above : Math.min(below, innerHeight - height - edgePx);
  return () => {
    box.style.left = `${Math.min(Math.max(edgePx, left), innerWidth - width - edgePx)}px`;
    box.style.top = `${Math.max(edgePx, top)}px`;
  };
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

/** Moves by arrow keys between the groups, and down from them into the grid. */
export const moveInGroups = (event: KeyboardEvent, target: HTMLElement, root: ParentNode): void => {
  const buttons = [...root.querySelectorAll<HTMLElement>('.groups button')];
  const to =
    event.key === 'ArrowDown'
      ? root.querySelector<HTMLElement>('.all:not([hidden]) .emoji[tabindex="0"]')
      : neighbour(buttons, buttons.indexOf(target), event.key);
  if (!to) return;
  event.preventDefault();
  to.focus({ preventScroll: true });
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

export const sectionOf = (name: string, emojis: readonly Shown[]): Section => ({
  name,
  icon: emojis[0]?.emoji ?? '',
  emojis,
});

/** How many emoji of each section are drawn, of `count` in all. */
export const drawnIn = (sections: readonly Section[], count: number): number[] => {
  let left = count;
  return sections.map(({ emojis: { length } }) => {
    const drawn = Math.min(left, length);
    left -= drawn;
    return drawn;
  });
};

/** How many emoji a picker has. */
export const countIn = (sections: readonly Section[]): number =>
  sections.reduce((sum, { emojis: { length } }) => sum + length, 0);

/** Gives each group the space of its emoji, drawn or not. */
export const reserveRows = (
  groups: readonly HTMLElement[],
  sections: readonly Section[],
  columns: number,
): void =>
  groups.forEach(({ style }, index) => {
    const rows = String(Math.ceil((sections[index]?.emojis.length ?? 0) / columns));
    if (style.getPropertyValue('--_rows') !== rows) style.setProperty('--_rows', rows);
  });

/** The first emoji of a section, the others as empty space. */
export const renderSection = ({ name, emojis: items }: Section, drawn: number): TemplateResult =>
  html`<section aria-label=${name}>
    <h3>${name}</h3>
    <div class="grid">${items.slice(0, drawn).map(emojiButton)}</div>
  </section>`;

export const emojiButton = ({ emoji, label, url }: Shown): TemplateResult =>
  html`<button
    type="button"
    class="emoji"
    data-emoji=${url ? emoji : nothing}
    tabindex="-1"
    title=${label}
    aria-label=${label}
  >
    ${url ? html`<img src=${url} alt="" loading="lazy" draggable="false" />` : emoji}
  </button>`;

/** Returns the emoji of a button, or the `:name:` of a custom one. */
export const emojiAt = (button: Element | null | undefined): string | undefined =>
  (button as HTMLElement | null | undefined)?.dataset.emoji ?? button?.textContent?.trim();
