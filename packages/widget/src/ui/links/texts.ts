import { localize } from '../../i18n/localize.ts';

/** Texts of the dialogs that create links. */
export interface LinkTexts {
  expires: string;
  create: string;
  copy: string;
  copied: string;
  onlyNow: string;
  links: string;
  until: string;
  by: string;
  revoke: string;
}

export const linkTexts = localize<LinkTexts>(
  {
    en: {
      expires: 'Expires after',
      create: 'Create link',
      copy: 'Copy link',
      copied: 'Link copied',
      onlyNow: 'Copy it now. You won’t be able to see it again.',
      links: 'Active links',
      until: 'Expires {time}',
      by: 'Created by {name}',
      revoke: 'Revoke link',
    },
    es: {
      expires: 'Caduca en',
      create: 'Crear enlace',
      copy: 'Copiar enlace',
      copied: 'Enlace copiado',
      onlyNow: 'Cópialo ahora. No podrás volver a verlo.',
      links: 'Enlaces activos',
      until: 'Caduca: {time}',
      by: 'Creado por {name}',
      revoke: 'Revocar enlace',
    },
    fr: {
      expires: 'Expire après',
      create: 'Créer un lien',
      copy: 'Copier le lien',
      copied: 'Lien copié',
      onlyNow: 'Copiez-le maintenant. Il ne sera plus affiché.',
      links: 'Liens actifs',
      until: 'Expire : {time}',
      by: 'Créé par {name}',
      revoke: 'Révoquer le lien',
    },
    pt: {
      expires: 'Expira em',
      create: 'Criar link',
      copy: 'Copiar link',
      copied: 'Link copiado',
      onlyNow: 'Copie agora. Você não poderá vê-lo de novo.',
      links: 'Links ativos',
      until: 'Expira: {time}',
      by: 'Criado por {name}',
      revoke: 'Revogar link',
    },
    de: {
      expires: 'Läuft ab nach',
      create: 'Link erstellen',
      copy: 'Link kopieren',
      copied: 'Link kopiert',
      onlyNow: 'Kopiere ihn jetzt. Er wird nicht noch einmal angezeigt.',
      links: 'Aktive Links',
      until: 'Läuft ab: {time}',
      by: 'Erstellt von {name}',
      revoke: 'Link widerrufen',
    },
    ar: {
      expires: 'تنتهي الصلاحية بعد',
      create: 'إنشاء رابط',
      copy: 'نسخ الرابط',
      copied: 'تم نسخ الرابط',
      onlyNow: 'انسخه الآن، فلن يظهر مرة أخرى.',
      links: 'الروابط النشطة',
      until: 'تنتهي صلاحيته: {time}',
      by: 'أنشأه {name}',
      revoke: 'إلغاء الرابط',
    },
  },
  {
    'de-x-formal': { onlyNow: 'Kopieren Sie ihn jetzt. Er wird nicht noch einmal angezeigt.' },
    'es-x-formal': { onlyNow: 'Cópielo ahora. No podrá volver a verlo.' },
    'pt-pt': {
      expires: 'Expira após',
      create: 'Criar ligação',
      copy: 'Copiar ligação',
      copied: 'Ligação copiada',
      onlyNow: 'Copie-a agora. Não voltará a ser mostrada.',
      links: 'Ligações ativas',
      by: 'Criada por {name}',
      revoke: 'Revogar ligação',
    },
  },
);
