import { ChatError } from '@chat/client';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import type { RoomContext } from '../../core/feature.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';
import { summaryTexts } from './texts.ts';

/** A summary of the messages after a `seq`, as plain text, marked as written by a machine. */
export class ChatSummary extends LitElement {
  static override styles = [
    tokens,
    base,
    dialogStyle,
    css`
      dialog[open] {
        display: flex;
        flex-direction: column;
        gap: 14px;
      }
      .summary {
        overflow-y: auto;
        color: var(--_text);
        font-size: 1em;
        overflow-wrap: anywhere;
      }
      .summary span {
        white-space: pre-line;
      }
    `,
  ];
  static override properties = {
    context: { attribute: false },
    text: { state: true },
    problem: { state: true },
  };
  declare context: (RoomContext & { after: number }) | null;
  declare text: string;
  declare problem: string;

  constructor() {
    super();
    this.context = null;
    this.text = '';
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    void this.#load();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, text, problem } = this;
    if (!context) return nothing;
    const { language } = context;
    const texts = summaryTexts(language.tag);
    const isBusy = !text && !problem;
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <h2 id="title">${texts.title}</h2>
      <p class="summary" role="status" aria-busy=${isBusy ? 'true' : 'false'} dir="auto">
        <span>${isBusy ? texts.working : text}</span>
      </p>
      ${text ? html`<p>${texts.machine}</p>` : nothing}
      <p class="problem" role="alert">${problem}</p>
      <div class="buttons">
        <button type="button" class="primary" @click=${() => this.#dialog?.close()}>
          ${language.text('close')}
        </button>
      </div>
    </dialog>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  async #load(): Promise<void> {
    const { context } = this;
    if (!context) return;
    const { client, room, after, language } = context;
    const texts = summaryTexts(language.tag);
    try {
      const { text } = await client.call('summary:create', {
        roomId: room.id,
        after,
        language: language.tag.replace(/-x-.*/, ''),
      });
      this.text = text;
    } catch (error) {
      const isEmpty = error instanceof ChatError && error.code === 'not_found';
      this.problem = isEmpty ? texts.nothing : texts.failed;
    }
  }
}

define('chat-summary', ChatSummary);
