import { ChatError, type ChatRoom } from '@chat/client';
import type { RoomFile } from '@chat/protocol';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { clock } from '../../i18n/durations.ts';
import { voiceTexts, type VoiceTexts } from '../../voice-note/texts.ts';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { voiceRecorderStyle } from '../../voice-note/voice.styles.ts';
import { barsView } from '../../voice-note/bars.ts';
import '../../voice-note/chat-voice-note.ts';
import { bitsPerSecond, record, type Recording } from './record.ts';

/** The sound data of a voice note. */
export interface Measured {
  durationMs: number;
  /** 0 to 100, at most `bars` of them. */
  waveform: number[];
}

/** As many as fit into a bubble on the narrowest phone. */
export const bars = 48;
/** Quieter recordings count as silence and are not amplified. */
const quietest = 0.02;
/** Enough to show the level, at a fraction of the memory. */
const sampleRate = 8_000;

/** Returns the level of each part of a sound, relative to its loudest part. */
export const peaksOf = (samples: Float32Array, count: number = bars): number[] => {
  const size = samples.length / count;
  const peaks = Array.from({ length: size < 1 ? samples.length : count }, (_, index) => {
    const part = size < 1 ? [samples[index] ?? 0] : samples.subarray(index * size, (index + 1) * size);
    let most = 0;
    for (const sample of part) most = Math.max(most, Math.abs(sample));
    return most;
  });
  const loudest = Math.max(quietest, ...peaks);
  return peaks.map((peak) => Math.round((peak / loudest) * 100));
};

/** Decodes a recording. Rejects if it is not one. */
export const measure = async (recording: Blob): Promise<Measured> => {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const sound = await context.decodeAudioData(await recording.arrayBuffer());
  return { durationMs: Math.round(sound.duration * 1000), waveform: peaksOf(sound.getChannelData(0)) };
};

/** The longest voice note. */
const longestMs = 5 * 60_000;
const shortestMs = 400;
const tickMs = 100;
const levelsShown = 48;

interface Take extends Measured {
  blob: Blob;
  url: string;
}

/** Records a voice note: asks for the microphone, shows level and time, plays it back, uploads it. Escape discards it. */
export class ChatVoiceRecorder extends LitElement {
  static override styles = [tokens, base, voiceRecorderStyle];
  static override properties = {
    language: { attribute: false },
    phase: { state: true },
    problem: { state: true },
  };
  declare language: Language;
  declare room: ChatRoom;
  declare maxBytes: number;
  /** Called once: with the recording to send, or with null. */
  declare end: (file: RoomFile | null) => void;
  declare phase: 'asking' | 'recording' | 'recorded' | 'sending';
  /** Why recording stopped. */
  declare problem: string;

  #recording: Recording | null = null;
  #take: Take | null = null;
  #levels: number[] = [];
  #startedAt = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #abort = new AbortController();

  constructor() {
    super();
    this.phase = 'asking';
    this.problem = '';
    this.addEventListener('keydown', this.#onKeyDown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drop();
  }

  protected override firstUpdated(): void {
    void this.#start();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('phase') || changed.has('problem'))
      this.renderRoot.querySelector<HTMLElement>('[data-main]:not(:disabled)')?.focus();
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    return html`<div
        class=${this.phase === 'asking' && this.problem ? 'bar stuck' : 'bar'}
        role="group"
        aria-label=${texts.name}
      >
        <button
          type="button"
          class="icon-button"
          title=${texts.discard}
          aria-label=${this.phase === 'asking' ? this.language.text('cancel') : texts.discard}
          ?data-main=${this.phase === 'asking' && !this.problem}
          @click=${() => this.end(null)}
        >
          ${this.phase === 'asking' ? icons.close : icons.trash}
        </button>
        ${this.#middle(texts)} ${this.#buttons(texts)}
      </div>
      <p class="visually-hidden" role="status">
        ${this.phase === 'recording' ? texts.recording : this.phase === 'sending' ? this.language.text('uploading') : ''}
      </p>`;
  }

  get #texts(): VoiceTexts {
    return voiceTexts(this.language.tag);
  }

  /** A server with a low file size limit allows only short notes. */
  get #limitMs(): number {
    return Math.min(longestMs, ((this.maxBytes * 8) / (bitsPerSecond * 1.5)) * 1000);
  }

  #middle(texts: VoiceTexts): TemplateResult {
    const { problem, phase } = this;
    const note = problem || (phase === 'asking' ? texts.asking : '');
    const line = html`<p class=${problem ? 'problem' : 'hint'} role=${problem ? 'alert' : 'status'}>
      ${note}
    </p>`;
    if (phase === 'recording') {
      return html`<i class="dot" aria-hidden="true"></i>
        <span class="time" role="timer">${clock(Date.now() - this.#startedAt, this.language.tag)}</span>
        <div class="levels">${this.#levelBars()}</div>`;
    }
    const take = this.#take;
    if (!take) return line;
    return html`<div class="playback">
      <chat-voice-note
        .language=${this.language}
        .durationMs=${take.durationMs}
        .waveform=${take.waveform}
        .source=${() => Promise.resolve(take.url)}
      ></chat-voice-note>
      ${note ? line : nothing}
    </div>`;
  }

  /** The bars scroll by; with reduced motion they fill up with the level. */
  #levelBars(): TemplateResult {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (still) return barsView(Array<number>(levelsShown).fill(50), (this.#levels.at(-1) ?? 0) / 100);
    const before = Array<number>(levelsShown - this.#levels.length).fill(0);
    return barsView([...before, ...this.#levels]);
  }

  #buttons(texts: VoiceTexts): TemplateResult | typeof nothing {
    if (this.phase === 'asking')
      return this.problem
        ? html`<button type="button" class="again" data-main @click=${this.#start}>
            ${this.language.text('retry')}
          </button>`
        : nothing;
    return html`${
        this.phase === 'recording'
          ? html`<button
              type="button"
              class="icon-button"
              title=${texts.stop}
              aria-label=${texts.stop}
              @click=${() => void this.#stop()}
            >
              ${icons.stop}
            </button>`
          : nothing
      }
      <button
        type="button"
        class="send"
        data-main
        aria-label=${this.language.text('send')}
        ?disabled=${this.phase === 'sending'}
        @click=${this.#send}
      >
        ${this.phase === 'sending' ? html`<i class="busy"></i>` : icons.send}
      </button>`;
  }

  #start = async (): Promise<void> => {
    this.problem = '';
    this.#levels = [];
    const { signal } = this.#abort;
    const recording = await record(() => void this.#stop(), signal);
    if (typeof recording === 'string') {
      if (!signal.aborted) this.problem = this.#texts[recording];
      return;
    }
    this.#recording = recording;
    this.#startedAt = Date.now();
    this.#timer = setInterval(this.#tick, tickMs);
    this.phase = 'recording';
  };

  #tick = (): void => {
    this.#levels = [...this.#levels, Math.round((this.#recording?.level() ?? 0) * 100)].slice(-levelsShown);
    this.requestUpdate();
    if (Date.now() - this.#startedAt < this.#limitMs) return;
    void this.#stop().then(() => {
      if (this.phase === 'recorded') this.problem = this.#texts.full;
    });
  };

  /** Ends the recording and plays it back. A recording that is too short or silent starts over. */
  async #stop(): Promise<void> {
    const recording = this.#recording;
    if (!recording) return;
    this.#recording = null;
    clearInterval(this.#timer);
    const blob = await recording.stop();
    const measured = await measure(blob).catch(() => null);
    if (this.#abort.signal.aborted) return;
    if (!measured || measured.durationMs < shortestMs) {
      this.phase = 'asking';
      this.problem = this.#texts.short;
      return;
    }
    this.#take = { blob, url: URL.createObjectURL(blob), ...measured };
    this.phase = 'recorded';
  }

  #send = async (): Promise<void> => {
    await this.#stop();
    const take = this.#take;
    if (!take || this.phase !== 'recorded') return;
    this.phase = 'sending';
    this.problem = '';
    const { blob, durationMs, waveform } = take;
    const { signal } = this.#abort;
    const kind = /mp4|ogg/.exec(blob.type)?.[0];
    const name = `${this.#texts.name}.${kind === 'mp4' ? 'm4a' : (kind ?? 'webm')}`;
    try {
      const file = await this.room.files.upload(blob, { name, durationMs, waveform, signal });
      if (!signal.aborted) this.end(file);
    } catch (error) {
      if (signal.aborted) return;
      this.phase = 'recorded';
      this.problem = this.language.error(
        error instanceof ChatError ? error : new ChatError('disconnected', String(error)),
      );
    }
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    this.end(null);
  };

  /** Releases the microphone and drops the recording. */
  #drop(): void {
    this.#abort.abort();
    clearInterval(this.#timer);
    this.#recording?.cancel();
    this.#recording = null;
    if (this.#take) URL.revokeObjectURL(this.#take.url);
  }
}

define('chat-voice-recorder', ChatVoiceRecorder);
