import type { MessageVersion } from '@chat/protocol';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import type { MessageContext } from '../../core/feature.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';

const versionsStyle = css`
  dialog {
    display: flex;
    flex-direction: column;
    gap: 14px;
  }
  dialog:not([open]) {
    display: none;
  }
  ol {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    overflow-y: auto;
    overscroll-behavior: contain;
  }
  time {
    color: var(--_muted);
    font-size: 0.84em;
  }
  blockquote {
    max-block-size: none;
    margin-block-start: 3px;
  }
  .now blockquote {
    border-inline-start-color: var(--_accent-text);
  }
`;

/** The current and previous versions of a message, the newest first. */
export class ChatVersions extends LitElement {
  static override styles = [tokens, base, dialogStyle, versionsStyle];
  static override properties = { context: { attribute: false }, versions: { state: true } };
  declare context: MessageContext | null;
  /** Null while they load. */
  declare versions: readonly MessageVersion[] | null;

  constructor() {
    super();
    this.context = null;
    this.versions = null;
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#load();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.context) return nothing;
    const { language, item } = this.context;
    const at = item.editedAt ?? item.createdAt;
    return html`<dialog
      aria-labelledby="title"
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title">${language.text('versions')}</h2>
      <ol role="list" tabindex="0" aria-busy=${this.versions ? 'false' : 'true'}>
        ${this.#row(at, item.text, true)}
        ${this.versions?.map((version) => this.#row(version.at, version.text, false))}
      </ol>
      <div class="buttons">
        <button type="button" class="primary" @click=${() => this.#dialog?.close()}>
          ${language.text('close')}
        </button>
      </div>
    </dialog>`;
  }

  #row(at: number, text: string, now: boolean): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context) return nothing;
    const { language } = context;
    const time = html`<time datetime=${new Date(at).toISOString()}>${language.dateTime(at)}</time>`;
    return html`<li class=${now ? 'now' : ''}>
      ${time}
      <blockquote dir="auto">${text}</blockquote>
    </li>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #load(): Promise<void> {
    const { context } = this;
    if (!context) return;
    try {
      this.versions = await context.room.versions.list(context.item.id);
    } catch (error) {
      emit(context.host, 'chat-error', { error });
      this.#dialog?.close();
    }
  }
}

define('chat-versions', ChatVersions);
