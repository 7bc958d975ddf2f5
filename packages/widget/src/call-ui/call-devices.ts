import type { CallMedia, ChosenDevices, MediaOptions, MediaState } from '@chat/client';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { emit } from '../core/emit.ts';
import type { CallTexts } from './texts.ts';
import { onDevice } from '../dom/browser-storage.ts';
import { base } from '../styles/base.ts';
import { fieldStyle } from '../styles/field.ts';
import { tokens } from '../styles/tokens.ts';
import { canChooseSpeaker, chooseSpeaker, type Speaker } from './speaker.ts';

const sources = { microphone: 'audioinput', camera: 'videoinput', speaker: 'audiooutput' } as const;
type Source = keyof typeof sources;

/** The devices that were chosen in an earlier call on this page's origin. */
export const rememberedDevices = (): ChosenDevices => {
  const found: ChosenDevices = {};
  for (const source of ['microphone', 'camera'] as const) {
    const id = onDevice.get(`call-${source}`);
    if (id) found[source] = id;
  }
  return found;
};

/** `relayOnly` is read when the connection starts: the page may set it while the call rings. */
export const mediaOptions = (relayOnly: () => boolean): MediaOptions => ({
  get relayOnly() {
    return relayOnly();
  },
  devices: rememberedDevices(),
});

/** Lets the user choose microphone, camera and speaker during a call. */
export class CallDevices extends LitElement {
  static override styles = [
    tokens,
    base,
    fieldStyle,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 180px), 1fr));
        align-items: end;
        gap: 10px;
      }
      label {
        display: grid;
        gap: 4px;
        min-inline-size: 0;
        color: var(--_muted);
        font-size: 0.9em;
      }
      select {
        color: var(--_text);
        font-size: max(16px, 1.1em);
      }
      button {
        justify-self: start;
        min-block-size: 44px;
        padding-inline: 18px;
        border: 1px solid var(--_line-strong);
        border-radius: var(--_round);
        font-weight: 600;
      }
      button:hover {
        background: var(--_hover);
      }
    `,
  ];
  static override properties = {
    call: { attribute: false },
    media: { attribute: false },
    texts: { attribute: false },
    player: { attribute: false },
    found: { state: true },
  };
  declare call: Pick<CallMedia, 'devices' | 'use' | 'restart'> | null;
  declare media: Pick<MediaState, 'chosen'> | null;
  declare texts: CallTexts | null;
  /** The media element of the other user. */
  declare player: Speaker | null;
  /** Null until they are known. */
  declare found: readonly MediaDeviceInfo[] | null;

  #look = (): void => {
    const list = this.call?.devices() ?? navigator.mediaDevices.enumerateDevices();
    void list.then((found) => (this.found = found)).catch((error: unknown) => this.#fail(error));
  };

  constructor() {
    super();
    this.call = null;
    this.media = null;
    this.texts = null;
    this.player = null;
    this.found = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    navigator.mediaDevices.addEventListener('devicechange', this.#look);
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    navigator.mediaDevices.removeEventListener('devicechange', this.#look);
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector('select')?.focus(options);
  }

  #fail(error: unknown): void {
    emit(this, 'chat-error', { error });
  }

  async #choose(source: Source, deviceId: string): Promise<void> {
    try {
      if (source === 'speaker') {
        if (this.player) await chooseSpeaker(this.player, deviceId);
      } else {
        onDevice.set(`call-${source}`, deviceId);
        await this.call?.use({ kind: sources[source], deviceId });
      }
    } catch (error) {
      this.#fail(error);
    }
    // Browsers reveal device names once a device of that kind may be used.
    this.#look();
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { texts, call } = this;
    if (!texts || !call) return nothing;
    return html`
      ${(Object.keys(sources) as Source[]).map((source) => this.#field(source, texts))}
      <button type="button" @click=${() => void call.restart().catch((error: unknown) => this.#fail(error))}>
        ${texts.reconnect}
      </button>
    `;
  }

  #field(source: Source, texts: CallTexts): TemplateResult | typeof nothing {
    if (source === 'speaker' && !canChooseSpeaker()) return nothing;
    const list = (this.found ?? []).filter(
      ({ kind, deviceId }) => kind === sources[source] && deviceId !== '',
    );
    const now = source === 'speaker' ? (this.player?.sinkId ?? '') : (this.media?.chosen[source] ?? '');
    const isListed = list.some(({ deviceId }) => deviceId === now);
    const label = texts[source];
    return html`<label
      >${label}
      <select
        name=${source}
        ?disabled=${this.found !== null && list.length === 0}
        @change=${(event: Event) => void this.#choose(source, (event.target as HTMLSelectElement).value)}
      >
        ${isListed ? nothing : html`<option value="" selected>${texts.standard}</option>`}
        ${list.map(
          ({ deviceId, label: name }, index) =>
            html`<option value=${deviceId} .selected=${deviceId === now}>
              ${name || `${label} ${index + 1}`}
            </option>`,
        )}
      </select></label
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-call-devices': CallDevices;
  }
}

define('chat-call-devices', CallDevices);
