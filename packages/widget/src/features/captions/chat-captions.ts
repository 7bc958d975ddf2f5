import type { ChatRoom, Stop } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import type { ComposerHandle } from '../../core/feature.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { languageEntry } from '../../i18n/language-name.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { openMenuAt } from '../../ui/open-menu-at.ts';
import {
  areCaptionsOn,
  areOnStage,
  captionLanguages,
  chooseCaptions,
  hasCaptions,
  setOnStage,
  shownCaptions,
  shownLanguage,
  watchCaptions,
} from './captions-state.ts';
import { captionsStyle } from './captions.styles.ts';
import { captionsTexts, type CaptionsTexts } from './texts.ts';

/**
 * The captions of a room, in one language. Not a live region: most users of screen readers hear the speaker,
 * and braille displays find it as a region.
 */
export class ChatCaptions extends LitElement {
  static override styles = [tokens, base, captionsStyle];
  static override properties = {
    room: { attribute: false },
    composer: { attribute: false },
    inCall: { type: Boolean, attribute: 'in-call' },
  };
  declare room: ChatRoom | null;
  /** The composer below. */
  declare composer: ComposerHandle | null;
  /** They stand in a call, which has a switch for them. */
  declare inCall: boolean;
  /** Something is being said. */
  isShowing = false;
  #wasOn = true;
  #language = new LanguageController(this);
  #stops: Stop[] = [];

  constructor() {
    super();
    this.room = null;
    this.composer = null;
    this.inCall = false;
  }

  /** The user shows them. */
  get isOn(): boolean {
    return this.room !== null && areCaptionsOn(this.room);
  }

  /** They are seen on the stage of a call, and not above the composer. */
  set isOnStage(isOnStage: boolean) {
    if (this.room) setOnStage(this.room, this, isOnStage);
  }

  toggle(): void {
    if (this.room) chooseCaptions(this.room, this.isOn ? null : '');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unwatch();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('room')) this.#watch();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this;
    const { tag } = this.#language.current;
    if (this.composer && room && areOnStage(room)) return nothing;
    const captions = room ? shownCaptions(room, tag) : [];
    const texts = captionsTexts(tag);
    if (!room || captions.length === 0) return room ? this.#turnOnButton(room, texts) : nothing;
    return html`<div class="box" role="region" aria-label=${texts.title} part="captions">
      <div class="lines">
        ${repeat(
          captions,
          ({ captionId }) => captionId,
          ({ text, speaker, language }) =>
            html`<p lang=${language ?? nothing} dir="auto">
              ${speaker === undefined ? nothing : html`<b>${speaker}</b>`} ${text}
            </p>`,
        )}
      </div>
      ${this.#languageButton(room, tag, texts)}
      ${
        this.inCall
          ? nothing
          : html`<button
              type="button"
              class="icon-button"
              aria-label=${texts.turnOff}
              title=${texts.turnOff}
              @click=${this.#turnOff}
            >
              ${icons.close}
            </button>`
      }
    </div>`;
  }

  /** A call hides an empty box, and shows on its switch whether they are on. */
  protected override updated(): void {
    const isShowing = this.renderRoot.querySelector('.box') !== null;
    if (isShowing === this.isShowing && this.isOn === this.#wasOn) return;
    this.isShowing = isShowing;
    this.#wasOn = this.isOn;
    this.dispatchEvent(new Event('change', { bubbles: true }));
  }

  #languageButton(room: ChatRoom, tag: string, texts: CaptionsTexts): TemplateResult | typeof nothing {
    const languages = captionLanguages(room);
    const shown = shownLanguage(room, tag);
    if (languages.length < 2 || shown === undefined) return nothing;
    const open = (event: Event): void =>
      openMenuAt(
        this,
        event.currentTarget as HTMLElement,
        languages.map((language) => ({
          name: 'caption-language',
          label: languageEntry(language, tag),
          icon: language === shown ? icons.check : html`<span class="icon"></span>`,
          run: () => chooseCaptions(room, language),
        })),
      );
    const code = shown.split('-')[0]?.toUpperCase();
    return html`<button
      type="button"
      class="language"
      aria-haspopup="menu"
      aria-label=${`${texts.language}: ${code}, ${languageEntry(shown, tag)}`}
      title=${texts.language}
      @click=${open}
    >
      ${code}
    </button>`;
  }

  /** Where there is no composer, there is no menu of a room to turn them on. */
  #turnOnButton(room: ChatRoom, texts: CaptionsTexts): TemplateResult | typeof nothing {
    if (this.composer || this.inCall || areCaptionsOn(room) || !hasCaptions(room)) return nothing;
    return html`<button
      type="button"
      class="icon-button on"
      aria-label=${texts.turnOn}
      title=${texts.turnOn}
      @click=${() => chooseCaptions(room, '')}
    >
      ${icons.captions}
    </button>`;
  }

  #turnOff = ({ detail }: MouseEvent): void => {
    if (this.room) chooseCaptions(this.room, null);
    // The focus goes with the button. Zero if a key presses it.
    if (detail === 0) this.composer?.focus();
  };

  #watch(): void {
    this.#unwatch();
    const { room } = this;
    if (!room || !this.isConnected) return;
    const redraw = (): void => this.requestUpdate();
    this.#stops = [watchCaptions(room, redraw), room.captions.subscribe(redraw)];
  }

  #unwatch(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}

define('chat-captions', ChatCaptions);
