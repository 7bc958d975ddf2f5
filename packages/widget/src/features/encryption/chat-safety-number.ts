import type { ChatRoom } from '@chat/client';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { accountStyle, safetyStyle } from './account.styles.ts';
import { safetyTexts, type SafetyTexts } from './safety-texts.ts';

/** The safety number of a member, and whether the user has compared it. */
export class ChatSafetyNumber extends LitElement {
  static override styles = [tokens, base, accountStyle, safetyStyle];
  static override properties = {
    room: { attribute: false },
    userId: { attribute: false },
    name: { attribute: false },
    keys: { attribute: false },
    isVerified: { attribute: false },
    number: { state: true },
  };
  /** The room. */
  declare room: ChatRoom | null;
  /** Id of the member. */
  declare userId: string;
  /** Name of the member. */
  declare name: string;
  /** Changes with the devices: the number may be another one. */
  declare keys: string;
  declare isVerified: boolean;
  /** Empty: it is not shown. */
  declare number: string;

  #language = new LanguageController(this);

  constructor() {
    super();
    this.room = null;
    this.userId = this.name = this.keys = '';
    this.isVerified = false;
    this.number = '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.number && changed.has('keys')) void this.#load();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room, number } = this;
    if (!room) return nothing;
    const texts = safetyTexts(this.#language.current.tag);
    return html`<div class="line">
        ${this.isVerified ? html`<span class="verified">${icons.shield}${texts.verified}</span>` : nothing}
        <button
          type="button"
          class="small"
          aria-expanded=${number ? 'true' : 'false'}
          aria-label=${`${texts.compare}: ${this.name}`}
          @click=${this.#toggle}
        >
          ${texts.compare}
        </button>
      </div>
      ${number ? this.#renderNumber(room, texts) : nothing}`;
  }

  #renderNumber(room: ChatRoom, texts: SafetyTexts): TemplateResult {
    const { isVerified, number } = this;
    const mark = (): void => void this.#try(room.encryption.verify(this.userId, isVerified ? null : number));
    return html`<div class="card calm" role="group">
      <p class="number" dir="ltr" aria-label=${number}>
        ${number.split(' ').map((group) => html`<span>${group}</span>`)}
      </p>
      <p class="note">${fillText(texts.hint, { name: this.name })}</p>
      <div class="buttons">
        <button type="button" class=${isVerified ? '' : 'primary'} @click=${mark}>
          ${isVerified ? texts.forget : texts.matches}
        </button>
      </div>
    </div>`;
  }

  #toggle = (): void => {
    if (this.number) this.number = '';
    else void this.#load();
  };

  async #load(): Promise<void> {
    const number = await this.#try(this.room?.encryption.safetyNumber(this.userId));
    this.number = number ?? '';
    await this.updateComplete;
    this.renderRoot.querySelector('.card')?.scrollIntoView({ block: 'nearest' });
  }

  #try = async <T>(work: Promise<T> | undefined): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      emit(this, 'chat-error', { error });
      return undefined;
    }
  };
}

define('chat-safety-number', ChatSafetyNumber);
