import type { ChatClient, SearchQuestion } from '@chat/client';
import type { SearchedFor, SearchHit } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { onPartLoaded } from '../../core/lazy.ts';
import { nextFrame } from '../../dom/next-frame.ts';
import { icons } from '../../ui/all-icons.ts';
import { isComposing } from '../../dom/keyboard.ts';
import { blockedTexts } from '../../i18n/blocked-texts.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { searchTexts, type SearchTexts } from './texts.ts';
import { openPanel } from '../../core/open-panel.ts';
import { RoomController } from '../../core/room-controller.ts';
import { watchPart } from '../../core/watch-part.ts';
import { searchFilters } from './search-filters.ts';
import { searchHit } from './search-hit.ts';
import { roomNameOf } from './room-titles.ts';
import { searchOf, type Searching } from './search-state.ts';
import { showRoom } from '../../ui/show-room.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { base } from '../../styles/base.ts';
import { searchStyle } from './search.styles.ts';
import { tokens } from '../../styles/tokens.ts';

/** Debounces typing, ms. */
const pauseMs = 300;
const kinds: readonly SearchedFor[] = ['file', 'image', 'link'];
/** Searching all rooms stays on until the user turns it off, whichever room they search from. */
const everywhere = new WeakSet<ChatClient>();

/**
 * Searches the messages of a room, or of all rooms of the user.
 *
 * @event chat-room-chosen - cancelable; the user wants to see `detail.message`, which stands in another room, `detail.room`
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
    all: { type: Boolean },
    gone: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** The element that scrolls to a message: `<chat-room>` or `<chat-messages>`. */
  declare list: { localName?: string; scrollToMessage?(id: string): Promise<boolean> } | null;
  /** The user can also search all rooms. */
  declare all: boolean;
  declare gone: boolean;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room, client) => {
    const update = () => this.requestUpdate();
    const searches = [searchOf(room), searchOf(client)];
    return [
      ...searches.map(({ listen }) => listen(update)),
      room.members.subscribe(update),
      watchPart(room.state, ({ blocked }) => blocked, update),
      client.rooms.subscribe(update),
      onPartLoaded(update),
      // Changes during a lost connection may have no events.
      client.on('status', (status) => status === 'online' && searches.forEach(({ renew }) => renew())),
    ];
  });

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.list = null;
    this.all = false;
    this.gone = false;
  }

  /** The hit that has the focus before a redraw; -1: none. */
  #focused = -1;

  protected override willUpdate(): void {
    const hit = this.shadowRoot?.activeElement?.closest('.hit');
    this.#focused = hit ? [...this.renderRoot.querySelectorAll('.hit')].indexOf(hit) : -1;
  }

  /** The focused row was removed: moves the focus to the row in its place. */
  protected override updated(): void {
    if (this.#focused < 0 || this.shadowRoot?.activeElement || !document.hasFocus()) return;
    const hits = [...this.renderRoot.querySelectorAll<HTMLElement>('.hit')];
    (hits[this.#focused] ?? hits.at(-1) ?? this.#field)?.focus();
  }

  protected override firstUpdated(): void {
    // Runs after the panel has moved the focus.
    void nextFrame().then(() => this.#field?.focus());
  }

  get #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>('input[type=search]');
  }

  get #everywhere(): boolean {
    const { client } = this.#room;
    return this.all && client !== null && everywhere.has(client);
  }

  get #search(): Searching | null {
    const { room, client } = this.#room;
    return room && client && searchOf(this.#everywhere ? client : room);
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
        ${this.#isOnDevice ? html`<p class="device">${icons.lock}<span>${texts.device}</span></p>` : nothing}
        ${this.all ? this.#scope(texts) : nothing}
        <div class="chips">${this.#kinds.map((has) => this.#chip(has, question, texts))}</div>
        <details
          ?open=${question.from !== undefined || question.after !== undefined || question.before !== undefined}
        >
          <summary>${texts.filters}</summary>
          ${searchFilters(question, this.#people, texts, (change) => this.#change(change))}
        </details>
      </form>
      ${this.#files(texts)}
      <p class="status" role="status">${this.#status(search, texts)}</p>
      ${this.#hits(search, texts)}
    </div>`;
  }

  /** This device searches: the server does not have the texts. */
  get #isOnDevice(): boolean {
    return this.#room.room?.state.get().room?.encryption !== undefined;
  }

  /** An encrypted room may have no files. */
  get #hasFiles(): boolean {
    return !this.#isOnDevice || this.#room.room?.state.get().can?.['file:upload'] === true;
  }

  get #kinds(): readonly SearchedFor[] {
    return this.#hasFiles ? kinds : ['link'];
  }

  /** Opens the files panel of the `<chat-room>`. */
  #files(texts: SearchTexts): TemplateResult | typeof nothing {
    const { client } = this.#room;
    // Outside of a `<chat-room>` there is no files panel.
    const hasPanels = this.list?.localName === 'chat-room';
    if (!hasPanels || !this.#hasFiles || (client?.limits?.maxFileBytes ?? 0) === 0) return nothing;
    return html`<button type="button" class="browse" @click=${() => openPanel(this, 'files')}>
      ${icons.file}<span>${texts.browse}</span>${icons.forward}
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

  get #people(): Map<string, string> {
    const { room } = this.#room;
    const messages = [
      ...(room?.messages.get().items ?? []),
      ...(this.#search?.state.hits ?? []).map(({ message }) => message),
    ];
    const people = new Map(messages.map(({ author }) => [author.id, author.name]));
    for (const { user } of room?.members.get().items ?? []) people.set(user.id, user.name);
    return people;
  }

  /** The scope: this room, or all rooms. */
  #scope(texts: SearchTexts): TemplateResult {
    const choice = (label: string, all: boolean): TemplateResult =>
      html`<label
        ><input
          type="radio"
          name="where"
          .checked=${this.#everywhere === all}
          @change=${() => this.#look(all)}
        /><span>${label}</span></label
      >`;
    return html`<fieldset class="scope">
      <legend class="visually-hidden">${texts.where}</legend>
      ${choice(texts.here, false)} ${choice(texts.everywhere, true)}
    </fieldset>`;
  }

  /** Runs the same search in another scope. */
  #look(all: boolean): void {
    const { client } = this.#room;
    const question = this.#search?.state.question ?? {};
    if (!client) return;
    if (all) everywhere.add(client);
    else everywhere.delete(client);
    this.gone = false;
    // Replaces an earlier query of that scope.
    this.#search?.ask(question);
    this.requestUpdate();
  }

  /** The title of a hit's room. */
  #roomOf({ message: { roomId } }: SearchHit): string | null {
    const { client } = this.#room;
    if (!this.#everywhere || !client) return null;
    return roomNameOf(client, roomId, () => this.requestUpdate());
  }

  /** A note in place of the message of a user whom the reader has blocked. */
  #unblocked(hit: SearchHit): SearchHit {
    const { message } = hit;
    if (!this.#room.room?.state.get().blocked.includes(message.author.id)) return hit;
    const { message: text } = blockedTexts(this.#language.current.tag);
    return { message: { ...message, text, attachments: [] }, marks: [] };
  }

  #status({ state }: Searching, texts: SearchTexts): string {
    const language = this.#language.current;
    const { hits, busy, slow, error, cursor, since } = state;
    if (this.gone) return texts.gone;
    if (error) return language.error(error as Parameters<typeof language.error>[0]);
    if (busy) return slow ? texts.slow : texts.looking;
    if (hits === null) return texts.hint;
    if (cursor && since !== null) {
      const found = hits.length > 0 ? fillPlural(texts.found, hits.length, language.tag) : texts.none;
      return `${found} · ${fillText(texts.back, { date: language.day(since, Date.now()) })}`;
    }
    if (hits.length === 0) return texts.none;
    if (cursor) return texts.found.other.replace('{n}', `${language.number(hits.length)}+`);
    return fillPlural(texts.found, hits.length, language.tag);
  }

  #hits({ state, more }: Searching, texts: SearchTexts): TemplateResult | typeof nothing {
    const { hits, cursor, busy, since } = state;
    if (!hits || (hits.length === 0 && (!cursor || since === null))) return nothing;
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
          (hit) =>
            searchHit(
              this.#unblocked(hit),
              language,
              () => void this.#go(hit),
              this.#room.room,
              this.#roomOf(hit),
            ),
        )}
      </ol>
      ${
        cursor
          ? html`<button type="button" class="load" ?disabled=${busy} @click=${more}>
              ${since === null ? texts.more : texts.older}
            </button>`
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

  /** Up and down move through the results. */
  #onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = event.composedPath()[0] as HTMLElement;
    if (!step || isComposing(event) || from.matches('select, [type=date], [type=radio]')) return;
    const stops = [this.#field, ...this.renderRoot.querySelectorAll<HTMLElement>('.hit, .load')];
    const next = stops[stops.indexOf(from) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  /** Closes a panel that covers the messages; it keeps its results. */
  async #go({ message }: SearchHit): Promise<void> {
    this.gone = false;
    if (message.roomId !== this.room)
      return showRoom(this, message.roomId, this.#language.current, message.id);
    const shown = await this.list?.scrollToMessage?.(message.id).catch(() => false);
    if (shown === false) this.gone = true;
  }
}

define('chat-search', ChatSearch);
