import type { Attachment } from '@chat/protocol';
import { html, nothing, type TemplateResult } from 'lit';
import { fileBadge, fileName } from './file-card.ts';
import { fileUrl, isAltered, noteAltered, renewUrl } from '../../messages/file-urls.ts';
import { recordingCaption, shownName } from './recording-name.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Language } from '../../i18n/language.ts';
import type { MessageContext, RoomContext } from '../../core/feature.ts';
import { isVoice } from '../../text/attachment-preview.ts';
import { filesTexts } from './texts.ts';

/** Whether a file is shown as a picture: it was decoded, by the server or, in an encrypted room, by its sender. */
export const isPicture = ({ type, width }: Attachment): boolean =>
  type.startsWith('image/') && width !== undefined;

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** Formats a size; `digits`: at most so many after the point, of megabytes and more. */
export const sizeText = (bytes: number, { tag }: Pick<Language, 'tag'>, digits = 1): string => {
  const power = Math.min(units.length - 1, Math.floor(Math.log(Math.max(1, bytes)) / Math.log(1000)));
  const maximumFractionDigits = power > 1 ? digits : 0;
  const unit = units[power] ?? 'byte';
  return new Intl.NumberFormat(tag, {
    style: 'unit',
    unit,
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits,
  }).format(bytes / 1000 ** power);
};

/** One file in a bubble: a picture, a player, or a card. */
export const attachmentView = (
  file: Attachment,
  context: MessageContext,
  open: (file: Attachment) => void,
): TemplateResult => {
  if (isAltered(context, file.fileId)) return alteredFile(file, context);
  if (isPicture(file)) return picture(file, context, open);
  if (isVoice(file)) return voiceNote(file, context);
  const kind = playableAs(file);
  if (kind === 'video') return film(file, context);
  return kind ? sound(file, context) : card(file, context);
};

/** A file that is not what was sent: its name, and that it is not opened. */
const alteredFile = (file: Attachment, { language }: MessageContext): TemplateResult =>
  html`<div class="file altered" role="note">
    ${fileBadge(file)}
    <span class="about">${fileName(file.name)} <span>${filesTexts(language.tag).altered}</span></span>
  </div>`;

/** Returns an address for a player. */
const playableUrl = async ({ fileId }: Attachment, context: MessageContext): Promise<string> => {
  try {
    return await context.room.files.url(fileId);
  } catch (error) {
    noteAltered(context, fileId, error);
    throw error;
  }
};

/** Returns the player for a file that browsers can play. */
export const playableAs = ({ type }: Attachment): 'audio' | 'video' | null => {
  if (/^audio\/(mpeg|ogg|wav|webm|mp4|aac|flac)$/.test(type)) return 'audio';
  return /^video\/(mp4|webm)$/.test(type) ? 'video' : null;
};

/** The player loads with the first voice note, and the sound when it is played. */
const voiceNote = (file: Attachment, context: MessageContext): TemplateResult => {
  const { language, tabindex } = context;
  void import('../../voice-note/chat-voice-note.ts').catch(() => {}); // asked for again with the next that is drawn
  return html`<chat-voice-note
    .language=${language}
    .durationMs=${file.durationMs}
    .waveform=${file.waveform}
    .tabStop=${tabindex}
    .source=${() => playableUrl(file, context)}
  ></chat-voice-note>`;
};

/** Reserves its space before it is loaded, so that nothing jumps. */
const picture = (
  file: Attachment,
  context: MessageContext,
  open: (file: Attachment) => void,
): TemplateResult => {
  const src = fileUrl(context, file.fileId, 'thumbnail');
  return html`<button
    type="button"
    class="picture"
    tabindex=${context.tabindex}
    aria-label=${context.language.text('openImage', { name: file.name })}
    @click=${() => open(file)}
  >
    <svg
      viewBox="0 0 ${file.width ?? 1} ${file.height ?? 1}"
      width=${file.width ?? 1}
      aria-hidden="true"
    ></svg>
    ${src ? html`<img src=${src} alt="" decoding="async" @error=${() => renewUrl(context, file.fileId, 'thumbnail')} />` : ''}
  </button>`;
};

/** The player loads with the first film, and the film when it is played. */
const film = (file: Attachment, context: MessageContext): TemplateResult => {
  void import('./chat-video.ts').catch(() => {}); // asked for again with the next that is drawn
  const { language, tabindex } = context;
  return html`<figure class="player">
    <chat-video
      .language=${language}
      .name=${shownName(file, context)}
      .poster=${file.thumbnail && fileUrl(context, file.fileId, 'thumbnail')}
      .durationMs=${file.durationMs}
      .tabStop=${tabindex}
      .source=${() => playableUrl(file, context)}
    ></chat-video>
    ${file.callKind ? recordingCaption(file, context) : nothing}
  </figure>`;
};

const sound = (file: Attachment, context: MessageContext): TemplateResult => {
  const src = fileUrl(context, file.fileId, 'original') ?? nothing;
  const again = (event: Event): void => goOn(event.target as HTMLMediaElement, file, context);
  const name = shownName(file, context);
  return html`<figure class="player">
    ${file.callKind ? recordingCaption(file, context) : nothing}
    <audio controls preload="metadata" src=${src} aria-label=${name} @error=${again}></audio>
  </figure>`;
};

/** Continues at the same position with a new address when the old one has expired. */
const goOn = (media: HTMLMediaElement, { fileId }: Attachment, context: MessageContext): void => {
  const { currentTime, paused } = media;
  if (!renewUrl(context, fileId, 'original')) return;
  const resume = (): void => {
    media.currentTime = currentTime;
    if (!paused) media.play().catch(() => {}); // the reader presses again
  };
  media.addEventListener('loadedmetadata', resume, { once: true });
};

const card = (file: Attachment, context: MessageContext): TemplateResult => {
  const { language, tabindex } = context;
  const page = file.thumbnail ? fileUrl(context, file.fileId, 'thumbnail') : null;
  const size = sizeText(file.size, language);
  return html`<button
    type="button"
    class="file"
    tabindex=${tabindex}
    aria-label=${language.text('download', { name: `${file.name} ${size}` })}
    @click=${() => void download(file, context)}
  >
    ${page ? html`<img class="page" src=${page} alt="" decoding="async" />` : fileBadge(file)}
    <span class="about"
      >${fileName(file.name)}
      ${isOpening(context, file.fileId) ? html`<progress aria-label=${filesTexts(language.tag).opening}></progress>` : html`<span>${size}</span>`}
    </span>
    ${icons.download}
  </button>`;
};

/** Files that are loaded to be saved. In an encrypted room that takes as long as the file is large. */
const openings = new WeakMap<object, Set<string>>();

/** Whether a file is loaded to be saved. */
export const isOpening = ({ room }: Pick<MessageContext, 'room'>, fileId: string): boolean =>
  openings.get(room)?.has(fileId) ?? false;

/** Saves a file under its name. */
export const download = async (
  { fileId, name }: Pick<Attachment, 'fileId' | 'name'>,
  context: RoomContext,
): Promise<void> => {
  const { room, host } = context;
  const opening = openings.get(room) ?? new Set<string>();
  openings.set(room, opening.add(fileId));
  host.requestUpdate();
  try {
    const link = document.createElement('a');
    link.href = await room.files.url(fileId, 'download');
    link.download = name;
    link.click();
  } catch (error) {
    if (noteAltered(context, fileId, error)) return;
    host.dispatchEvent(new CustomEvent('chat-error', { detail: { error }, bubbles: true, composed: true }));
  } finally {
    opening.delete(fileId);
    host.requestUpdate();
  }
};
