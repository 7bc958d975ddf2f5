import type { Language } from '../i18n/language.ts';

const most = 99;

/** A number as a badge has room for it. */
export const badgeCount = (count: number, language: Language): string =>
  `${language.number(Math.min(count, most))}${count > most ? '+' : ''}`;
