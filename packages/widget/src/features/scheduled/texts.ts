import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

/** Texts of scheduled messages. */
export interface ScheduledTexts {
  /** The button and the title of the dialog with the time. */
  schedule: string;
  confirm: string;
  noFiles: string;
  /** Announced: {time}. */
  done: string;
  title: string;
  nothing: string;
  waiting: Plural;
  failed: Plural;
  /** In the list: {why}. */
  notSent: string;
  edit: string;
  sendNow: string;
  remove: string;
  alreadySent: string;
}

export const scheduledTexts = localize<ScheduledTexts>(
  {
    en: {
      schedule: 'Schedule message',
      confirm: 'Schedule',
      noFiles: 'Messages with files can’t be scheduled',
      done: 'Message scheduled for {time}',
      title: 'Scheduled messages',
      nothing: 'No scheduled messages',
      waiting: { one: '{n} scheduled message', other: '{n} scheduled messages' },
      failed: { one: '{n} message not sent', other: '{n} messages not sent' },
      notSent: 'Not sent: {why}',
      edit: 'Edit',
      sendNow: 'Send now',
      remove: 'Delete',
      alreadySent: 'This message has already been sent.',
    },
    es: {
      schedule: 'Programar mensaje',
      confirm: 'Programar',
      noFiles: 'No se pueden programar mensajes con archivos',
      done: 'Mensaje programado: {time}',
      title: 'Mensajes programados',
      nothing: 'No hay mensajes programados',
      waiting: { one: '{n} mensaje programado', other: '{n} mensajes programados' },
      failed: { one: '{n} mensaje sin enviar', other: '{n} mensajes sin enviar' },
      notSent: 'No se envió: {why}',
      edit: 'Editar',
      sendNow: 'Enviar ahora',
      remove: 'Eliminar',
      alreadySent: 'Este mensaje ya se envió.',
    },
    fr: {
      schedule: 'Programmer le message',
      confirm: 'Programmer',
      noFiles: 'Impossible de programmer un message avec des fichiers',
      done: 'Message programmé : {time}',
      title: 'Messages programmés',
      nothing: 'Aucun message programmé',
      waiting: { one: '{n} message programmé', other: '{n} messages programmés' },
      failed: { one: '{n} message non envoyé', other: '{n} messages non envoyés' },
      notSent: 'Non envoyé : {why}',
      edit: 'Modifier',
      sendNow: 'Envoyer maintenant',
      remove: 'Supprimer',
      alreadySent: 'Ce message a déjà été envoyé.',
    },
    pt: {
      schedule: 'Agendar mensagem',
      confirm: 'Agendar',
      noFiles: 'Não é possível agendar mensagens com arquivos',
      done: 'Mensagem agendada: {time}',
      title: 'Mensagens agendadas',
      nothing: 'Nenhuma mensagem agendada',
      waiting: { one: '{n} mensagem agendada', other: '{n} mensagens agendadas' },
      failed: { one: '{n} mensagem não enviada', other: '{n} mensagens não enviadas' },
      notSent: 'Não enviada: {why}',
      edit: 'Editar',
      sendNow: 'Enviar agora',
      remove: 'Excluir',
      alreadySent: 'Esta mensagem já foi enviada.',
    },
    de: {
      schedule: 'Nachricht planen',
      confirm: 'Planen',
      noFiles: 'Nachrichten mit Dateien lassen sich nicht planen',
      done: 'Nachricht geplant: {time}',
      title: 'Geplante Nachrichten',
      nothing: 'Keine geplanten Nachrichten',
      waiting: { one: '{n} geplante Nachricht', other: '{n} geplante Nachrichten' },
      failed: { one: '{n} Nachricht nicht gesendet', other: '{n} Nachrichten nicht gesendet' },
      notSent: 'Nicht gesendet: {why}',
      edit: 'Bearbeiten',
      sendNow: 'Jetzt senden',
      remove: 'Löschen',
      alreadySent: 'Diese Nachricht wurde schon gesendet.',
    },
    ar: {
      schedule: 'جدولة الرسالة',
      confirm: 'جدولة',
      noFiles: 'لا يمكن جدولة رسائل تحتوي على ملفات',
      done: 'تمت جدولة الرسالة: {time}',
      title: 'الرسائل المجدولة',
      nothing: 'لا توجد رسائل مجدولة',
      waiting: {
        zero: 'لا رسائل مجدولة',
        one: 'رسالة مجدولة واحدة',
        two: 'رسالتان مجدولتان',
        few: '{n} رسائل مجدولة',
        many: '{n} رسالة مجدولة',
        other: '{n} رسالة مجدولة',
      },
      failed: {
        zero: 'لا رسائل لم تُرسل',
        one: 'لم تُرسل رسالة واحدة',
        two: 'لم تُرسل رسالتان',
        few: 'لم تُرسل {n} رسائل',
        many: 'لم تُرسل {n} رسالة',
        other: 'لم تُرسل {n} رسالة',
      },
      notSent: 'لم تُرسل: {why}',
      edit: 'تعديل',
      sendNow: 'إرسال الآن',
      remove: 'حذف',
      alreadySent: 'تم إرسال هذه الرسالة بالفعل.',
    },
  },
  {
    'pt-pt': {
      noFiles: 'Não é possível agendar mensagens com ficheiros',
      remove: 'Eliminar',
    },
  },
);
