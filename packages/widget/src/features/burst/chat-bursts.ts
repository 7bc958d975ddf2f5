import type { ChatRoom, Stop } from '@chat/client';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';

/** Limits the emoji on the screen. Running ones finish; further ones are dropped. */
const most = 30;
/** Most emoji of one event, and of one while many are on the screen, so that other kinds show too. */
const mostOfOne = 6;
const manyFrom = 10;
const mostAmongMany = 2;

interface Flying {
  key: number;
  emoji: string;
  /** Shown in place of the animation if the user prefers reduced motion. */
  count?: number;
  /** Start and path, each from 0 to 1. */
  place: number;
  sway: number;
  /** Delay before the start, in units of 0.9 s. */
  wait: number;
}

/** Emoji that float up over a room. Decorative: ignores the pointer, and screen readers skip it. */
export class ChatBursts extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    span {
      position: absolute;
      inset-block-end: 72px;
      inset-inline-start: calc(8% + 76% * var(--place));
      font-size: calc(22px + 12px * var(--sway));
      line-height: 1;
      animation: 2600ms cubic-bezier(0.25, 0.6, 0.5, 1) calc(900ms * var(--wait)) both rise;
      will-change: transform, opacity;
    }
    @keyframes rise {
      from {
        transform: translate(0, 0) scale(0.6);
        opacity: 0;
      }
      12% {
        opacity: 1;
        transform: translate(0, -24px) scale(1.1);
      }
      70% {
        opacity: 1;
      }
      to {
        transform: translate(calc(48px * var(--sway) - 24px), min(-280px, -45cqb)) scale(1);
        opacity: 0;
      }
    }
    .calm {
      display: inline-flex;
      gap: 6px;
      inset-inline-start: 50%;
      translate: -50%;
      padding: 6px 12px;
      border-radius: min(16px, var(--chat-radius, 16px));
      background: light-dark(#fff, oklch(0.255 0.011 268));
      color: light-dark(oklch(0.235 0.02 268), oklch(0.955 0.004 268));
      box-shadow: 0 2px 10px rgb(0 0 0 / 0.18);
      font-size: 16px;
      animation-name: shown;
    }
    :host(:dir(rtl)) .calm {
      translate: 50%;
    }
    @keyframes shown {
      from,
      to {
        opacity: 1;
      }
    }
  `;
  static override properties = { room: { attribute: false }, flying: { state: true } };
  declare room: ChatRoom | null;
  declare flying: readonly Flying[];
  #stop: Stop | null = null;
  #made = 0;

  constructor() {
    super();
    this.room = null;
    this.flying = [];
    this.ariaHidden = 'true';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = null;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('room')) return;
    this.#stop?.();
    this.#stop = this.room?.on('reaction:burst', ({ emoji, count }) => this.#fly(emoji, count)) ?? null;
  }

  protected override render(): TemplateResult {
    // Set as a property, because a strict CSP blocks style attributes.
    return html`${repeat(
      this.flying,
      ({ key }) => key,
      ({ emoji, count, place, sway, wait, key }) =>
        html`<span
          class=${count === undefined ? '' : 'calm'}
          .style=${`--place: ${place}; --sway: ${sway}; --wait: ${wait}`}
          @animationend=${() => this.#land(key)}
          >${emoji}${count === undefined ? nothing : html` <b>${count}</b>`}</span
        >`,
    )}`;
  }

  #land(key: number): void {
    this.flying = this.flying.filter((each) => each.key !== key);
  }

  #fly(emoji: string, count: number): void {
    const inTheAir = this.flying.length;
    const isFew = inTheAir < manyFrom;
    // Spreads them evenly; of many, some start as others end, so that they do not come in one wave.
    const start = (): Flying => {
      const key = ++this.#made;
      const wait = inTheAir === 0 && count === 1 ? 0 : ((key * 0.754) % 1) * (isFew ? 1 : 3);
      return { key, emoji, place: (key * 0.618) % 1, sway: (key * 0.382) % 1, wait };
    };
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.flying = [{ ...start(), wait: 0, count }];
      return;
    }
    const places = Math.min(count, isFew ? mostOfOne : mostAmongMany, most - inTheAir);
    if (places > 0) this.flying = [...this.flying, ...Array.from({ length: places }, start)];
  }
}

define('chat-bursts', ChatBursts);
