import { localize } from '../i18n/localize.ts';

export interface DateJumpTexts {
  title: string;
  latest: string;
  week: string;
  month: string;
  start: string;
  date: string;
  go: string;
}

export const dateJumpTexts = localize<DateJumpTexts>({
  en: {
    title: 'Jump to date',
    latest: 'Most recent',
    week: 'Last week',
    month: 'Last month',
    start: 'The very beginning',
    date: 'Specific date',
    go: 'Go',
  },
  es: {
    title: 'Ir a una fecha',
    latest: 'Lo más reciente',
    week: 'La semana pasada',
    month: 'El mes pasado',
    start: 'El principio',
    date: 'Fecha concreta',
    go: 'Ir',
  },
  de: {
    title: 'Zu einem Datum springen',
    latest: 'Neueste Nachrichten',
    week: 'Letzte Woche',
    month: 'Letzter Monat',
    start: 'Ganz am Anfang',
    date: 'Bestimmtes Datum',
    go: 'Los',
  },
  fr: {
    title: 'Aller à une date',
    latest: 'Les plus récents',
    week: 'La semaine dernière',
    month: 'Le mois dernier',
    start: 'Tout au début',
    date: 'Date précise',
    go: 'Aller',
  },
  pt: {
    title: 'Ir para uma data',
    latest: 'Mais recentes',
    week: 'Semana passada',
    month: 'Mês passado',
    start: 'Início da conversa',
    date: 'Data específica',
    go: 'Ir',
  },
  ar: {
    title: 'الانتقال إلى تاريخ',
    latest: 'الأحدث',
    week: 'الأسبوع الماضي',
    month: 'الشهر الماضي',
    start: 'بداية المحادثة',
    date: 'تاريخ محدد',
    go: 'انتقال',
  },
});
