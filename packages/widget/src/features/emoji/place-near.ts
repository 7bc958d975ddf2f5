const edgePx = 8;

/** Puts what is in the top layer above or below an anchor, within the window; on a narrow one at its lower edge. */
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
