import type { Attachment } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import type { MessageContext, RoomContext } from '../../core/feature.ts';
import { fillText } from '../../i18n/fill-text.ts';
import type { Language } from '../../i18n/language.ts';
import { icons } from '../../ui/all-icons.ts';
import { recordingTexts } from '../../call-ui/recording-texts.ts';

/** Returns a length in the words of a language: `45 sec`, `12 min`. */
const lengthText = (ms: number, { tag }: Language): string => {
  const seconds = Math.max(1, Math.round(ms / 1_000));
  const [unit, size] = seconds < 60 ? ['second', 1] : ['minute', 60];
  return new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short' }).format(
    Math.round(seconds / size),
  );
};

/** Returns the name of a file for readers: of a recording the call, else its own. */
export const shownName = (
  { name, callKind }: Attachment,
  { room, language }: Pick<RoomContext, 'room' | 'language'>,
): string => {
  if (!callKind) return name;
  const texts = recordingTexts(language.tag);
  const { peer } = room.state.get();
  return peer ? fillText(texts[`${callKind}With`], { name: peer.name }) : texts[callKind];
};

/** Returns the day and the length of a recording: `23 Nov · 12 min`. */
export const recordingFacts = (
  { durationMs }: Attachment,
  { item, language }: Pick<MessageContext, 'item' | 'language'>,
): string => {
  const day = new Intl.DateTimeFormat(language.tag, { day: 'numeric', month: 'short' }).format(
    item.createdAt,
  );
  return [day, durationMs === undefined ? '' : lengthText(durationMs, language)].filter(Boolean).join(' · ');
};

/** The name, day and length of a recorded call, under its player. */
export const recordingCaption = (file: Attachment, context: MessageContext): TemplateResult =>
  html`<figcaption class="recording">
    ${file.callKind === 'audio' ? icons.phone : icons.camera}
    <span class="about"
      ><b dir="auto">${shownName(file, context)}</b><span>${recordingFacts(file, context)}</span></span
    >
  </figcaption>`;
