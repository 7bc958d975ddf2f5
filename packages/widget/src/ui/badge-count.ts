import type { Language } from '../i18n/language.ts';

const most = 99;

/** Shortens a number for a badge. */
export const badgeCount = (count: number, language: Language): string =>
  `${language.number(Math.min(count, most))}${count > most ? '+' : ''}`;
