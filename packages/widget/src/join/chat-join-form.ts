import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { emit } from '../core/emit.ts';
import { icons } from '../ui/icons.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { base } from '../styles/base.ts';
import { blankStyle } from '../styles/blank.ts';
import { formStyle } from '../styles/form.ts';
import { tokens } from '../styles/tokens.ts';

/**
 * Asks a guest for a name.
 *
 * @event chat-join - `detail.name`
 */
export class ChatJoinForm extends LitElement {
  static override styles = [tokens, base, blankStyle, formStyle];
  static override properties = { name: {}, error: {}, busy: { type: Boolean }, missing: { state: true } };
  /** The initial name. */
  declare name: string;
  /** The error of the last name, in the user's language. */
  declare error: string;
  declare busy: boolean;
  declare missing: boolean;
  #language = new LanguageController(this);

  constructor() {
    super();
    this.name = '';
    this.error = '';
    this.busy = false;
    this.missing = false;
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const error =
      this.error || (this.missing ? language.error({ code: 'invalid', reason: 'name_required' }) : '');
    return html`<form novalidate @submit=${this.#onSubmit}>
      <span class="badge">${icons.bubble}</span>
      <h2>${language.text('joinTitle')}</h2>
      <label for="name">${language.text('yourName')}</label>
      <input
        id="name"
        name="name"
        maxlength="64"
        autocomplete="nickname"
        autocapitalize="words"
        enterkeyhint="go"
        .value=${this.name}
        aria-invalid=${error ? 'true' : 'false'}
        aria-describedby="note"
        @input=${this.#onInput}
      />
      <p id="note" class=${error ? 'error' : ''} role=${error ? 'alert' : nothing}>
        ${error || language.text('nameHint')}
      </p>
      <button class="primary" ?disabled=${this.busy}>${language.text(this.busy ? 'joining' : 'join')}</button>
    </form>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // The user has just pressed the button, so the focus may move back to the field.
    if (changed.has('error') && this.error && changed.get('error') !== undefined) {
      this.focus();
      this.#input?.select();
    }
  }

  override focus(options?: FocusOptions): void {
    this.#input?.focus(options);
  }

  get #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  #onInput = (): void => {
    this.missing = false;
  };

  #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = this.#input?.value.trim() ?? '';
    this.missing = name === '';
    if (this.missing) return this.focus();
    emit(this, 'chat-join', { name });
  };
}

define('chat-join-form', ChatJoinForm);
