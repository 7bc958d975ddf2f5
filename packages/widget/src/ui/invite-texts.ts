import { localize } from '../i18n/localize.ts';

/** Texts for a visitor with an invite link. */
export interface InviteTexts {
  title: string;
  text: string;
  join: string;
  invalid: string;
}

export const inviteTexts = localize<InviteTexts>(
  {
    en: {
      title: 'Join this conversation?',
      text: 'You’ve been invited with a link. The members will see your name.',
      join: 'Join',
      invalid: 'This invite link is no longer valid. Ask for a new one.',
    },
    es: {
      title: '¿Unirte a esta conversación?',
      text: 'Te han invitado con un enlace. Los miembros verán tu nombre.',
      join: 'Unirme',
      invalid: 'Este enlace de invitación ya no es válido. Pide uno nuevo.',
    },
    fr: {
      title: 'Rejoindre cette conversation ?',
      text: 'Vous avez été invité par un lien. Les membres verront votre nom.',
      join: 'Rejoindre',
      invalid: 'Ce lien d’invitation n’est plus valide. Demandez-en un nouveau.',
    },
    pt: {
      title: 'Entrar nesta conversa?',
      text: 'Você recebeu um link de convite. Os membros verão seu nome.',
      join: 'Entrar',
      invalid: 'Este link de convite não é mais válido. Peça um novo.',
    },
    de: {
      title: 'An dieser Unterhaltung teilnehmen?',
      text: 'Du wurdest über einen Link eingeladen. Die Mitglieder sehen deinen Namen.',
      join: 'Beitreten',
      invalid: 'Dieser Einladungslink ist nicht mehr gültig. Bitte um einen neuen.',
    },
    ar: {
      title: 'هل تريد الانضمام إلى هذه المحادثة؟',
      text: 'تمت دعوتك عبر رابط. سيرى الأعضاء اسمك.',
      join: 'انضمام',
      invalid: 'لم يعد رابط الدعوة هذا صالحًا. اطلب رابطًا جديدًا.',
    },
  },
  {
    'de-x-formal': {
      text: 'Sie wurden über einen Link eingeladen. Die Mitglieder sehen Ihren Namen.',
      invalid: 'Dieser Einladungslink ist nicht mehr gültig. Bitten Sie um einen neuen.',
    },
    'es-x-formal': {
      title: '¿Unirse a esta conversación?',
      text: 'Le han invitado con un enlace. Los miembros verán su nombre.',
      invalid: 'Este enlace de invitación ya no es válido. Pida uno nuevo.',
    },
    'pt-pt': {
      text: 'Recebeu um convite através de uma ligação. Os membros verão o seu nome.',
      invalid: 'Esta ligação de convite já não é válida. Peça uma nova.',
    },
  },
);
