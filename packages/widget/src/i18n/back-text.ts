import { localize } from './localize.ts';

/** The label of the button that returns to the previous room. */
export const backText = localize({
  en: 'Back',
  es: 'Volver',
  fr: 'Retour',
  pt: 'Voltar',
  de: 'Zurück',
  ar: 'رجوع',
});
