/** Zooms and moves a picture, and reports swipes. */
export interface Zoom {
  readonly isZoomed: boolean;
  /** Zooms in at a point of the window, or out again. */
  toggle(at?: { x: number; y: number }): void;
  /** Zooms by a factor. */
  by(factor: number): void;
  /** Moves a zoomed picture, px. */
  pan(x: number, y: number): void;
  /** Shows the whole picture. */
  reset(): void;
}

export interface ZoomOptions {
  /** The picture; null while there is none. */
  picture(): HTMLElement | null;
  /** A swipe of a picture that is not zoomed: -1 to the left, 1 to the right. */
  onSwipe(direction: 1 | -1): void;
  /** A swipe down. */
  onDismiss(): void;
  onChange(): void;
}

const doubleTapMs = 300;
const closeBy = 2.5;
const mostScale = 6;
const swipePx = 48;
const dismissPx = 110;
const tapPx = 8;

interface Point {
  x: number;
  y: number;
}

const between = (from: Point, to: Point): number => Math.hypot(to.x - from.x, to.y - from.y);
const middle = (from: Point, to: Point): Point => ({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 });

/**
 * Makes the picture on a stage zoomable: two fingers or a double tap, a click or the wheel with Ctrl. A finger swipes
 * between pictures and down to close.
 */
export const createZoom = (stage: HTMLElement, options: ZoomOptions): Zoom => {
  const fingers = new Map<number, Point>();
  let scale = 1;
  let moved: Point = { x: 0, y: 0 };
  let start: Point = { x: 0, y: 0 };
  let isDragged = false;
  let wasPinched = false;
  let tappedAt = 0;

  /** Keeps an edge of a zoomed picture from leaving the opposite side. */
  const clamp = (): void => {
    const picture = options.picture();
    if (!picture) return;
    const mostX = Math.max(0, (picture.offsetWidth * scale - stage.clientWidth) / 2);
    const mostY = Math.max(0, (picture.offsetHeight * scale - stage.clientHeight) / 2);
    moved = {
      x: Math.min(mostX, Math.max(-mostX, moved.x)),
      y: Math.min(mostY, Math.max(-mostY, moved.y)),
    };
  };

  const draw = (drag: Point = { x: 0, y: 0 }): void => {
    const picture = options.picture();
    if (!picture) return;
    const { x, y } = { x: moved.x + drag.x, y: moved.y + drag.y };
    picture.style.transform =
      scale === 1 && x === 0 && y === 0 ? '' : `translate(${x}px, ${y}px) scale(${scale})`;
  };

  const set = (next: number, at?: Point): void => {
    const before = scale;
    scale = Math.min(mostScale, Math.max(1, next));
    const box = stage.getBoundingClientRect();
    const centre = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
    const point = at ?? centre;
    // The point under the finger stays under it.
    const factor = scale / before;
    moved = {
      x: (moved.x - (point.x - centre.x)) * factor + (point.x - centre.x),
      y: (moved.y - (point.y - centre.y)) * factor + (point.y - centre.y),
    };
    clamp();
    draw();
    if ((before === 1) !== (scale === 1)) options.onChange();
  };

  const zoom: Zoom = {
    get isZoomed() {
      return scale > 1;
    },
    toggle: (at) => set(scale > 1 ? 1 : closeBy, at),
    by: (factor) => set(scale * factor),
    pan: (x, y) => {
      moved = { x: moved.x + x, y: moved.y + y };
      clamp();
      draw();
    },
    reset: () => {
      const wasZoomed = scale > 1;
      scale = 1;
      moved = { x: 0, y: 0 };
      draw();
      if (wasZoomed) options.onChange();
    },
  };

  const onMove = (event: PointerEvent): void => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const point = { x: event.clientX, y: event.clientY };
    const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, each]) => each);
    fingers.set(event.pointerId, point);
    if (other) {
      wasPinched = true;
      set((scale * between(point, other)) / Math.max(1, between(last, other)), middle(point, other));
      return;
    }
    if (between(start, point) > tapPx) isDragged = true;
    if (scale > 1) zoom.pan(point.x - last.x, point.y - last.y);
    else if (isDragged && event.pointerType !== 'mouse')
      draw(
        directionOf(start, point) === 'down'
          ? { x: 0, y: point.y - start.y }
          : { x: point.x - start.x, y: 0 },
      );
  };

  const onEnd = (event: PointerEvent): void => {
    if (!fingers.delete(event.pointerId) || fingers.size > 0) return;
    draw();
    if (wasPinched || event.type !== 'pointerup') return;
    const point = { x: event.clientX, y: event.clientY };
    const isFinger = event.pointerType !== 'mouse';
    if (isDragged && isFinger && scale === 1) {
      const [x, y] = [point.x - start.x, point.y - start.y];
      if (directionOf(start, point) === 'down') {
        if (y > dismissPx) options.onDismiss();
      } else if (Math.abs(x) > swipePx) options.onSwipe(x < 0 ? -1 : 1);
      return;
    }
    if (isDragged || !isFinger) return;
    const isSecond = event.timeStamp - tappedAt < doubleTapMs;
    tappedAt = isSecond ? 0 : event.timeStamp;
    if (isSecond) zoom.toggle(point);
  };

  stage.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || (event.target as Element).closest('audio, video')) return;
    if (fingers.size === 0) {
      start = { x: event.clientX, y: event.clientY };
      isDragged = wasPinched = false;
    }
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  stage.addEventListener('pointermove', onMove);
  stage.addEventListener('pointerup', onEnd);
  stage.addEventListener('pointercancel', onEnd);
  stage.addEventListener('pointerleave', onEnd); // a mouse; fingers are captured
  stage.addEventListener('dragstart', (event) => event.preventDefault());
  stage.addEventListener(
    'click',
    (event) => {
      // A finger zooms by a double tap; the click after a drag is none.
      const isKey = event.detail === 0;
      const isFinger = event.pointerType === 'touch';
      if (!isKey && (isDragged || wasPinched || isFinger)) event.stopPropagation();
    },
    true,
  );
  stage.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      set(scale * Math.exp(-event.deltaY / 200), { x: event.clientX, y: event.clientY });
    },
    { passive: false },
  );
  return zoom;
};

/** Whether a finger moves down rather than to a side. */
const directionOf = (from: Point, to: Point): 'down' | 'aside' =>
  to.y - from.y > Math.abs(to.x - from.x) ? 'down' : 'aside';
