import { ChatError, type ChatRoom } from '@chat/client';
import type { InviteLink, NewInviteLink } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { copyText } from '../../dom/clipboard.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import type { Language } from '../../i18n/language.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';
import { icons } from '../../ui/all-icons.ts';
import { pageAddress } from '../../ui/page-address.ts';
import { inviteLinkTexts, type InviteLinkTexts } from './invite-link-texts.ts';
import { inviteLinksStyle } from './invite-links.styles.ts';

const hour = 3_600;
const day = 24 * hour;
const validities = [hour, day, 7 * day, 30 * day];
const usual = 7 * day;
const counts = [1, 10, 100];

const validityText = (seconds: number, tag: string): string => {
  const [unit, size] = seconds < day ? ['hour', hour] : ['day', day];
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
};

/** Creates, lists and revokes the invite links of a room. */
export class ChatInviteLinks extends LitElement {
  static override styles = [tokens, base, dialogStyle, inviteLinksStyle];
  static override properties = {
    room: { attribute: false },
    links: { state: true },
    longest: { state: true },
    made: { state: true },
    isCopied: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare room: ChatRoom | null;
  declare links: readonly InviteLink[];
  /** The longest validity that the server allows, seconds. */
  declare longest: number;
  /** The link that was created last: only this page knows its code. */
  declare made: NewInviteLink | null;
  declare isCopied: boolean;
  declare busy: boolean;
  declare problem: string;
  #language = new LanguageController(this);

  constructor() {
    super();
    this.room = null;
    this.links = [];
    this.longest = Infinity;
    this.made = null;
    this.isCopied = this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#run(() => this.#load());
  }

  protected override render(): TemplateResult | typeof nothing {
    const language = this.#language.current;
    const texts = inviteLinkTexts(language.tag);
    return html`<dialog
      aria-labelledby="title"
      aria-describedby="hint"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#create}>
        <h2 id="title">${texts.title}</h2>
        <p id="hint">${texts.hint}</p>
        ${this.#renderLimits(texts, language)}
        <p class="problem" role="alert">${this.problem}</p>
        ${this.made ? this.#renderNew(this.made, texts) : nothing}
        <span class="visually-hidden" role="status">${this.isCopied ? texts.copied : ''}</span>
        ${this.#renderLinks(texts, language)}
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('close')}
          </button>
          <button type="submit" class="primary" ?disabled=${this.busy}>${texts.create}</button>
        </div>
      </form>
    </dialog>`;
  }

  #renderLimits(texts: InviteLinkTexts, language: Language): TemplateResult {
    const offered = validities.filter((seconds) => seconds <= this.longest);
    return html`<div class="limits">
      <label
        >${texts.expires}<select name="validity">
          ${offered.map((seconds) => html`<option value=${seconds} ?selected=${seconds === usual}>${validityText(seconds, language.tag)}</option>`)}
          ${
            this.longest === Infinity
              ? html`<option value="">${texts.never}</option>`
              : offered.length === 0
                ? html`<option value="">${validityText(this.longest, language.tag)}</option>`
                : nothing
          }
        </select></label
      >
      <label
        >${texts.maxUses}<select name="uses">
          <option value="" selected>${texts.noLimit}</option>
          ${counts.map((count) => html`<option value=${count}>${language.number(count)}</option>`)}
        </select></label
      >
    </div>`;
  }

  #renderNew(link: NewInviteLink, texts: InviteLinkTexts): TemplateResult {
    return html`<div class="new">
      <input
        type="text"
        readonly
        dir="ltr"
        aria-label=${texts.link}
        aria-describedby="only-now"
        .value=${this.#addressOf(link)}
        @focus=${({ target }: Event) => (target as HTMLInputElement).select()}
      />
      <button type="button" class="primary copy" @click=${() => void this.#copy(link)}>
        ${this.isCopied ? icons.check : icons.copy}${this.isCopied ? texts.copied : texts.copy}
      </button>
      <p id="only-now">${texts.onlyNow}</p>
    </div>`;
  }

  #renderLinks(texts: InviteLinkTexts, language: Language): TemplateResult | typeof nothing {
    if (this.links.length === 0) return nothing;
    return html`<h3 id="links">${texts.links}</h3>
      <ul class="links" role="list" aria-labelledby="links">
        ${repeat(
          this.links,
          ({ linkId }) => linkId,
          (link) => {
            const about = aboutLink(link, texts, language);
            return html`<li class="link">
              <span>${about.uses}<small dir="auto">${about.ends} · ${about.by}</small></span>
              <button
                type="button"
                class="icon-button"
                aria-label=${`${texts.revoke}: ${about.uses}, ${about.ends}`}
                title=${texts.revoke}
                ?disabled=${this.busy}
                @click=${() => void this.#run(() => this.#revoke(link))}
              >
                ${icons.trash}
              </button>
            </li>`;
          },
        )}
      </ul>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #addressOf({ code }: NewInviteLink): string {
    const room = this.room?.id ?? '';
    return pageAddress(this, 'invite-link', { room, code }, { chat: room, invite: code });
  }

  async #copy(link: NewInviteLink): Promise<void> {
    await copyText(this.#addressOf(link), this.ownerDocument);
    this.isCopied = true;
  }

  async #load(): Promise<void> {
    const { links, maxSeconds = Infinity } = (await this.room?.members.inviteLinks()) ?? { links: [] };
    this.links = links;
    this.longest = maxSeconds;
  }

  async #revoke({ linkId }: InviteLink): Promise<void> {
    await this.room?.members.revokeInviteLink(linkId);
    if (this.made?.linkId === linkId) this.made = null;
    await this.#load();
    this.renderRoot.querySelector<HTMLElement>('.link button, .buttons .primary')?.focus();
  }

  #create = (event: SubmitEvent): void => {
    event.preventDefault();
    const chosen = new FormData(event.target as HTMLFormElement);
    const expiresInSeconds = Number(chosen.get('validity'));
    const maxUses = Number(chosen.get('uses'));
    void this.#run(async () => {
      const made = await this.room?.members.createInviteLink({
        ...(expiresInSeconds > 0 ? { expiresInSeconds } : {}),
        ...(maxUses > 0 ? { maxUses } : {}),
      });
      this.made = made ?? null;
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
      this.problem = this.#language.current.error(error instanceof ChatError ? error : { code: 'internal' });
    }
    this.busy = false;
  }
}

const aboutLink = (
  { uses, maxUses, expiresAt, createdBy }: InviteLink,
  texts: InviteLinkTexts,
  language: Language,
): { uses: string; ends: string; by: string } => ({
  uses:
    maxUses === undefined
      ? fillPlural(texts.uses, uses, language.tag)
      : fillText(texts.usesOf, { n: language.number(uses), max: language.number(maxUses) }),
  ends:
    expiresAt === undefined ? texts.forever : fillText(texts.until, { time: language.dateTime(expiresAt) }),
  by: fillText(texts.by, { name: createdBy.name }),
});

define('chat-invite-links', ChatInviteLinks);
