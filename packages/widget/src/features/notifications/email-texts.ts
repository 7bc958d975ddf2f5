import { localize } from '../../i18n/localize.ts';

/** The heading above the choice of messages that the user gets e-mail about. */
export const emailTexts = localize<{ legend: string }>({
  en: { legend: 'Email about unread messages' },
  es: { legend: 'Correo sobre mensajes sin leer' },
  fr: { legend: 'E-mail sur les messages non lus' },
  pt: { legend: 'E-mail sobre mensagens não lidas' },
  de: { legend: 'E-Mail zu ungelesenen Nachrichten' },
  ar: { legend: 'البريد الإلكتروني عن الرسائل غير المقروءة' },
});
