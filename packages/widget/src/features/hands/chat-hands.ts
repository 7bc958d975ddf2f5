import type { ChatClient, ChatRoom } from '@chat/client';
import type { RaisedHand } from '@chat/protocol';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { RoomController } from '../../core/room-controller.ts';
import { nextFrame } from '../../dom/next-frame.ts';
import { fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { avatar } from '../../ui/avatar.ts';
import { icons } from '../../ui/icons.ts';
import { clippedName } from '../../ui/clipped-name.ts';
import { handsStyle } from './hands.styles.ts';
import { handsTexts, type HandsTexts } from './texts.ts';
import { pressCardKey } from '../../ui/card-keys.ts';

/** The raised hands of a room, in order. Hosts call on users, and lower hands. */
export class ChatHands extends LitElement {
  static override styles = [tokens, base, handsStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    said: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  /** Announced to screen readers. */
  declare said: string;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => [
    room.state.subscribe(() => this.requestUpdate()),
    room.hands.subscribe(() => this.requestUpdate()),
  ]);

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.said = '';
  }

  protected override firstUpdated(): void {
    // Runs after the panel has moved the focus.
    void nextFrame().then(() => (this.#rows[0] ?? this.#find('.nothing'))?.focus());
  }

  get #rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('li')];
  }

  #find(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this.#room;
    if (!room) return nothing;
    const language = this.#language.current;
    const texts = handsTexts(language.tag);
    const hands = room.hands.get();
    const isHost = room.state.get().can?.['hand:call'] === true;
    return html`
      ${
        isHost && hands.length > 1
          ? html`<div class="bar">
              <button
                type="button"
                class="small"
                @click=${() => void this.#do(room.hands.lowerAll(), texts.allDown)}
              >
                ${texts.lowerAll}
              </button>
            </div>`
          : nothing
      }
      ${
        hands.length === 0
          ? html`<p class="nothing" tabindex="-1">${texts.nobody}</p>`
          : html`<ol aria-label=${texts.title} @keydown=${this.#onKeyDown}>
              ${repeat(
                hands,
                ({ user }) => user.id,
                (hand, at) => this.#row(room, hand, { at, isHost, language, texts }),
              )}
            </ol>`
      }
      <p class="visually-hidden" role="status">${this.said}</p>
    `;
  }

  #row(
    room: ChatRoom,
    { user, raisedAt, calledAt }: RaisedHand,
    { at, isHost, language, texts }: { at: number; isHost: boolean; language: Language; texts: HandsTexts },
  ): TemplateResult {
    const { name } = user;
    const isCalled = calledAt !== undefined;
    const mine = user.id === this.client?.user?.id;
    const lower = fillText(texts.lowerName, { name });
    const down = fillText(texts.handDown, { name });
    return html`<li
      class=${isCalled ? 'called' : ''}
      tabindex="0"
      data-user=${user.id}
      aria-label=${`${language.number(at + 1)}. ${name}${isCalled ? `, ${texts.calledOn}` : ''}`}
    >
      <span class="place" aria-hidden="true">${language.number(at + 1)}</span>
      ${avatar(user, room)}
      <span class="who"
        >${clippedName(name)}<span class="note"
          >${isCalled ? texts.calledOn : language.time(raisedAt)}</span
        ></span
      >
      <span class="buttons">
        ${
          isHost && !isCalled
            ? html`<button
                type="button"
                class="small"
                aria-keyshortcuts="C"
                aria-label=${fillText(texts.callOnName, { name })}
                @click=${() => void this.#do(room.hands.call(user.id), fillText(texts.hasFloor, { name }))}
              >
                ${texts.callOn}
              </button>`
            : nothing
        }
        ${
          isHost || mine
            ? html`<button
                type="button"
                class="icon-button"
                aria-keyshortcuts="L"
                title=${lower}
                aria-label=${lower}
                @click=${() => void this.#do(room.hands.lower(mine ? undefined : user.id), down)}
              >
                ${icons.close}
              </button>`
            : nothing
        }
      </span>
    </li>`;
  }

  /** Runs a change and announces it. The focus stays in the list. */
  async #do(work: Promise<unknown>, done: string): Promise<void> {
    const focused = this.#rows.findIndex((row) => row.matches(':focus-within'));
    try {
      await work;
    } catch (error) {
      emit(this, 'chat-error', { error });
      return;
    }
    this.said = done;
    await this.updateComplete;
    const rows = this.#rows;
    (rows[Math.max(0, focused)] ?? rows.at(-1) ?? this.#find('.nothing'))?.focus();
  }

  #onKeyDown = (event: KeyboardEvent): void => pressCardKey(event, { cards: this.#rows });
}

define('chat-hands', ChatHands);
