import { fillText } from '../../i18n/fill-text.ts';
import type { MessageItem } from '@chat/client';
import type { Attachment } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { attachmentView, isOpening, isPicture, sizeText } from './attachment-view.ts';
import { emit } from '../../core/emit.ts';
import { fileBadge, fileName } from './file-card.ts';
import { knownUrl } from '../../messages/file-urls.ts';
import { icons } from '../../ui/all-icons.ts';
import type { ComposerContext, Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import { fileStyle } from './files.styles.ts';
import { takesFiles } from '../../composer/can-attach.ts';
import { filesTexts } from './texts.ts';
import type { Picture } from './room-pictures.ts';
import { shownName } from './recording-name.ts';
import { createTray, type Draft, type Tray } from './upload-tray.ts';

type FilesContext = Pick<RoomContext, 'client' | 'language'>;

/** Names the files that were left out, and the limit per message. */
export const leftOutText = (names: readonly string[], { client, language }: FilesContext): string =>
  fillText(filesTexts(language.tag).tooMany, {
    n: language.number(client.limits?.maxFilesPerMessage ?? 1),
    names: language.list(names),
  });

/** Names the file that is too large, and the limit. */
export const tooLargeText = ({ name, size }: File, { client, language }: FilesContext): string => {
  const most = client.limits?.maxFileBytes ?? 0;
  // Similar sizes get more digits, so that they look different.
  const digits = sizeText(size, language) === sizeText(most, language) ? 6 : 1;
  return fillText(filesTexts(language.tag).tooLarge, {
    name,
    size: sizeText(size, language, digits),
    limit: sizeText(most, language, digits),
  });
};

const trays = new WeakMap<HTMLElement, { roomId: string; tray: Tray }>();

const trayOf = ({ host, room }: ComposerContext): Tray => {
  const known = trays.get(host);
  if (known?.roomId === room.id) return known.tray;
  known?.tray.clear();
  const tray = createTray(room, () => host.requestUpdate());
  trays.set(host, { roomId: room.id, tray });
  return tray;
};

const add = (files: Iterable<File>, context: ComposerContext): void => {
  const { maxFilesPerMessage = 1, maxFileBytes = 0 } = context.client.limits ?? {};
  if (takesFiles(context)) trayOf(context).add(files, maxFilesPerMessage, maxFileBytes);
};

const tile = (draft: Draft, context: ComposerContext): TemplateResult => {
  const { language } = context;
  const { file, preview, error, stored, progress } = draft;
  const state = error
    ? error.code === 'too_large'
      ? filesTexts(language.tag).refused
      : language.error(error)
    : stored
      ? sizeText(file.size, language)
      : language.text('uploading');
  return html`<li class=${error ? 'tile broken' : 'tile'}>
    ${preview === undefined || error ? fileBadge(file) : html`<img src=${preview} alt="" />`}
    <span class="about"
      >${fileName(file.name)}<span role=${error ? 'alert' : nothing}>${state}</span>
      ${error || stored ? nothing : html`<progress max="1" .value=${progress} aria-label=${language.text('uploading')}></progress>`}
    </span>
    ${
      error && error.code !== 'too_large'
        ? html`<button type="button" class="link" @click=${() => trayOf(context).retry(draft)}>
            ${language.text('retry')}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="icon-button"
      aria-label=${language.text('removeFile', { name: file.name })}
      @click=${() => trayOf(context).remove(draft)}
    >
      ${icons.close}
    </button>
  </li>`;
};

const tooLargeNote = (files: readonly File[], context: ComposerContext): TemplateResult =>
  html`<li class="left-out too-large">
    <span role="alert"
      >${files.map((file) => html`<span dir="auto">${tooLargeText(file, context)}</span>`)}</span
    >
    <button
      type="button"
      class="icon-button"
      aria-label=${context.language.text('close')}
      @click=${() => trayOf(context).dismiss()}
    >
      ${icons.close}
    </button>
  </li>`;

/** The files of a message. Those of an encrypted message are known when it is decrypted. */
const filesOf = ({ attachments, encrypted }: MessageItem): readonly Attachment[] =>
  encrypted ? attachments.filter((file) => 'keys' in file) : attachments;

/** The lightbox is rarely needed: it loads with the first picture that is opened. */
const open = async (file: Attachment, context: MessageContext): Promise<void> => {
  const { openLightbox } = await import('./lightbox.ts');
  const { id, author, createdAt, attachments } = context.item;
  const pictureOf = (each: Attachment): Picture => ({
    ...each,
    messageId: id,
    uploadedBy: author.id,
    uploadedAt: createdAt,
  });
  await openLightbox(context, pictureOf(file), attachments.filter(isPicture).map(pictureOf));
};

/** Adds files that are dropped on the room to its composer. */
const takeDrops = (host: HTMLElement, accepts: () => boolean): (() => void) => {
  const isFiles = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') === true && accepts();
  const over = (event: DragEvent): void => {
    if (!isFiles(event)) return;
    event.preventDefault();
    host.toggleAttribute('data-dropping', true);
  };
  const leave = (event: DragEvent): void => {
    if (!(event.relatedTarget instanceof Node && host.contains(event.relatedTarget)))
      host.removeAttribute('data-dropping');
  };
  const drop = (event: DragEvent): void => {
    host.removeAttribute('data-dropping');
    if (!isFiles(event)) return;
    event.preventDefault();
    emit(host, 'chat-compose', { feature: 'files', detail: [...(event.dataTransfer?.files ?? [])] });
  };
  host.addEventListener('dragover', over);
  host.addEventListener('dragleave', leave);
  host.addEventListener('drop', drop);
  return () => {
    host.removeEventListener('dragover', over);
    host.removeEventListener('dragleave', leave);
    host.removeEventListener('drop', drop);
  };
};

/** Images, recordings and documents: sent from the composer, shown in the bubble. */
export const files: Feature = {
  name: 'files',
  watch: (context) =>
    context.host.localName === 'chat-room' ? [takeDrops(context.host, () => takesFiles(context))] : [],
  panel: {
    title: (language) => language.text('attachments'),
    render: ({ room, client, language }) => {
      void import('./chat-files.ts');
      return html`<chat-files lang=${language.tag} .client=${client} .room=${room.id}></chat-files>`;
    },
  },
  itemInputs: (item, context) =>
    item.attachments.flatMap(({ fileId }) => [...knownUrl(context, fileId), isOpening(context, fileId)]),
  renderBelowText: (context) =>
    filesOf(context.item).length === 0
      ? nothing
      : html`<div class="files">
          ${filesOf(context.item).map((file) => attachmentView(file, context, (each) => void open(each, context)))}
        </div>`,
  rowClass: ({ item }) => (filesOf(item).length > 0 ? 'holds-files' : ''),
  label: (context) =>
    filesOf(context.item)
      .map((file) => shownName(file, context))
      .join(', '),
  renderAboveField: (context) => {
    const { drafts, leftOut, tooLarge } = trayOf(context);
    return drafts.length + tooLarge.length === 0 || context.host.editing
      ? nothing
      : html`<ul class="tray" aria-label=${context.language.text('attachments')}>
          ${drafts.map((draft) => tile(draft, context))}
          ${leftOut.length > 0 ? html`<li class="left-out" role="alert">${leftOutText(leftOut, context)}</li>` : nothing}
          ${tooLarge.length > 0 ? tooLargeNote(tooLarge, context) : nothing}
        </ul>`;
  },
  onPaste: (event, context) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0 || !takesFiles(context)) return;
    event.preventDefault();
    add(pasted, context);
  },
  hasContent: (context) => trayOf(context).drafts.some(({ stored }) => stored),
  blockSend: (context) =>
    trayOf(context).drafts.some(({ stored, error }) => !stored && !error) &&
    context.language.text('uploading'),
  sendContent: (context) => {
    const attachments = trayOf(context).drafts.flatMap(({ stored }) => stored ?? []);
    return attachments.length === 0 ? {} : { attachments };
  },
  // Failed uploads stay, to be retried or removed.
  onSent: (context) => {
    const tray = trayOf(context);
    for (const draft of tray.drafts) if (draft.stored) tray.sent(draft);
    tray.dismiss();
  },
  onCompose: (detail, context) => {
    add(detail as File[], context);
    // On a phone, the focus would open the keyboard.
    if (matchMedia('(pointer: fine)').matches) context.host.focus();
  },
  styles: fileStyle,
};
