export const corners = ['bottom-end', 'bottom-start', 'top-end', 'top-start'] as const;
export type Corner = (typeof corners)[number];

/** An area of the viewport, px from its left and upper edge. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

type Size = Pick<HTMLElement, 'offsetWidth' | 'offsetHeight'>;

/** Returns where the upper left of a box is that stands in a corner of the area. */
export const cornerPoint = (
  corner: Corner,
  { offsetWidth, offsetHeight }: Size,
  { left, top, right, bottom }: Area,
  isRtl: boolean,
): { x: number; y: number } => {
  const isRight = corner.endsWith('end') !== isRtl;
  return {
    x: isRight ? Math.max(left, right - offsetWidth) : left,
    y: corner.startsWith('bottom') ? Math.max(top, bottom - offsetHeight) : top,
  };
};

/** Returns the corner of the area that a box is nearest to. */
export const nearestCorner = (box: Area, area: Area, isRtl: boolean): Corner => {
  const isRight = box.left + box.right > area.left + area.right;
  const isLow = box.top + box.bottom > area.top + area.bottom;
  return `${isLow ? 'bottom' : 'top'}-${isRight === isRtl ? 'start' : 'end'}`;
};
