import { localize } from '../../i18n/localize.ts';
import type { Plural } from '../../i18n/dictionary.ts';

/** Texts of read receipts. */
export interface ReceiptTexts {
  readBy: string;
  /** The number of readers of one message. */
  read: Plural;
  nobody: string;
  notYet: string;
  /** A device of the recipient has the message. */
  delivered: string;
  deliveredTo: string;
  /** The user read it at this time or earlier. */
  by: string;
  markUnread: string;
}

const all = {
  en: {
    readBy: 'Read by',
    read: { one: 'read by {n} person', other: 'read by {n} people' },
    nobody: 'No one has read this yet',
    notYet: 'Not yet',
    delivered: 'delivered',
    deliveredTo: 'Delivered to',
    by: 'before {time}',
    markUnread: 'Mark as unread from here',
  },
  es: {
    readBy: 'Leído por',
    read: { one: 'leído por {n} persona', other: 'leído por {n} personas' },
    nobody: 'Nadie lo ha leído todavía',
    notYet: 'Todavía no',
    delivered: 'entregado',
    deliveredTo: 'Entregado a',
    by: 'antes de {time}',
    markUnread: 'Marcar como no leído desde aquí',
  },
  fr: {
    readBy: 'Lu par',
    read: { one: 'lu par {n} personne', other: 'lu par {n} personnes' },
    nobody: 'Personne ne l’a encore lu',
    notYet: 'Pas encore',
    delivered: 'distribué',
    deliveredTo: 'Distribué à',
    by: 'avant {time}',
    markUnread: 'Marquer comme non lu à partir d’ici',
  },
  pt: {
    readBy: 'Lida por',
    read: { one: 'lida por {n} pessoa', other: 'lida por {n} pessoas' },
    nobody: 'Ninguém leu ainda',
    notYet: 'Ainda não',
    delivered: 'entregue',
    deliveredTo: 'Entregue a',
    by: 'até {time}',
    markUnread: 'Marcar como não lida daqui em diante',
  },
  de: {
    readBy: 'Gelesen von',
    read: { one: 'von {n} Person gelesen', other: 'von {n} Personen gelesen' },
    nobody: 'Noch von niemandem gelesen',
    notYet: 'Noch nicht',
    delivered: 'zugestellt',
    deliveredTo: 'Zugestellt an',
    by: 'vor {time}',
    markUnread: 'Ab hier als ungelesen markieren',
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
    delivered: 'وصلت',
    deliveredTo: 'وصلت إلى',
    by: 'قبل {time}',
    markUnread: 'تحديد كغير مقروءة من هنا',
  },
};

/** Changes for a region. */
const variants = { 'pt-pt': { nobody: 'Ainda ninguém leu', by: 'antes de {time}' } };

export const receiptTexts = localize<ReceiptTexts>(all, variants);

export const readText = (count: number, tag: string): string => {
  const { read } = receiptTexts(tag);
  const form = read[new Intl.PluralRules(tag).select(count)] ?? read.other;
  return form.replace('{n}', new Intl.NumberFormat(tag).format(count));
};
