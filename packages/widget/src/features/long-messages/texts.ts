import { localize } from '../../i18n/localize.ts';

interface LongMessageTexts {
  more: string;
  less: string;
}

export const longMessageTexts = localize<LongMessageTexts>({
  en: { more: 'Show more', less: 'Show less' },
  es: { more: 'Ver más', less: 'Ver menos' },
  de: { more: 'Mehr anzeigen', less: 'Weniger anzeigen' },
  fr: { more: 'Voir plus', less: 'Voir moins' },
  pt: { more: 'Ver mais', less: 'Ver menos' },
  ar: { more: 'عرض المزيد', less: 'عرض أقل' },
});
