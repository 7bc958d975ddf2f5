import type { Message } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { avatar } from '../../ui/avatar.ts';
import './chat-pin-bar.ts';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { unblockedPreview } from '../../text/blocked-preview.ts';
import { icons } from '../../ui/all-icons.ts';
import { jumpTo } from './jump-to-message.ts';
import type { RoomContext } from '../../core/feature.ts';
import { base } from '../../styles/base.ts';
import { pinsStyle } from './pins.styles.ts';
import { tokens } from '../../styles/tokens.ts';

/**
 * The pinned messages of a room, the latest pin first.
 *
 * @csspart list - the list
 */
export class ChatPins extends LitElement {
  static override styles = [tokens, base, pinsStyle];
  static override properties = { context: { attribute: false }, items: { attribute: false } };
  declare context: RoomContext | null;
  declare items: readonly Message[];
  /** The row that has the focus before a redraw; -1: none. */
  #focused = -1;

  constructor() {
    super();
    this.context = null;
    this.items = [];
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context) return nothing;
    const { language } = context;
    if (this.items.length === 0)
      return html`<p class="nothing" tabindex="-1">${icons.pin}${language.text('nothingPinned')}</p>`;
    return html`<ul part="list" role="list" aria-label=${language.text('pinnedMessages')}>
      ${repeat(
        this.items,
        ({ id }) => id,
        (message) => this.#renderPin(message, context),
      )}
    </ul>`;
  }

  #renderPin(message: Message, context: RoomContext): TemplateResult {
    const { language, room } = context;
    const { author, createdAt } = message;
    const text = unblockedPreview(message, context);
    return html`<li>
      <button type="button" class="pin entry" @click=${() => void jumpTo(context, message.id)}>
        ${avatar(author, room)}
        <span class="about">
          <span class="top"
            ><b dir="auto" title=${author.name}>${author.name}</b>
            <time datetime=${new Date(createdAt).toISOString()}
              >${language.day(createdAt, Date.now())}, ${language.time(createdAt)}</time
            ></span
          >
          <span class="text" dir="auto">${text}</span>
        </span>
      </button>
      ${
        room.state.get().can?.['message:pin']
          ? html`<button
              type="button"
              class="icon-button"
              aria-label=${language.text('unpin')}
              title=${language.text('unpin')}
              @click=${() => void this.#unpin(message, context)}
            >
              ${icons.unpin}
            </button>`
          : nothing
      }
    </li>`;
  }

  async #unpin({ id }: Message, { room }: RoomContext): Promise<void> {
    try {
      await room.pins.unpin(id);
    } catch (error) {
      emit(this, 'chat-error', { error });
    }
  }

  /** The focused row was removed: moves the focus to the row in its place. */
  protected override updated(): void {
    const focusable = [...this.renderRoot.querySelectorAll<HTMLElement>('.pin, .nothing')];
    if (this.#focused >= 0 && !this.shadowRoot?.activeElement && document.hasFocus())
      (focusable[this.#focused] ?? focusable.at(-1))?.focus();
    this.#focused = -1;
  }

  protected override willUpdate(): void {
    const row = this.shadowRoot?.activeElement?.closest('li');
    this.#focused = row ? [...this.renderRoot.querySelectorAll('li')].indexOf(row) : -1;
  }
}

define('chat-pins', ChatPins);
