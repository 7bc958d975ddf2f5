/** The scroll metrics of an element, px. */
export interface ScrollBox {
  scrollTop: number;
  scrollHeight: number;
  clientHeight: number;
}

/** A row, and its top edge relative to the viewport's top, px. */
export interface Anchor {
  key: string;
  offset: number;
}

/** A reader this close to the end stays at the end, px. */
export const stickySlack = 32;
/** Older messages are loaded this far before the start, px. */
export const olderSlack = 600;

export const maxScrollTop = ({ scrollHeight, clientHeight }: ScrollBox): number =>
  Math.max(0, scrollHeight - clientHeight);

export const isAtEnd = (box: ScrollBox, slack = stickySlack): boolean =>
  maxScrollTop(box) - box.scrollTop <= slack;

/**
 * Whether a reader at the end is still there after a scroll event. Growing or shrinking content does not move them away
 * from the end: only scrolling up does.
 */
export const staysAtEnd = (before: ScrollBox, now: ScrollBox): boolean => {
  if (isAtEnd(now)) return true;
  const movedUp = now.scrollTop < before.scrollTop - 1 && now.scrollHeight >= before.scrollHeight;
  const sameSize = now.scrollHeight === before.scrollHeight && now.clientHeight === before.clientHeight;
  return !sameSize && !movedUp;
};

/** Whether to load older messages: the start is near, or the messages do not fill the viewport. */
export const isNearStart = (box: ScrollBox, slack = olderSlack): boolean => box.scrollTop < slack;

/** Edges of a row, px from the viewport's top. */
export interface RowBox {
  key: string;
  top: number;
  bottom: number;
}

/** Binary search: the first of `count` indexes for which the predicate holds; `count` if there is none. */
export const firstWhere = (count: number, holds: (index: number) => boolean): number => {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The first row that ends inside the viewport. Rows are in order, so few are measured. */
export const pickAnchor = (count: number, boxAt: (index: number) => RowBox): Anchor | null => {
  if (count === 0) return null;
  const { key, top } = boxAt(
    Math.min(
      count - 1,
      firstWhere(count, (index) => boxAt(index).bottom > 0),
    ),
  );
  return { key, offset: top };
};

/** The scroll position that restores the anchor. `topNow`: its current top edge in the viewport. */
export const placeAfter = (scrollTop: number, anchor: Anchor, topNow: number): number =>
  Math.max(0, scrollTop + topNow - anchor.offset);

/** The scroll position that puts a row at a share of the viewport's height: 0 top, 0.5 middle. */
export const placeAt = (box: ScrollBox, rowTop: number, rowHeight: number, share: number): number =>
  Math.min(maxScrollTop(box), Math.max(0, box.scrollTop + rowTop - (box.clientHeight - rowHeight) * share));

/** Whether a gap is near the viewport. */
export const isGapNear = (scroller: HTMLElement | null): boolean => {
  const gap = scroller?.querySelector('.gap')?.getBoundingClientRect();
  if (!scroller || !gap) return false;
  const { top, bottom } = scroller.getBoundingClientRect();
  return gap.bottom >= top - olderSlack && gap.top <= bottom + olderSlack;
};
