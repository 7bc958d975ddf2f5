/** Texts of keeping, taking along and erasing: they come with the room's settings, when these are first opened. */
export interface DataRightsTexts {
  retention: string;
  forever: string;
  retentionHint: string;
  download: string;
  downloadHint: string;
  page: string;
  text: string;
  data: string;
  erasedSomebody: string;
  erasedUser: string;
}

const en: DataRightsTexts = {
  retention: 'Keep messages',
  forever: 'Forever',
  retentionHint: 'What is older is deleted for everyone, with its files.',
  download: 'Download conversation',
  downloadHint: 'As you can read it here. Files are named in it, not contained.',
  page: 'As a page',
  text: 'As text',
  data: 'As data (JSON)',
  erasedSomebody: 'A user was erased',
  erasedUser: 'Erased user',
};

const all: Record<string, DataRightsTexts> = {
  en,
  es: {
    retention: 'Conservar los mensajes',
    forever: 'Siempre',
    retentionHint: 'Lo más antiguo se borra para todos, con sus archivos.',
    download: 'Descargar la conversación',
    downloadHint: 'Tal como puedes leerla aquí. Los archivos se nombran, no se incluyen.',
    page: 'Como página',
    text: 'Como texto',
    data: 'Como datos (JSON)',
    erasedSomebody: 'Se borró a una persona',
    erasedUser: 'Usuario borrado',
  },
  fr: {
    retention: 'Conserver les messages',
    forever: 'Toujours',
    retentionHint: 'Ce qui est plus ancien est supprimé pour tous, fichiers compris.',
    download: 'Télécharger la conversation',
    downloadHint: 'Telle que vous pouvez la lire ici. Les fichiers y sont nommés, pas inclus.',
    page: 'En page',
    text: 'En texte',
    data: 'En données (JSON)',
    erasedSomebody: 'Une personne a été effacée',
    erasedUser: 'Utilisateur effacé',
  },
  pt: {
    retention: 'Manter as mensagens',
    forever: 'Sempre',
    retentionHint: 'O que é mais antigo é apagado para todos, com os arquivos.',
    download: 'Baixar a conversa',
    downloadHint: 'Como você pode lê-la aqui. Os arquivos são citados, não incluídos.',
    page: 'Como página',
    text: 'Como texto',
    data: 'Como dados (JSON)',
    erasedSomebody: 'Uma pessoa foi apagada',
    erasedUser: 'Usuário apagado',
  },
  de: {
    retention: 'Nachrichten behalten',
    forever: 'Für immer',
    retentionHint: 'Älteres wird für alle gelöscht, samt den Dateien.',
    download: 'Unterhaltung herunterladen',
    downloadHint: 'So, wie du sie hier lesen kannst. Dateien sind genannt, nicht enthalten.',
    page: 'Als Seite',
    text: 'Als Text',
    data: 'Als Daten (JSON)',
    erasedSomebody: 'Eine Person wurde gelöscht',
    erasedUser: 'Gelöschte Person',
  },
  ar: {
    retention: 'الاحتفاظ بالرسائل',
    forever: 'دائمًا',
    retentionHint: 'يُحذف ما هو أقدم للجميع، مع ملفاته.',
    download: 'تنزيل المحادثة',
    downloadHint: 'كما يمكنك قراءتها هنا. تُذكر الملفات بأسمائها ولا تُضمَّن.',
    page: 'كصفحة',
    text: 'كنص',
    data: 'كبيانات (JSON)',
    erasedSomebody: 'حُذف أحد المستخدمين',
    erasedUser: 'مستخدم محذوف',
  },
};

export const dataRightsTexts = (tag: string): DataRightsTexts => all[tag.split('-', 1)[0] ?? ''] ?? en;
