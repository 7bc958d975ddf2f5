import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { define } from '../core/define.ts';
import { icons } from '../ui/all-icons.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { isComposing } from '../dom/keyboard.ts';
import { base } from '../styles/base.ts';
import { emojiStyle } from './emoji.styles.ts';
import { tokens } from '../styles/tokens.ts';
import { emojis, groupNames, inTone, search, tones, type Emoji } from './catalog.ts';
import { recent, remember, setTone, toneOf } from './recent-emoji.ts';

const edgePx = 8;

/**
 * Places an element of the top layer above or below an anchor, within the window; in a narrow one at the
 * bottom edge.
 */
export const placeNear = (box: HTMLElement, anchor: HTMLElement): void => {
  const { innerWidth, innerHeight } = box.ownerDocument.defaultView ?? window;
  const narrow = innerWidth < 480;
  box.classList.toggle('sheet', narrow);
  if (narrow) return;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const rtl = getComputedStyle(box).direction === 'rtl';
  const left = rtl ? at.right - width : at.left;
  const above = at.top - height - edgePx;
  const below = at.bottom + edgePx;
  const top = above >= edgePx ? above : Math.min(below, innerHeight - height - edgePx);
  box.style.left = `${Math.min(Math.max(edgePx, left), innerWidth - width - edgePx)}px`;
  box.style.top = `${Math.max(edgePx, top)}px`;
};

/**
 * Moves by arrow keys in a grid of emoji: left and right in reading order, up and down by rows, and down from
 * the search field.
 */
export const moveInGrid = (event: KeyboardEvent, root: ParentNode): void => {
  const all = [...root.querySelectorAll<HTMLElement>('.emoji')];
  const target = event.target as HTMLElement;
  const at = all.indexOf(target);
  const next = at < 0 ? (event.key === 'ArrowDown' ? all[0] : undefined) : neighbour(all, at, event.key);
  const upToSearch = at >= 0 && event.key === 'ArrowUp' && !next;
  const to = upToSearch ? root.querySelector<HTMLElement>('input') : next;
  if (!to) return;
  event.preventDefault();
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: 'nearest' });
};

const neighbour = (all: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined => {
  const rtl = getComputedStyle(all[at] as HTMLElement).direction === 'rtl';
  if (key === (rtl ? 'ArrowLeft' : 'ArrowRight')) return all[at + 1];
  if (key === (rtl ? 'ArrowRight' : 'ArrowLeft')) return all[at - 1];
  if (key === 'Home') return all[0];
  if (key === 'End') return all.at(-1);
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step === undefined) return undefined;
  const here = (all[at] as HTMLElement).getBoundingClientRect();
  let best: HTMLElement | undefined;
  let top: number | undefined;
  for (let index = at + step; all[index]; index += step) {
    const box = (all[index] as HTMLElement).getBoundingClientRect();
    if (Math.abs(box.top - here.top) < 2) continue;
    top ??= box.top;
    if (Math.abs(box.top - top) > 2) break;
    const near = Math.abs(box.left - here.left);
    if (!best || near < Math.abs(best.getBoundingClientRect().left - here.left)) best = all[index];
  }
  return best;
};

const mostFound = 120;

interface Section {
  name: string;
  emojis: { emoji: string; label: string }[];
}

/** All emoji, to pick one: with search, recent ones and skin tones. In the top layer. */
export class ChatEmojiPicker extends LitElement {
  static override styles = [tokens, base, emojiStyle];
  static override properties = { query: { state: true }, tone: { state: true } };
  declare query: string;
  declare tone: number;

  #language = new LanguageController(this);
  #recent: string[] = recent();
  #settle: (emoji: string | null) => void = () => undefined;

  constructor() {
    super();
    this.query = '';
    this.tone = toneOf();
  }

  /** Opens next to `anchor`; resolves to the picked emoji, or to null. Restores the focus. */
  async pick(anchor: HTMLElement): Promise<string | null> {
    await this.updateComplete;
    const picked = new Promise<string | null>((resolve) => (this.#settle = resolve));
    this.#popover?.showPopover();
    if (this.#popover) placeNear(this.#popover, anchor);
    this.renderRoot.querySelector<HTMLElement>('input')?.focus();
    const emoji = await picked;
    if (emoji !== null) remember(emoji);
    anchor.focus({ preventScroll: true });
    return emoji;
  }

  protected override render(): TemplateResult {
    const language = this.#language.current;
    const sections = this.#sections();
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
            .value=${this.query}
            @input=${this.#onInput}
          />
        </label>
        <div class="tones" role="radiogroup" aria-label=${language.text('skinTone')}>
          ${tones.map(
            (tone, index) =>
              html`<button
                type="button"
                role="radio"
                aria-checked=${index === this.tone ? 'true' : 'false'}
                aria-label="${language.text('skinTone')} ${language.number(index + 1)}"
                tabindex=${index === this.tone ? 0 : -1}
                @click=${() => this.#choose(index)}
              >
                ✋${tone}
              </button>`,
          )}
        </div>
      </div>
      <div class="all" @click=${this.#onClick}>
        ${sections.map(
          ({ name, emojis: items }) =>
            html`<section aria-label=${name}>
              <h3>${name}</h3>
              <div class="grid">
                ${items.map(
                  ({ emoji, label }) =>
                    html`<button type="button" class="emoji" tabindex="-1" title=${label} aria-label=${label}>
                      ${emoji}
                    </button>`,
                )}
              </div>
            </section>`,
        )}
        ${sections.length === 0 ? html`<p class="none" role="status">${language.text('noEmoji')}</p>` : nothing}
      </div>
    </div>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    // One tab stop for all of them.
    this.renderRoot.querySelector<HTMLElement>('.emoji')?.setAttribute('tabindex', '0');
    if (changed.has('query')) this.renderRoot.querySelector('.all')?.scrollTo({ top: 0 });
  }

  get #popover(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.picker');
  }

  #sections(): Section[] {
    const language = this.#language.current;
    const tag = language.tag.startsWith('es') ? 'es' : 'en';
    const shown = (emoji: Emoji) => ({ emoji: inTone(emoji, this.tone), label: emoji.name[tag] });
    if (this.query.trim()) {
      const found = search(this.query, mostFound).map(shown);
      return found.length === 0 ? [] : [{ name: language.text('emoji'), emojis: found }];
    }
    const groups = groupNames(tag).map((name, index) => ({
      name,
      emojis: emojis()
        .filter(({ group }) => group === index)
        .map(shown),
    }));
    const last = this.#recent.map((emoji) => ({ emoji, label: emoji }));
    return last.length === 0 ? groups : [{ name: language.text('recentEmoji'), emojis: last }, ...groups];
  }

  #choose(tone: number): void {
    this.tone = tone;
    setTone(tone);
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[aria-checked=true]')?.focus(),
    );
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
    if (button) this.#close(button.textContent?.trim() ?? null);
  };

  #onToggle = (event: ToggleEvent): void => {
    if (event.newState === 'closed') this.#settle(null);
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (isComposing(event)) return;
    const target = event.target as HTMLElement;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#close(null);
    } else if (target.matches('input') && event.key === 'Enter') {
      event.preventDefault();
      const first = this.query.trim() && this.renderRoot.querySelector('.emoji')?.textContent?.trim();
      if (first) this.#close(first);
    } else if (target.matches('[role=radio]')) {
      const to = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      this.#choose((this.tone + to + tones.length) % tones.length);
    } else if (target.matches('input, .emoji')) moveInGrid(event, this.renderRoot);
  };
}

define('chat-emoji-picker', ChatEmojiPicker);
