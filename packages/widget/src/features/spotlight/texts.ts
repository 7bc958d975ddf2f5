import { localize } from '../../i18n/localize.ts';

/** Texts of what is on stage. */
export interface SpotlightTexts {
  /** The name of the bar and of the element. */
  title: string;
  set: string;
  remove: string;
  /** Shows the message in the list. */
  show: string;
  /** The same for a question. */
  question: {
    title: string;
    remove: string;
    show: string;
    /** Next to its author. */
    label: string;
    anonymous: string;
  };
}

const en: SpotlightTexts = {
  title: 'Spotlight',
  set: 'Spotlight message',
  remove: 'Remove from spotlight',
  show: 'Go to message',
  question: {
    title: 'Spotlight question',
    remove: 'Remove from spotlight',
    show: 'Go to questions',
    label: 'Question',
    anonymous: 'Anonymous',
  },
};

const es: SpotlightTexts = {
  title: 'Mensaje destacado',
  set: 'Destacar mensaje',
  remove: 'Dejar de destacar',
  show: 'Ir al mensaje',
  question: {
    title: 'Pregunta en pantalla',
    remove: 'Quitar de la pantalla',
    show: 'Ir a las preguntas',
    label: 'Pregunta',
    anonymous: 'Anónimo',
  },
};

const fr: SpotlightTexts = {
  title: 'Message mis en avant',
  set: 'Mettre en avant',
  remove: 'Ne plus mettre en avant',
  show: 'Aller au message',
  question: {
    title: 'Question à l’écran',
    remove: 'Retirer de l’écran',
    show: 'Aller aux questions',
    label: 'Question',
    anonymous: 'Anonyme',
  },
};

const pt: SpotlightTexts = {
  title: 'Mensagem em destaque',
  set: 'Destacar mensagem',
  remove: 'Remover destaque',
  show: 'Ir para a mensagem',
  question: {
    title: 'Pergunta na tela',
    remove: 'Remover da tela',
    show: 'Ir para as perguntas',
    label: 'Pergunta',
    anonymous: 'Anônimo',
  },
};

const de: SpotlightTexts = {
  title: 'Hervorgehobene Nachricht',
  set: 'Nachricht hervorheben',
  remove: 'Nicht mehr hervorheben',
  show: 'Zur Nachricht',
  question: {
    title: 'Eingeblendete Frage',
    remove: 'Frage ausblenden',
    show: 'Zu den Fragen',
    label: 'Frage',
    anonymous: 'Anonym',
  },
};

const ar: SpotlightTexts = {
  title: 'الرسالة المميّزة',
  set: 'تمييز الرسالة',
  remove: 'إلغاء التمييز',
  show: 'الانتقال إلى الرسالة',
  question: {
    title: 'السؤال على الشاشة',
    remove: 'إزالة من الشاشة',
    show: 'الانتقال إلى الأسئلة',
    label: 'سؤال',
    anonymous: 'مجهول',
  },
};

/** In the language of the page, else in English. */
export const spotlightTexts = localize<SpotlightTexts>(
  { en, es, fr, pt, de, ar },
  {
    'pt-pt': {
      question: { title: 'Pergunta no ecrã', remove: 'Remover do ecrã', anonymous: 'Anónimo' },
    },
  },
);
