import type { RoomSummary } from '@chat/protocol';
import { hueOf, hues, initialsOf } from '../ui/avatar.ts';
import { groupName } from '../core/room-title.ts';
import { groupLineText } from '../call-ui/group-line-text.ts';
import { lineText } from '../call-ui/line-text.ts';
import type { Language } from '../i18n/language.ts';
import { textPreview } from '../text/message-body.ts';
import { roomsTexts } from './texts.ts';
import { filesPreview } from '../text/attachment-preview.ts';

/**
 * Returns a room's name in a list: in a direct room the other user's, in a group without a title the other
 * members'.
 */
export const nameOf = ({ room, peer, others = [], invitation }: RoomSummary): string =>
  peer?.user.name || room.title || groupName(others) || invitation?.by.name || room.id;

/**
 * Assigns each room a colour: rooms with the same initials get different ones, as long as there are enough.
 */
export const huesOf = (rooms: readonly RoomSummary[]): Map<string, number> => {
  const taken = new Set<string>();
  const all = new Map<string, number>();
  for (const summary of rooms.toSorted((a, b) => (a.room.id < b.room.id ? -1 : 1))) {
    const letters = initialsOf(nameOf(summary));
    const first = hueOf(summary.room.id);
    const free = Array.from({ length: hues }, (_, step) => (first + step) % hues).find(
      (hue) => !taken.has(`${letters} ${hue}`),
    );
    taken.add(`${letters} ${free ?? first}`);
    all.set(summary.room.id, free ?? first);
  }
  return all;
};

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLocaleLowerCase('und');

/** Whether a name contains the searched words, ignoring accents. */
export const isFound = (name: string, words: string): boolean => {
  const folded = fold(name);
  return fold(words)
    .split(/\s+/u)
    .every((word) => folded.includes(word));
};

export const beginsWith = (name: string, typed: string): boolean => fold(name).startsWith(fold(typed));

/** The last message of a room on one line: author and text. */
export interface Gist {
  who: string;
  text: string;
  /** It is a private message. */
  isPrivate: boolean;
  /** It is a call, or there is nothing to show. */
  isNote: boolean;
}

export const gistIn = (
  { room, lastMessage, groupCall: going }: RoomSummary,
  me: string,
  language: Language,
): Gist | null => {
  // A running call takes precedence over the last message.
  if (going) return { who: '', text: groupLineText(going, language), isPrivate: false, isNote: true };
  if (!lastMessage) return null;
  const { author, text, deletedAt, attachments, to, kind, call, groupCall, encrypted } = lastMessage;
  const isMine = author.id === me;
  const you = language.text('you');
  const shown = call
    ? lineText({ call, mine: isMine }, language)
    : groupCall
      ? groupLineText(groupCall, language)
      : textPreview(text) ||
        (encrypted && !attachments.some((file) => 'keys' in file)
          ? roomsTexts(language.tag).encrypted
          : filesPreview(attachments, language));
  const who = isMine
    ? you.charAt(0).toLocaleUpperCase(language.tag) + you.slice(1)
    : room.type === 'direct'
      ? ''
      : author.name;
  const isNote = deletedAt !== undefined || kind === 'system' || kind === 'call';
  return {
    who: isNote ? '' : who,
    text: deletedAt === undefined ? shown : language.text('deleted'),
    isPrivate: to !== undefined,
    isNote,
  };
};

const formats = new Map<string, Intl.DateTimeFormat>();

const formatted = (tag: string, at: number, options: Intl.DateTimeFormatOptions): string => {
  const key = `${tag} ${Object.keys(options).join()}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(tag, options);
  formats.set(key, format);
  return format.format(at);
};

/** Formats the time of today, the weekday of this week, else the date; the year only if it differs. */
export const whenOf = (at: number, now: number, language: Language): string => {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const daysAgo = Math.round((midnight - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  if (daysAgo <= 0) return language.time(at);
  if (daysAgo < 7) return formatted(language.tag, at, { weekday: 'short' });
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  if (sameYear) return formatted(language.tag, at, { day: 'numeric', month: 'short' });
  return formatted(language.tag, at, { day: 'numeric', month: 'numeric', year: '2-digit' });
};
