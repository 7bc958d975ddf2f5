import type { SearchHit } from '@chat/protocol';
import type { ChatRoom } from '@chat/client';
import { html, nothing, type TemplateResult } from 'lit';
import { avatar } from '../../ui/avatar.ts';
import { filesPreview } from '../../text/attachment-preview.ts';
import { plainText } from '../../text/markdown.ts';
import { icons } from '../../ui/all-icons.ts';
import type { Language } from '../../i18n/language.ts';

/** Characters shown before the first match, and in total. */
const lead = 48;
const longest = 240;

export interface Piece {
  text: string;
  marked: boolean;
}

const inWord = /[\p{L}\p{N}]/u;

/** Returns the position of words in a text, from an offset on; -1 if they do not start a word there. */
const placeOf = (words: string, text: string, from: number): number => {
  let at = text.indexOf(words, from);
  while (at > 0 && inWord.test(text.charAt(at - 1))) at = text.indexOf(words, at + 1);
  return at;
};

/** A text without markup, with its matches; the raw text if a match is in the markup. */
export const withoutMarkup = (
  text: string,
  marks: SearchHit['marks'],
): { text: string; marks: SearchHit['marks'] } => {
  const plain = plainText(text);
  const moved: SearchHit['marks'] = [];
  for (const { start, end } of marks) {
    const at = placeOf(text.slice(start, end), plain, moved.at(-1)?.end ?? 0);
    if (at < 0) return { text, marks };
    moved.push({ start: at, end: at + end - start });
  }
  return { text: plain, marks: moved };
};

/** Returns a part of a text around the first match, cut at word boundaries. */
export const excerpt = (text: string, marks: SearchHit['marks']): Piece[] => {
  const first = marks[0]?.start ?? 0;
  const space = first > lead ? text.indexOf(' ', first - lead) : -1;
  const from = first > lead ? (space >= 0 && space < first ? space + 1 : first) : 0;
  const to = Math.min(text.length, from + longest);
  const pieces: Piece[] = from > 0 ? [{ text: '…', marked: false }] : [];
  let at = from;
  for (const { start, end } of marks) {
    if (start >= to) break;
    if (start > at) pieces.push({ text: text.slice(at, start), marked: false });
    pieces.push({ text: text.slice(start, Math.min(end, to)), marked: true });
    at = end;
  }
  if (at < to) pieces.push({ text: text.slice(at, to), marked: false });
  if (to < text.length) pieces.push({ text: '…', marked: false });
  return pieces;
};

const files = ({ message }: SearchHit, language: Language): TemplateResult | typeof nothing =>
  message.attachments.length === 0
    ? nothing
    : html`<span class="files" dir="auto">${icons.file}${filesPreview(message.attachments, language)}</span>`;

/**
 * A search result, as a button that goes to the message. `room`: the title to show, in a search of all rooms.
 */
export const searchHit = (
  hit: SearchHit,
  language: Language,
  go: () => void,
  here: ChatRoom | null,
  room: string | null = null,
): TemplateResult => {
  const { author, createdAt, to } = hit.message;
  const { text, marks } = withoutMarkup(hit.message.text, hit.marks);
  const now = Date.now();
  return html`<li>
    <button type="button" class="hit" @click=${go}>
      ${avatar(author, room === null ? here : null)}
      ${room === null ? nothing : html`<span class="where" dir="auto" title=${room}>${room}</span>`}
      <span class="top">
        <b dir="auto" title=${author.name}>${author.name}</b>
        ${to ? html`<span class="private">${icons.lock}</span>` : nothing}
        <time datetime=${new Date(createdAt).toISOString()}
          >${language.day(createdAt, now)}, ${language.time(createdAt)}</time
        >
      </span>
      <span class="excerpt" dir="auto"
        >${excerpt(text, marks).map((piece) => (piece.marked ? html`<mark>${piece.text}</mark>` : piece.text))}</span
      >
      ${files(hit, language)}
    </button>
  </li>`;
};
