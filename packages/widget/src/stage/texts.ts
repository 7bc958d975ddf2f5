import { localize } from '../i18n/localize.ts';

/** Texts of an overlay. */
export interface OverlayTexts {
  /** To the user who sets it up: the room or the token is wrong. */
  failed: string;
}

const en: OverlayTexts = { failed: 'This overlay link doesn’t work anymore. Create a new one.' };
const es: OverlayTexts = { failed: 'Este enlace ya no funciona. Hace falta crear uno nuevo.' };
const fr: OverlayTexts = { failed: 'Ce lien ne fonctionne plus. Il faut en créer un nouveau.' };
const pt: OverlayTexts = { failed: 'Este link não funciona mais. É preciso criar um novo.' };
const de: OverlayTexts = {
  failed: 'Dieser Link funktioniert nicht mehr. Es muss ein neuer erstellt werden.',
};
const ar: OverlayTexts = { failed: 'لم يعد هذا الرابط يعمل. يجب إنشاء رابط جديد.' };

const variants = { 'pt-pt': { failed: 'Esta ligação já não funciona. É preciso criar uma nova.' } };

/** In the language of the page, else in English. */
export const overlayTexts = localize<OverlayTexts>({ en, es, fr, pt, de, ar }, variants);
