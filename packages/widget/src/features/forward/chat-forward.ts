import { ChatError } from '@chat/client';
import type { RoomSummary } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import type { MessageContext } from '../../core/feature.ts';
import { fillPlural, fillText } from '../../i18n/fill-text.ts';
import { newRoomStyle } from '../../room-list/new-room.styles.ts';
import { huesOf, isFound, nameOf } from '../../room-list/room-preview.ts';
import { avatarStyle } from '../../styles/avatar.ts';
import { base } from '../../styles/base.ts';
import { dialogStyle } from '../../styles/dialog.ts';
import { tokens } from '../../styles/tokens.ts';
import { messagePreview } from '../../text/message-preview.ts';
import { avatar } from '../../ui/avatar.ts';
import { forwardTexts, type ForwardTexts } from './texts.ts';

/** At most so many rooms at once, against chain letters. */
const mostRooms = 5;

/** Forwards a message to rooms that the user chooses. */
export class ChatForward extends LitElement {
  static override styles = [tokens, base, avatarStyle, dialogStyle, newRoomStyle];
  static override properties = {
    context: { attribute: false },
    chosen: { state: true },
    words: { state: true },
    busy: { state: true },
    problem: { state: true },
  };
  declare context: MessageContext | null;
  /** Ids of rooms. */
  declare chosen: readonly string[];
  declare words: string;
  declare busy: boolean;
  declare problem: string;
  #sentTo: RoomSummary[] = [];
  #stop: (() => void) | null = null;

  constructor() {
    super();
    this.context = null;
    this.chosen = [];
    this.words = '';
    this.busy = false;
    this.problem = '';
  }

  protected override firstUpdated(): void {
    this.#dialog?.showModal();
    const rooms = this.context?.client.rooms;
    if (!rooms) return;
    this.#stop = rooms.subscribe(() => this.requestUpdate());
    if (!rooms.get().loaded) rooms.load().catch((error: unknown) => this.#fail(error));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context } = this;
    if (!context) return nothing;
    const { language, item } = context;
    const texts = forwardTexts(language.tag);
    return html`<dialog
      aria-labelledby="title"
      dir=${language.dir}
      @close=${() => this.remove()}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      <form @submit=${this.#submit}>
        <h2 id="title">${texts.title}</h2>
        <blockquote dir="auto">${messagePreview(item, context)}</blockquote>
        <input
          type="search"
          dir="auto"
          autocomplete="off"
          placeholder=${texts.find}
          aria-label=${texts.find}
          .value=${this.words}
          @input=${this.#onWords}
        />
        ${this.#renderRooms(context, texts)}
        <p class="problem" role="alert">${this.problem}</p>
        <div class="buttons">
          <button type="button" class="quiet" @click=${() => this.#dialog?.close()}>
            ${language.text('cancel')}
          </button>
          <button type="submit" class="primary" ?disabled=${this.busy || this.chosen.length === 0}>
            ${texts.send}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #renderRooms({ client, room }: MessageContext, texts: ForwardTexts): TemplateResult {
    const { items, loaded } = client.rooms.get();
    const others = items.filter((each) => each.room.id !== room.id && isOpen(each));
    if (!loaded)
      return html`<div class="people" role="status">
        <span class="visually-hidden">${texts.find}</span>
        <i class="skeleton"></i><i class="skeleton"></i>
      </div>`;
    const found = others.filter((each) => isFound(nameOf(each), this.words) || this.#isChosen(each));
    if (found.length === 0)
      return html`<p class="nobody">${others.length === 0 ? texts.noRooms : texts.notFound}</p>`;
    const hues = huesOf(items);
    return html`<ul class="people" role="list" aria-label=${texts.title}>
      ${repeat(
        found,
        (each) => each.room.id,
        (each) => this.#renderRoom(each, hues.get(each.room.id)),
      )}
    </ul>`;
  }

  #renderRoom(each: RoomSummary, hue: number | undefined): TemplateResult {
    const name = nameOf(each);
    const { peer, room } = each;
    const isFull = this.chosen.length >= mostRooms && !this.#isChosen(each);
    return html`<li>
      <label class="person"
        ><input
          type="checkbox"
          .checked=${this.#isChosen(each)}
          ?disabled=${isFull || this.busy}
          @change=${() => this.#toggle(room.id)}
        />${peer ? avatar(peer.user) : avatar({ id: room.id, name }, null, undefined, hue)}<span
          dir="auto"
          title=${name}
          >${name}</span
        ></label
      >
    </li>`;
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  #isChosen({ room }: RoomSummary): boolean {
    return this.chosen.includes(room.id);
  }

  #toggle(roomId: string): void {
    const { chosen, context } = this;
    this.chosen = chosen.includes(roomId) ? chosen.filter((each) => each !== roomId) : [...chosen, roomId];
    const isFull = this.chosen.length >= mostRooms;
    const { tag } = context?.language ?? { tag: 'en' };
    this.problem = isFull ? fillPlural(forwardTexts(tag).most, mostRooms, tag) : '';
  }

  #fail(error: unknown): void {
    const known = error instanceof ChatError ? error : new ChatError('internal', String(error));
    this.problem = this.context?.language.error(known) ?? '';
  }

  /** Sends one copy after another: if one fails, those after it stay chosen. */
  #onWords = (event: Event): void => {
    this.words = (event.target as HTMLInputElement).value;
  };

  #submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { context } = this;
    if (!context || this.busy || this.chosen.length === 0) return;
    this.busy = true;
    this.problem = '';
    try {
      for (const roomId of this.chosen) {
        await context.room.messages.forward(context.item.id, roomId);
        const sent = context.client.rooms.get().items.find(({ room }) => room.id === roomId);
        if (sent) this.#sentTo.push(sent);
        this.chosen = this.chosen.filter((each) => each !== roomId);
      }
      this.#dialog?.close();
      emit(context.host, 'chat-note', { done: this.#doneText(context) });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.busy = false;
    }
  };

  #doneText({ language: { tag } }: MessageContext): string {
    const texts = forwardTexts(tag);
    const [first, ...more] = this.#sentTo;
    if (first && more.length === 0) return fillText(texts.done, { name: nameOf(first) });
    return fillPlural(texts.doneMany, this.#sentTo.length, tag);
  }
}

/** Whether messages can be sent to a room: it is not over, and not just an invitation. */
const isOpen = ({ room, invitation }: RoomSummary): boolean => !invitation && room.phase !== 'ended';

define('chat-forward', ChatForward);
