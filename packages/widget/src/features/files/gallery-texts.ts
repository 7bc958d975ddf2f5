import { localize } from '../../i18n/localize.ts';

/** Texts of the gallery. */
interface GalleryTexts {
  /** The position of a picture among all. */
  position: string;
  /** Shows the message of a picture. */
  show: string;
}

export const galleryTexts = localize<GalleryTexts>({
  en: { position: '{n} of {count}', show: 'Show in conversation' },
  es: { position: '{n} de {count}', show: 'Mostrar en la conversación' },
  fr: { position: '{n} sur {count}', show: 'Afficher dans la conversation' },
  pt: { position: '{n} de {count}', show: 'Mostrar na conversa' },
  de: { position: '{n} von {count}', show: 'In der Unterhaltung anzeigen' },
  ar: { position: '{n} من {count}', show: 'عرض في المحادثة' },
});
