import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { clock } from '../../i18n/durations.ts';
import { fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { recordingTexts } from '../../call-ui/recording-texts.ts';

/** A broken address is requested again at most this often, ms. */
const renewMs = 10_000;

/** A film in a message: its poster and length, and the player when it is pressed. */
export class ChatVideo extends LitElement {
  static override styles = [
    tokens,
    base,
    css`
      :host {
        display: block;
        inline-size: 100%;
      }
      .poster,
      video {
        display: block;
        inline-size: 100%;
        max-block-size: 340px;
        border-radius: var(--_round);
        background: #101216;
      }
      .poster {
        position: relative;
        overflow: hidden;
        aspect-ratio: 16 / 9;
        padding: 0;
        color: #fff;
      }
      .poster :is(img, video) {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
        max-block-size: none;
        object-fit: cover;
        pointer-events: none;
      }
      .play {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        inline-size: 56px;
        block-size: 56px;
        margin: auto;
        border-radius: 50%;
        background: rgb(0 0 0 / 0.6);
        transition: background-color var(--_quick);
      }
      .poster:hover .play {
        background: rgb(0 0 0 / 0.8);
      }
      .play .icon {
        inline-size: 26px;
        block-size: 26px;
      }
      .length {
        position: absolute;
        inset-block-end: 8px;
        inset-inline-start: 8px;
        padding: 2px 8px;
        border-radius: var(--_round-small);
        background: rgb(0 0 0 / 0.65);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
        line-height: 1.4;
      }
      .broken {
        margin-block-start: 4px;
        color: var(--_danger);
        font-size: 0.88em;
      }
      @media (forced-colors: active) {
        .poster {
          border: 1px solid ButtonText;
        }
        .play,
        .length {
          border: 1px solid ButtonText;
          background: ButtonFace;
          color: ButtonText;
        }
      }
    `,
  ];
  static override properties = {
    language: { attribute: false },
    source: { attribute: false, hasChanged: () => false },
    name: { attribute: false },
    poster: { attribute: false },
    durationMs: { attribute: false },
    tabStop: { attribute: false },
    src: { state: true },
    broken: { state: true },
    isPlayed: { state: true },
  };
  declare language: Language;
  /** Resolves to an address of the film. */
  declare source: () => Promise<string>;
  declare name: string;
  /** Address of its picture. Null: it loads. Undefined: it has none, so its first frame shows. */
  declare poster: string | null | undefined;
  declare durationMs: number | undefined;
  /** Its `tabindex`: in a list, only one row has them. */
  declare tabStop: 0 | -1;
  declare src: string;
  declare broken: boolean;
  declare isPlayed: boolean;

  #renewedAt = -Infinity;

  constructor() {
    super();
    this.durationMs = undefined;
    this.tabStop = 0;
    this.src = '';
    this.broken = false;
    this.isPlayed = false;
  }

  protected override firstUpdated(): void {
    if (this.poster === undefined) void this.#load();
  }

  async #load(): Promise<void> {
    try {
      this.src = await this.source();
      this.broken = false;
    } catch {
      this.broken = this.isPlayed;
    }
  }

  async #play(): Promise<void> {
    this.isPlayed = true;
    if (!this.src) await this.#load();
    if (!this.src) {
      this.isPlayed = false;
      return;
    }
    await this.updateComplete;
    this.renderRoot.querySelector('video')?.focus();
  }

  /** Continues at the same position with a new address when the old one has expired. */
  async #onError(event: Event): Promise<void> {
    const media = event.target as HTMLVideoElement;
    const { currentTime, paused } = media;
    if (performance.now() - this.#renewedAt < renewMs) return void (this.broken = this.isPlayed);
    this.#renewedAt = performance.now();
    media.addEventListener(
      'loadedmetadata',
      () => {
        media.currentTime = currentTime;
        if (!paused) media.play().catch(() => {}); // the reader presses again
      },
      { once: true },
    );
    await this.#load();
  }

  #measure = (event: Event): void => {
    const { duration } = event.target as HTMLVideoElement;
    if (Number.isFinite(duration)) this.durationMs ??= duration * 1_000;
  };

  protected override render(): TemplateResult {
    const { tag } = this.language;
    const texts = recordingTexts(tag);
    return html`${this.isPlayed && this.src ? this.#player() : this.#facade(fillText(texts.play, { name: this.name }), tag)}
    ${this.broken ? html`<p class="broken" role="alert">${texts.broken}</p>` : nothing}`;
  }

  #player(): TemplateResult {
    return html`<video
      controls
      autoplay
      playsinline
      tabindex=${this.tabStop}
      src=${this.src}
      poster=${this.poster ?? nothing}
      aria-label=${this.name}
      @error=${this.#onError}
    ></video>`;
  }

  #facade(label: string, tag: string): TemplateResult {
    const length = this.durationMs === undefined ? '' : clock(this.durationMs, tag);
    return html`<button
      type="button"
      class="poster"
      tabindex=${this.tabStop}
      aria-label=${length ? `${label}, ${length}` : label}
      @click=${this.#play}
    >
      ${this.poster ? html`<img src=${this.poster} alt="" decoding="async" />` : nothing}
      ${
        this.poster === undefined && this.src
          ? html`<video
              muted
              playsinline
              preload="metadata"
              tabindex="-1"
              aria-hidden="true"
              src=${this.src}
              @loadedmetadata=${this.#measure}
              @error=${this.#onError}
            ></video>`
          : nothing
      }
      <span class="play">${icons.play}</span>
      ${length ? html`<span class="length">${length}</span>` : nothing}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-video': ChatVideo;
  }
}

define('chat-video', ChatVideo);
