import { localize } from '../../i18n/localize.ts';

/** Texts of reports in encrypted rooms. */
export interface RevealTexts {
  /** Before a report is sent. */
  notice: string;
  /** With a complaint whose author has revealed the message. */
  revealed: string;
  /** In place of a text that was not revealed. */
  hidden: string;
}

const en: RevealTexts = {
  notice:
    'This conversation is end-to-end encrypted. Your report lets the moderators and the server read this message, and no other.',
  revealed: 'Text revealed by the reporter',
  hidden: 'Encrypted message. The reporter didn’t reveal its text.',
};

const es: RevealTexts = {
  notice:
    'Esta conversación está cifrada de extremo a extremo. Con la denuncia, los moderadores y el servidor podrán leer este mensaje, y ningún otro.',
  revealed: 'Texto revelado por quien lo denunció',
  hidden: 'Mensaje cifrado. Quien lo denunció no reveló el texto.',
};

const fr: RevealTexts = {
  notice:
    'Cette conversation est chiffrée de bout en bout. Votre signalement permet aux modérateurs et au serveur de lire ce message, et aucun autre.',
  revealed: 'Texte révélé par la personne qui l’a signalé',
  hidden: 'Message chiffré. La personne qui l’a signalé n’en a pas révélé le texte.',
};

const pt: RevealTexts = {
  notice:
    'Esta conversa é criptografada de ponta a ponta. Com a denúncia, os moderadores e o servidor poderão ler esta mensagem, e nenhuma outra.',
  revealed: 'Texto revelado por quem denunciou',
  hidden: 'Mensagem criptografada. Quem denunciou não revelou o texto.',
};

const de: RevealTexts = {
  notice:
    'Diese Unterhaltung ist Ende-zu-Ende-verschlüsselt. Mit deiner Meldung können die Moderatoren und der Server diese Nachricht lesen, aber keine andere.',
  revealed: 'Text bei der Meldung offengelegt',
  hidden: 'Verschlüsselte Nachricht. Der Text wurde bei der Meldung nicht offengelegt.',
};

const ar: RevealTexts = {
  notice:
    'هذه المحادثة مشفّرة تمامًا بين الطرفين. عند إرسال البلاغ، يستطيع المشرفون والخادم قراءة هذه الرسالة وحدها.',
  revealed: 'كشف المُبلِّغ عن النص',
  hidden: 'رسالة مشفّرة. لم يكشف المُبلِّغ عن نصها.',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions and registers. */
const variants = {
  'de-x-formal': {
    notice:
      'Diese Unterhaltung ist Ende-zu-Ende-verschlüsselt. Mit Ihrer Meldung können die Moderatoren und der Server diese Nachricht lesen, aber keine andere.',
  },
  'pt-pt': {
    notice:
      'Esta conversa é encriptada ponto a ponto. Com a denúncia, os moderadores e o servidor poderão ler esta mensagem, e nenhuma outra.',
    hidden: 'Mensagem encriptada. Quem denunciou não revelou o texto.',
  },
};

/** In the language of the page, else in English. */
export const revealTexts = localize<RevealTexts>(texts, variants);
