import { localize } from '../../i18n/localize.ts';

/** Texts of reminders of messages. */
export interface MessageReminderTexts {
  remind: string;
  confirm: string;
  /** {time}: a duration. */
  in: string;
  /** Announced: {time}. */
  done: string;
  /** In the menu: {time}. */
  cancel: string;
  cancelled: string;
  reminder: string;
  snooze: string;
  dismiss: string;
}

/** In the language of the page, else in English. */
export const messageReminderTexts = localize<MessageReminderTexts>(
  {
    en: {
      remind: 'Remind me',
      confirm: 'Set reminder',
      in: 'In {time}',
      done: 'Reminder set for {time}',
      cancel: 'Cancel reminder ({time})',
      cancelled: 'Reminder canceled',
      reminder: 'Reminder',
      snooze: 'Remind me later',
      dismiss: 'Dismiss',
    },
    es: {
      remind: 'Recordármelo',
      confirm: 'Crear recordatorio',
      in: 'En {time}',
      done: 'Recordatorio creado: {time}',
      cancel: 'Cancelar recordatorio ({time})',
      cancelled: 'Recordatorio cancelado',
      reminder: 'Recordatorio',
      snooze: 'Recordármelo más tarde',
      dismiss: 'Descartar',
    },
    fr: {
      remind: 'Me le rappeler',
      confirm: 'Créer un rappel',
      in: 'Dans {time}',
      done: 'Rappel créé : {time}',
      cancel: 'Annuler le rappel ({time})',
      cancelled: 'Rappel annulé',
      reminder: 'Rappel',
      snooze: 'Me le rappeler plus tard',
      dismiss: 'Ignorer',
    },
    pt: {
      remind: 'Lembrar-me',
      confirm: 'Criar lembrete',
      in: 'Em {time}',
      done: 'Lembrete criado: {time}',
      cancel: 'Cancelar lembrete ({time})',
      cancelled: 'Lembrete cancelado',
      reminder: 'Lembrete',
      snooze: 'Lembrar mais tarde',
      dismiss: 'Dispensar',
    },
    de: {
      remind: 'Erinnerung',
      confirm: 'Erinnerung festlegen',
      in: 'In {time}',
      done: 'Erinnerung festgelegt: {time}',
      cancel: 'Erinnerung aufheben ({time})',
      cancelled: 'Erinnerung aufgehoben',
      reminder: 'Erinnerung',
      snooze: 'Später erinnern',
      dismiss: 'Schließen',
    },
    ar: {
      remind: 'تذكيري',
      confirm: 'ضبط التذكير',
      in: 'خلال {time}',
      done: 'تم ضبط التذكير: {time}',
      cancel: 'إلغاء التذكير ({time})',
      cancelled: 'تم إلغاء التذكير',
      reminder: 'تذكير',
      snooze: 'تذكيري لاحقًا',
      dismiss: 'إغلاق',
    },
  },
  { 'en-gb': { cancelled: 'Reminder cancelled' } },
);
