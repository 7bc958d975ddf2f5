import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

export interface ForwardTexts {
  /** In the menu of a message. */
  forward: string;
  title: string;
  find: string;
  noRooms: string;
  notFound: string;
  send: string;
  most: Plural;
  done: string;
  doneMany: Plural;
  forwarded: string;
  forwardedFrom: string;
}

export const forwardTexts = localize<ForwardTexts>({
  en: {
    forward: 'Forward…',
    title: 'Forward to',
    find: 'Search conversations',
    noRooms: 'No other conversations',
    notFound: 'No conversations found',
    send: 'Forward',
    most: { one: 'Up to {n} conversation', other: 'Up to {n} conversations' },
    done: 'Forwarded to {name}',
    doneMany: { one: 'Forwarded to {n} conversation', other: 'Forwarded to {n} conversations' },
    forwarded: 'Forwarded',
    forwardedFrom: 'Forwarded from {name}',
  },
  es: {
    forward: 'Reenviar…',
    title: 'Reenviar a',
    find: 'Buscar conversaciones',
    noRooms: 'No hay otras conversaciones',
    notFound: 'No se encontraron conversaciones',
    send: 'Reenviar',
    most: { one: 'Hasta {n} conversación', other: 'Hasta {n} conversaciones' },
    done: 'Reenviado a {name}',
    doneMany: { one: 'Reenviado a {n} conversación', other: 'Reenviado a {n} conversaciones' },
    forwarded: 'Reenviado',
    forwardedFrom: 'Reenviado de {name}',
  },
  fr: {
    forward: 'Transférer…',
    title: 'Transférer à',
    find: 'Rechercher des conversations',
    noRooms: 'Aucune autre conversation',
    notFound: 'Aucune conversation trouvée',
    send: 'Transférer',
    most: { one: '{n} conversation maximum', other: '{n} conversations maximum' },
    done: 'Transféré à {name}',
    doneMany: { one: 'Transféré à {n} conversation', other: 'Transféré à {n} conversations' },
    forwarded: 'Transféré',
    forwardedFrom: 'Transféré de {name}',
  },
  pt: {
    forward: 'Encaminhar…',
    title: 'Encaminhar para',
    find: 'Pesquisar conversas',
    noRooms: 'Nenhuma outra conversa',
    notFound: 'Nenhuma conversa encontrada',
    send: 'Encaminhar',
    most: { one: 'Até {n} conversa', other: 'Até {n} conversas' },
    done: 'Encaminhada para {name}',
    doneMany: { one: 'Encaminhada para {n} conversa', other: 'Encaminhada para {n} conversas' },
    forwarded: 'Encaminhada',
    forwardedFrom: 'Encaminhada de {name}',
  },
  de: {
    forward: 'Weiterleiten…',
    title: 'Weiterleiten an',
    find: 'Unterhaltungen suchen',
    noRooms: 'Keine weiteren Unterhaltungen',
    notFound: 'Keine Unterhaltungen gefunden',
    send: 'Weiterleiten',
    most: { one: 'Bis zu {n} Unterhaltung', other: 'Bis zu {n} Unterhaltungen' },
    done: 'An {name} weitergeleitet',
    doneMany: { one: 'An {n} Unterhaltung weitergeleitet', other: 'An {n} Unterhaltungen weitergeleitet' },
    forwarded: 'Weitergeleitet',
    forwardedFrom: 'Weitergeleitet von {name}',
  },
  ar: {
    forward: 'إعادة توجيه…',
    title: 'إعادة التوجيه إلى',
    find: 'البحث في المحادثات',
    noRooms: 'لا توجد محادثات أخرى',
    notFound: 'لم يُعثر على محادثات',
    send: 'إعادة توجيه',
    most: { one: 'حتى محادثة واحدة', other: 'حتى {n} محادثات' },
    done: 'أُعيد التوجيه إلى {name}',
    doneMany: { one: 'أُعيد التوجيه إلى محادثة واحدة', other: 'أُعيد التوجيه إلى {n} محادثات' },
    forwarded: 'مُعاد توجيهها',
    forwardedFrom: 'مُعاد توجيهها من {name}',
  },
});
