import type { MessageItem, Stop } from '@chat/client';
import type { Poll, PollDraft } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import type { RoomContext } from '../../core/feature.ts';
import { base } from '../../styles/base.ts';
import { cardStyle } from '../../styles/card.ts';
import { tokens } from '../../styles/tokens.ts';
import { openPollForm } from './create-poll.ts';
import { openPollResults } from './open-results.ts';
import { pollPanelStyle } from './poll-panel.styles.ts';
import { stateText } from './poll-state.ts';
import { pollTexts, type PollTexts } from './texts.ts';

/** A room that can show any of its messages. */
type RoomHost = HTMLElement & { scrollToMessage?(id: string): Promise<boolean> };
type PollItem = MessageItem & { poll: Poll };

const isPoll = (item: MessageItem): item is PollItem => item.poll !== undefined && item.status === 'sent';

/** The panel of hosts: their drafts, and the polls among the loaded messages, the newest first. */
export class ChatPolls extends LitElement {
  static override styles = [tokens, base, cardStyle, pollPanelStyle];
  static override properties = {
    context: { attribute: false },
    drafts: { state: true },
    ending: { state: true },
    busy: { state: true },
  };
  declare context: RoomContext | null;
  declare drafts: readonly PollDraft[];
  /** Id of the poll whose end has to be confirmed. */
  declare ending: string;
  declare busy: boolean;
  #stop: Stop | null = null;

  constructor() {
    super();
    this.context = null;
    this.drafts = [];
    this.ending = '';
    this.busy = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.#stop = null;
  }

  protected override firstUpdated(): void {
    void this.#do(() => this.#loadDrafts());
  }

  protected override updated(): void {
    this.#stop ??= this.context?.room.messages.subscribe(() => this.requestUpdate()) ?? null;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context) return nothing;
    const texts = pollTexts(context.language.tag);
    const items = context.room.messages.get().items.filter(isPoll).toReversed();
    return html`<button type="button" class="new" @click=${() => this.#open(null)}>${texts.create}</button>
      ${
        this.drafts.length === 0
          ? nothing
          : html`<section aria-labelledby="drafts">
              <h3 id="drafts">${texts.drafts}</h3>
              <ul class="cards" role="list">
                ${repeat(
                  this.drafts,
                  ({ id }) => id,
                  (draft) => this.#renderDraft(draft, context, texts),
                )}
              </ul>
            </section>`
      }
      <section aria-labelledby="polls">
        <h3 id="polls">${texts.polls}</h3>
        ${
          items.length === 0
            ? html`<p class="empty">${texts.noPolls}</p>`
            : html`<ul class="cards" role="list">
                ${repeat(
                  items,
                  ({ id }) => id,
                  (item) => this.#renderPoll(item, context, texts),
                )}
              </ul>`
        }
      </section>`;
  }

  #renderDraft(draft: PollDraft, { language }: RoomContext, texts: PollTexts): TemplateResult {
    return html`<li class="card">
      <p class="question" dir="auto">${draft.question}</p>
      <p class="note" dir="auto">${draft.options.join(' · ')}</p>
      <div class="buttons">
        <button
          type="button"
          ?disabled=${this.busy}
          aria-label="${texts.start}: ${draft.question}"
          @click=${() => this.#do(() => this.#start(draft))}
        >
          ${texts.start}</button
        ><button
          type="button"
          aria-label="${language.text('edit')}: ${draft.question}"
          @click=${() => this.#open(draft)}
        >
          ${language.text('edit')}</button
        ><button
          type="button"
          class="danger"
          ?disabled=${this.busy}
          aria-label="${language.text('delete')}: ${draft.question}"
          @click=${() => this.#do(() => this.#delete(draft))}
        >
          ${language.text('delete')}
        </button>
      </div>
    </li>`;
  }

  #renderPoll(item: PollItem, context: RoomContext, texts: PollTexts): TemplateResult {
    const { id, text, poll } = item;
    const isAsked = this.ending === id;
    return html`<li class="card">
      <p class="question" dir="auto">${text}</p>
      <p class="note">${stateText(poll, texts, context.language)}</p>
      <div class="buttons">
        <button
          type="button"
          aria-label="${texts.viewResults}: ${text}"
          @click=${() => openPollResults(context, { id, question: text })}
        >
          ${texts.viewResults}</button
        ><button type="button" aria-label="${texts.showInChat}: ${text}" @click=${() => this.#show(id)}>
          ${texts.showInChat}</button
        >${
          poll.closedAt === undefined
            ? html`<button
                type="button"
                class="danger"
                ?disabled=${this.busy}
                aria-label="${isAsked ? texts.closeNow : texts.close} ${text}"
                @blur=${() => (this.ending = '')}
                @click=${() => (isAsked ? this.#do(() => this.#close(id)) : (this.ending = id))}
              >
                ${isAsked ? texts.closeNow : texts.close}
              </button>`
            : nothing
        }
      </div>
    </li>`;
  }

  #open(draft: PollDraft | null): void {
    if (this.context)
      void openPollForm(this.context, { draft, done: () => void this.#do(() => this.#loadDrafts()) });
  }

  #show(id: string): void {
    void (this.context?.host as RoomHost | undefined)?.scrollToMessage?.(id);
  }

  async #loadDrafts(): Promise<void> {
    this.drafts = (await this.context?.room.polls.drafts({ limit: 100 }))?.drafts ?? [];
  }

  async #start({ id, question, options, ...settings }: PollDraft): Promise<void> {
    await this.context?.room.polls.create({ id, question, options, ...settings });
    await this.#loadDrafts();
  }

  async #delete({ id }: PollDraft): Promise<void> {
    await this.context?.room.polls.deleteDraft(id);
    await this.#loadDrafts();
  }

  async #close(id: string): Promise<void> {
    this.ending = '';
    await this.context?.room.polls.close(id);
  }

  async #do(work: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    try {
      await work();
    } catch (error) {
      emit(this, 'chat-error', { error });
    }
    this.busy = false;
  }
}

define('chat-polls', ChatPolls);
