import { ChatError, type ChatClient, type ChatClientOptions, type Replay, type Stop } from '@chat/client';
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { ClientController } from '../core/client-controller.ts';
import { define } from '../core/define.ts';
import { emit } from '../core/emit.ts';
import { loadForRoom } from '../core/feature-updates.ts';
import { onPartLoaded } from '../core/lazy.ts';
import '../features/burst/chat-bursts.ts';
import '../features/captions/chat-captions.ts';
import { fillText } from '../i18n/fill-text.ts';
import { LanguageController } from '../i18n/language-controller.ts';
import '../messages/chat-messages.ts';
import { base } from '../styles/base.ts';
import { tokens } from '../styles/tokens.ts';
import { watchMedia } from './media-clock.ts';
import { blockedUsers, replayRoom, type ReplayRoom } from './replay-room.ts';
import { replayStyle } from './replay.styles.ts';
import { replayTexts } from './texts.ts';

/** Those that only show. */
const shownFeatures =
  'long-messages reactions replies files voice private streaming calls groupcalls formatting link-cards polls mentions emoji custom-emoji location blocks';

interface Loaded extends ReplayRoom {
  key: readonly unknown[];
  room: string;
  replay: Replay;
}

/** `1:02:03` */
const clockOf = (ms: number): string => {
  const seconds = Math.floor(ms / 1_000);
  const part = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${part(minutes)}:${part(seconds % 60)}` : `${minutes}:${part(seconds % 60)}`;
};

/**
 * The chat as it was at the position of a video or an audio element: follows it through play, pause, seek and
 * speed. Read-only.
 *
 * @event chat-error - the chat could not be loaded; `detail.error`
 * @csspart header - the title and the position
 */
export class ChatReplay extends LitElement {
  static override styles = [tokens, base, replayStyle];
  static override properties = {
    for: {},
    room: {},
    recording: {},
    src: {},
    name: {},
    token: {},
    theme: { reflect: true },
    density: {},
    client: { attribute: false },
    media: { attribute: false },
    loaded: { state: true },
    error: { state: true },
    second: { state: true },
  };
  /** Id of the media element to follow. */
  declare for: string;
  /** Id of the room. */
  declare room: string;
  /** Id of the recording. */
  declare recording: string;
  /** URL of the server, as for `<chat-room>`. */
  declare src: string;
  /** Name of a guest. */
  declare name: string;
  /** Token for the server's `authenticate`, or (as a property) a function that returns a fresh one. */
  declare token: ChatClientOptions['token'] | null;
  /** `light`, `dark`, or `auto`, which follows the `color-scheme` of the page. */
  declare theme: string;
  /** `rows`: messages without bubbles. */
  declare density: string;
  /** Your own client; replaces `src`, `name` and `token`. */
  declare client: ChatClient | null;
  /** The media element to follow, in place of `for`. */
  declare media: HTMLMediaElement | null;
  declare loaded: Loaded | null;
  declare error: ChatError | null;
  declare second: number;

  #language = new LanguageController(this);
  #clients = new ClientController(this);
  #key: readonly unknown[] = [];
  #followed: HTMLMediaElement | null = null;
  #stop: Stop | null = null;
  #stopPartListener: Stop | null = null;
  #pageChanges: MutationObserver | null = null;

  constructor() {
    super();
    this.for = this.room = this.recording = this.src = this.name = this.density = '';
    this.token = this.client = this.media = this.loaded = this.error = null;
    this.theme = 'auto';
    this.second = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopPartListener = onPartLoaded(() => this.requestUpdate());
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopPartListener?.();
    this.#unfollow();
    this.#close();
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    const client = this.client ?? this.#clients.update();
    const key = [client, this.room, this.recording];
    if (key.some((part, index) => part !== this.#key[index])) {
      this.#close();
      this.#key = key;
      if (this.room && this.recording) void this.#load(client, key);
    }
    this.#follow();
  }

  /** Loads the chat again after it failed. */
  async #load(client: ChatClient, key: readonly unknown[]): Promise<void> {
    const { room: roomId, recording } = this;
    this.error = null;
    try {
      const room = client.room(roomId);
      await client.connect();
      const blocked = await blockedUsers(client);
      const replay = await room.recordings.replay(recording);
      if (this.#key !== key) return replay.close();
      this.loaded = { key, room: roomId, replay, ...replayRoom(client, room, replay, blocked) };
      this.#unfollow();
    } catch (error) {
      if (this.#key === key) this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.error = error instanceof ChatError ? error : new ChatError('internal', String(error));
    emit(this, 'chat-error', { error: this.error });
  }

  #close(): void {
    this.loaded?.replay.close();
    this.loaded = this.error = null;
    this.#key = [];
  }

  /** Watches the media element; if it is not in the page yet, waits for it. */
  #follow(): void {
    const root = this.getRootNode() as Document | ShadowRoot;
    const media = this.media ?? (this.for ? root.getElementById(this.for) : null);
    this.#pageChanges?.disconnect();
    this.#pageChanges = null;
    if (!media) {
      this.#unfollow();
      this.#pageChanges = new MutationObserver(() => this.requestUpdate());
      this.#pageChanges.observe(root, { childList: true, subtree: true });
    }
    const { loaded } = this;
    if (!loaded || !(media instanceof HTMLMediaElement) || media === this.#followed) return;
    this.#unfollow();
    this.#followed = media;
    this.#stop = watchMedia(media, {
      onSeek: (offset) => {
        this.second = Math.floor(offset / 1_000);
        loaded.replay.seek(offset).then(
          () => (this.error = null),
          (error: unknown) => this.loaded === loaded && this.#fail(error),
        );
      },
      onPlay: (offset) => {
        this.second = Math.floor(offset / 1_000);
        loaded.burst(loaded.replay.play(offset));
      },
    });
  }

  #unfollow(): void {
    this.#stop?.();
    this.#stop = null;
    this.#followed = null;
    this.#pageChanges?.disconnect();
    this.#pageChanges = null;
  }

  protected override updated(): void {
    const { loaded } = this;
    if (!loaded) return;
    const { client, room } = loaded;
    const language = this.#language.current;
    loadForRoom({ room: client.room(room), client, language, host: this, features: shownFeatures });
  }

  protected override render(): TemplateResult {
    const texts = replayTexts(this.#language.current.tag);
    const { loaded, error } = this;
    const time = clockOf(this.second * 1_000);
    return html`<section class="frame" aria-label=${texts.title}>
      <header part="header">
        <h2>${texts.title}</h2>
        <time aria-label=${fillText(texts.at, { time })}>${time}</time>
      </header>
      ${
        error
          ? html`<div class="state" role="alert">
              <p>${texts.failed}</p>
              <button type="button" class="button" @click=${this.#retry}>${texts.retry}</button>
            </div>`
          : loaded
            ? html`<chat-messages
                  .client=${loaded.client}
                  .room=${loaded.room}
                  .features=${shownFeatures}
                  .density=${this.density}
                ></chat-messages>
                <chat-captions .room=${loaded.client.room(loaded.room)}></chat-captions>
                <chat-bursts .room=${loaded.client.room(loaded.room)}></chat-bursts>`
            : this.room && this.recording
              ? html`<div class="state" role="status"><p>${texts.loading}</p></div>`
              : nothing
      }
    </section>`;
  }

  #retry = (): void => {
    this.#unfollow();
    this.#close();
    this.requestUpdate();
  };
}

define('chat-replay', ChatReplay);
