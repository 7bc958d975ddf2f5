import { localize } from '../i18n/localize.ts';

interface CodeTexts {
  copy: string;
}

export const codeTexts = localize<CodeTexts>({
  en: { copy: 'Copy code' },
  es: { copy: 'Copiar código' },
  de: { copy: 'Code kopieren' },
  fr: { copy: 'Copier le code' },
  pt: { copy: 'Copiar código' },
  ar: { copy: 'نسخ الرمز' },
});
