import type { Attachment } from '@chat/protocol';
import { html, type TemplateResult } from 'lit';
import { icons } from '../../ui/all-icons.ts';

/** Shorter names are never clipped in the places that show them. */
const shortName = 24;
const tailLetters = 4;

/** Returns the extension of a name with its dot; empty if it has none. */
const extensionOf = (name: string): string => /[^.]\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[0].slice(1) ?? '';

/** Splits a name, so that clipping the first part keeps its last letters and its extension. */
export const splitName = (name: string): [string, string] => {
  const ending = extensionOf(name);
  const stem = name.slice(0, name.length - ending.length);
  // Letters that join, or consist of several characters, stay together.
  const tail = new RegExp(`[ -~]{${tailLetters}}$`).exec(stem)?.[0] ?? '';
  return [stem.slice(0, stem.length - tail.length), tail + ending];
};

/** Returns a file's name on one line, clipped in the middle. */
export const fileName = (name: string): TemplateResult => {
  if (name.length <= shortName) return html`<b dir="auto">${name}</b>`;
  const [start, end] = splitName(name);
  return html`<b class="long-name" dir="auto" title=${name}><span>${start}</span><span>${end}</span></b>`;
};

type Family =
  'pdf' | 'text' | 'sheet' | 'slides' | 'archive' | 'code' | 'audio' | 'video' | 'image' | 'other';

const extensions: Partial<Record<Family, string>> = {
  pdf: 'pdf',
  text: 'txt md rtf doc docx odt pages epub log',
  sheet: 'xls xlsx ods csv tsv numbers',
  slides: 'ppt pptx odp key',
  archive: 'zip rar 7z gz tgz tar bz2 xz',
  code: 'js ts json html css xml py java c cpp h rs go sh sql yml yaml',
  audio: 'mp3 m4a ogg opus wav flac aac',
  video: 'mp4 mov webm mkv avi',
  image: 'jpg jpeg png gif webp avif heic heif tif tiff svg bmp',
};

const families = new Map(
  Object.entries(extensions).flatMap(([family, names]) =>
    names.split(' ').map((name) => [name, family as Family] as const),
  ),
);

/** Returns the family of a file: by its type, which the server detects, else by its extension. */
export const familyOf = ({ name, type }: Pick<Attachment, 'name' | 'type'>): Family => {
  if (type === 'application/pdf') return 'pdf';
  const [family] = /^(audio|video|image)(?=\/)/.exec(type) ?? [];
  return (family as Family | undefined) ?? families.get(extensionOf(name).slice(1).toLowerCase()) ?? 'other';
};

const drawn: Partial<Record<Family, TemplateResult>> = {
  audio: icons.mic,
  video: icons.play,
  image: icons.picture,
  archive: icons.archive,
};

/** Returns the badge of a file: its extension in the colour of its family, or an icon. */
export const fileBadge = (file: Pick<Attachment, 'name' | 'type'>): TemplateResult => {
  const family = familyOf(file);
  const ending = extensionOf(file.name).slice(1);
  const content =
    drawn[family] ??
    (/^\w{1,4}$/.test(ending) ? html`<span class="ending" data-ending=${ending}></span>` : icons.file);
  return html`<span class="badge ${family}" aria-hidden="true">${content}</span>`;
};
