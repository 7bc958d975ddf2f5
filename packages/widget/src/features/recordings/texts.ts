import { localize } from '../../i18n/localize.ts';

export const recordingText = localize<string>(
  {
    en: 'Recording in progress',
    es: 'Grabación en curso',
    fr: 'Enregistrement en cours',
    pt: 'Gravação em andamento',
    de: 'Aufzeichnung läuft',
    ar: 'جارٍ التسجيل',
  },
  { 'pt-pt': 'Gravação em curso' },
);
