import { localize } from '../../i18n/localize.ts';

interface LinkCardTexts {
  /** The button on a card, for its author and moderators. */
  remove: string;
}

export const linkCardTexts = localize<LinkCardTexts>(
  {
    en: { remove: 'Remove preview' },
    es: { remove: 'Quitar vista previa' },
    fr: { remove: 'Supprimer l’aperçu' },
    pt: { remove: 'Remover prévia' },
    de: { remove: 'Vorschau entfernen' },
    ar: { remove: 'إزالة المعاينة' },
  },
  { 'pt-pt': { remove: 'Remover pré-visualização' } },
);
