import { localize } from '../../i18n/localize.ts';

/** Texts of the message on stage. */
export interface SpotlightTexts {
  /** The name of the bar and of the element. */
  title: string;
  set: string;
  remove: string;
  /** Shows the message in the list. */
  show: string;
}

const en: SpotlightTexts = {
  title: 'Spotlight',
  set: 'Spotlight message',
  remove: 'Remove from spotlight',
  show: 'Go to message',
};

const es: SpotlightTexts = {
  title: 'Mensaje destacado',
  set: 'Destacar mensaje',
  remove: 'Dejar de destacar',
  show: 'Ir al mensaje',
};

const fr: SpotlightTexts = {
  title: 'Message mis en avant',
  set: 'Mettre en avant',
  remove: 'Ne plus mettre en avant',
  show: 'Aller au message',
};

const pt: SpotlightTexts = {
  title: 'Mensagem em destaque',
  set: 'Destacar mensagem',
  remove: 'Remover destaque',
  show: 'Ir para a mensagem',
};

const de: SpotlightTexts = {
  title: 'Hervorgehobene Nachricht',
  set: 'Nachricht hervorheben',
  remove: 'Nicht mehr hervorheben',
  show: 'Zur Nachricht',
};

const ar: SpotlightTexts = {
  title: 'الرسالة المميّزة',
  set: 'تمييز الرسالة',
  remove: 'إلغاء التمييز',
  show: 'الانتقال إلى الرسالة',
};

/** In the language of the page, else in English. */
export const spotlightTexts = localize<SpotlightTexts>({ en, es, fr, pt, de, ar });
