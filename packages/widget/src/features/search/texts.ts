import { localize } from '../../i18n/localize.ts';
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
  found: string;
  none: string;
  slow: string;
  looking: string;
  more: string;
  gone: string;
  where: string;
  here: string;
  everywhere: string;
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
  found: 'Results: {n}',
  none: 'No results',
  slow: 'Long history, this may take a moment…',
  looking: 'Searching…',
  more: 'Show more',
  gone: 'That message isn’t available.',
  where: 'Search in',
  here: 'This room',
  everywhere: 'All my rooms',
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
  found: 'Resultados: {n}',
  none: 'Sin resultados',
  slow: 'El historial es largo, puede tardar un momento…',
  looking: 'Buscando…',
  more: 'Ver más',
  gone: 'Ese mensaje no está disponible.',
  where: 'Buscar en',
  here: 'Esta sala',
  everywhere: 'Todas mis salas',
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
  found: 'Résultats : {n}',
  none: 'Aucun résultat',
  slow: 'L’historique est long, cela peut prendre un moment…',
  looking: 'Recherche en cours…',
  more: 'Afficher plus',
  gone: 'Ce message n’est pas disponible.',
  where: 'Rechercher dans',
  here: 'Ce salon',
  everywhere: 'Tous mes salons',
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
  found: 'Resultados: {n}',
  none: 'Nenhum resultado',
  slow: 'O histórico é longo, isto pode demorar um pouco…',
  looking: 'Pesquisando…',
  more: 'Ver mais',
  gone: 'Essa mensagem não está disponível.',
  where: 'Pesquisar em',
  here: 'Esta sala',
  everywhere: 'Todas as minhas salas',
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
  found: 'Ergebnisse: {n}',
  none: 'Keine Ergebnisse',
  slow: 'Langer Verlauf, das kann einen Moment dauern…',
  looking: 'Suche läuft…',
  more: 'Mehr anzeigen',
  gone: 'Diese Nachricht ist nicht verfügbar.',
  where: 'Suchen in',
  here: 'Dieser Raum',
  everywhere: 'Alle meine Räume',
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
  found: 'النتائج: {n}',
  none: 'لا توجد نتائج',
  slow: 'السجل طويل، قد يستغرق هذا لحظة…',
  looking: 'جارٍ البحث…',
  more: 'عرض المزيد',
  gone: 'تلك الرسالة غير متاحة.',
  where: 'البحث في',
  here: 'هذه الغرفة',
  everywhere: 'كل غرفي',
};

const texts = { en, es, fr, pt, de, ar };

export const searchTexts = localize<SearchTexts>(texts);
