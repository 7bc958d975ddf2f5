import { localize } from '../../i18n/localize.ts';
import type { Plural } from '../../i18n/dictionary.ts';

/** Texts of the dialog of invite links, apart from those of all links. */
export interface InviteLinkTexts {
  title: string;
  hint: string;
  never: string;
  maxUses: string;
  noLimit: string;
  link: string;
  uses: Plural;
  usesOf: string;
  forever: string;
}

export const inviteLinkTexts = localize<InviteLinkTexts>(
  {
    en: {
      title: 'Invite link',
      hint: 'Anyone with the link can join this conversation.',
      never: 'Never',
      maxUses: 'Max number of uses',
      noLimit: 'No limit',
      link: 'New invite link',
      uses: { one: '{n} use', other: '{n} uses' },
      usesOf: 'Used {n} of {max} times',
      forever: 'Never expires',
    },
    es: {
      title: 'Enlace de invitación',
      hint: 'Cualquier persona con el enlace puede unirse a esta conversación.',
      never: 'Nunca',
      maxUses: 'Número máximo de usos',
      noLimit: 'Sin límite',
      link: 'Nuevo enlace de invitación',
      uses: { one: '{n} uso', other: '{n} usos' },
      usesOf: 'Usado {n} de {max} veces',
      forever: 'No caduca',
    },
    fr: {
      title: 'Lien d’invitation',
      hint: 'Toute personne disposant du lien peut rejoindre cette conversation.',
      never: 'Jamais',
      maxUses: 'Nombre maximal d’utilisations',
      noLimit: 'Illimité',
      link: 'Nouveau lien d’invitation',
      uses: { one: '{n} utilisation', other: '{n} utilisations' },
      usesOf: 'Utilisé {n} fois sur {max}',
      forever: 'N’expire pas',
    },
    pt: {
      title: 'Link de convite',
      hint: 'Qualquer pessoa com o link pode entrar nesta conversa.',
      never: 'Nunca',
      maxUses: 'Número máximo de usos',
      noLimit: 'Sem limite',
      link: 'Novo link de convite',
      uses: { one: '{n} uso', other: '{n} usos' },
      usesOf: 'Usado {n} de {max} vezes',
      forever: 'Não expira',
    },
    de: {
      title: 'Einladungslink',
      hint: 'Alle mit dem Link können dieser Unterhaltung beitreten.',
      never: 'Nie',
      maxUses: 'Maximale Nutzungen',
      noLimit: 'Unbegrenzt',
      link: 'Neuer Einladungslink',
      uses: { one: '{n} Nutzung', other: '{n} Nutzungen' },
      usesOf: '{n} von {max} Nutzungen',
      forever: 'Läuft nicht ab',
    },
    ar: {
      title: 'رابط الدعوة',
      hint: 'يمكن لأي شخص لديه الرابط الانضمام إلى هذه المحادثة.',
      never: 'أبدًا',
      maxUses: 'الحد الأقصى لعدد مرات الاستخدام',
      noLimit: 'بلا حد',
      link: 'رابط دعوة جديد',
      uses: {
        zero: 'لم يُستخدم',
        one: 'استُخدم مرة واحدة',
        two: 'استُخدم مرتين',
        few: 'استُخدم {n} مرات',
        many: 'استُخدم {n} مرة',
        other: 'استُخدم {n} مرة',
      },
      usesOf: 'استُخدم {n} من {max}',
      forever: 'لا تنتهي صلاحيته',
    },
  },
  {
    'pt-pt': {
      title: 'Ligação de convite',
      hint: 'Qualquer pessoa com a ligação pode entrar nesta conversa.',
      maxUses: 'Número máximo de utilizações',
      link: 'Nova ligação de convite',
      uses: { one: '{n} utilização', other: '{n} utilizações' },
      usesOf: 'Utilizada {n} de {max} vezes',
    },
  },
);
