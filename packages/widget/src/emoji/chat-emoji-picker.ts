import type { CustomEmoji } from '@chat/protocol';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { define } from '../core/define.ts';
import { afterPaint } from '../dom/after-paint.ts';
import { icons } from '../ui/all-icons.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { isComposing } from '../dom/keyboard.ts';
import { base } from '../styles/base.ts';
import { emojiStyle } from './emoji.styles.ts';
import { tokens } from '../styles/tokens.ts';
import { clearSearchStyle } from '../styles/field.ts';
import { emojiOf, emojis, groupIcons, groupNames, inTone, search, tones, type Emoji } from './catalog.ts';
import { customPreview, findCustom, shownCustom, shownRecent } from './custom-grid.ts';
import { toneChoice } from './tone-choice.ts';
import { emojiTexts } from './texts.ts';
import {
  countIn,
  drawnIn,
  drawnPerFrame,
  emojiAt,
  edgePx,
  emojiButton,
  firstDrawn,
  isIn,
  moveInGrid,
  moveInGroups,
  placeNear,
  renderSection,
  reserveRows,
  sectionOf,
  type Section,
  type Shown,
} from './emoji-grid.ts';
import { recent, remember, setTone, toneOf } from './recent-emoji.ts';

const mostFound = 120;
const recentIcon = '🕘';
const customIcon = '⭐';

/** The grid of the last picker: the next one is not drawn twice to find its size. */
let lastGrid = { columns: 8, cell: '' };

/** The groups by language and skin tone: the next picker shows them sooner. */
const groupsMade = new Map<string, readonly Section[]>();

/** All emoji, to pick one: by group, with search, recent ones and skin tones. In the top layer. */
export class ChatEmojiPicker extends LitElement {
  static override styles = [tokens, base, clearSearchStyle, emojiStyle];
  static override properties = {
    query: { state: true },
    tone: { state: true },
    choosesTone: { state: true },
    group: { state: true },
    preview: { state: true },
    drawn: { state: true },
    custom: { state: true },
  };
  declare query: string;
  declare tone: number;
  /** The skin tones are shown. */
  declare choosesTone: boolean;
  /** The group that the reader has scrolled to. */
  declare group: number;
  /** The emoji under the pointer or the focus. */
  declare preview: string;
  /** How many emoji are drawn. */
  declare drawn: number;
  /** The emoji of the server. */
  declare custom: readonly CustomEmoji[];

  /** Shows only these emoji; null: all. */
  allowed: readonly string[] | null = null;

  #language = new LanguageController(this);
  #recent: string[] = recent();
  #settle: (emoji: string | null) => void = () => undefined;
  #columns = lastGrid.columns;

  constructor() {
    super();
    this.query = this.preview = '';
    this.tone = toneOf();
    this.choosesTone = false;
    this.group = 0;
    this.drawn = firstDrawn;
    this.custom = [];
  }

  /** Opens next to `anchor`; resolves to the picked emoji, or to null. Restores the focus. */
  async pick(anchor: HTMLElement): Promise<string | null> {
    // It may have been drawn a while ago.
    this.tone = toneOf();
    if (recent().join() !== this.#recent.join()) this.#recent = recent();
    this.#columns = lastGrid.columns;
    this.requestUpdate();
    await this.updateComplete;
    const popover = this.#popover;
    popover?.style.setProperty('--_cell', lastGrid.cell);
    const picked = new Promise<string | null>((resolve) => (this.#settle = resolve));
    // The emoji show with the paint after that of the picker.
    popover?.classList.add('opening');
    popover?.showPopover();
    // Measures before it changes anything: each change would cost another layout.
    const place = popover && placeNear(popover, anchor);
    this.#find('input')?.focus({ preventScroll: true });
    place?.();
    void afterPaint().then(this.#fill);
    const emoji = await picked;
    if (emoji !== null) remember(emoji);
    anchor.focus({ preventScroll: true });
    return emoji;
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const sections = this.#sections();
    const drawn = drawnIn(sections, this.drawn);
    return html`<div
      class="picker"
      popover="auto"
      role="dialog"
      aria-label=${language.text('emoji')}
      @toggle=${this.#onToggle}
      @keydown=${this.#onKeyDown}
    >
      <div class="top">
        <label class="search">
          ${icons.search}
          <input
            type="search"
            autocomplete="off"
            aria-label=${language.text('searchEmoji')}
            placeholder=${language.text('searchEmoji')}
            .value=${live(this.query)}
            @input=${this.#onInput}
          />
        </label>
        ${this.#renderTones()}
      </div>
      <div class="groups" role="toolbar" aria-label=${emojiTexts(language.tag).categories}>
        ${sections.map(
          ({ name, icon }, index) =>
            html`<button
              type="button"
              title=${name}
              aria-label=${name}
              aria-current=${index === this.group && !this.query.trim() ? 'true' : 'false'}
              tabindex=${index === this.group ? 0 : -1}
              @click=${() => void this.#jump(index)}
            >
              ${icon}
            </button>`,
        )}
      </div>
      ${this.#renderFound()}
      <div
        class="all groups-of-emoji"
        ?hidden=${this.query.trim() !== ''}
        @click=${this.#onClick}
        @scroll=${this.#onScroll}
        @pointerover=${this.#onPoint}
        @focusin=${this.#onPoint}
      >
        ${sections.map((section, index) =>
          guard([section, this.#columns, drawn[index]], () => renderSection(section, drawn[index] ?? 0)),
        )}
      </div>
      <p class="preview" aria-hidden="true">${this.#renderPreview()}</p>
    </div>`;
  }

  #renderTones(): TemplateResult {
    const { tone, choosesTone } = this;
    return toneChoice(this.#language.current, tone, choosesTone, {
      show: this.#showTones.bind(this),
      choose: this.#choose.bind(this),
    });
  }

  #renderFound(): TemplateResult {
    const language = this.#language.current;
    const isSearching = this.query.trim() !== '';
    const found = isSearching
      ? [...findCustom(this.custom, this.query), ...search(this.query, mostFound).map(this.#shown)].filter(
          isIn(this.allowed),
        )
      : [];
    return html`<div
      class="all found"
      ?hidden=${!isSearching}
      @click=${this.#onClick}
      @pointerover=${this.#onPoint}
      @focusin=${this.#onPoint}
    >
      ${
        found.length > 0
          ? html`<section aria-label=${language.text('emoji')}>
              <div class="grid">${found.map(emojiButton)}</div>
            </section>`
          : html`<p class="none" role="status">${isSearching ? language.text('noEmoji') : ''}</p>`
      }
    </div>`;
  }

  #renderPreview(): TemplateResult | typeof nothing {
    const custom = customPreview(this.custom, this.preview);
    if (custom) return custom;
    const emoji = emojiOf(this.preview);
    if (!emoji) return nothing;
    const [code] = emoji.shortcodes;
    return html`<span class="glyph">${this.preview}</span>
      <span class="words"
        ><b>${emoji.name[this.#tag]}</b>${code ? html`<span>:${code}:</span>` : nothing}</span
      >`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // One tab stop for all of them.
    if (!this.renderRoot.querySelector('.all:not([hidden]) .emoji[tabindex="0"]'))
      this.#find('.all:not([hidden]) .emoji')?.setAttribute('tabindex', '0');
    if (changed.has('query')) this.#find('.found')?.scrollTo({ top: 0 });
    reserveRows(this.#groups, this.#sections(), this.#columns);
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  get #popover(): HTMLElement | null {
    return this.#find('.picker');
  }

  get #groups(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.groups-of-emoji section')];
  }

  get #tag(): 'es' | 'en' {
    return this.#language.current.tag.startsWith('es') ? 'es' : 'en';
  }

  #shown = (emoji: Emoji): Shown => ({ emoji: inTone(emoji, this.tone), label: emoji.name[this.#tag] });

  #made: {
    key: string;
    recent: readonly string[];
    custom: readonly CustomEmoji[];
    sections: readonly Section[];
  } | null = null;

  #named = (emoji: string): Shown => ({ emoji, label: emojiOf(emoji)?.name[this.#tag] ?? emoji });

  /** The only section of a picker that offers a few emoji. */
  #few: readonly Section[] | null = null;

  /** Made again only for another tone or language, so that what is drawn stays. */
  #sections(): readonly Section[] {
    const language = this.#language.current;
    const tag = this.#tag;
    if (this.allowed)
      return (this.#few ??= [sectionOf(language.text('emoji'), this.allowed.map(this.#named))]);
    const key = `${language.tag} ${this.tone}`;
    const { custom } = this;
    if (this.#made?.key === key && this.#made.recent === this.#recent && this.#made.custom === custom)
      return this.#made.sections;
    const groups =
      groupsMade.get(key) ??
      groupNames(tag).map((name, index) => ({
        name,
        icon: groupIcons[index] ?? '',
        emojis: emojis()
          .filter(({ group }) => group === index)
          .map(this.#shown),
      }));
    groupsMade.set(key, groups);
    const last = shownRecent(this.#recent, custom, this.#named);
    const ofServer = {
      name: emojiTexts(language.tag).custom,
      icon: customIcon,
      emojis: custom.map(shownCustom),
    };
    const sections = [
      ...(last.length > 0 ? [{ name: language.text('recentEmoji'), icon: recentIcon, emojis: last }] : []),
      ...(custom.length > 0 ? [ofServer] : []),
      ...groups,
    ];
    this.#made = { key, recent: this.#recent, custom, sections };
    return sections;
  }

  /** The height of a group that is not drawn yet is known from its rows. */
  #measure(): void {
    const grid = this.#find('.groups-of-emoji .grid');
    if (!grid) return;
    const columns = getComputedStyle(grid).gridTemplateColumns.split(' ').length;
    const cell = `${grid.clientWidth / columns}px`;
    if (columns === lastGrid.columns && cell === lastGrid.cell) return;
    this.#columns = columns;
    lastGrid = { columns, cell };
    this.#popover?.style.setProperty('--_cell', cell);
    this.requestUpdate();
  }

  #fill = async (): Promise<void> => {
    this.#popover?.classList.remove('opening');
    this.#measure();
    await afterPaint();
    this.#drawMore();
  };

  #drawMore = (): void => {
    const sections = this.#sections();
    if (!this.isConnected || this.drawn >= countIn(sections)) return;
    this.drawn += drawnPerFrame;
    requestAnimationFrame(this.#drawMore);
  };

  async #jump(index: number): Promise<void> {
    this.query = '';
    this.drawn = countIn(this.#sections());
    await this.updateComplete;
    const section = this.#groups[index];
    const first = section?.querySelector('.emoji');
    section?.scrollIntoView({ block: 'start' });
    this.#find('.groups-of-emoji .emoji[tabindex="0"]')?.setAttribute('tabindex', '-1');
    first?.setAttribute('tabindex', '0');
    this.group = index;
  }

  #showTones(shown: boolean): void {
    this.choosesTone = shown;
    void this.updateComplete.then(() => this.#find(shown ? '[aria-checked=true]' : '.tone')?.focus());
  }

  #choose(tone: number): void {
    this.tone = tone;
    setTone(tone);
    void this.updateComplete.then(() => this.#find('[aria-checked=true]')?.focus());
  }

  #close(emoji: string | null): void {
    this.#settle(emoji);
    this.#popover?.hidePopover();
  }

  #onInput = (event: InputEvent): void => {
    this.query = (event.target as HTMLInputElement).value;
  };

  #onClick = (event: MouseEvent): void => {
    const button = (event.target as Element).closest('.emoji');
    if (button) this.#close(emojiAt(button) ?? null);
  };

  #onPoint = (event: Event): void => {
    const emoji = emojiAt((event.target as Element).closest('.emoji'));
    if (emoji) this.preview = emoji;
  };

  #onScroll = (event: Event): void => {
    const all = event.currentTarget as HTMLElement;
    const top = all.getBoundingClientRect().top + edgePx;
    const isAtEnd = all.scrollTop + all.clientHeight >= all.scrollHeight - 1;
    const at = this.#groups.findLastIndex((section) => section.getBoundingClientRect().top <= top);
    // The last groups may be too short to reach the top.
    if (!isAtEnd || this.group < at) this.group = Math.max(0, at);
  };

  #onToggle = (event: ToggleEvent): void => {
    if (event.newState === 'closed' && event.target === this.#popover) this.#settle(null);
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (isComposing(event)) return;
    const target = event.target as HTMLElement;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (this.choosesTone) this.#showTones(false);
      else this.#close(null);
    } else if (target.matches('input') && event.key === 'Enter') {
      event.preventDefault();
      const first = this.query.trim() && emojiAt(this.#find('.found .emoji'));
      if (first) this.#close(first);
    } else if (target.matches('[role=radio]')) {
      const to = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.#choose((this.tone + to + tones.length) % tones.length);
    } else if (target.matches('.groups button')) moveInGroups(event, target, this.renderRoot);
    else if (target.matches('input, .emoji')) moveInGrid(event, this.renderRoot);
  };
}

define('chat-emoji-picker', ChatEmojiPicker);
