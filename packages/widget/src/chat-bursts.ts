import type { ChatRoom, Stop } from '@chat/client';
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from './define.ts';

/** Emoji in the air at once, and of one event; a stadium is not drawn one by one. */
const most = 40;
const mostOfOne = 6;
const flightMs = 2_600;

interface Flying {
  key: number;
  emoji: string;
  /** Told in place of a flight, to who wants things to be still. */
  count?: number;
  /** Where it starts and how it goes, each from 0 to 1. */
  place: number;
  sway: number;
}

/** The emoji that people let float up over a room. Decoration: it takes no pointer and is not read out. */
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
      animation: ${flightMs}ms cubic-bezier(0.25, 0.6, 0.5, 1) calc(500ms * var(--sway)) both rise;
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
      border-radius: 16px;
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
    // As a property: a strict policy lets no attribute set a style.
    return html`${repeat(
      this.flying,
      ({ key }) => key,
      ({ emoji, count, place, sway, key }) =>
        html`<span
          class=${count === undefined ? '' : 'calm'}
          .style=${`--place: ${place}; --sway: ${sway}`}
          @animationend=${() => this.#land(key)}
          >${emoji}${count === undefined ? nothing : html` <b>${count}</b>`}</span
        >`,
    )}`;
  }

  #land(key: number): void {
    this.flying = this.flying.filter((each) => each.key !== key);
  }

  #fly(emoji: string, count: number): void {
    // Spread evenly, however few there are.
    const start = (): Flying => {
      const key = ++this.#made;
      return { key, emoji, place: (key * 0.618) % 1, sway: (key * 0.382) % 1 };
    };
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) this.flying = [{ ...start(), count }];
    else {
      const started = Array.from({ length: Math.min(count, mostOfOne) }, start);
      this.flying = [...this.flying, ...started].slice(-most);
    }
  }
}

define('chat-bursts', ChatBursts);
