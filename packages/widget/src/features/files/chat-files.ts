import { ChatError, type ChatClient, type ChatRoom } from '@chat/client';
import type { FileKind, RoomFile } from '@chat/protocol';
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { download, isPicture, playableAs } from './attachment-view.ts';
import { define } from '../../core/define.ts';
import { emit } from '../../core/emit.ts';
import { draftRow, fileRow } from './file-rows.ts';
import { LanguageController } from '../../i18n/language-controller.ts';
import { fillText } from '../../i18n/fill-text.ts';
import { filesTexts, type FilesTexts } from './texts.ts';
import { icons } from '../../ui/all-icons.ts';
import type { RoomContext } from '../../core/feature.ts';
import { RoomController } from '../../core/room-controller.ts';
import { base } from '../../styles/base.ts';
import { chatFilesStyle } from './chat-files.styles.ts';
import { fileStyle } from './files.styles.ts';
import { tokens } from '../../styles/tokens.ts';
import { takesFiles } from '../../composer/can-attach.ts';
import { createTray, type Draft, type Tray } from './upload-tray.ts';
import { tooLargeText } from './files.ts';

const kinds: readonly FileKind[] = ['image', 'audio', 'video', 'document'];
const pageLimit = 30;
/** Several changes at once cause one request. */
const gatherMs = 150;

/**
 * The files of a room, newest first, to view, save, send and delete.
 *
 * @csspart list - the files
 * @csspart file - one of them
 */
export class ChatFiles extends LitElement {
  static override styles = [tokens, base, ...[fileStyle.messages].flat(), chatFilesStyle];
  static override properties = {
    client: { attribute: false },
    room: {},
    kind: { state: true },
    items: { state: true },
    hasMore: { state: true },
    asked: { state: true },
    announcement: { state: true },
  };
  /** The client to use. */
  declare client: ChatClient | null;
  /** Id of the room. */
  declare room: string;
  declare kind: FileKind | null;
  declare items: readonly RoomFile[] | null;
  declare hasMore: boolean;
  /** The file to delete once the user confirms. */
  declare asked: string | null;
  declare announcement: string;

  #language = new LanguageController(this);
  #room = new RoomController(this, (room) => {
    const soon = () => this.#soon();
    this.#tray = createTray(room, () => void this.#send(room));
    return [
      room.state.subscribe(() => (this.items === null ? soon() : this.requestUpdate())),
      ...(['message:created', 'message:updated', 'message:deleted', 'message:expired'] as const).map((type) =>
        room.on(type, (event) => {
          const touches = !('message' in event) || event.message.attachments.length > 0;
          if (touches || event.type !== 'message:created') soon();
        }),
      ),
    ];
  });
  #tray: Tray | null = null;
  #sending = new Set<Draft>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Results of an older request are dropped. */
  #question = 0;

  constructor() {
    super();
    this.client = null;
    this.room = '';
    this.kind = null;
    this.items = null;
    this.hasMore = false;
    this.asked = null;
    this.announcement = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('room') && !changed.has('client')) return;
    this.items = null;
    this.#soon();
  }

  get #context(): RoomContext | null {
    const { room, client } = this.#room;
    return room && client && { room, client, language: this.#language.current, host: this, features: null };
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#load(false);
    }, gatherMs);
  }

  /** Loads the first page again, or the page before the oldest shown file. */
  async #load(older: boolean): Promise<void> {
    const { room } = this.#room;
    if (room?.state.get().status !== 'joined') return;
    const question = ++this.#question;
    const known = older ? (this.items ?? []) : [];
    const before = known.at(-1)?.fileId;
    // As many as are shown, so that the list does not become shorter.
    const limit = older ? pageLimit : Math.min(100, Math.max(pageLimit, this.items?.length ?? 0));
    try {
      const page = await room.files.list({
        limit,
        ...(before === undefined ? {} : { before }),
        ...(this.kind === null ? {} : { kind: this.kind }),
      });
      if (question !== this.#question) return;
      this.items = [...known, ...page.files];
      this.hasMore = page.hasMore;
    } catch (error) {
      emit(this, 'chat-error', { error });
    }
  }

  /** Sends each uploaded file as a message of its own. */
  async #send(room: ChatRoom): Promise<void> {
    this.requestUpdate();
    for (const draft of this.#tray?.drafts ?? []) {
      const { stored } = draft;
      if (!stored || this.#sending.has(draft)) continue;
      this.#sending.add(draft);
      try {
        await room.messages.send({ text: '', attachments: [stored] });
        this.announcement = fillText(filesTexts(this.#language.current.tag).sent, { name: stored.name });
        this.#tray?.sent(draft);
      } catch (error) {
        draft.error = error instanceof ChatError ? error : new ChatError('internal', String(error));
      }
      this.#sending.delete(draft);
      this.requestUpdate();
    }
  }

  #ask({ fileId }: RoomFile): void {
    this.asked = fileId;
  }

  async #delete(file: RoomFile, texts: FilesTexts): Promise<void> {
    this.asked = null;
    try {
      await this.#room.room?.files.delete(file.fileId);
      this.announcement = fillText(texts.deleted, { name: file.name });
      this.items = this.items?.filter(({ fileId }) => fileId !== file.fileId) ?? null;
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>('.chip')?.focus();
    } catch (error) {
      emit(this, 'chat-error', { error });
    }
  }

  async #open(file: RoomFile, context: RoomContext): Promise<void> {
    const plays = playableAs(file) !== null;
    if (!plays && !isPicture(file)) return download(file, context);
    const { openLightbox } = await import('./lightbox.ts');
    await openLightbox(context, file);
  }

  protected override render(): TemplateResult | typeof nothing {
    const context = this.#context;
    if (!context) return nothing;
    const texts = filesTexts(context.language.tag);
    const { items } = this;
    const tray = this.#tray;
    const rowOf = (file: RoomFile) => ({
      texts,
      asked: this.asked === file.fileId,
      onOpen: () => void this.#open(file, context),
      onAsk: () => this.#ask(file),
      onDelete: () => void this.#delete(file, texts),
    });
    return html`
      <div class="top">
        <div class="chips" role="group" aria-label=${texts.kinds}>
          ${[null, ...kinds].map((kind) => this.#chip(kind, texts))}
        </div>
        ${takesFiles(context) ? this.#upload(texts) : nothing}
      </div>
      <p class="visually-hidden" role="status">${this.announcement}</p>
      <ul
        class="list"
        part="list"
        role="list"
        aria-label=${context.language.text('attachments')}
        aria-busy=${items === null}
      >
        ${(tray?.drafts ?? []).map((draft) => draftRow(draft, context, tray))}
        ${(tray?.tooLarge ?? []).map((file) => html`<li class="too-large" role="alert" dir="auto">${tooLargeText(file, context)}</li>`)}
        ${repeat(
          items ?? [],
          ({ fileId }) => fileId,
          (file) => fileRow(file, context, rowOf(file)),
        )}
      </ul>
      ${
        items?.length === 0
          ? html`<p class="empty">${this.kind === null ? texts.none : texts.noneOfKind}</p>`
          : nothing
      }
      ${items === null ? html`<p class="empty">${texts.loading}</p>` : nothing}
      ${
        this.hasMore
          ? html`<button type="button" class="load" @click=${() => void this.#load(true)}>
              ${texts.more}
            </button>`
          : nothing
      }
    `;
  }

  #chip(kind: FileKind | null, texts: FilesTexts): TemplateResult {
    const choose = (): void => {
      this.kind = kind;
      this.items = null;
      this.hasMore = false;
      void this.#load(false);
    };
    return html`<button
      type="button"
      class="chip"
      aria-pressed=${kind === this.kind ? 'true' : 'false'}
      @click=${choose}
    >
      ${texts[kind ?? 'all']}
    </button>`;
  }

  #upload(texts: FilesTexts): TemplateResult {
    const pick = (event: Event): void => {
      const input = event.target as HTMLInputElement;
      const most = this.client?.limits?.maxFileBytes ?? 0;
      this.#tray?.add(input.files ?? [], Infinity, most); // each is a message of its own
      input.value = ''; // the same file may be chosen again
    };
    return html`<label class="upload">
      ${icons.attach}<span aria-hidden="true">${texts.upload}</span>
      <input type="file" multiple aria-label=${texts.upload} @change=${pick} />
    </label>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'chat-files': ChatFiles;
  }
}

define('chat-files', ChatFiles);
