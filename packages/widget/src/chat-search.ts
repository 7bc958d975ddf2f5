import type { ChatClient, SearchQuestion } from '@chat/client';
import { isAside, type SearchedFor, type SearchHit } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from './define.ts';
import { emit } from './emit.ts';
import { nextFrame } from './frame.ts';
import { icons } from './more-icons.ts';
import { LanguageController } from './language-controller.ts';
import { searchTexts, type SearchTexts } from './language/search.ts';
import { openPanel } from './panel-state.ts';
import { RoomController } from './room-controller.ts';
import { searchHit } from './search-hit.ts';
import { searchOf, type RoomSearch } from './search-state.ts';
import { avatarStyle } from './style/avatar.ts';
import { base } from './style/base.ts';
import { searchStyle } from './style/search.ts';
import { tokens } from './style/tokens.ts';

/** Somebody who types is not asked for with every letter. */
const pauseMs = 300;
const dayMs = 86_400_000;
const kinds: readonly SearchedFor[] = ['file', 'image', 'link'];

/**
 * Looks through what was said in a room.
 *
 * @csspart field - where one says what to look for
 * @csspart hits - what was found
 */
export class ChatSearch extends LitElement {
  static override styles = [tokens, base, avatarStyle, searchStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    list: { attribute: false },
    gone: { state: true },
  };
  /** The client to speak through. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** What scrolls to a message: `<chat-room>` or `<chat-messages>`. */
  declare list: { localName?: string; scrollToMessage?(id: string): Promise<boolean> } | null;
  declare gone: boolean;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => {
    const update = () => this.requestUpdate();
    searchOf(room).listen(update);
    return [room.members.subscribe(update)];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.list = null;
    this.gone = false;
  }

  protected override firstUpdated(): void {
    // After the panel has taken the focus for its own.
    void nextFrame().then(() => this.#field?.focus());
  }

  get #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>('input[type=search]');
  }

  get #search(): RoomSearch | null {
    const { room } = this.#room;
    return room && searchOf(room);
  }

  protected override render(): TemplateResult | typeof nothing {
    const search = this.#search;
    if (!search) return nothing;
    const texts = searchTexts(this.#language.current.tag);
    const { question } = search.state;
    return html`<div @keydown=${this.#onKeyDown}>
      <form role="search" @submit=${this.#onSubmit}>
        <label class="field" part="field">
          ${icons.search}
          <input
            type="search"
            enterkeyhint="search"
            autocomplete="off"
            maxlength="200"
            aria-label=${texts.what}
            placeholder=${texts.what}
            .value=${question.q ?? ''}
            @input=${(event: Event) => this.#change({ q: (event.target as HTMLInputElement).value }, pauseMs)}
          />
        </label>
        <div class="chips">${kinds.map((has) => this.#chip(has, question, texts))}${this.#files()}</div>
        <details
          ?open=${question.from !== undefined || question.after !== undefined || question.before !== undefined}
        >
          <summary>${texts.filters}</summary>
          ${this.#filters(question, texts)}
        </details>
      </form>
      <p class="status" role="status">${this.#status(search, texts)}</p>
      ${this.#hits(search, texts)}
    </div>`;
  }

  /** The files by themselves, as `<chat-room>` shows them. */
  #files(): TemplateResult | typeof nothing {
    const { client } = this.#room;
    // By itself this element has no panels to open.
    const hasPanels = this.list?.localName === 'chat-room';
    if (!hasPanels || (client?.limits?.maxFileBytes ?? 0) === 0) return nothing;
    return html`<button type="button" class="chip" @click=${() => openPanel(this, 'files')}>
      ${icons.attach} ${this.#language.current.text('attachments')}
    </button>`;
  }

  #chip(has: SearchedFor, question: SearchQuestion, texts: SearchTexts): TemplateResult {
    const isOn = question.has === has;
    return html`<button
      type="button"
      class="chip"
      aria-pressed=${isOn ? 'true' : 'false'}
      @click=${() => this.#change({ has: isOn ? undefined : has })}
    >
      ${texts[has]}
    </button>`;
  }

  #filters(question: SearchQuestion, texts: SearchTexts): TemplateResult {
    const { room } = this.#room;
    const people = new Map(room?.messages.get().items.map(({ author }) => [author.id, author.name]));
    for (const { user } of room?.members.get().items ?? []) people.set(user.id, user.name);
    const sorted = [...people].toSorted(([, a], [, b]) => a.localeCompare(b));
    return html`<div class="filters">
      <label>
        <span>${texts.from}</span>
        <select
          @change=${(event: Event) => this.#change({ from: (event.target as HTMLSelectElement).value || undefined })}
        >
          <option value="" ?selected=${question.from === undefined}>${texts.anyone}</option>
          ${sorted.map(([id, name]) => html`<option value=${id} ?selected=${question.from === id}>${name}</option>`)}
        </select>
      </label>
      ${this.#date(texts.after, question.after, (at) => this.#change({ after: at }))}
      ${this.#date(texts.before, question.before === undefined ? undefined : question.before - dayMs, (at) =>
        this.#change({ before: at === undefined ? undefined : at + dayMs }),
      )}
    </div>`;
  }

  /** A day of this place, as the moment it begins. */
  #date(label: string, at: number | undefined, set: (at: number | undefined) => void): TemplateResult {
    const day = at === undefined ? null : new Date(at);
    const two = (n: number): string => String(n).padStart(2, '0');
    const value = day ? `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}` : '';
    return html`<label>
      <span>${label}</span>
      <input
        type="date"
        .value=${value}
        @change=${(event: Event) => {
          const chosen = new Date(`${(event.target as HTMLInputElement).value}T00:00`).getTime();
          set(Number.isNaN(chosen) || chosen < 0 ? undefined : chosen);
        }}
      />
    </label>`;
  }

  #status({ state }: RoomSearch, texts: SearchTexts): string {
    const language = this.#language.current;
    const { hits, busy, slow, error, cursor } = state;
    if (this.gone) return texts.gone;
    if (error) return language.error(error as Parameters<typeof language.error>[0]);
    if (busy) return slow ? texts.slow : texts.looking;
    if (hits === null) return texts.hint;
    if (hits.length === 0) return texts.none;
    return texts.found.replace('{n}', `${language.number(hits.length)}${cursor ? '+' : ''}`);
  }

  #hits({ state, more }: RoomSearch, texts: SearchTexts): TemplateResult | typeof nothing {
    const { hits, cursor, busy } = state;
    if (!hits || hits.length === 0) return nothing;
    const language = this.#language.current;
    return html`<ol
        class=${busy ? 'hits busy' : 'hits'}
        part="hits"
        role="list"
        aria-label=${language.text('search')}
      >
        ${repeat(
          hits,
          ({ message }) => message.id,
          (hit) => searchHit(hit, language, () => void this.#go(hit)),
        )}
      </ol>
      ${
        cursor
          ? html`<button type="button" class="load" ?disabled=${busy} @click=${more}>${texts.more}</button>`
          : nothing
      }`;
  }

  #change(change: { [K in keyof SearchQuestion]?: SearchQuestion[K] | undefined }, after = 0): void {
    const search = this.#search;
    const asked = Object.entries({ ...search?.state.question, ...change }).filter(
      ([, value]) => value !== undefined,
    );
    this.gone = false;
    search?.ask(Object.fromEntries(asked), after);
  }

  #onSubmit = (event: Event): void => {
    event.preventDefault();
    this.#change({});
  };

  /** Up and down go through what was found. */
  #onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = event.composedPath()[0] as HTMLElement;
    if (!step || from.matches('select, [type=date]')) return;
    const stops = [this.#field, ...this.renderRoot.querySelectorAll<HTMLElement>('.hit, .load')];
    const next = stops[stops.indexOf(from) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  /** What covers the messages makes way; what was found is still there when it is opened again. */
  async #go({ message }: SearchHit): Promise<void> {
    this.gone = false;
    // The list of the room does not have it.
    if (isAside(message)) return void openPanel(this, 'threads', message.threadId);
    if (this.closest('[aria-modal=true]')) emit(this, 'chat-panel', { name: 'search', detail: null });
    const shown = await this.list?.scrollToMessage?.(message.id).catch(() => false);
    if (shown === false) this.gone = true;
  }
}

define('chat-search', ChatSearch);
