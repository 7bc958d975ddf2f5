import { fillText } from '../../i18n/fill-text.ts';
import type { Attachment } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { attachmentView, isPicture, sizeText } from './attachment-view.ts';
import { emit } from '../../core/emit.ts';
import { knownUrl } from './file-urls.ts';
import { icons } from '../../ui/all-icons.ts';
import type { ComposerContext, Feature, MessageContext, RoomContext } from '../../core/feature.ts';
import { fileStyle } from './files.styles.ts';
import { takesFiles } from '../../composer/can-attach.ts';
import { filesTexts } from './texts.ts';
import { createTray, type Draft, type Tray } from './upload-tray.ts';

type Place = Pick<RoomContext, 'client' | 'language'>;

/** Which files were not taken, and how many go with one message. */
export const leftOutText = (names: readonly string[], { client, language }: Place): string =>
  fillText(filesTexts(language.tag).tooMany, {
    n: language.number(client.limits?.maxFilesPerMessage ?? 1),
    names: language.list(names),
  });

/** Which file is larger than the server takes, and how large a file may be. */
export const tooLargeText = ({ name, size }: File, { client, language }: Place): string => {
  const most = client.limits?.maxFileBytes ?? 0;
  // Sizes that differ by little are written with more digits, so that they are seen to differ.
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

const add = (files: Iterable<File>, place: ComposerContext): void => {
  const { maxFilesPerMessage = 1, maxFileBytes = 0 } = place.client.limits ?? {};
  if (takesFiles(place)) trayOf(place).add(files, maxFilesPerMessage, maxFileBytes);
};

const tile = (draft: Draft, place: ComposerContext): TemplateResult => {
  const { language } = place;
  const { file, preview, error, stored, progress } = draft;
  const state = error
    ? error.code === 'too_large'
      ? filesTexts(language.tag).refused
      : language.error(error)
    : stored
      ? sizeText(file.size, language)
      : language.text('uploading');
  return html`<li class=${error ? 'tile broken' : 'tile'}>
    ${preview === undefined || error ? html`<span class="badge">${icons.file}</span>` : html`<img src=${preview} alt="" />`}
    <span class="about"
      ><b dir="auto">${file.name}</b><span role=${error ? 'alert' : nothing}>${state}</span>
      ${error || stored ? nothing : html`<progress max="1" .value=${progress} aria-label=${language.text('uploading')}></progress>`}
    </span>
    ${
      error && error.code !== 'too_large'
        ? html`<button type="button" class="link" @click=${() => trayOf(place).retry(draft)}>
            ${language.text('retry')}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="icon-button"
      aria-label=${language.text('removeFile', { name: file.name })}
      @click=${() => trayOf(place).remove(draft)}
    >
      ${icons.close}
    </button>
  </li>`;
};

const tooLargeNote = (files: readonly File[], place: ComposerContext): TemplateResult =>
  html`<li class="left-out too-large">
    <span role="alert"
      >${files.map((file) => html`<span dir="auto">${tooLargeText(file, place)}</span>`)}</span
    >
    <button
      type="button"
      class="icon-button"
      aria-label=${place.language.text('close')}
      @click=${() => trayOf(place).dismiss()}
    >
      ${icons.close}
    </button>
  </li>`;

/** The viewer is rare beside the pictures: it loads with the first that is opened. */
const open = async (file: Attachment, { item, room, host, language }: MessageContext): Promise<void> => {
  const { openLightbox } = await import('./lightbox.ts');
  await openLightbox(host, item.attachments.filter(isPicture), file, { room, language });
};

/** Files dragged over the room are taken by its composer. */
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
  watch: (place) =>
    place.host.localName === 'chat-room' ? [takeDrops(place.host, () => takesFiles(place))] : [],
  panel: {
    title: (language) => language.text('attachments'),
    render: ({ room, client, language }) => {
      void import('./chat-files.ts');
      return html`<chat-files lang=${language.tag} .client=${client} .room=${room.id}></chat-files>`;
    },
  },
  itemInputs: (item, place) => item.attachments.flatMap(({ fileId }) => knownUrl(place, fileId)),
  renderBelowText: (place) =>
    place.item.attachments.length === 0
      ? nothing
      : html`<div class="files">
          ${place.item.attachments.map((file) => attachmentView(file, place, (each) => void open(each, place)))}
        </div>`,
  rowClass: ({ item }) => (item.attachments.length > 0 ? 'holds-files' : ''),
  label: ({ item }) => item.attachments.map(({ name }) => name).join(', '),
  renderAboveField: (place) => {
    const { drafts, leftOut, tooLarge } = trayOf(place);
    return drafts.length + tooLarge.length === 0 || place.host.editing
      ? nothing
      : html`<ul class="tray" aria-label=${place.language.text('attachments')}>
          ${drafts.map((draft) => tile(draft, place))}
          ${leftOut.length > 0 ? html`<li class="left-out" role="alert">${leftOutText(leftOut, place)}</li>` : nothing}
          ${tooLarge.length > 0 ? tooLargeNote(tooLarge, place) : nothing}
        </ul>`;
  },
  onPaste: (event, place) => {
    const pasted = [...(event.clipboardData?.files ?? [])];
    if (pasted.length === 0 || !takesFiles(place)) return;
    event.preventDefault();
    add(pasted, place);
  },
  hasContent: (place) => trayOf(place).drafts.some(({ stored }) => stored),
  blockSend: (place) =>
    trayOf(place).drafts.some(({ stored, error }) => !stored && !error) && place.language.text('uploading'),
  sendContent: (place) => {
    const attachments = trayOf(place).drafts.flatMap(({ stored }) => stored ?? []);
    return attachments.length === 0 ? {} : { attachments };
  },
  // What did not come up stays, to be tried again or taken away.
  onSent: (place) => {
    const tray = trayOf(place);
    for (const draft of tray.drafts) if (draft.stored) tray.sent(draft);
    tray.dismiss();
  },
  onCompose: (detail, place) => add(detail as File[], place),
  styles: fileStyle,
};
