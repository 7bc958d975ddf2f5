import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { download, playableAs } from './attachment-view.ts';
import { closestRoom } from '../../core/closest-room.ts';
import { define } from '../../core/define.ts';
import type { RoomContext } from '../../core/feature.ts';
import { nameIn, watchNames } from '../../core/member-names.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { base } from '../../styles/base.ts';
import { tokens } from '../../styles/tokens.ts';
import { plainText } from '../../text/markdown.ts';
import { icons } from '../../ui/all-icons.ts';
import { fileUrl, isAltered, noteAltered } from '../../messages/file-urls.ts';
import { lightboxStyle } from './lightbox.styles.ts';
import { galleryTexts } from './gallery-texts.ts';
import { filesTexts } from './texts.ts';
import { createZoom, type Zoom } from './lightbox-zoom.ts';
import { shownName } from './recording-name.ts';
import { createRoomPictures, type Picture, type RoomPictures } from './room-pictures.ts';

/** How far an arrow key moves a zoomed picture, px. */
const panPx = 80;

/**
 * A picture over the page with all others of its room, or a player of one recording. Arrows, Home and End and a swipe
 * move; Enter, a click, a double tap and two fingers zoom; Escape and a swipe down close. The focus stays in it and
 * returns.
 */
export class ChatLightbox extends LitElement {
  static override styles = [tokens, base, lightboxStyle];
  static override properties = {
    context: { attribute: false },
    shown: { state: true },
    src: { state: true },
    isZoomed: { state: true },
    isGone: { state: true },
  };
  declare context: RoomContext | null;
  /** The picture or recording on the stage. */
  declare shown: Picture | null;
  declare src: string;
  declare isZoomed: boolean;
  declare isGone: boolean;
  /** Null for a recording. */
  pictures: RoomPictures | null = null;
  /** Called when closed. */
  closed: () => void = () => {};
  #zoom: Zoom | null = null;
  #stop: (() => void) | null = null;
  /** Texts of messages by id; empty while they load. */
  #captions = new Map<string, string>();

  constructor() {
    super();
    this.context = null;
    this.shown = null;
    this.src = '';
    this.isZoomed = false;
    this.isGone = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    this.closed();
  }

  protected override firstUpdated(): void {
    const { context } = this;
    const stage = this.renderRoot.querySelector<HTMLElement>('.stage');
    if (!context || !stage) return;
    this.#zoom = createZoom(stage, {
      picture: () => this.renderRoot.querySelector<HTMLElement>('.zoom img'),
      onSwipe: (direction) => void this.#go(this.#isRightToLeft ? direction : (-direction as 1 | -1)),
      onDismiss: () => this.#dialog?.close(),
      onChange: () => (this.isZoomed = this.#zoom?.isZoomed ?? false),
    });
    this.#stop = watchNames(context.room, () => this.requestUpdate());
    this.#dialog?.showModal();
    void this.#show(this.shown);
    void this.pictures?.load().then(() => this.requestUpdate());
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('shown')) this.#zoom?.reset();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  get #isRightToLeft(): boolean {
    return getComputedStyle(this).direction === 'rtl';
  }

  protected override render(): TemplateResult | typeof nothing {
    const { context, shown } = this;
    if (!context || !shown) return nothing;
    const { language } = context;
    const name = shownName(shown, context);
    const texts = galleryTexts(language.tag);
    const author = shown.uploadedBy === undefined ? undefined : nameIn(context, shown.uploadedBy);
    const details = [shown.uploadedAt && language.dateTime(shown.uploadedAt), author && name];
    const showIn = this.#showIn(shown);
    const position = this.#position(shown, context);
    return html`<dialog
      class="lightbox"
      dir=${language.dir}
      aria-label=${name}
      @close=${() => this.remove()}
      @keydown=${this.#onKeyDown}
    >
      <div class="top">
        <div class="about">
          <b dir="auto">${author ?? name}</b>
          <span
            >${details.filter(Boolean).map((each, at) => html`${at > 0 ? ' · ' : ''}<bdi>${each}</bdi>`)}</span
          >
        </div>
        ${showIn ? this.#button('show', texts.show, icons.bubble, showIn) : nothing}
        ${this.#button('save', language.text('download', { name }), icons.download, () =>
          download(shown, context),
        )}
        ${this.#button('close', language.text('close'), icons.close, () => this.#dialog?.close())}
      </div>
      <div class=${this.isZoomed ? 'stage zoomed' : 'stage'} @click=${this.#onStageClick}>
        ${this.#content(shown, context)}
      </div>
      ${this.#footer(shown, context, position)}
      <p class="visually-hidden" role="status">${[author, name, position].filter(Boolean).join(', ')}</p>
    </dialog>`;
  }

  #button(
    name: string,
    label: string,
    icon: TemplateResult,
    run: () => unknown,
    disabled = false,
  ): TemplateResult {
    return html`<button
      type="button"
      class="icon-button ${name}"
      aria-label=${label}
      title=${label}
      ?autofocus=${name === 'close'}
      aria-disabled=${disabled || nothing}
      @click=${() => void run()}
    >
      ${icon}
    </button>`;
  }

  #content(file: Picture, context: RoomContext): TemplateResult | typeof nothing {
    const { src } = this;
    const { language } = context;
    if (isAltered(context, file.fileId)) return html`<p class="gone">${filesTexts(language.tag).altered}</p>`;
    if (this.isGone) return html`<p class="gone">${language.text('unavailable')}</p>`;
    const kind = playableAs(file);
    if (kind) return player(shownName(file, context), src, kind);
    return html`<button
      type="button"
      class="zoom"
      aria-label=${language.text('zoom')}
      aria-pressed=${this.isZoomed}
      @click=${(event: MouseEvent) =>
        this.#zoom?.toggle(event.detail === 0 ? undefined : { x: event.clientX, y: event.clientY })}
    >
      ${src ? html`<img src=${src} alt=${file.name} width=${file.width ?? 0} height=${file.height ?? 0} />` : nothing}
    </button>`;
  }

  /** Returns "3 of 41", or nothing while it is not known. */
  #position({ fileId }: Picture, { language }: RoomContext): string {
    const place = this.pictures?.positionOf(fileId);
    if (!place || place.count < 2) return '';
    const values = { n: language.number(place.n), count: language.number(place.count) };
    return fillText(galleryTexts(language.tag).position, values);
  }

  #footer(shown: Picture, context: RoomContext, position: string): TemplateResult | typeof nothing {
    const { pictures } = this;
    const { language } = context;
    const caption = this.#caption(shown, context);
    if (!pictures) return nothing;
    const { fileId } = shown;
    const before = pictures.hasNext(fileId, -1);
    const after = pictures.hasNext(fileId, 1);
    if (!caption && !before && !after) return nothing;
    return html`<div class="bottom">
      ${caption ? html`<p class="caption" dir="auto" tabindex="0">${caption}</p>` : nothing}
      ${
        before || after
          ? html`<div class="turn">
              ${this.#button('previous', language.text('previous'), icons.back, () => this.#go(-1), !before)}
              <span class="count" aria-hidden="true">${position}</span>
              ${this.#button('next', language.text('next'), icons.forward, () => this.#go(1), !after)}
            </div>`
          : nothing
      }
    </div>`;
  }

  /** Returns the text of the message, which loads if the room does not have it. */
  #caption({ messageId }: Picture, { room, client }: RoomContext): string {
    if (messageId === undefined) return '';
    const known = this.#captions.get(messageId);
    if (known !== undefined) return known;
    const set = (text: string): string => {
      const caption = plainText(text) || text.trim();
      this.#captions.set(messageId, caption);
      return caption;
    };
    const loaded = room.messages.get().items.find(({ id }) => id === messageId);
    if (loaded) return set(loaded.text);
    this.#captions.set(messageId, '');
    client.call('message:get', { roomId: room.id, messageId }).then(
      ({ text }) => {
        if (set(text)) this.requestUpdate();
      },
      () => {}, // it is shown without a caption
    );
    return '';
  }

  /** Returns what shows the message in its room, where a room stands around the gallery. */
  #showIn({ messageId }: Picture): (() => void) | null {
    const room = this.context && closestRoom(this.context.host);
    if (!room || messageId === undefined) return null;
    return () => {
      this.#dialog?.close();
      void room.scrollToMessage(messageId);
    };
  }

  async #show(picture: Picture | null): Promise<void> {
    const { context } = this;
    if (!picture || !context) return;
    this.shown = picture;
    this.isGone = false;
    // The small picture stands in for the large one while it loads.
    const isPlayed = playableAs(picture) !== null;
    this.src = (!isPlayed && picture.thumbnail && fileUrl(context, picture.fileId, 'thumbnail')) || '';
    try {
      const src = await context.room.files.url(picture.fileId);
      if (this.src) await loaded(src);
      if (this.shown === picture) this.src = src;
      if (this.isConnected) this.#preload(picture);
    } catch (error) {
      noteAltered(context, picture.fileId, error);
      if (this.shown === picture) this.isGone = true;
    }
  }

  /** Loads the neighbours, so that they show at once. */
  #preload({ fileId }: Picture): void {
    for (const by of [1, -1] as const) {
      const neighbour = this.pictures?.peek(fileId, by);
      if (neighbour) void this.context?.room.files.url(neighbour.fileId).then(loaded, () => {});
    }
  }

  async #go(by: 1 | -1, toEdge = false): Promise<void> {
    const { shown, pictures } = this;
    if (!shown || !pictures) return;
    const found = await (toEdge ? pictures.edge(by) : pictures.next(shown.fileId, by)).catch(() => null);
    // The reader may have moved meanwhile.
    if (found && this.shown === shown && found.fileId !== shown.fileId) await this.#show(found);
    this.requestUpdate();
  }

  #onStageClick = (event: MouseEvent): void => {
    if (event.target === event.currentTarget) this.#dialog?.close();
  };

  #onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation(); // the list has arrows of its own
    const [target] = event.composedPath();
    if (target instanceof HTMLMediaElement) return; // and so has a player
    const forward = this.#isRightToLeft ? -1 : 1;
    const pans: Record<string, [number, number]> = {
      ArrowRight: [-panPx, 0],
      ArrowLeft: [panPx, 0],
      ArrowUp: [0, panPx],
      ArrowDown: [0, -panPx],
    };
    const pan = pans[event.key];
    if (this.isZoomed && pan) this.#zoom?.pan(...pan);
    else if (event.key === 'ArrowRight') void this.#go(forward);
    else if (event.key === 'ArrowLeft') void this.#go(-forward as 1 | -1);
    else if (event.key === 'Home' || event.key === 'End') void this.#go(event.key === 'Home' ? -1 : 1, true);
    else if (event.key === '+' || event.key === '-') this.#zoom?.by(event.key === '+' ? 1.5 : 1 / 1.5);
    else return;
    event.preventDefault();
  };
}

/** Resolves when a picture is loaded; rejects if it cannot be. */
const loaded = async (src: string): Promise<void> => {
  const image = new Image();
  image.src = src;
  await image.decode();
};

const player = (name: string, src: string, kind: 'audio' | 'video'): TemplateResult | typeof nothing => {
  if (!src) return nothing;
  return kind === 'audio'
    ? html`<audio controls autoplay src=${src} aria-label=${name}></audio>`
    : html`<video controls autoplay playsinline src=${src} aria-label=${name}></video>`;
};

/** Opens a picture with all others of its room, or a recording alone. Resolves when closed. */
export const openLightbox = (
  context: RoomContext,
  opened: Picture,
  siblings: readonly Picture[] = [opened],
): Promise<void> =>
  new Promise((closed) => {
    const pictures = playableAs(opened) ? null : createRoomPictures(context.room, siblings, opened.fileId);
    const { host, language } = context;
    const lightbox = Object.assign(document.createElement('chat-lightbox') as ChatLightbox, {
      context,
      shown: opened,
      pictures,
      closed,
      lang: language.tag,
    });
    (host.shadowRoot ?? document.body).append(lightbox);
  });

define('chat-lightbox', ChatLightbox);
