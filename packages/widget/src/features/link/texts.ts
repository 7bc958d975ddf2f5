import { localize } from '../../i18n/localize.ts';

interface LinkTexts {
  copy: string;
  copied: string;
}

export const linkTexts = localize<LinkTexts>({
  en: { copy: 'Copy link', copied: 'Link copied' },
  es: { copy: 'Copiar enlace', copied: 'Enlace copiado' },
  fr: { copy: 'Copier le lien', copied: 'Lien copié' },
  pt: { copy: 'Copiar link', copied: 'Link copiado' },
  de: { copy: 'Link kopieren', copied: 'Link kopiert' },
  ar: { copy: 'نسخ الرابط', copied: 'تم نسخ الرابط' },
});
