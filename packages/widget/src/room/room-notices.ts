import { localize } from '../i18n/localize.ts';
import { modeErrorText } from '../i18n/mode-errors.ts';
import type { ChatClient, ChatRoom } from '@chat/client';
import type { ChatError } from '@chat/protocol';
import {
  html,
  nothing,
  type ReactiveControllerHost,
  type TemplateResult,
  type ReactiveController,
} from 'lit';
import { filledWith, nameInText } from '../ui/clipped-name.ts';
import { ConnectionController, type ConnectionNote } from './connection-controller.ts';
import type { Language } from '../i18n/language.ts';
import { icons } from '../ui/all-icons.ts';
import type { SlotContent } from '../core/feature.ts';
import { titleOf } from '../core/room-title.ts';

/** How much of the id is shown; the button copies all of it. */
const shown = 8;

const referenceText = localize({
  en: 'Copy error ID: {id}',
  es: 'Copiar ID del error: {id}',
  fr: 'Copier l’ID de l’erreur : {id}',
  pt: 'Copiar ID do erro: {id}',
  de: 'Fehler-ID kopieren: {id}',
  ar: 'نسخ معرّف الخطأ: {id}',
});

/** A button that copies the request id of an error; errors of the page itself have none. */
export const referenceButton = (
  { requestId }: Pick<ChatError, 'requestId'>,
  { tag }: Pick<Language, 'tag'>,
): SlotContent => {
  if (requestId === undefined) return nothing;
  const id = requestId.slice(0, shown);
  const label = referenceText(tag).replace('{id}', id);
  const copy = async ({ currentTarget }: Event): Promise<void> => {
    const button = currentTarget as HTMLElement;
    // Loaded on demand: the first view does not need it.
    const { copyText } = await import('../dom/clipboard.ts');
    await copyText(requestId, button.ownerDocument);
    button.classList.add('copied');
  };
  return html`<button
    type="button"
    class="reference"
    dir="ltr"
    aria-label=${label}
    title=${label}
    @click=${copy}
  >
    #${id}
  </button>`;
};

/** How long an error is shown. */
const shownMs = 6_000;

/** The last error or confirmation, shown for a while. */
export class NoticeTimer implements ReactiveController {
  error: ChatError | null = null;
  /** The confirmation: a text, or what Lit renders. */
  done: unknown = '';
  #host: ReactiveControllerHost;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.hold();
    this.error = null;
    this.done = '';
  }

  show(error: ChatError | null, done: unknown = ''): void {
    this.error = error;
    this.done = done;
    this.#host.requestUpdate();
    this.release();
  }

  /** Keeps the notice visible while the user is about to copy the number. */
  hold = (): void => clearTimeout(this.#timer);

  release = (): void => {
    this.hold();
    if (this.error || this.done) this.#timer = setTimeout(() => this.show(null), shownMs);
  };
}

/** The detail of `chat-error`, and of `chat-note`: a confirmation that nothing else on the screen shows. */
export interface NoticeDetail {
  error?: ChatError;
  done?: unknown;
}

/** Shows the state of the connection, errors and confirmations. */
export interface RoomNotices {
  /** The connection is not up yet, or was lost. */
  readonly isWaiting: boolean;
  /** Shows an error or a confirmation for a while. */
  show(note: NoticeDetail): void;
  /** Renders the state of the connection, else the last error. The live region around it always exists. */
  render(language: Language): SlotContent;
}

/** `connecting`: returns the text for a first connection that fails, if the cause is known. */
export const createRoomNotices = (
  host: ReactiveControllerHost,
  clientOf: () => ChatClient | null,
  connecting: (language: Language) => string | null,
): RoomNotices => {
  const connection = new ConnectionController(host, clientOf);
  const problem = new NoticeTimer(host);
  return {
    get isWaiting() {
      return connection.note !== null;
    },
    show: ({ error = null, done = '' }) => problem.show(error, done),
    render(language) {
      const { note } = connection;
      if (note !== null)
        return html`<div class="note ${note}" part="note">
          ${noteIcon(note)}<span
            >${(note === 'connecting' && connecting(language)) || language.text(note)}</span
          >
        </div>`;
      const { error, done } = problem;
      if (done)
        return html`<div class="note done" part="note">${icons.check}<span dir="auto">${done}</span></div>`;
      if (!error) return nothing;
      return html`<div
        class="note problem"
        part="note"
        @pointerenter=${problem.hold}
        @focusin=${problem.hold}
        @pointerleave=${problem.release}
        @focusout=${problem.release}
      >
        ${icons.alert}<span>${modeErrorText(language.tag, error.reason) ?? language.error(error)}</span>${referenceButton(error, language)}
      </div>`;
    },
  };
};

const noteIcon = (note: NonNullable<ConnectionNote>): TemplateResult => {
  if (note === 'backOnline') return icons.check;
  return note === 'disconnected' ? icons.offline : html`<i class="spinner"></i>`;
};

/** Errors that a retry cannot cure. */
const final = new Set(['banned', 'origin', 'removed']);

/** Returns the action to offer, if any: a user who was removed from a public room may rejoin it. */
const wayOn = ({ reason = '' }: ChatError, room: ChatRoom): 'retry' | 'enterAgain' | null => {
  if (reason === 'removed' && room.state.get().room?.type === 'public') return 'enterAgain';
  return final.has(reason) ? null : 'retry';
};

const titleFor = (error: ChatError, language: Language, room: ChatRoom): unknown => {
  const title = titleOf(room);
  // The id is not a name for users.
  if (error.reason !== 'banned' || title === room.id) return language.text('cannotEnter');
  return filledWith(language.text('bannedFrom'), { room: nameInText(title) });
};

/** Replaces the room if the server refuses the user. The back button stays. */
export const refusalScreen = (
  error: ChatError,
  language: Language,
  room: ChatRoom,
  onRetry: () => void,
  text = language.error(error),
): TemplateResult => {
  const way = wayOn(error, room);
  const title = titleFor(error, language, room);
  return html`<div class="way-back"><slot name="back"></slot></div>
    <div class="refusal" role="alert">
      <span class="badge">${error.reason === 'banned' ? icons.ban : icons.lock}</span>
      ${
        way === 'enterAgain'
          ? html`<h2>${language.error(error)}</h2>`
          : html`<h2>${title}</h2>
              <p>${text}</p>`
      }
      ${referenceButton(error, language)}
      ${way ? html`<button type="button" class="primary" @click=${onRetry}>${language.text(way)}</button>` : nothing}
    </div>`;
};
