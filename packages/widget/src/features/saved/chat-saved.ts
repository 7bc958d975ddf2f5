import type { SavedMessage } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import type { RoomContext } from '../../core/feature.ts';
import { nameOf } from '../../room-list/room-preview.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { unblockedPreview } from '../../text/blocked-preview.ts';
import { icons } from '../../ui/all-icons.ts';
import { avatar } from '../../ui/avatar.ts';
import { showRoom } from '../../ui/show-room.ts';
import { savedStyle } from './saved.styles.ts';
import { savedTexts } from './texts.ts';

/**
 * The messages that the user saved, of all rooms, the last saved first.
 *
 * @csspart list - the list
 */
export class ChatSaved extends LitElement {
  static override styles = [tokens, base, ...savedStyle];
  static override properties = {
    context: { attribute: false },
    items: { attribute: false },
    loaded: { attribute: false },
  };
  declare context: RoomContext | null;
  declare items: readonly SavedMessage[];
  declare loaded: boolean;
  /** The row that has the focus before a redraw; -1: none. */
  #focused = -1;

  constructor() {
    super();
    this.context = null;
    this.items = [];
    this.loaded = false;
  }

  protected override firstUpdated(): void {
    // Messages that were deleted since are still listed.
    this.context?.client.saved.load().catch((error: unknown) => emit(this, 'chat-error', { error }));
  }

  protected override willUpdate(): void {
    const row = this.shadowRoot?.activeElement?.closest('li');
    this.#focused = row ? [...this.renderRoot.querySelectorAll('li')].indexOf(row) : -1;
  }

  /** The focused row was removed: moves the focus to the row in its place. */
  protected override updated(): void {
    const focusable = [...this.renderRoot.querySelectorAll<HTMLElement>('.saved, .nothing')];
    if (this.#focused >= 0 && !this.shadowRoot?.activeElement && document.hasFocus())
      (focusable[this.#focused] ?? focusable.at(-1))?.focus();
    this.#focused = -1;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, items } = this;
    if (!context) return nothing;
    const texts = savedTexts(context.language.tag);
    if (items.length === 0)
      return this.loaded
        ? html`<p class="nothing" tabindex="-1">${icons.bookmark}<span>${texts.nothing}</span></p>`
        : nothing;
    return html`<ul part="list" role="list" aria-label=${texts.title}>
      ${repeat(
        items,
        ({ message }) => `${message.roomId} ${message.id}`,
        (each) => this.#renderSaved(each, context),
      )}
    </ul>`;
  }

  #renderSaved({ message, title }: SavedMessage, context: RoomContext): TemplateResult {
    const { language, room, client } = context;
    const { author, createdAt, roomId } = message;
    const text = unblockedPreview(message, context);
    const summary = client.rooms.get().items.find((each) => each.room.id === roomId);
    const place = roomId === room.id ? '' : summary ? nameOf(summary) : title || roomId;
    const label = savedTexts(language.tag).remove;
    return html`<li>
      <button type="button" class="saved entry" @click=${() => void this.#go(message, context)}>
        ${avatar(author, room)}
        <span class="about">
          <span class="top"
            ><b dir="auto" title=${author.name}>${author.name}</b
            ><time datetime=${new Date(createdAt).toISOString()}
              >${language.day(createdAt, Date.now())}, ${language.time(createdAt)}</time
            ></span
          >
          <span class="text" dir="auto">${text}</span>
          ${place ? html`<span class="place" dir="auto">${icons.bubble}${place}</span>` : nothing}
        </span>
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="${label}: ${text}"
        title=${label}
        @click=${() => void this.#remove(message, context)}
      >
        ${icons.close}
      </button>
    </li>`;
  }

  async #go({ id, roomId }: SavedMessage['message'], { room, host, language }: RoomContext): Promise<void> {
    if (roomId !== room.id) return showRoom(this, roomId, language, id);
    await (host as { scrollToMessage?(id: string): Promise<boolean> }).scrollToMessage?.(id);
  }

  async #remove({ id, roomId }: SavedMessage['message'], { client }: RoomContext): Promise<void> {
    try {
      await client.saved.remove(roomId, id);
    } catch (error) {
      emit(this, 'chat-error', { error });
    }
  }
}

define('chat-saved', ChatSaved);
