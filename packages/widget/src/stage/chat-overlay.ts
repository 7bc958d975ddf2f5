import type { ChatClient, ChatClientOptions, ChatRoom, MessageItem } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { ClientController } from '../core/client-controller.ts';
import { define } from '../core/define.ts';
import { RoomController } from '../core/room-controller.ts';
import { watchState } from '../core/watch-room-state.ts';
import '../features/burst/chat-bursts.ts';
import { shownStage } from '../features/spotlight/shown-stage.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';
import { partsOf, readOverlayAddress } from './overlay-address.ts';
import { overlayStyle } from './overlay.styles.ts';
import { stageItem, stageMessage } from './stage-message.ts';
import { stageMessageStyle } from './stage.styles.ts';
import { overlayTexts } from './texts.ts';

/** The newest messages that are drawn; those above the top are cut off. */
const shownMessages = 20;
/** The result of a poll stays for this time after its end, ms. */
const resultMs = 30_000;

/** Messages for everybody that say something. */
const isShown = ({ deletedAt, kind, to, poll, text, attachments }: MessageItem): boolean =>
  deletedAt === undefined &&
  to === undefined &&
  (kind === 'text' || poll !== undefined) &&
  (text.trim() !== '' || attachments.length > 0);

/**
 * The overlay of a room over a video, for OBS and other programs with a browser source: the spotlight, polls, floating
 * emoji, or a scrolling chat. Transparent, and read-only: nothing in it can be used.
 *
 * @csspart spotlight - the message or question on stage
 * @csspart poll - the newest open poll
 * @csspart chat - the scrolling chat
 */
export class ChatOverlay extends LitElement {
  static override styles = [tokens, base, stageMessageStyle, overlayStyle];
  static override properties = {
    room: {},
    token: {},
    show: {},
    src: {},
    theme: { reflect: true },
    fromAddress: { type: Boolean, attribute: 'from-address' },
    client: { attribute: false },
  };
  /** Id of the room. */
  declare room: string;
  /** A token of `overlay:create`. */
  declare token: ChatClientOptions['token'] | null;
  /** The parts it shows: `spotlight`, `polls`, `reactions` and `chat`, separated by commas. */
  declare show: string;
  /** URL of the server, as for `<chat-room>`. */
  declare src: string;
  /** `light` or `dark`. */
  declare theme: string;
  /** Takes `room`, `token`, `show`, `theme`, `lang` and `--chat-*` from the address of the page. */
  declare fromAddress: boolean;
  /** Your own client; replaces `src` and `token`. */
  declare client: ChatClient | null;
  readonly name = '';

  #wasJoined = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #language = new LanguageController(this);
  #clients = new ClientController(this);
  #rooms = new RoomController(
    this,
    (room, client) => {
      const changed = (): void => {
        this.#wasJoined ||= room.state.get().status === 'joined';
        this.requestUpdate();
      };
      return [
        room.spotlight.subscribe(changed),
        room.messages.subscribe(changed),
        watchState(room, changed),
        client.on('status', changed),
      ];
    },
    () => (this.isConnected && this.room ? (this.client ?? this.#clients.update()) : null),
  );

  constructor() {
    super();
    this.room = this.show = this.src = '';
    this.token = this.client = null;
    this.theme = 'dark';
    this.fromAddress = false;
  }

  override connectedCallback(): void {
    if (this.hasAttribute('from-address')) this.#readAddress();
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  #readAddress(): void {
    const { room, token, show, theme, lang, variables } = readOverlayAddress(location.search);
    Object.assign(this, { room, token, show, theme });
    if (lang) this.lang = lang;
    for (const [name, value] of variables) this.style.setProperty(name, value);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { room, client } = this.#rooms;
    const parts = partsOf(this.show);
    if (!room || !client) return nothing;
    const { error } = room.state.get();
    // In a running video a failure shows nothing; while it is being set up, it says so.
    const hasFailed = !this.#wasJoined && (client.status === 'refused' || error !== null);
    const onStage = parts.has('spotlight') ? shownStage(room) : null;
    return html`<div class=${parts.has('chat') ? 'frame with-chat' : 'frame'}>
        ${parts.has('chat') ? this.#renderChat(room, !parts.has('polls')) : nothing}
        ${parts.has('polls') ? this.#renderPoll(room, onStage?.message?.id) : nothing}
        ${
          onStage
            ? keyed(
                onStage.at,
                html`<div class="card spotlight" part="spotlight">
                  ${stageItem(onStage, room, this.#language.current)}
                </div>`,
              )
            : nothing
        }
      </div>
      ${parts.has('reactions') ? html`<chat-bursts .room=${room}></chat-bursts>` : nothing}
      ${hasFailed ? html`<p class="card failed" role="alert">${overlayTexts(this.#language.current.tag).failed}</p>` : nothing}`;
  }

  #renderChat(room: ChatRoom, withPoll: boolean): TemplateResult {
    const messages = room.messages.get().items.filter(isShown).slice(-shownMessages);
    return html`<div class="chat" part="chat">
      ${repeat(
        messages,
        ({ id }) => id,
        (message) =>
          html`<div class="card">
            ${stageMessage(message, room, this.#language.current, { isLarge: false, withPoll })}
          </div>`,
      )}
    </div>`;
  }

  /** The newest poll while it is open, and its result for a while. */
  #renderPoll(room: ChatRoom, onStage: string | undefined): TemplateResult | typeof nothing {
    const message = room.messages.get().items.findLast((item) => isShown(item) && item.poll !== undefined);
    const { closedAt } = message?.poll ?? {};
    clearTimeout(this.#timer);
    if (!message || message.id === onStage) return nothing;
    const leftMs = closedAt === undefined ? Infinity : closedAt + resultMs - Date.now();
    if (leftMs <= 0) return nothing;
    if (leftMs < Infinity) this.#timer = setTimeout(() => this.requestUpdate(), leftMs);
    return html`<div class="card poll" part="poll">
      ${stageMessage(message, room, this.#language.current)}
    </div>`;
  }
}

define('chat-overlay', ChatOverlay);
