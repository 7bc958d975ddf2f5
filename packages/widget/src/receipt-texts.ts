import type { Plural } from './language/dictionary.ts';

/** Texts of who has read what: they come with it. */
export interface ReceiptTexts {
  readBy: string;
  /** Of one message. */
  read: Plural;
  nobody: string;
  notYet: string;
}

const all: Record<string, ReceiptTexts> = {
  en: {
    readBy: 'Read by',
    read: { one: 'read by {n} person', other: 'read by {n} people' },
    nobody: 'Nobody has read it yet.',
    notYet: 'Not yet',
  },
  es: {
    readBy: 'Leído por',
    read: { one: 'leído por {n} persona', other: 'leído por {n} personas' },
    nobody: 'Todavía no lo ha leído nadie.',
    notYet: 'Todavía no',
  },
  fr: {
    readBy: 'Lu par',
    read: { one: 'lu par {n} personne', other: 'lu par {n} personnes' },
    nobody: 'Personne ne l’a encore lu.',
    notYet: 'Pas encore',
  },
  pt: {
    readBy: 'Lida por',
    read: { one: 'lida por {n} pessoa', other: 'lida por {n} pessoas' },
    nobody: 'Ainda ninguém a leu.',
    notYet: 'Ainda não',
  },
  de: {
    readBy: 'Gelesen von',
    read: { one: 'von {n} Person gelesen', other: 'von {n} Personen gelesen' },
    nobody: 'Noch niemand hat sie gelesen.',
    notYet: 'Noch nicht',
  },
  ar: {
    readBy: 'قرأها',
    read: {
      zero: 'لم يقرأها أحد',
      one: 'قرأها شخص واحد',
      two: 'قرأها شخصان',
      few: 'قرأها {n} أشخاص',
      many: 'قرأها {n} شخصًا',
      other: 'قرأها {n} شخص',
    },
    nobody: 'لم يقرأها أحد بعد.',
    notYet: 'ليس بعد',
  },
};

export const receiptTexts = (tag: string): ReceiptTexts =>
  all[tag.toLowerCase().split('-')[0] ?? ''] ?? (all['en'] as ReceiptTexts);

export const readText = (count: number, tag: string): string => {
  const { read } = receiptTexts(tag);
  const form = read[new Intl.PluralRules(tag).select(count)] ?? read.other;
  return form.replace('{n}', new Intl.NumberFormat(tag).format(count));
};
