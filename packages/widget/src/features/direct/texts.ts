import type { Plural } from '../../i18n/dictionary.ts';

/** Texts about rooms of two: they come with them. */
export interface DirectTexts {
  title: string;
  unread: Plural;
  back: string;
}

const en: DirectTexts = {
  title: 'Direct messages',
  unread: { one: '{n} unread', other: '{n} unread' },
  back: 'Back',
};
const es: DirectTexts = {
  title: 'Mensajes directos',
  unread: { one: '{n} sin leer', other: '{n} sin leer' },
  back: 'Volver',
};
const fr: DirectTexts = {
  title: 'Messages directs',
  unread: { one: '{n} non lu', other: '{n} non lus' },
  back: 'Retour',
};
const pt: DirectTexts = {
  title: 'Mensagens diretas',
  unread: { one: '{n} por ler', other: '{n} por ler' },
  back: 'Voltar',
};
const de: DirectTexts = {
  title: 'Direktnachrichten',
  unread: { one: '{n} ungelesen', other: '{n} ungelesen' },
  back: 'Zurück',
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
  back: 'رجوع',
};

const texts: Record<string, DirectTexts> = { en, es, fr, pt, de, ar };

export const directTexts = (tag: string): DirectTexts =>
  texts[tag.split(/[-_]/)[0]?.toLowerCase() ?? ''] ?? en;
