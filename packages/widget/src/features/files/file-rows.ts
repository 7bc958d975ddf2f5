import type { RoomFile } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { shownName } from './recording-name.ts';
import { download, isPicture, playableAs, sizeText } from './attachment-view.ts';
import { fileBadge, fileName } from './file-card.ts';
import { fileUrl, isAltered, renewUrl } from '../../messages/file-urls.ts';
import { fillText } from '../../i18n/fill-text.ts';
import type { FilesTexts } from './texts.ts';
import { icons } from '../../ui/all-icons.ts';
import type { RoomContext } from '../../core/feature.ts';
import { takesFiles } from '../../composer/can-attach.ts';
import type { Draft, Tray } from './upload-tray.ts';

/** A file that is being uploaded. */
export const draftRow = (draft: Draft, context: RoomContext, tray: Tray | null): TemplateResult => {
  const { language } = context;
  const { file, error, progress, stored } = draft;
  return html`<li class="row">
    ${fileBadge(file)}
    <span class="about">
      ${fileName(file.name)}
      ${
        error
          ? html`<span role="alert">${language.error(error)}</span>`
          : html`<progress max="1" .value=${progress} aria-label=${language.text('uploading')}></progress>`
      }
    </span>
    ${
      error && !stored && takesFiles(context)
        ? html`<button type="button" class="link" @click=${() => tray?.retry(draft)}>
            ${language.text('retry')}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="icon-button"
      aria-label=${language.text('removeFile', { name: file.name })}
      @click=${() => tray?.remove(draft)}
    >
      ${icons.close}
    </button>
  </li>`;
};

interface FileRow {
  texts: FilesTexts;
  /** The user pressed delete, and must confirm. */
  asked: boolean;
  onOpen(): void;
  onAsk(): void;
  onDelete(): void;
}

/** A file that was sent. */
export const fileRow = (file: RoomFile, context: RoomContext, row: FileRow): TemplateResult => {
  const { language } = context;
  const isSeen = isPicture(file);
  const name = shownName(file, context);
  const src = isSeen || file.thumbnail ? fileUrl(context, file.fileId, 'thumbnail') : null;
  const at = new Intl.DateTimeFormat(language.tag, { dateStyle: 'medium', timeStyle: 'short' });
  const details = `${sizeText(file.size, language)} · ${at.format(file.uploadedAt)}`;
  const save = language.text('download', { name });
  const plays = playableAs(file) !== null;
  // The visible words stand together in the name, in every language.
  const visible = { name: `${name} ${details}` };
  const opens = plays
    ? fillText(row.texts.play, visible)
    : language.text(isSeen ? 'openImage' : 'download', visible);
  return html`<li class="row" part="file">
    <button type="button" class="open" aria-label=${opens} @click=${row.onOpen}>
      ${src ? html`<img class="thumb" src=${src} alt="" @error=${() => renewUrl(context, file.fileId, 'thumbnail')} />` : fileBadge(file)}
      <span class="about">
        ${fileName(name)}
        <span role=${isAltered(context, file.fileId) ? 'alert' : nothing}
          >${isAltered(context, file.fileId) ? row.texts.altered : details}</span
        >
      </span>
    </button>
    ${
      (isSeen || plays) && !row.asked
        ? html`<button
            type="button"
            class="icon-button"
            aria-label=${save}
            @click=${() => void download(file, context)}
          >
            ${icons.download}
          </button>`
        : nothing
    }
    ${mayDelete(file, context) ? deletion(name, row) : nothing}
  </li>`;
};

const mayDelete = ({ uploadedBy }: RoomFile, { room, client }: RoomContext): boolean =>
  room.state.get().can?.[uploadedBy === client.user?.id ? 'message:delete' : 'message:moderate'] === true;

const deletion = (name: string, { texts, asked, onAsk, onDelete }: FileRow): TemplateResult =>
  asked
    ? html`<button type="button" class="danger" @click=${onDelete}>${texts.confirm}</button>`
    : html`<button
        type="button"
        class="icon-button"
        aria-label=${fillText(texts.delete, { name })}
        @click=${onAsk}
      >
        ${icons.trash}
      </button>`;
