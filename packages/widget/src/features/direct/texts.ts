import { localize } from '../../i18n/localize.ts';
import type { Plural } from '../../i18n/dictionary.ts';

/** Texts of direct rooms. */
export interface DirectTexts {
  title: string;
  unread: Plural;
}

const en: DirectTexts = {
  title: 'Direct messages',
  unread: { one: '{n} unread', other: '{n} unread' },
};
const es: DirectTexts = {
  title: 'Mensajes directos',
  unread: { one: '{n} sin leer', other: '{n} sin leer' },
};
const fr: DirectTexts = {
  title: 'Messages directs',
  unread: { one: '{n} non lu', other: '{n} non lus' },
};
const pt: DirectTexts = {
  title: 'Mensagens diretas',
  unread: { one: '{n} não lida', other: '{n} não lidas' },
};
const de: DirectTexts = {
  title: 'Direktnachrichten',
  unread: { one: '{n} ungelesen', other: '{n} ungelesen' },
};
const ar: DirectTexts = {
  title: 'الرسائل المباشرة',
  unread: {
    zero: 'لا رسائل غير مقروءة',
    one: 'رسالة غير مقروءة',
    two: 'رسالتان غير مقروءتين',
    few: '{n} رسائل غير مقروءة',
    many: '{n} رسالة غير مقروءة',
    other: '{n} رسالة غير مقروءة',
  },
};

const texts = { en, es, fr, pt, de, ar };

export const directTexts = localize<DirectTexts>(texts);
