import type { ChatClient, ChatRoom } from '@chat/client';
import { questionLimits, type QuestionOrder, type QuestionState } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { shows } from '../../core/feature-filter.ts';
import { RoomController } from '../../core/room-controller.ts';
import { nextFrame } from '../../dom/next-frame.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { questionCard, type QuestionActions } from './question-card.ts';
import { questionsStyle } from './questions.styles.ts';
import { questionTexts, type QuestionTexts } from './texts.ts';
import { pressCardKey } from '../../ui/card-keys.ts';

/** The questions of a room, with a form to ask one. Hosts answer, highlight and dismiss them. */
export class ChatQuestions extends LitElement {
  static override styles = [tokens, base, questionsStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    features: {},
    writing: { state: true },
    isAsking: { state: true },
    said: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** The features that the page shows. */
  declare features: string | null;
  /** Id of the question to which the host writes an answer. */
  declare writing: string;
  /** A question is being sent. */
  declare isAsking: boolean;
  /** Announced to screen readers. */
  declare said: string;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => [
    room.state.subscribe(() => this.requestUpdate()),
    room.questions.subscribe(() => this.requestUpdate()),
  ]);

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.features = null;
    this.writing = '';
    this.isAsking = false;
    this.said = '';
  }

  protected override firstUpdated(): void {
    this.#load();
    // Runs after the panel has moved the focus.
    void nextFrame().then(() => (this.#cards[0] ?? this.#find('.empty'))?.focus());
  }

  get #cards(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.card')];
  }

  get #texts(): QuestionTexts {
    return questionTexts(this.#language.current.tag);
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  #load(list?: { state?: QuestionState; sort?: QuestionOrder }): void {
    const { room } = this.#room;
    if (!room) return;
    const { state, sort } = room.questions.get();
    this.writing = '';
    this.#run(room.questions.load({ state, sort, ...list }));
  }

  #run(work: Promise<unknown>): void {
    work.catch((error: unknown) => emit(this, 'chat-error', { error }));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this.#room;
    if (!room) return nothing;
    return html`${this.#filters(room)}${this.#list(room)}${this.#askForm(room)}
      <p class="visually-hidden" role="status">${this.said}</p>`;
  }

  #filters(room: ChatRoom): TemplateResult {
    const texts = this.#texts;
    const { state, sort } = room.questions.get();
    const isHost = room.state.get().can?.['question:answer'] === true;
    const states: QuestionState[] = ['open', 'answered', ...(isHost ? (['dismissed'] as const) : [])];
    const orders: QuestionOrder[] = ['votes', 'time'];
    const onSort = (event: Event): void =>
      this.#load({ sort: (event.target as HTMLSelectElement).value as QuestionOrder });
    return html`<div class="filters">
      <div class="chips" role="group" aria-label=${texts.show}>
        ${states.map(
          (each) =>
            html`<button
              type="button"
              class="chip"
              data-state=${each}
              aria-pressed=${each === state ? 'true' : 'false'}
              @click=${() => this.#load({ state: each })}
            >
              ${texts.states[each]}
            </button>`,
        )}
      </div>
      <select aria-label=${texts.sort} @change=${onSort}>
        ${orders.map((each) => html`<option value=${each} ?selected=${each === sort}>${texts.orders[each]}</option>`)}
      </select>
    </div>`;
  }

  #list(room: ChatRoom): TemplateResult {
    const texts = this.#texts;
    const { items, hasMore, loaded, state } = room.questions.get();
    const { can, room: settings } = room.state.get();
    const onStage = settings?.spotlight?.question?.id;
    const context = {
      language: this.#language.current,
      texts,
      actions: this.#actions(room),
      isHost: can?.['question:answer'] === true,
      canVote: can?.['question:upvote'] === true,
      canSpotlight: can?.['message:spotlight'] === true && shows(this.features, 'spotlight'),
    };
    return html`<div class="scroll">
      ${
        items.length === 0
          ? html`<p class="empty" tabindex="-1">${loaded ? texts.none[state] : texts.loading}</p>`
          : html`<ol class="cards" aria-label=${texts.title} @keydown=${this.#onKeyDown}>
              ${repeat(
                items,
                ({ id }) => id,
                (question) =>
                  questionCard(question, {
                    ...context,
                    isWriting: this.writing === question.id,
                    isOnStage: question.id === onStage,
                  }),
              )}
            </ol>`
      }
      ${
        hasMore
          ? html`<button type="button" class="load" @click=${() => this.#run(room.questions.loadMore())}>
              ${texts.more}
            </button>`
          : nothing
      }
    </div>`;
  }

  #askForm(room: ChatRoom): TemplateResult | typeof nothing {
    const { can, room: settings } = room.state.get();
    // Hosts need the space for their queue.
    if (!can?.['question:ask'] || can['question:answer'] || (settings?.questions ?? 'off') === 'off')
      return nothing;
    const texts = this.#texts;
    return html`<form class="asking" @submit=${this.#ask}>
      <textarea
        name="text"
        rows="2"
        maxlength=${questionLimits.textLength}
        dir="auto"
        aria-label=${texts.yourQuestion}
        placeholder=${texts.yourQuestion}
        @keydown=${this.#onWrite}
      ></textarea>
      <div class="row">
        ${
          settings?.questions === 'anonymous'
            ? html`<label class="anonymous"
                ><input type="checkbox" name="anonymous" /><span>${texts.askAnonymously}</span></label
              >`
            : nothing
        }
        <button type="submit" class="primary" ?disabled=${this.isAsking}>${texts.ask}</button>
      </div>
    </form>`;
  }

  #onWrite = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    (event.currentTarget as HTMLTextAreaElement).form?.requestSubmit();
  };

  #ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { room } = this.#room;
    const form = event.target as HTMLFormElement;
    const data = new FormData(form);
    const text = data.get('text');
    if (!room || this.isAsking || typeof text !== 'string' || text.trim() === '') return;
    this.isAsking = true;
    try {
      await room.questions.ask({ text: text.trim(), ...(data.has('anonymous') ? { anonymous: true } : {}) });
      form.reset();
      this.said = this.#texts.asked;
      if (room.questions.get().state !== 'open') this.#load({ state: 'open' });
    } catch (error) {
      emit(this, 'chat-error', { error });
    } finally {
      this.isAsking = false;
    }
  };

  #actions({ questions, spotlight, state }: ChatRoom): QuestionActions {
    const texts = this.#texts;
    return {
      upvote: ({ id, upvoted }) =>
        void this.#do(questions.upvote(id, !upvoted), upvoted ? texts.voteWithdrawn : texts.voted),
      write: ({ id }) => this.#write(id),
      answer: ({ id }, text) => {
        this.writing = '';
        void this.#do(questions.answer(id, text), text === undefined ? texts.answeredLive : texts.answered);
      },
      highlight: ({ id, highlightedAt }) =>
        void this.#do(
          questions.highlight(id, highlightedAt === undefined),
          highlightedAt === undefined ? texts.highlighted : texts.highlightEnded,
        ),
      spotlight: ({ id }) => {
        const isOn = state.get().room?.spotlight?.question?.id === id;
        void this.#do(
          isOn ? spotlight.clear() : spotlight.setQuestion(id),
          isOn ? texts.spotlightEnded : texts.spotlighted,
        );
      },
      dismiss: ({ id }) => void this.#do(questions.dismiss(id), texts.dismissed),
      reopen: ({ id }) => void this.#do(questions.reopen(id), texts.reopened),
      withdraw: ({ id }) => void this.#do(questions.withdraw(id), texts.withdrawn),
    };
  }

  #write(id: string): void {
    this.writing = this.writing === id ? '' : id;
    void this.updateComplete.then(() => (this.#find('.answering textarea') ?? this.#cardOf(id))?.focus());
  }

  #cardOf(id: string): HTMLElement | null {
    return this.#find(`[data-question="${id}"]`);
  }

  /** Runs a change and announces it. If its question has left the list, the focus moves to the next one. */
  async #do(work: Promise<unknown>, done: string): Promise<void> {
    const at = this.#cards.findIndex((card) => card.matches(':focus-within'));
    const id = this.#cards[at]?.dataset['question'];
    try {
      await work;
    } catch (error) {
      emit(this, 'chat-error', { error });
      return;
    }
    this.said = done;
    await this.updateComplete;
    const cards = this.#cards;
    if (at < 0 || cards.some((card) => card.matches(':focus-within'))) return;
    (this.#cardOf(id ?? '') ?? cards[at] ?? cards.at(-1) ?? this.#find('.empty'))?.focus();
  }

  #onKeyDown = (event: KeyboardEvent): void =>
    pressCardKey(event, {
      cards: this.#cards,
      stopWriting: this.writing === '' ? undefined : () => this.#write(this.writing),
    });
}

define('chat-questions', ChatQuestions);
