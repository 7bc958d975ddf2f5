import { localize } from '../../i18n/localize.ts';

/** Texts of captions. */
export interface CaptionsTexts {
  title: string;
  turnOn: string;
  turnOff: string;
  language: string;
}

export const captionsTexts = localize<CaptionsTexts>({
  en: {
    title: 'Captions',
    turnOn: 'Turn on captions',
    turnOff: 'Turn off captions',
    language: 'Caption language',
  },
  es: {
    title: 'Subtítulos',
    turnOn: 'Activar subtítulos',
    turnOff: 'Desactivar subtítulos',
    language: 'Idioma de los subtítulos',
  },
  fr: {
    title: 'Sous-titres',
    turnOn: 'Activer les sous-titres',
    turnOff: 'Désactiver les sous-titres',
    language: 'Langue des sous-titres',
  },
  pt: {
    title: 'Legendas',
    turnOn: 'Ativar legendas',
    turnOff: 'Desativar legendas',
    language: 'Idioma das legendas',
  },
  de: {
    title: 'Untertitel',
    turnOn: 'Untertitel einschalten',
    turnOff: 'Untertitel ausschalten',
    language: 'Sprache der Untertitel',
  },
  ar: {
    title: 'التسميات التوضيحية',
    turnOn: 'تفعيل التسميات التوضيحية',
    turnOff: 'إيقاف التسميات التوضيحية',
    language: 'لغة التسميات التوضيحية',
  },
});
