import { localize } from '../../i18n/localize.ts';
import type { Plural } from '../../i18n/dictionary.ts';

/** Texts of the search panel. */
export interface SearchTexts {
  what: string;
  hint: string;
  file: string;
  image: string;
  link: string;
  filters: string;
  from: string;
  anyone: string;
  after: string;
  before: string;
  found: Plural;
  none: string;
  slow: string;
  looking: string;
  more: string;
  gone: string;
  where: string;
  here: string;
  everywhere: string;
  browse: string;
  /** In an encrypted room. */
  device: string;
  /** How far a search on the device has come. */
  back: string;
  /** Goes on from there. */
  older: string;
}

const en: SearchTexts = {
  what: 'Search messages',
  hint: 'Use “quotes” for an exact phrase.',
  file: 'Files',
  image: 'Images',
  link: 'Links',
  filters: 'Filters',
  from: 'From',
  anyone: 'Anyone',
  after: 'After',
  before: 'Before',
  found: { one: '{n} result', other: '{n} results' },
  none: 'No results',
  slow: 'Long history, this may take a moment…',
  looking: 'Searching…',
  more: 'Show more',
  gone: 'That message isn’t available.',
  where: 'Search in',
  here: 'This conversation',
  everywhere: 'All conversations',
  browse: 'Browse all files',
  device: 'This device searches the messages. The words don’t leave it.',
  back: 'Searched back to {date}',
  older: 'Search older messages',
};

const es: SearchTexts = {
  what: 'Buscar mensajes',
  hint: 'Usa «comillas» para buscar una frase exacta.',
  file: 'Archivos',
  image: 'Imágenes',
  link: 'Enlaces',
  filters: 'Filtros',
  from: 'De',
  anyone: 'Cualquiera',
  after: 'Desde',
  before: 'Hasta',
  found: { one: '{n} resultado', other: '{n} resultados' },
  none: 'Sin resultados',
  slow: 'El historial es largo, puede tardar un momento…',
  looking: 'Buscando…',
  more: 'Ver más',
  gone: 'Ese mensaje no está disponible.',
  where: 'Buscar en',
  here: 'Esta conversación',
  everywhere: 'Todas las conversaciones',
  browse: 'Ver todos los archivos',
  device: 'La búsqueda se hace en este dispositivo. Las palabras no salen de él.',
  back: 'Mensajes revisados hasta: {date}',
  older: 'Buscar en mensajes anteriores',
};

const fr: SearchTexts = {
  what: 'Rechercher des messages',
  hint: 'Utilisez des « guillemets » pour une expression exacte.',
  file: 'Fichiers',
  image: 'Images',
  link: 'Liens',
  filters: 'Filtres',
  from: 'De',
  anyone: 'Tout le monde',
  after: 'Après',
  before: 'Avant',
  found: { one: '{n} résultat', other: '{n} résultats' },
  none: 'Aucun résultat',
  slow: 'L’historique est long, cela peut prendre un moment…',
  looking: 'Recherche en cours…',
  more: 'Afficher plus',
  gone: 'Ce message n’est pas disponible.',
  where: 'Rechercher dans',
  here: 'Cette conversation',
  everywhere: 'Toutes les conversations',
  browse: 'Voir tous les fichiers',
  device: 'La recherche se fait sur cet appareil. Les mots n’en sortent pas.',
  back: 'Messages parcourus jusqu’à : {date}',
  older: 'Chercher dans les messages plus anciens',
};

const pt: SearchTexts = {
  what: 'Pesquisar mensagens',
  hint: 'Use “aspas” para uma frase exata.',
  file: 'Arquivos',
  image: 'Imagens',
  link: 'Links',
  filters: 'Filtros',
  from: 'De',
  anyone: 'Qualquer pessoa',
  after: 'Depois de',
  before: 'Antes de',
  found: { one: '{n} resultado', other: '{n} resultados' },
  none: 'Nenhum resultado',
  slow: 'O histórico é longo, isto pode demorar um pouco…',
  looking: 'Pesquisando…',
  more: 'Ver mais',
  gone: 'Essa mensagem não está disponível.',
  where: 'Pesquisar em',
  here: 'Esta conversa',
  everywhere: 'Todas as conversas',
  browse: 'Ver todos os arquivos',
  device: 'A pesquisa é feita neste dispositivo. As palavras não saem dele.',
  back: 'Mensagens verificadas até: {date}',
  older: 'Pesquisar mensagens mais antigas',
};

const de: SearchTexts = {
  what: 'Nachrichten suchen',
  hint: '„Anführungszeichen“ suchen nach der genauen Wortfolge.',
  file: 'Dateien',
  image: 'Bilder',
  link: 'Links',
  filters: 'Filter',
  from: 'Von',
  anyone: 'Allen',
  after: 'Nach',
  before: 'Vor',
  found: { one: '{n} Ergebnis', other: '{n} Ergebnisse' },
  none: 'Keine Ergebnisse',
  slow: 'Langer Verlauf, das kann einen Moment dauern…',
  looking: 'Suche läuft…',
  more: 'Mehr anzeigen',
  gone: 'Diese Nachricht ist nicht verfügbar.',
  where: 'Suchen in',
  here: 'Diese Unterhaltung',
  everywhere: 'Alle Unterhaltungen',
  browse: 'Alle Dateien ansehen',
  device: 'Gesucht wird auf diesem Gerät. Die Wörter verlassen es nicht.',
  back: 'Durchsucht bis: {date}',
  older: 'Ältere Nachrichten durchsuchen',
};

const ar: SearchTexts = {
  what: 'البحث في الرسائل',
  hint: 'استخدم «علامتي الاقتباس» للبحث عن عبارة محددة.',
  file: 'ملفات',
  image: 'صور',
  link: 'روابط',
  filters: 'عوامل التصفية',
  from: 'من',
  anyone: 'أي شخص',
  after: 'بعد',
  before: 'قبل',
  found: {
    zero: 'لا نتائج',
    one: 'نتيجة واحدة',
    two: 'نتيجتان',
    few: '{n} نتائج',
    many: '{n} نتيجة',
    other: '{n} نتيجة',
  },
  none: 'لا توجد نتائج',
  slow: 'السجل طويل، قد يستغرق هذا لحظة…',
  looking: 'جارٍ البحث…',
  more: 'عرض المزيد',
  gone: 'تلك الرسالة غير متاحة.',
  where: 'البحث في',
  here: 'هذه المحادثة',
  everywhere: 'كل المحادثات',
  browse: 'عرض كل الملفات',
  device: 'يجري البحث على هذا الجهاز، ولا تغادره الكلمات.',
  back: 'تم البحث حتى: {date}',
  older: 'البحث في الرسائل الأقدم',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for registers and regions. */
const variants = {
  'es-x-formal': { hint: 'Use «comillas» para buscar una frase exacta.' },
  'pt-pt': {
    hint: 'Utilize “aspas” para uma frase exata.',
    browse: 'Ver todos os ficheiros',
    file: 'Ficheiros',
    link: 'Ligações',
    none: 'Sem resultados',
    slow: 'O histórico é longo, isto pode demorar um pouco…',
    looking: 'A pesquisar…',
  },
};

export const searchTexts = localize<SearchTexts>(texts, variants);
