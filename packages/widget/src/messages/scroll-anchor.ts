/** What a scroller says of itself, px. */
export interface ScrollBox {
  scrollTop: number;
  scrollHeight: number;
  clientHeight: number;
}

/** A row and where its top edge stands in the viewport, px from the viewport's top. */
export interface Anchor {
  key: string;
  offset: number;
}

/** A reader this close to the end wants to see what comes next. */
export const stickySlack = 32;
/** Older messages are fetched before the reader meets the edge. */
export const olderSlack = 600;

export const maxScrollTop = ({ scrollHeight, clientHeight }: ScrollBox): number =>
  Math.max(0, scrollHeight - clientHeight);

export const isAtEnd = (box: ScrollBox, slack = stickySlack): boolean =>
  maxScrollTop(box) - box.scrollTop <= slack;

/**
 * Whether a reader who was at the end still is, after a scroll event. What grew or shrank meanwhile took nobody away from
 * the end: only a move up did.
 */
export const staysAtEnd = (before: ScrollBox, now: ScrollBox): boolean => {
  if (isAtEnd(now)) return true;
  const movedUp = now.scrollTop < before.scrollTop - 1 && now.scrollHeight >= before.scrollHeight;
  const sameSize = now.scrollHeight === before.scrollHeight && now.clientHeight === before.clientHeight;
  return !sameSize && !movedUp;
};

/** Older messages are wanted: the start is near, or all that there is does not fill the viewport. */
export const isNearStart = (box: ScrollBox, slack = olderSlack): boolean => box.scrollTop < slack;

/** Edges of a row, px from the viewport's top. */
export interface RowBox {
  key: string;
  top: number;
  bottom: number;
}

/** The first of `count` places in order for which something holds that holds for all behind it; `count` when for none. */
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

/** The row the reader's eye rests on: the first whose end is inside the viewport. Rows are in order, so few are measured. */
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

/** Where to scroll so that the anchor stands where it stood. `topNow` is its top edge in the viewport as it is now. */
export const placeAfter = (scrollTop: number, anchor: Anchor, topNow: number): number =>
  Math.max(0, scrollTop + topNow - anchor.offset);

/** Where to scroll so that a row of this height stands at a share of the viewport's height: 0 top, 0.5 middle. */
export const placeAt = (box: ScrollBox, rowTop: number, rowHeight: number, share: number): number =>
  Math.min(maxScrollTop(box), Math.max(0, box.scrollTop + rowTop - (box.clientHeight - rowHeight) * share));

/** Whether messages are missing near to what the reader sees. */
export const isGapNear = (scroller: HTMLElement | null): boolean => {
  const gap = scroller?.querySelector('.gap')?.getBoundingClientRect();
  if (!scroller || !gap) return false;
  const { top, bottom } = scroller.getBoundingClientRect();
  return gap.bottom >= top - olderSlack && gap.top <= bottom + olderSlack;
};
