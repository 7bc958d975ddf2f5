import { ChatError, type ChatRoom } from '@chat/client';
import type { Author } from '@chat/protocol';
import { LitElement, html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { copyText } from '../../dom/clipboard.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../all-icons.ts';
import { linksStyle } from './links.styles.ts';
import { linkTexts, type LinkTexts } from './texts.ts';

/** A link that works. */
export interface ActiveLink {
  id: string;
  /** Tells it from the others, for instance how often it was used. */
  name: string;
  createdBy: Pick<Author, 'name'>;
  /** When it expires, as a text. */
  ends: string;
}

/** A new link: only this page knows its address. */
export interface NewLink {
  id: string;
  address: string;
}

/** Texts of one kind of link. */
export interface LinkKindTexts {
  title: string;
  hint: string;
  /** Name of the field with the new link. */
  link: string;
}

const hour = 3_600;
export const daySeconds = 24 * hour;

/** Returns a validity as a text: hours or days. */
export const validityText = (seconds: number, tag: string): string => {
  const [unit, size] = seconds < daySeconds ? ['hour', hour] : ['day', daySeconds];
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
};

/** A dialog that creates, lists and revokes links of a room. A subclass is one kind of link. */
export abstract class LinksDialog extends LitElement {
  static override styles = [tokens, base, dialogStyle, linksStyle];
  static override properties: PropertyDeclarations = {
    room: { attribute: false },
    links: { state: true },
    made: { state: true },
    isCopied: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare room: ChatRoom | null;
  declare protected links: readonly ActiveLink[];
  /** The link that was created last. */
  declare protected made: NewLink | null;
  declare protected isCopied: boolean;
  declare protected busy: boolean;
  declare protected problem: string;
  protected language = new LanguageController(this);

  constructor() {
    super();
    this.room = null;
    this.links = [];
    this.made = null;
    this.isCopied = this.busy = false;
    this.problem = '';
  }

  protected abstract textsIn(tag: string): LinkKindTexts;
  /** The choices of the user before they create a link. */
  protected abstract renderChoices(language: Language): TemplateResult;
  protected abstract list(room: ChatRoom): Promise<readonly ActiveLink[]>;
  /** Creates a link by the choices in the form. */
  protected abstract create(room: ChatRoom, chosen: FormData): Promise<NewLink>;
  protected abstract revoke(room: ChatRoom, id: string): Promise<void>;

  /** Returns the reason why a step failed. */
  protected problemOf(error: ChatError): string {
    return this.language.current.error(error);
  }

  /** The address to copy. */
  protected addressOf({ address }: NewLink): string {
    return address;
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#run(() => this.#load());
  }

  protected override render(): TemplateResult {
    const language = this.language.current;
    const { title, hint, link } = this.textsIn(language.tag);
    const texts = linkTexts(language.tag);
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="hint"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#create}>
        <h2 id="title">${title}</h2>
        <p id="hint">${hint}</p>
        ${this.renderChoices(language)}
        <p class="problem" role="alert">${this.problem}</p>
        ${this.made ? this.#renderNew(this.made, link, texts) : nothing}
        <span class="visually-hidden" role="status">${this.isCopied ? texts.copied : ''}</span>
        ${this.#renderLinks(texts)}
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('close')}
          </button>
          <button type="submit" class="primary" ?disabled=${this.busy}>${texts.create}</button>
        </div>
      </form>
    </dialog>`;
  }

  #renderNew(made: NewLink, label: string, texts: LinkTexts): TemplateResult {
    return html`<div class="new">
      <input
        type="text"
        readonly
        dir="ltr"
        aria-label=${label}
        aria-describedby="only-now"
        .value=${this.addressOf(made)}
        @focus=${({ target }: Event) => (target as HTMLInputElement).select()}
      />
      <button type="button" class="primary copy" @click=${() => void this.#copy(made)}>
        ${this.isCopied ? icons.check : icons.copy}${this.isCopied ? texts.copied : texts.copy}
      </button>
      <p id="only-now">${texts.onlyNow}</p>
    </div>`;
  }

  #renderLinks(texts: LinkTexts): TemplateResult | typeof nothing {
    if (this.links.length === 0) return nothing;
    return html`<h3 id="links">${texts.links}</h3>
      <ul class="links" role="list" aria-labelledby="links">
        ${repeat(
          this.links,
          ({ id }) => id,
          ({ id, name, ends, createdBy }) =>
            html`<li class="link">
              <span
                >${name}<small dir="auto"
                  >${ends} · ${fillText(texts.by, { name: createdBy.name })}</small
                ></span
              >
              <button
                type="button"
                class="icon-button"
                aria-label=${`${texts.revoke}: ${name}, ${ends}`}
                title=${texts.revoke}
                ?disabled=${this.busy}
                @click=${() => void this.#run(() => this.#revoke(id))}
              >
                ${icons.trash}
              </button>
            </li>`,
        )}
      </ul>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #copy(made: NewLink): Promise<void> {
    await copyText(this.addressOf(made), this.ownerDocument);
    this.isCopied = true;
  }

  async #load(): Promise<void> {
    if (this.room) this.links = await this.list(this.room);
  }

  async #revoke(id: string): Promise<void> {
    if (!this.room) return;
    await this.revoke(this.room, id);
    if (this.made?.id === id) this.made = null;
    await this.#load();
    this.renderRoot.querySelector<HTMLElement>('.link button, .buttons .primary')?.focus();
  }

  #create = (event: SubmitEvent): void => {
    event.preventDefault();
    const { room } = this;
    if (!room) return;
    const chosen = new FormData(event.target as HTMLFormElement);
    void this.#run(async () => {
      this.made = await this.create(room, chosen);
      this.isCopied = false;
      await this.#load();
      this.renderRoot.querySelector<HTMLElement>('.copy')?.focus();
    });
  };

  /** Runs a step and shows why it failed. */
  async #run(step: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    try {
      await step();
    } catch (error) {
      this.problem = this.problemOf(error instanceof ChatError ? error : new ChatError('internal', ''));
    }
    this.busy = false;
  }
}
