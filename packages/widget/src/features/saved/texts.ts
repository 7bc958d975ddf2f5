import { localize } from '../../i18n/localize.ts';

/** Texts of saved messages. */
export interface SavedTexts {
  title: string;
  save: string;
  remove: string;
  /** Announced. */
  saved: string;
  removed: string;
  nothing: string;
}

export const savedTexts = localize<SavedTexts>(
  {
    en: {
      title: 'Saved messages',
      save: 'Save for later',
      remove: 'Remove from saved',
      saved: 'Message saved',
      removed: 'Message removed from saved',
      nothing: 'No saved messages. Choose “Save for later” in the menu of a message.',
    },
    es: {
      title: 'Mensajes guardados',
      save: 'Guardar para después',
      remove: 'Quitar de guardados',
      saved: 'Mensaje guardado',
      removed: 'Mensaje quitado de guardados',
      nothing: 'No hay mensajes guardados. Elige «Guardar para después» en el menú de un mensaje.',
    },
    fr: {
      title: 'Messages enregistrés',
      save: 'Enregistrer pour plus tard',
      remove: 'Retirer des messages enregistrés',
      saved: 'Message enregistré',
      removed: 'Message retiré des messages enregistrés',
      nothing:
        'Aucun message enregistré. Choisissez « Enregistrer pour plus tard » dans le menu d’un message.',
    },
    pt: {
      title: 'Mensagens salvas',
      save: 'Salvar para depois',
      remove: 'Remover das salvas',
      saved: 'Mensagem salva',
      removed: 'Mensagem removida das salvas',
      nothing: 'Nenhuma mensagem salva. Escolha “Salvar para depois” no menu de uma mensagem.',
    },
    de: {
      title: 'Gemerkte Nachrichten',
      save: 'Für später merken',
      remove: 'Nicht mehr merken',
      saved: 'Nachricht gemerkt',
      removed: 'Nachricht nicht mehr gemerkt',
      nothing: 'Keine gemerkten Nachrichten. Wähle im Menü einer Nachricht „Für später merken“.',
    },
    ar: {
      title: 'الرسائل المحفوظة',
      save: 'حفظ لوقت لاحق',
      remove: 'إزالة من المحفوظات',
      saved: 'تم حفظ الرسالة',
      removed: 'أُزيلت الرسالة من المحفوظات',
      nothing: 'لا توجد رسائل محفوظة. اختر «حفظ لوقت لاحق» من قائمة الرسالة.',
    },
  },
  {
    'es-x-formal': {
      nothing: 'No hay mensajes guardados. Elija «Guardar para después» en el menú de un mensaje.',
    },
    'de-x-formal': {
      nothing: 'Keine gemerkten Nachrichten. Wählen Sie im Menü einer Nachricht „Für später merken“.',
    },
    'pt-pt': {
      title: 'Mensagens guardadas',
      save: 'Guardar para mais tarde',
      remove: 'Remover das guardadas',
      saved: 'Mensagem guardada',
      removed: 'Mensagem removida das guardadas',
      nothing: 'Nenhuma mensagem guardada. Escolha “Guardar para mais tarde” no menu de uma mensagem.',
    },
  },
);
