import type { Message } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { define } from '../../core/define.ts';
import { unblockedPreview } from '../../text/blocked-preview.ts';
import { icons } from '../../ui/all-icons.ts';
import { jumpTo } from './jump-to-message.ts';
import { openPanel } from '../../core/open-panel.ts';
import type { RoomContext } from '../../core/feature.ts';
import { base } from '../../styles/base.ts';
import { pinBarStyle } from './pins.styles.ts';
import { tokens } from '../../styles/tokens.ts';

/** A bar under the header with one pinned message: go to it, to the next one, or to the list of all. */
export class ChatPinBar extends LitElement {
  static override styles = [tokens, base, pinBarStyle];
  static override properties = {
    context: { attribute: false },
    items: { attribute: false },
    chosen: { state: true },
    gone: { state: true },
  };
  declare context: RoomContext | null;
  /** The latest pin first. */
  declare items: readonly Message[];
  /** Id of the shown message, if the user chose it. */
  declare chosen: string;
  /** Id of a message that no longer exists. */
  declare gone: string;
  #newest = '';

  constructor() {
    super();
    this.context = null;
    this.items = [];
    this.chosen = '';
    this.gone = '';
  }

  protected override willUpdate(): void {
    // Shows the newest pin, whichever was shown before.
    const newest = this.items[0]?.id ?? '';
    if (newest !== this.#newest) this.chosen = '';
    this.#newest = newest;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, items } = this;
    const at = Math.max(
      0,
      items.findIndex(({ id }) => id === this.chosen),
    );
    const message = items[at];
    if (!context || !message) return nothing;
    const { language } = context;
    const several = items.length > 1;
    const text = this.gone === message.id ? language.text('unavailable') : unblockedPreview(message, context);
    const count = `${language.number(at + 1)}/${language.number(items.length)}`;
    const name = several ? `${message.author.name}, ${count}` : message.author.name;
    return html`<section aria-label=${language.text('pinnedMessages')}>
      <button
        type="button"
        class="shown"
        aria-description=${language.text('goToPinned', { name, text })}
        @click=${() => void this.#jump(message, context)}
      >
        ${icons.pin}
        <span class="about">
          <span class="top"
            ><b dir="auto" title=${message.author.name}>${message.author.name}</b>
            ${several ? html`<span class="count">${count}</span>` : nothing}</span
          >
          <span class="text" dir="auto">${text}</span>
        </span>
      </button>
      ${several ? [this.#step('previous', at - 1, context), this.#step('next', at + 1, context)] : nothing}
      <button
        type="button"
        class="icon-button"
        aria-label=${language.text('pinnedMessages')}
        title=${language.text('pinnedMessages')}
        @click=${() => openPanel(this, 'pins')}
      >
        ${icons.list}
      </button>
    </section>`;
  }

  #step(word: 'previous' | 'next', to: number, { language }: RoomContext): TemplateResult {
    const { items } = this;
    return html`<button
      type="button"
      class="icon-button step"
      aria-label=${language.text(word)}
      @click=${() => (this.chosen = items.at(to % items.length)?.id ?? '')}
    >
      ${word === 'next' ? icons.forward : icons.back}
    </button>`;
  }

  async #jump({ id }: Message, context: RoomContext): Promise<void> {
    this.gone = (await jumpTo(context, id)) ? '' : id;
  }
}

define('chat-pin-bar', ChatPinBar);
