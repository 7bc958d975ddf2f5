import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { StageTexts } from './stage-texts.ts';
import { onDevice } from '../dom/browser-storage.ts';
import { cornerPoint, corners, nearestCorner, type Area, type Corner } from './corners.ts';

/** How a call is shown: in its place, over the whole screen of a phone, or as a small picture over the page. */
export type CallView = 'inline' | 'full' | 'small';

type Host = ReactiveControllerHost & HTMLElement;

const phone = '(pointer: coarse) and ((width <= 640px) or (height <= 480px))';
const marginPx = 12;
/** A pointer that moves less than this presses the picture. */
const dragPx = 6;
const storageKey = 'call-corner';
/** Ids of the calls that the user made small, also for the element of another room. */
const smallCalls = new Set<string>();

/** Full screen and small picture of a call on phones. The call's element is `.talk` in the host's shadow root. */
export class CallViewController implements ReactiveController {
  view: CallView = 'inline';
  #host: Host;
  #query = matchMedia(phone);
  #stop: AbortController | null = null;
  #callId: string | null = null;
  #composers = new ResizeObserver(() => this.#place());
  #drag: { x: number; y: number; left: number; top: number; moved: boolean } | null = null;
  #corner: Corner = corners.find((each) => each === onDevice.get(storageKey)) ?? 'bottom-end';

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  get #section(): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>('.talk') ?? null;
  }

  /** Call it before each draw, with the call that this page is in. A call opens over the whole screen. */
  follow(callId: string | null): void {
    const canShow = callId !== null && this.#query.matches && 'popover' in HTMLElement.prototype;
    if (!canShow) this.view = 'inline';
    else if (this.view === 'inline' || callId !== this.#callId)
      this.view = smallCalls.has(callId) ? 'small' : 'full';
    this.#callId = callId;
    if (callId === null) this.hostDisconnected();
    else this.#listen();
  }

  show(view: 'full' | 'small'): void {
    if (this.view === 'inline' || this.view === view) return;
    const focused = this.#section?.contains(this.#host.shadowRoot?.activeElement ?? null);
    this.view = view;
    if (view === 'small') smallCalls.add(this.#callId ?? '');
    else smallCalls.delete(this.#callId ?? '');
    this.#host.requestUpdate();
    // The focused button is hidden in the other view.
    if (focused)
      void this.#host.updateComplete.then(() =>
        this.#section
          ?.querySelector<HTMLElement>(view === 'small' ? '.expand' : '.chat')
          ?.focus({ preventScroll: true }),
      );
  }

  hostUpdated(): void {
    const section = this.#section;
    if (this.view === 'inline') this.#host.removeAttribute('view');
    else this.#host.setAttribute('view', this.view);
    if (!section) return;
    if (this.view === 'inline') {
      section.removeAttribute('popover');
      section.style.translate = '';
      return;
    }
    // In the top layer no ancestor clips it.
    section.setAttribute('popover', 'manual');
    // The host may have left the page before it was drawn.
    if (section.isConnected && !section.matches(':popover-open')) section.showPopover();
    this.#place();
  }

  hostDisconnected(): void {
    this.#stop?.abort();
    this.#stop = null;
    this.#composers.disconnect();
  }

  /** Listeners of the small picture's button. */
  readonly picture = {
    down: (event: PointerEvent): void => {
      const section = this.#section;
      if (!section || event.button !== 0) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      const { left, top } = section.getBoundingClientRect();
      this.#drag = { x: event.clientX, y: event.clientY, left, top, moved: false };
    },
    move: (event: PointerEvent): void => {
      const [drag, section] = [this.#drag, this.#section];
      if (!drag || !section) return;
      const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
      drag.moved ||= Math.hypot(x, y) > dragPx;
      if (!drag.moved) return;
      section.classList.add('dragged');
      section.style.translate = `${drag.left + x}px ${drag.top + y}px`;
    },
    up: (): void => {
      const [drag, section] = [this.#drag, this.#section];
      if (!drag?.moved || !section) return;
      section.classList.remove('dragged');
      this.#moveTo(nearestCorner(section.getBoundingClientRect(), this.#area, this.#isRtl));
    },
    press: (): void => {
      const moved = this.#drag?.moved;
      this.#drag = null;
      if (!moved) this.show('full');
    },
    key: (event: KeyboardEvent): void => {
      const [block, inline] = this.#corner.split('-');
      const [start, end] = this.#isRtl ? ['end', 'start'] : ['start', 'end'];
      const to = {
        ArrowUp: `top-${inline}`,
        ArrowDown: `bottom-${inline}`,
        ArrowLeft: `${block}-${start}`,
        ArrowRight: `${block}-${end}`,
      }[event.key] as Corner | undefined;
      if (!to) return;
      event.preventDefault();
      this.#moveTo(to);
    },
  };

  get #isRtl(): boolean {
    return getComputedStyle(this.#host).direction === 'rtl';
  }

  /** The visible part of the page above the composers. */
  get #area(): Area {
    const {
      offsetLeft = 0,
      offsetTop = 0,
      width,
      height,
    } = visualViewport ?? {
      width: innerWidth,
      height: innerHeight,
    };
    const bottom = offsetTop + height;
    const tops = this.#visibleComposers()
      .map((each) => each.getBoundingClientRect())
      .filter(({ height: high, top }) => high > 0 && top > bottom / 2 && top < bottom)
      .map(({ top }) => top);
    return {
      left: offsetLeft + marginPx,
      top: offsetTop + marginPx,
      right: offsetLeft + width - marginPx,
      bottom: Math.min(bottom, ...tops) - marginPx,
    };
  }

  #visibleComposers(): Element[] {
    const root = this.#host.getRootNode();
    const rooms = [...document.querySelectorAll('chat-room')].map(({ shadowRoot }) => shadowRoot);
    return [root instanceof ShadowRoot ? root : null, ...rooms].flatMap(
      (each) => each?.querySelector('chat-composer') ?? [],
    );
  }

  #moveTo(corner: Corner): void {
    this.#corner = corner;
    onDevice.set(storageKey, corner);
    this.#place();
  }

  #place(): void {
    const section = this.#section;
    if (!section || this.view === 'inline') return;
    if (this.view === 'full') {
      section.style.translate = '';
      return;
    }
    for (const each of this.#visibleComposers()) this.#composers.observe(each);
    const { x, y } = cornerPoint(this.#corner, section, this.#area, this.#isRtl);
    section.style.translate = `${x}px ${y}px`;
  }

  #listen(): void {
    if (this.#stop) return;
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const draw = (): void => this.#host.requestUpdate();
    this.#query.addEventListener('change', draw, { signal });
    for (const target of [window, visualViewport])
      for (const type of ['resize', 'scroll'])
        target?.addEventListener(type, () => this.#place(), { signal, passive: true });
    // The focused element must be visible.
    document.addEventListener(
      'focusin',
      (event) => {
        if (this.view === 'full' && !event.composedPath().includes(this.#host)) this.show('small');
      },
      { signal },
    );
  }
}

/** Covers the small picture: a press leads back to the call, a drag or the arrow keys move it. */
export const expandButton = (texts: StageTexts, picture: CallViewController['picture']): TemplateResult =>
  html`<button
    type="button"
    class="expand"
    aria-label=${texts.toCall}
    aria-description=${texts.move}
    @pointerdown=${picture.down}
    @pointermove=${picture.move}
    @pointerup=${picture.up}
    @pointercancel=${picture.up}
    @click=${picture.press}
    @keydown=${picture.key}
  ></button>`;
