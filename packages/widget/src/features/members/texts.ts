import { localize } from '../../i18n/localize.ts';
import type { Plural } from '../../i18n/dictionary.ts';

/** Texts of the list of members. */
export interface MembersTexts {
  search: string;
  none: string;
  found: Plural;
}

const en: MembersTexts = {
  search: 'Search people',
  none: 'No one found',
  found: { one: '{n} result', other: '{n} results' },
};

const es: MembersTexts = {
  search: 'Buscar personas',
  none: 'No se ha encontrado a nadie',
  found: { one: '{n} resultado', other: '{n} resultados' },
};

const fr: MembersTexts = {
  search: 'Rechercher une personne',
  none: 'Aucun résultat',
  found: { one: '{n} résultat', other: '{n} résultats' },
};

const pt: MembersTexts = {
  search: 'Pesquisar pessoas',
  none: 'Ninguém encontrado',
  found: { one: '{n} resultado', other: '{n} resultados' },
};

const de: MembersTexts = {
  search: 'Personen suchen',
  none: 'Niemand gefunden',
  found: { one: '{n} Ergebnis', other: '{n} Ergebnisse' },
};

const ar: MembersTexts = {
  search: 'البحث عن أشخاص',
  none: 'لم يُعثر على أحد',
  found: {
    zero: 'لا نتائج',
    one: 'نتيجة واحدة',
    two: 'نتيجتان',
    few: '{n} نتائج',
    many: '{n} نتيجة',
    other: '{n} نتيجة',
  },
};

export const membersTexts = localize({ en, es, fr, pt, de, ar });
