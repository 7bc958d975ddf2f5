import { localize } from '../../i18n/localize.ts';
/** Texts of the files panel. */
export interface FilesTexts {
  kinds: string;
  all: string;
  image: string;
  audio: string;
  video: string;
  document: string;
  none: string;
  noneOfKind: string;
  loading: string;
  more: string;
  upload: string;
  play: string;
  delete: string;
  confirm: string;
  sent: string;
  deleted: string;
  tooMany: string;
  tooLarge: string;
  refused: string;
}

const en: FilesTexts = {
  kinds: 'Which files',
  all: 'All',
  image: 'Images',
  audio: 'Recordings',
  video: 'Videos',
  document: 'Documents',
  none: 'No files yet. What is sent in this conversation is found here.',
  noneOfKind: 'None of this kind.',
  loading: 'Loading files…',
  more: 'Older files',
  upload: 'Send files',
  play: 'Play {name}',
  delete: 'Delete {name}',
  confirm: 'Delete for everyone?',
  sent: '{name} was sent',
  deleted: '{name} was deleted',
  tooMany: 'At most {n} per message. Not added: {names}',
  tooLarge: '{name} is {size}. The limit is {limit}.',
  refused: 'The file is too large.',
};

const all = {
  en,
  es: {
    kinds: 'Qué archivos',
    all: 'Todos',
    image: 'Imágenes',
    audio: 'Grabaciones',
    video: 'Vídeos',
    document: 'Documentos',
    none: 'Aún no hay archivos. Lo que se envíe en esta conversación se encontrará aquí.',
    noneOfKind: 'Ninguno de este tipo.',
    loading: 'Cargando archivos…',
    more: 'Archivos anteriores',
    upload: 'Enviar archivos',
    play: 'Reproducir {name}',
    delete: 'Eliminar {name}',
    confirm: '¿Eliminar para todos?',
    sent: 'Se envió {name}',
    deleted: 'Se eliminó {name}',
    tooMany: 'Como máximo {n} por mensaje. Sin añadir: {names}',
    tooLarge: '{name} ocupa {size}. El límite es {limit}.',
    refused: 'El archivo es demasiado grande.',
  },
  fr: {
    kinds: 'Quels fichiers',
    all: 'Tous',
    image: 'Images',
    audio: 'Enregistrements',
    video: 'Vidéos',
    document: 'Documents',
    none: 'Aucun fichier pour l’instant. Ce qui est envoyé dans cette conversation se retrouve ici.',
    noneOfKind: 'Aucun de ce type.',
    loading: 'Chargement des fichiers…',
    more: 'Fichiers plus anciens',
    upload: 'Envoyer des fichiers',
    play: 'Lire {name}',
    delete: 'Supprimer {name}',
    confirm: 'Supprimer pour tous ?',
    sent: '{name} a été envoyé',
    deleted: '{name} a été supprimé',
    tooMany: '{n} par message au maximum. Non ajouté : {names}',
    tooLarge: '{name} fait {size}. La limite est de {limit}.',
    refused: 'Le fichier est trop volumineux.',
  },
  pt: {
    kinds: 'Quais arquivos',
    all: 'Todos',
    image: 'Imagens',
    audio: 'Gravações',
    video: 'Vídeos',
    document: 'Documentos',
    none: 'Ainda não há arquivos. O que for enviado nesta conversa aparece aqui.',
    noneOfKind: 'Nenhum deste tipo.',
    loading: 'Carregando arquivos…',
    more: 'Arquivos anteriores',
    upload: 'Enviar arquivos',
    play: 'Reproduzir {name}',
    delete: 'Apagar {name}',
    confirm: 'Apagar para todos?',
    sent: '{name} foi enviado',
    deleted: '{name} foi apagado',
    tooMany: 'No máximo {n} por mensagem. Sem adicionar: {names}',
    tooLarge: '{name} tem {size}. O limite é {limit}.',
    refused: 'O arquivo é grande demais.',
  },
  de: {
    kinds: 'Welche Dateien',
    all: 'Alle',
    image: 'Bilder',
    audio: 'Aufnahmen',
    video: 'Videos',
    document: 'Dokumente',
    none: 'Noch keine Dateien. Was in dieser Unterhaltung gesendet wird, steht hier.',
    noneOfKind: 'Keine dieser Art.',
    loading: 'Dateien werden geladen…',
    more: 'Ältere Dateien',
    upload: 'Dateien senden',
    play: '{name} abspielen',
    delete: '{name} löschen',
    confirm: 'Für alle löschen?',
    sent: '{name} wurde gesendet',
    deleted: '{name} wurde gelöscht',
    tooMany: 'Höchstens {n} pro Nachricht. Nicht dabei: {names}',
    tooLarge: '{name} ist {size} groß. Das Limit liegt bei {limit}.',
    refused: 'Die Datei ist zu groß.',
  },
  ar: {
    kinds: 'أي الملفات',
    all: 'الكل',
    image: 'الصور',
    audio: 'التسجيلات',
    video: 'مقاطع الفيديو',
    document: 'المستندات',
    none: 'لا توجد ملفات بعد. ما يُرسل في هذه المحادثة يظهر هنا.',
    noneOfKind: 'لا شيء من هذا النوع.',
    loading: 'جارٍ تحميل الملفات…',
    more: 'ملفات أقدم',
    upload: 'إرسال ملفات',
    play: 'تشغيل {name}',
    delete: 'حذف {name}',
    confirm: 'حذف للجميع؟',
    sent: 'أُرسل {name}',
    deleted: 'حُذف {name}',
    tooMany: '{n} كحد أقصى لكل رسالة. لم يُضَف: {names}',
    tooLarge: 'حجم {name} هو {size}، والحد الأقصى {limit}.',
    refused: 'الملف كبير جدًا.',
  },
};

export const filesTexts = localize<FilesTexts>(all);
