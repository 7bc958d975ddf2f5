import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { clock } from '../i18n/durations.ts';
import { voiceTexts } from './texts.ts';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';
import { voiceNoteStyle } from './voice.styles.ts';
import { barsView } from './bars.ts';
import { changeSpeed, createSound, speedOf, type Sound } from './sound.ts';

const stepMs = 5_000;

/** Plays a voice note: play and pause, a waveform with seeking, speed. */
export class ChatVoiceNote extends LitElement {
  static override styles = [tokens, base, voiceNoteStyle];
  static override properties = {
    language: { attribute: false },
    source: { attribute: false, hasChanged: () => false },
    durationMs: { attribute: false },
    waveform: { attribute: false },
    tabStop: { attribute: false },
    broken: { state: true },
  };
  declare language: Language;
  /** Resolves to the address of the sound; called when it is played. */
  declare source: () => Promise<string>;
  declare durationMs: number;
  /** 0 to 100. */
  declare waveform: readonly number[];
  /** Its `tabindex`: in a list, only one row has them. */
  declare tabStop: 0 | -1;
  declare broken: boolean;

  #sound: Sound | null = null;
  #frame = 0;

  constructor() {
    super();
    this.tabStop = 0;
    this.broken = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    cancelAnimationFrame(this.#frame);
    this.#sound?.close();
    this.#sound = null;
  }

  protected override render(): TemplateResult {
    const { tag } = this.language;
    const texts = voiceTexts(tag);
    const playing = this.#sound?.playing ?? false;
    const at = this.#at;
    const speed = `${this.language.number(speedOf())}×`;
    return html`<button
        type="button"
        class="play"
        tabindex=${this.tabStop}
        aria-label=${playing ? texts.pause : texts.play}
        @click=${this.#toggle}
      >
        ${playing ? icons.pause : icons.play}
      </button>
      <div class="middle">
        <div
          class="track"
          role="slider"
          tabindex=${this.tabStop}
          aria-label="${texts.name}, ${texts.position}"
          aria-valuemin="0"
          aria-valuemax=${Math.round(this.durationMs / 1000)}
          aria-valuenow=${Math.round(at / 1000)}
          aria-valuetext=${texts.of.replace('{at}', clock(at, tag)).replace('{whole}', clock(this.#shownMs, tag))}
          @keydown=${this.#onKeyDown}
          @pointerdown=${this.#onPointer}
          @pointermove=${this.#onPointer}
        >
          ${barsView(this.waveform, this.durationMs > 0 ? at / this.durationMs : 0)}
        </div>
        <span class="time" aria-hidden="true">${clock(at > 0 ? at : this.#shownMs, tag)}</span>
      </div>
      <button
        type="button"
        class="speed"
        dir="ltr"
        tabindex=${this.tabStop}
        aria-label=${texts.speed.replace('{speed}', speed)}
        @click=${this.#onSpeed}
      >
        ${speed}
      </button>
      ${this.broken ? html`<p class="broken" role="alert">${texts.broken}</p>` : nothing}`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    cancelAnimationFrame(this.#frame);
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (this.#sound?.playing && !calm) this.#frame = requestAnimationFrame(() => this.requestUpdate());
  }

  /** The position, ms. */
  get #at(): number {
    return Math.min(this.#sound?.atMs ?? 0, this.durationMs);
  }

  /** The length, at least one second. */
  get #shownMs(): number {
    return Math.max(1_000, this.durationMs);
  }

  get #opened(): Sound {
    return (this.#sound ??= createSound(() => this.source(), {
      changed: () => this.requestUpdate(),
      failed: () => {
        this.broken = true;
      },
    }));
  }

  #toggle = (): void => {
    this.broken = false;
    if (this.#sound?.playing) this.#sound.pause();
    else void this.#opened.play();
  };

  #onSpeed = (): void => {
    changeSpeed();
    this.requestUpdate();
  };

  #seek(ms: number): void {
    this.#opened.seek(Math.max(0, Math.min(this.durationMs, ms)));
  }

  #onPointer = (event: PointerEvent): void => {
    const track = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown' && event.button === 0) track.setPointerCapture(event.pointerId);
    if (!track.hasPointerCapture(event.pointerId)) return;
    const { left, width } = track.getBoundingClientRect();
    const share = (event.clientX - left) / width;
    this.#seek(this.durationMs * (this.#isRtl ? 1 - share : share));
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    const step = Math.min(stepMs, this.durationMs / 10);
    const on = this.#isRtl ? -step : step;
    const to = {
      ArrowRight: this.#at + on,
      ArrowLeft: this.#at - on,
      ArrowUp: this.#at + step,
      ArrowDown: this.#at - step,
      PageUp: this.#at + step * 3,
      PageDown: this.#at - step * 3,
      Home: 0,
      End: this.durationMs,
    }[event.key];
    if (event.key === ' ') this.#toggle();
    else if (to === undefined) return;
    else this.#seek(to);
    event.preventDefault();
    event.stopPropagation();
  };

  get #isRtl(): boolean {
    return getComputedStyle(this).direction === 'rtl';
  }
}

define('chat-voice-note', ChatVoiceNote);
