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
  hint: 'Words, or “words in quotes”. Accents and capitals make no difference.',
  file: 'Files',
  image: 'Images',
  link: 'Links',
  filters: 'Who and when',
  from: 'Said by',
  anyone: 'Anyone',
  after: 'From',
  before: 'Until',
  found: 'Found: {n}',
  none: 'Nothing was found.',
  slow: 'Much has been said here. This takes a moment…',
  looking: 'Searching…',
  more: 'Show more',
  gone: 'That message cannot be shown.',
  where: 'Where to search',
  here: 'This room',
  everywhere: 'All my rooms',
};

const es: SearchTexts = {
  what: 'Buscar mensajes',
  hint: 'Palabras, o «palabras entre comillas». Da igual con o sin tildes y mayúsculas.',
  file: 'Archivos',
  image: 'Imágenes',
  link: 'Enlaces',
  filters: 'Quién y cuándo',
  from: 'De',
  anyone: 'Cualquiera',
  after: 'Desde',
  before: 'Hasta',
  found: 'Encontrados: {n}',
  none: 'No se ha encontrado nada.',
  slow: 'Aquí se ha hablado mucho. Tardará un momento…',
  looking: 'Buscando…',
  more: 'Ver más',
  gone: 'Ese mensaje no se puede mostrar.',
  where: 'Dónde buscar',
  here: 'Esta sala',
  everywhere: 'Todas mis salas',
};

const fr: SearchTexts = {
  what: 'Rechercher des messages',
  hint: 'Des mots, ou « des mots entre guillemets ». Accents et majuscules ne comptent pas.',
  file: 'Fichiers',
  image: 'Images',
  link: 'Liens',
  filters: 'Qui et quand',
  from: 'De',
  anyone: 'Tout le monde',
  after: 'Depuis',
  before: 'Jusqu’au',
  found: 'Résultats : {n}',
  none: 'Rien n’a été trouvé.',
  slow: 'On a beaucoup parlé ici. Un instant…',
  looking: 'Recherche…',
  more: 'Voir plus',
  gone: 'Ce message ne peut pas être affiché.',
  where: 'Où chercher',
  here: 'Ce salon',
  everywhere: 'Tous mes salons',
};

const pt: SearchTexts = {
  what: 'Procurar mensagens',
  hint: 'Palavras, ou “palavras entre aspas”. Acentos e maiúsculas não fazem diferença.',
  file: 'Ficheiros',
  image: 'Imagens',
  link: 'Ligações',
  filters: 'Quem e quando',
  from: 'De',
  anyone: 'Qualquer pessoa',
  after: 'Desde',
  before: 'Até',
  found: 'Encontradas: {n}',
  none: 'Não se encontrou nada.',
  slow: 'Falou-se muito aqui. Demora um momento…',
  looking: 'A procurar…',
  more: 'Ver mais',
  gone: 'Essa mensagem não pode ser mostrada.',
  where: 'Onde procurar',
  here: 'Esta sala',
  everywhere: 'Todas as minhas salas',
};

const de: SearchTexts = {
  what: 'Nachrichten suchen',
  hint: 'Wörter oder „Wörter in Anführungszeichen“. Akzente und Großschreibung spielen keine Rolle.',
  file: 'Dateien',
  image: 'Bilder',
  link: 'Links',
  filters: 'Wer und wann',
  from: 'Von',
  anyone: 'Allen',
  after: 'Ab',
  before: 'Bis',
  found: 'Gefunden: {n}',
  none: 'Es wurde nichts gefunden.',
  slow: 'Hier wurde viel gesagt. Das dauert einen Moment…',
  looking: 'Suche…',
  more: 'Mehr zeigen',
  gone: 'Diese Nachricht kann nicht gezeigt werden.',
  where: 'Wo gesucht wird',
  here: 'Dieser Raum',
  everywhere: 'Alle meine Räume',
};

const ar: SearchTexts = {
  what: 'البحث في الرسائل',
  hint: 'كلمات، أو «كلمات بين علامتي اقتباس». لا فرق بين التشكيل وعدمه.',
  file: 'ملفات',
  image: 'صور',
  link: 'روابط',
  filters: 'من ومتى',
  from: 'من',
  anyone: 'أي شخص',
  after: 'منذ',
  before: 'حتى',
  found: 'النتائج: {n}',
  none: 'لم يُعثر على شيء.',
  slow: 'قيل الكثير هنا. لحظة من فضلك…',
  looking: 'جارٍ البحث…',
  more: 'عرض المزيد',
  gone: 'لا يمكن عرض تلك الرسالة.',
  where: 'أين يُبحث',
  here: 'هذه الغرفة',
  everywhere: 'كل غرفي',
};

const texts = { en, es, fr, pt, de, ar };

export const searchTexts = localize<SearchTexts>(texts);
