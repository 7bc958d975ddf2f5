import { localize } from '../i18n/localize.ts';

/** Texts of the emoji picker that the composer does not share. */
export interface EmojiTexts {
  categories: string;
  /** The emoji of the server. */
  custom: string;
}

export const emojiTexts = localize<EmojiTexts>({
  en: { categories: 'Categories', custom: 'Custom' },
  es: { categories: 'Categorías', custom: 'Personalizados' },
  fr: { categories: 'Catégories', custom: 'Personnalisés' },
  pt: { categories: 'Categorias', custom: 'Personalizados' },
  de: { categories: 'Kategorien', custom: 'Eigene' },
  ar: { categories: 'الفئات', custom: 'مخصصة' },
});
