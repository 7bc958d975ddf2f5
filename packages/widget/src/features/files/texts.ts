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
  /** The file is not the one that its sender has encrypted. */
  altered: string;
  /** While a file is loaded and decrypted, to save it. */
  opening: string;
}

const en: FilesTexts = {
  kinds: 'File type',
  all: 'All',
  image: 'Images',
  audio: 'Recordings',
  video: 'Videos',
  document: 'Documents',
  none: 'No files yet. Shared files will appear here.',
  noneOfKind: 'Nothing here',
  loading: 'Loading files…',
  more: 'Older files',
  upload: 'Send files',
  play: 'Play {name}',
  delete: 'Delete {name}',
  confirm: 'Delete for everyone?',
  sent: '{name} was sent',
  deleted: '{name} was deleted',
  tooMany: 'Up to {n} files per message. Not added: {names}',
  tooLarge: '{name} is {size}. The limit is {limit}.',
  refused: 'The file is too large.',
  altered: 'This file was altered, so it isn’t opened.',
  opening: 'Downloading…',
};

const all = {
  en,
  es: {
    kinds: 'Tipo de archivo',
    all: 'Todos',
    image: 'Imágenes',
    audio: 'Grabaciones',
    video: 'Vídeos',
    document: 'Documentos',
    none: 'Aún no hay archivos. Los que se compartan aparecerán aquí.',
    noneOfKind: 'No hay nada aquí',
    loading: 'Cargando archivos…',
    more: 'Archivos anteriores',
    upload: 'Enviar archivos',
    play: 'Reproducir {name}',
    delete: 'Eliminar {name}',
    confirm: '¿Eliminar para todos?',
    sent: 'Se envió {name}',
    deleted: 'Se eliminó {name}',
    tooMany: 'Hasta {n} archivos por mensaje. Sin añadir: {names}',
    tooLarge: '{name} ocupa {size}. El límite es {limit}.',
    refused: 'El archivo es demasiado grande.',
    altered: 'Este archivo se alteró, así que no se abre.',
    opening: 'Descargando…',
  },
  fr: {
    kinds: 'Type de fichier',
    all: 'Tous',
    image: 'Images',
    audio: 'Enregistrements',
    video: 'Vidéos',
    document: 'Documents',
    none: 'Aucun fichier pour l’instant. Les fichiers partagés apparaîtront ici.',
    noneOfKind: 'Rien ici',
    loading: 'Chargement des fichiers…',
    more: 'Fichiers plus anciens',
    upload: 'Envoyer des fichiers',
    play: 'Lire {name}',
    delete: 'Supprimer {name}',
    confirm: 'Supprimer pour tout le monde ?',
    sent: '{name} a été envoyé',
    deleted: '{name} a été supprimé',
    tooMany: '{n} fichiers maximum par message. Non ajouté : {names}',
    tooLarge: '{name} fait {size}. La limite est de {limit}.',
    refused: 'Le fichier est trop volumineux.',
    altered: 'Ce fichier a été modifié, il n’est donc pas ouvert.',
    opening: 'Téléchargement…',
  },
  pt: {
    kinds: 'Tipo de arquivo',
    all: 'Todos',
    image: 'Imagens',
    audio: 'Gravações',
    video: 'Vídeos',
    document: 'Documentos',
    none: 'Nenhum arquivo ainda. Os arquivos compartilhados aparecerão aqui.',
    noneOfKind: 'Nada por aqui',
    loading: 'Carregando arquivos…',
    more: 'Arquivos mais antigos',
    upload: 'Enviar arquivos',
    play: 'Reproduzir {name}',
    delete: 'Apagar {name}',
    confirm: 'Apagar para todos?',
    sent: '{name} foi enviado',
    deleted: '{name} foi apagado',
    tooMany: 'Até {n} arquivos por mensagem. Não adicionados: {names}',
    tooLarge: '{name} tem {size}. O limite é {limit}.',
    refused: 'O arquivo é grande demais.',
    altered: 'Este arquivo foi alterado, por isso não é aberto.',
    opening: 'Baixando…',
  },
  de: {
    kinds: 'Dateityp',
    all: 'Alle',
    image: 'Bilder',
    audio: 'Aufnahmen',
    video: 'Videos',
    document: 'Dokumente',
    none: 'Noch keine Dateien. Geteilte Dateien erscheinen hier.',
    noneOfKind: 'Hier ist nichts',
    loading: 'Dateien werden geladen…',
    more: 'Ältere Dateien',
    upload: 'Dateien senden',
    play: '{name} abspielen',
    delete: '{name} löschen',
    confirm: 'Für alle löschen?',
    sent: '{name} wurde gesendet',
    deleted: '{name} wurde gelöscht',
    tooMany: 'Bis zu {n} Dateien pro Nachricht. Nicht hinzugefügt: {names}',
    tooLarge: '{name} ist {size} groß. Das Limit liegt bei {limit}.',
    refused: 'Die Datei ist zu groß.',
    altered: 'Diese Datei wurde verändert und wird deshalb nicht geöffnet.',
    opening: 'Wird heruntergeladen…',
  },
  ar: {
    kinds: 'نوع الملف',
    all: 'الكل',
    image: 'الصور',
    audio: 'التسجيلات',
    video: 'مقاطع الفيديو',
    document: 'المستندات',
    none: 'لا توجد ملفات بعد. ستظهر الملفات المشتركة هنا.',
    noneOfKind: 'لا شيء هنا',
    loading: 'جارٍ تحميل الملفات…',
    more: 'ملفات أقدم',
    upload: 'إرسال ملفات',
    play: 'تشغيل {name}',
    delete: 'حذف {name}',
    confirm: 'هل تريد الحذف لدى الجميع؟',
    sent: 'تم إرسال {name}',
    deleted: 'تم حذف {name}',
    tooMany: 'حتى {n} من الملفات لكل رسالة. لم يُضَف: {names}',
    tooLarge: 'حجم {name} هو {size}، والحد الأقصى {limit}.',
    refused: 'الملف كبير جدًا.',
    altered: 'تم تغيير هذا الملف، لذلك لن يُفتح.',
    opening: 'جارٍ التنزيل…',
  },
};

/** Changes for a region. */
const variants = {
  'pt-pt': {
    kinds: 'Tipo de ficheiro',
    none: 'Ainda não há ficheiros. Os ficheiros partilhados aparecerão aqui.',
    noneOfKind: 'Não há nada aqui',
    loading: 'A carregar ficheiros…',
    more: 'Ficheiros mais antigos',
    upload: 'Enviar ficheiros',
    delete: 'Eliminar {name}',
    confirm: 'Eliminar para todos?',
    deleted: '{name} foi eliminado',
    tooMany: 'Até {n} ficheiros por mensagem. Não adicionados: {names}',
    refused: 'O ficheiro é demasiado grande.',
    altered: 'Este ficheiro foi alterado, por isso não é aberto.',
    opening: 'A transferir…',
  },
};

export const filesTexts = localize<FilesTexts>(all, variants);
