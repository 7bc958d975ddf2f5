import { localize } from '../../i18n/localize.ts';

/** Texts of a member's menu, and of what was done. `{name}` is the member's. */
export interface PersonTexts {
  mute: string;
  madeModerator: string;
  unmadeModerator: string;
  madeOwner: string;
  removed: string;
  banned: string;
}

const en: PersonTexts = {
  mute: 'Mute…',
  madeModerator: '{name} is now a moderator',
  unmadeModerator: '{name} is no longer a moderator',
  madeOwner: '{name} is now a host',
  removed: '{name} was removed',
  banned: '{name} was banned',
};

const es: PersonTexts = {
  mute: 'Silenciar…',
  madeModerator: '{name} ahora modera la conversación',
  unmadeModerator: '{name} ya no modera la conversación',
  madeOwner: '{name} ahora es anfitrión',
  removed: 'Se ha expulsado a {name}',
  banned: 'Se ha vetado a {name}',
};

const fr: PersonTexts = {
  mute: 'Rendre muet…',
  madeModerator: '{name} modère désormais la conversation',
  unmadeModerator: '{name} ne modère plus la conversation',
  madeOwner: '{name} est maintenant hôte',
  removed: '{name} ne fait plus partie de la conversation',
  banned: '{name} ne peut plus accéder à la conversation',
};

const pt: PersonTexts = {
  mute: 'Silenciar…',
  madeModerator: '{name} agora modera a conversa',
  unmadeModerator: '{name} não modera mais a conversa',
  madeOwner: '{name} agora é anfitrião',
  removed: '{name} foi removido',
  banned: '{name} foi banido',
};

const de: PersonTexts = {
  mute: 'Stummschalten…',
  madeModerator: '{name} moderiert jetzt',
  unmadeModerator: '{name} moderiert nicht mehr',
  madeOwner: '{name} ist jetzt Host',
  removed: '{name} wurde entfernt',
  banned: '{name} wurde gesperrt',
};

const ar: PersonTexts = {
  mute: 'كتم…',
  madeModerator: 'أصبح {name} مشرفًا',
  unmadeModerator: 'لم يعد {name} مشرفًا',
  madeOwner: 'أصبح {name} مضيفًا',
  removed: 'تمت إزالة {name}',
  banned: 'تم حظر {name}',
};

/** Changes for a region. */
const variants = { 'pt-pt': { unmadeModerator: '{name} já não modera a conversa' } };

export const personTexts = localize<PersonTexts>({ en, es, fr, pt, de, ar }, variants);
