import type { ExportLanguage } from '@chat/protocol';
import type { WordlessKind } from './digest.ts';

export type EmailLanguage = ExportLanguage;

export interface EmailTexts {
  /** The subject, with one unread message and with several. */
  subjectOne: string;
  subject: string;
  intro: string;
  /** Above a room without a name. */
  direct: string;
  /** Below the excerpts of a room. */
  more: string;
  /** In place of the text of a message without one. */
  wordless: Record<WordlessKind, string>;
  open: string;
  why: string;
  unsubscribe: string;
  /** The page of the link. */
  question: string;
  confirm: string;
  done: string;
  invalid: string;
}

/** Texts of e-mails, with `{name}` for the service and `{n}` for a number. */
export const emailTexts: Record<EmailLanguage, EmailTexts> = {
  en: {
    subjectOne: '1 unread message on {name}',
    subject: '{n} unread messages on {name}',
    intro: 'Here’s what you missed:',
    direct: 'Direct message',
    more: '{n} more',
    wordless: {
      voice: 'Voice note',
      audio: 'Voice call recording',
      video: 'Video call recording',
      call: 'Call',
      location: 'Location',
      attachment: 'Attachment',
    },
    open: 'Open the conversation',
    why: 'You get this email because you have unread messages on {name}.',
    unsubscribe: 'Unsubscribe',
    question: 'Stop getting emails about unread messages?',
    confirm: 'Unsubscribe',
    done: 'You’re unsubscribed. You can turn emails back on in the notification settings.',
    invalid: 'This link isn’t valid.',
  },
  es: {
    subjectOne: '1 mensaje sin leer en {name}',
    subject: '{n} mensajes sin leer en {name}',
    intro: 'Esto es lo que te has perdido:',
    direct: 'Mensaje directo',
    more: '{n} más',
    wordless: {
      voice: 'Nota de voz',
      audio: 'Grabación de la llamada',
      video: 'Grabación de la videollamada',
      call: 'Llamada',
      location: 'Ubicación',
      attachment: 'Archivo adjunto',
    },
    open: 'Abrir la conversación',
    why: 'Recibes este correo porque tienes mensajes sin leer en {name}.',
    unsubscribe: 'Cancelar la suscripción',
    question: '¿Quieres dejar de recibir correos sobre mensajes sin leer?',
    confirm: 'Cancelar la suscripción',
    done: 'Ya no recibirás estos correos. Puedes volver a activarlos en los ajustes de notificaciones.',
    invalid: 'Este enlace no es válido.',
  },
  fr: {
    subjectOne: '1 message non lu sur {name}',
    subject: '{n} messages non lus sur {name}',
    intro: 'Voici ce que vous avez manqué :',
    direct: 'Message direct',
    more: '{n} de plus',
    wordless: {
      voice: 'Message vocal',
      audio: 'Enregistrement de l’appel',
      video: 'Enregistrement de l’appel vidéo',
      call: 'Appel',
      location: 'Position',
      attachment: 'Pièce jointe',
    },
    open: 'Ouvrir la conversation',
    why: 'Vous recevez cet e-mail parce que vous avez des messages non lus sur {name}.',
    unsubscribe: 'Se désabonner',
    question: 'Ne plus recevoir d’e-mails sur les messages non lus ?',
    confirm: 'Se désabonner',
    done: 'Vous êtes désabonné. Vous pouvez réactiver les e-mails dans les réglages des notifications.',
    invalid: 'Ce lien n’est pas valide.',
  },
  pt: {
    subjectOne: '1 mensagem não lida em {name}',
    subject: '{n} mensagens não lidas em {name}',
    intro: 'Veja o que você perdeu:',
    direct: 'Mensagem direta',
    more: 'mais {n}',
    wordless: {
      voice: 'Mensagem de voz',
      audio: 'Gravação da chamada',
      video: 'Gravação da chamada de vídeo',
      call: 'Chamada',
      location: 'Localização',
      attachment: 'Anexo',
    },
    open: 'Abrir a conversa',
    why: 'Você recebe este e-mail porque tem mensagens não lidas em {name}.',
    unsubscribe: 'Cancelar inscrição',
    question: 'Parar de receber e-mails sobre mensagens não lidas?',
    confirm: 'Cancelar inscrição',
    done: 'Inscrição cancelada. Você pode reativar os e-mails nas configurações de notificações.',
    invalid: 'Este link não é válido.',
  },
  de: {
    subjectOne: '1 ungelesene Nachricht auf {name}',
    subject: '{n} ungelesene Nachrichten auf {name}',
    intro: 'Das hast du verpasst:',
    direct: 'Direktnachricht',
    more: '{n} weitere',
    wordless: {
      voice: 'Sprachnachricht',
      audio: 'Aufnahme des Anrufs',
      video: 'Aufnahme des Videoanrufs',
      call: 'Anruf',
      location: 'Standort',
      attachment: 'Anhang',
    },
    open: 'Unterhaltung öffnen',
    why: 'Du erhältst diese E-Mail, weil du ungelesene Nachrichten auf {name} hast.',
    unsubscribe: 'Abbestellen',
    question: 'Keine E-Mails zu ungelesenen Nachrichten mehr erhalten?',
    confirm: 'Abbestellen',
    done: 'Die E-Mails sind abbestellt. In den Benachrichtigungseinstellungen kannst du sie wieder einschalten.',
    invalid: 'Dieser Link ist ungültig.',
  },
  ar: {
    subjectOne: 'رسالة واحدة غير مقروءة على {name}',
    subject: '{n} رسائل غير مقروءة على {name}',
    intro: 'إليك ما فاتك:',
    direct: 'رسالة مباشرة',
    more: '{n} أخرى',
    wordless: {
      voice: 'رسالة صوتية',
      audio: 'تسجيل المكالمة',
      video: 'تسجيل مكالمة الفيديو',
      call: 'مكالمة',
      location: 'الموقع',
      attachment: 'مرفق',
    },
    open: 'فتح المحادثة',
    why: 'تصلك هذه الرسالة لأن لديك رسائل غير مقروءة على {name}.',
    unsubscribe: 'إلغاء الاشتراك',
    question: 'هل تريد إيقاف رسائل البريد عن الرسائل غير المقروءة؟',
    confirm: 'إلغاء الاشتراك',
    done: 'تم إلغاء الاشتراك. يمكنك تفعيل البريد من إعدادات الإشعارات.',
    invalid: 'هذا الرابط غير صالح.',
  },
};

export const emailLanguages = Object.keys(emailTexts) as EmailLanguage[];

export const fillEmail = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
