import { localize } from '../../i18n/localize.ts';
import type { Plural } from '../../i18n/dictionary.ts';

/** Texts of the dialog of invite links. */
export interface InviteLinkTexts {
  title: string;
  hint: string;
  expires: string;
  never: string;
  maxUses: string;
  noLimit: string;
  create: string;
  link: string;
  copy: string;
  copied: string;
  onlyNow: string;
  links: string;
  uses: Plural;
  usesOf: string;
  until: string;
  forever: string;
  by: string;
  revoke: string;
}

export const inviteLinkTexts = localize<InviteLinkTexts>(
  {
    en: {
      title: 'Invite link',
      hint: 'Anyone with the link can join this conversation.',
      expires: 'Expires after',
      never: 'Never',
      maxUses: 'Max number of uses',
      noLimit: 'No limit',
      create: 'Create link',
      link: 'New invite link',
      copy: 'Copy link',
      copied: 'Link copied',
      onlyNow: 'Copy it now. You won’t be able to see it again.',
      links: 'Active links',
      uses: { one: '{n} use', other: '{n} uses' },
      usesOf: 'Used {n} of {max} times',
      until: 'Expires {time}',
      forever: 'Never expires',
      by: 'Created by {name}',
      revoke: 'Revoke link',
    },
    es: {
      title: 'Enlace de invitación',
      hint: 'Cualquier persona con el enlace puede unirse a esta conversación.',
      expires: 'Caduca en',
      never: 'Nunca',
      maxUses: 'Número máximo de usos',
      noLimit: 'Sin límite',
      create: 'Crear enlace',
      link: 'Nuevo enlace de invitación',
      copy: 'Copiar enlace',
      copied: 'Enlace copiado',
      onlyNow: 'Cópialo ahora. No podrás volver a verlo.',
      links: 'Enlaces activos',
      uses: { one: '{n} uso', other: '{n} usos' },
      usesOf: 'Usado {n} de {max} veces',
      until: 'Caduca: {time}',
      forever: 'No caduca',
      by: 'Creado por {name}',
      revoke: 'Revocar enlace',
    },
    fr: {
      title: 'Lien d’invitation',
      hint: 'Toute personne disposant du lien peut rejoindre cette conversation.',
      expires: 'Expire après',
      never: 'Jamais',
      maxUses: 'Nombre maximal d’utilisations',
      noLimit: 'Illimité',
      create: 'Créer un lien',
      link: 'Nouveau lien d’invitation',
      copy: 'Copier le lien',
      copied: 'Lien copié',
      onlyNow: 'Copiez-le maintenant. Il ne sera plus affiché.',
      links: 'Liens actifs',
      uses: { one: '{n} utilisation', other: '{n} utilisations' },
      usesOf: 'Utilisé {n} fois sur {max}',
      until: 'Expire : {time}',
      forever: 'N’expire pas',
      by: 'Créé par {name}',
      revoke: 'Révoquer le lien',
    },
    pt: {
      title: 'Link de convite',
      hint: 'Qualquer pessoa com o link pode entrar nesta conversa.',
      expires: 'Expira em',
      never: 'Nunca',
      maxUses: 'Número máximo de usos',
      noLimit: 'Sem limite',
      create: 'Criar link',
      link: 'Novo link de convite',
      copy: 'Copiar link',
      copied: 'Link copiado',
      onlyNow: 'Copie agora. Você não poderá vê-lo de novo.',
      links: 'Links ativos',
      uses: { one: '{n} uso', other: '{n} usos' },
      usesOf: 'Usado {n} de {max} vezes',
      until: 'Expira: {time}',
      forever: 'Não expira',
      by: 'Criado por {name}',
      revoke: 'Revogar link',
    },
    de: {
      title: 'Einladungslink',
      hint: 'Alle mit dem Link können dieser Unterhaltung beitreten.',
      expires: 'Läuft ab nach',
      never: 'Nie',
      maxUses: 'Maximale Nutzungen',
      noLimit: 'Unbegrenzt',
      create: 'Link erstellen',
      link: 'Neuer Einladungslink',
      copy: 'Link kopieren',
      copied: 'Link kopiert',
      onlyNow: 'Kopiere ihn jetzt. Er wird nicht noch einmal angezeigt.',
      links: 'Aktive Links',
      uses: { one: '{n} Nutzung', other: '{n} Nutzungen' },
      usesOf: '{n} von {max} Nutzungen',
      until: 'Läuft ab: {time}',
      forever: 'Läuft nicht ab',
      by: 'Erstellt von {name}',
      revoke: 'Link widerrufen',
    },
    ar: {
      title: 'رابط الدعوة',
      hint: 'يمكن لأي شخص لديه الرابط الانضمام إلى هذه المحادثة.',
      expires: 'تنتهي الصلاحية بعد',
      never: 'أبدًا',
      maxUses: 'الحد الأقصى لعدد مرات الاستخدام',
      noLimit: 'بلا حد',
      create: 'إنشاء رابط',
      link: 'رابط دعوة جديد',
      copy: 'نسخ الرابط',
      copied: 'تم نسخ الرابط',
      onlyNow: 'انسخه الآن، فلن يظهر مرة أخرى.',
      links: 'الروابط النشطة',
      uses: {
        zero: 'لم يُستخدم',
        one: 'استُخدم مرة واحدة',
        two: 'استُخدم مرتين',
        few: 'استُخدم {n} مرات',
        many: 'استُخدم {n} مرة',
        other: 'استُخدم {n} مرة',
      },
      usesOf: 'استُخدم {n} من {max}',
      until: 'تنتهي صلاحيته: {time}',
      forever: 'لا تنتهي صلاحيته',
      by: 'أنشأه {name}',
      revoke: 'إلغاء الرابط',
    },
  },
  {
    'de-x-formal': { onlyNow: 'Kopieren Sie ihn jetzt. Er wird nicht noch einmal angezeigt.' },
    'es-x-formal': { onlyNow: 'Cópielo ahora. No podrá volver a verlo.' },
    'pt-pt': {
      title: 'Ligação de convite',
      hint: 'Qualquer pessoa com a ligação pode entrar nesta conversa.',
      expires: 'Expira após',
      maxUses: 'Número máximo de utilizações',
      create: 'Criar ligação',
      link: 'Nova ligação de convite',
      copy: 'Copiar ligação',
      copied: 'Ligação copiada',
      onlyNow: 'Copie-a agora. Não voltará a ser mostrada.',
      links: 'Ligações ativas',
      uses: { one: '{n} utilização', other: '{n} utilizações' },
      usesOf: 'Utilizada {n} de {max} vezes',
      by: 'Criada por {name}',
      revoke: 'Revogar ligação',
    },
  },
);
