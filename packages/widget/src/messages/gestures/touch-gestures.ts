const holdMs = 450;
/** A finger that moves less than this rests, px. */
const slackPx = 10;
/** A swipe this far replies when the finger is lifted, px. */
const snapPx = 56;
const doubleTapMs = 300;
const doubleTapPx = 30;
/** Touches there belong to what the element does itself. */
const ownGestures = 'audio, video, input, textarea, select, pre, [role=slider]';
const pressable = `a, button, summary, ${ownGestures}`;

export interface TouchOptions {
  /** The row of a message with actions. */
  rowOf(target: Element): HTMLElement | null;
  canSwipe(): boolean;
  arrow(): Node;
  onHold(row: HTMLElement): void;
  onReply(row: HTMLElement): void;
  onDoubleTap(row: HTMLElement): void;
}

export interface TouchGestures {
  /** A finger rests on a message, or holds it. */
  readonly isPressing: boolean;
  /** The click that follows a long press is none. */
  readonly swallowsClick: boolean;
  handleEvent(event: PointerEvent, target: Element): void;
  /** The browser has noticed the long press first. */
  hold(): void;
}

interface Press {
  id: number;
  row: HTMLElement;
  x: number;
  y: number;
  at: number;
  /** Whether a tap there may be the first of a double tap. */
  taps: boolean;
  phase: 'resting' | 'swiping' | 'held' | 'over';
}

/** Where the bubble is when the finger has moved by `px`: it follows, and gets heavier behind the point where it snaps. */
const follow = (px: number): number => (px <= snapPx ? px : snapPx + (px - snapPx) * 0.25);

/** The end of a long press is no tap on the menu that has come under the finger. */
const releaseCalmly = (row: HTMLElement): void => {
  const over = new AbortController();
  const { signal } = over;
  const release = (event: Event): void => {
    event.preventDefault();
    over.abort();
  };
  row.addEventListener('touchend', release, { signal, passive: false });
  row.addEventListener('touchcancel', () => over.abort(), { signal });
};

/** Long press, swipe to reply and double tap, for fingers. Vertical moves stay the browser's, which scrolls. */
export const createTouchGestures = (options: TouchOptions): TouchGestures => {
  const arrow = document.createElement('div');
  arrow.className = 'swipe-arrow';
  arrow.ariaHidden = 'true';
  let press: Press | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastTap: Pick<Press, 'row' | 'x' | 'y' | 'at'> | null = null;
  let swallows = false;

  const hold = (): void => {
    clearTimeout(timer);
    if (press?.phase !== 'resting') return;
    press.phase = 'held';
    swallows = true;
    releaseCalmly(press.row);
    options.onHold(press.row);
  };

  const down = (event: PointerEvent, target: Element): void => {
    swallows = false;
    end();
    const row = event.isPrimary ? options.rowOf(target) : null;
    if (!row || target.closest(ownGestures)) return;
    const { pointerId: id, clientX: x, clientY: y, timeStamp: at } = event;
    press = { id, row, x, y, at, taps: !target.closest(pressable), phase: 'resting' };
    // A link has a menu of the browser's.
    if (!target.closest('a[href]')) timer = setTimeout(hold, holdMs);
  };

  /** How far the finger has moved towards the end of the line. */
  const towardsEnd = ({ clientX }: PointerEvent, { row, x }: Press): number =>
    (clientX - x) * (getComputedStyle(row).direction === 'rtl' ? -1 : 1);

  const move = (event: PointerEvent): void => {
    if (!press || event.pointerId !== press.id) return;
    const along = towardsEnd(event, press);
    if (press.phase === 'resting') {
      const across = Math.abs(event.clientY - press.y);
      if (Math.hypot(along, across) < slackPx) return;
      clearTimeout(timer);
      const swipes = along > 1.5 * across && options.canSwipe();
      press.phase = swipes ? 'swiping' : 'over';
    }
    if (press.phase === 'swiping') draw(press.row, along);
  };

  const draw = (row: HTMLElement, along: number): void => {
    const stack = row.querySelector<HTMLElement>('.stack');
    if (!stack) return;
    if (arrow.parentElement !== stack) {
      arrow.replaceChildren(options.arrow());
      stack.prepend(arrow);
      stack.style.position = 'relative';
    }
    const px = follow(Math.max(0, along));
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const sign = getComputedStyle(row).direction === 'rtl' ? -1 : 1;
    if (!calm) stack.style.translate = `${sign * px}px`;
    arrow.style.opacity = String(Math.min(1, px / snapPx));
    arrow.classList.toggle('ready', along >= snapPx);
  };

  /** The bubble goes back. */
  const end = (): void => {
    clearTimeout(timer);
    const stack = press?.phase === 'swiping' ? press.row.querySelector<HTMLElement>('.stack') : null;
    const from = stack?.style.translate;
    if (stack && from) {
      stack.style.translate = '';
      stack.animate([{ translate: from }, { translate: '0px' }], { duration: 160, easing: 'ease-out' });
    }
    if (stack) stack.style.position = '';
    arrow.remove();
    press = null;
  };

  const up = (event: PointerEvent): void => {
    if (!press || event.pointerId !== press.id) return;
    const { row, phase } = press;
    const replies = phase === 'swiping' && towardsEnd(event, press) >= snapPx;
    const tapped = phase === 'resting' && press.taps ? press : null;
    end();
    if (replies) options.onReply(row);
    if (tapped) tap(tapped);
    else lastTap = null;
  };

  const tap = ({ row, x, y, at }: Press): void => {
    const isDouble =
      lastTap?.row === row &&
      at - lastTap.at < doubleTapMs &&
      Math.hypot(x - lastTap.x, y - lastTap.y) < doubleTapPx;
    lastTap = isDouble ? null : { row, x, y, at };
    if (isDouble) options.onDoubleTap(row);
  };

  return {
    get isPressing() {
      return press?.phase === 'resting' || press?.phase === 'held';
    },
    get swallowsClick() {
      return swallows;
    },
    hold,
    handleEvent(event, target) {
      if (event.type === 'pointerdown') down(event, target);
      else if (event.type === 'pointermove') move(event);
      else if (event.type === 'pointerup') up(event);
      else if (event.pointerId === press?.id) end();
    },
  };
};
