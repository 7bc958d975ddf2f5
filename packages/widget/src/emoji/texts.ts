import { localize } from '../i18n/localize.ts';

/** Texts of the emoji picker that the composer does not share. */
export interface EmojiTexts {
  categories: string;
}

export const emojiTexts = localize<EmojiTexts>({
  en: { categories: 'Categories' },
  es: { categories: 'Categorías' },
  fr: { categories: 'Catégories' },
  pt: { categories: 'Categorias' },
  de: { categories: 'Kategorien' },
  ar: { categories: 'الفئات' },
});
