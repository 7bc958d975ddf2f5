import type { ChatClient, ChatClientOptions } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ClientController } from '../core/client-controller.ts';
import { define } from '../core/define.ts';
import { RoomController } from '../core/room-controller.ts';
import { watchState } from '../core/watch-room-state.ts';
import { shownStage } from '../features/spotlight/shown-stage.ts';
import { spotlightTexts } from '../features/spotlight/texts.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';
import { stageItem } from './stage-message.ts';
import { spotlightStyle, stageMessageStyle } from './stage.styles.ts';

/**
 * The message or question that a host has put on stage, for a page that shows an event. It follows the message: an edit,
 * the votes of a poll. Empty while nothing is on stage.
 *
 * @csspart card - the message or question
 */
export class ChatSpotlight extends LitElement {
  static override styles = [tokens, base, stageMessageStyle, spotlightStyle];
  static override properties = {
    room: {},
    src: {},
    name: {},
    token: {},
    theme: { reflect: true },
    client: { attribute: false },
  };
  /** Id of the room. */
  declare room: string;
  /** URL of the server, as for `<chat-room>`. */
  declare src: string;
  /** Name of a guest. */
  declare name: string;
  /** Token for the server's `authenticate`, or (as a property) a function that returns a fresh one. */
  declare token: ChatClientOptions['token'] | null;
  /** `light`, `dark`, or `auto`, which follows the `color-scheme` of the page. */
  declare theme: string;
  /** Your own client; replaces `src`, `name` and `token`. */
  declare client: ChatClient | null;

  #language = new LanguageController(this);
  #clients = new ClientController(this);
  #rooms = new RoomController(
    this,
    (room) => {
      const changed = (): void => this.requestUpdate();
      return [room.spotlight.subscribe(changed), watchState(room, changed)];
    },
    () => (this.isConnected && this.room ? (this.client ?? this.#clients.update()) : null),
  );

  constructor() {
    super();
    this.room = this.src = this.name = '';
    this.token = this.client = null;
    this.theme = 'auto';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room } = this.#rooms;
    const stage = room && shownStage(room);
    const texts = spotlightTexts(this.#language.current.tag);
    const { title } = stage?.question ? texts.question : texts;
    // A live region has to be in the page before its text changes.
    return html`<section aria-label=${title} aria-live="polite" aria-atomic="true">
      ${
        stage
          ? keyed(
              stage.at,
              html`<div class="card" part="card">${stageItem(stage, room, this.#language.current)}</div>`,
            )
          : nothing
      }
    </section>`;
  }
}

define('chat-spotlight', ChatSpotlight);
