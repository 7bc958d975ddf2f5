import { localize } from './localize.ts';

interface BlockedTexts {
  /** In place of a message, and of its quotes. */
  message: string;
  show: string;
  hide: string;
  block: string;
  /** The question before it, and what it means. */
  confirm: string;
  explained: string;
  blocked: string;
  unblock: string;
  unblocked: string;
  /** The title of the list. */
  list: string;
  nobody: string;
}

/** Texts about blocked users. */
export const blockedTexts = localize<BlockedTexts>(
  {
    en: {
      message: 'Message from a blocked user',
      show: 'Show',
      hide: 'Hide',
      block: 'Block',
      confirm: 'Block {name}?',
      explained: 'They can’t message or call you directly, and you won’t get notifications from them.',
      blocked: '{name} is blocked.',
      unblock: 'Unblock',
      unblocked: '{name} is no longer blocked.',
      list: 'Blocked users',
      nobody: 'You haven’t blocked anyone.',
    },
    es: {
      message: 'Mensaje de un usuario bloqueado',
      show: 'Mostrar',
      hide: 'Ocultar',
      block: 'Bloquear',
      confirm: '¿Bloquear a {name}?',
      explained: 'No podrá escribirte ni llamarte directamente, y no recibirás notificaciones suyas.',
      blocked: 'Has bloqueado a {name}.',
      unblock: 'Desbloquear',
      unblocked: 'Has desbloqueado a {name}.',
      list: 'Usuarios bloqueados',
      nobody: 'No has bloqueado a nadie.',
    },
    fr: {
      message: 'Message d’un utilisateur bloqué',
      show: 'Afficher',
      hide: 'Masquer',
      block: 'Bloquer',
      confirm: 'Bloquer {name} ?',
      explained:
        'Cette personne ne pourra plus vous écrire ni vous appeler directement, et vous ne recevrez plus ses notifications.',
      blocked: 'Vous avez bloqué {name}.',
      unblock: 'Débloquer',
      unblocked: 'Vous avez débloqué {name}.',
      list: 'Utilisateurs bloqués',
      nobody: 'Vous n’avez bloqué personne.',
    },
    pt: {
      message: 'Mensagem de um usuário bloqueado',
      show: 'Mostrar',
      hide: 'Ocultar',
      block: 'Bloquear',
      confirm: 'Bloquear {name}?',
      explained:
        'Essa pessoa não poderá enviar mensagens nem ligar diretamente, e você não receberá notificações dela.',
      blocked: 'Você bloqueou {name}.',
      unblock: 'Desbloquear',
      unblocked: 'Você desbloqueou {name}.',
      list: 'Usuários bloqueados',
      nobody: 'Você não bloqueou ninguém.',
    },
    de: {
      message: 'Nachricht einer blockierten Person',
      show: 'Anzeigen',
      hide: 'Ausblenden',
      block: 'Blockieren',
      confirm: '{name} blockieren?',
      explained:
        'Die Person kann dir nicht mehr direkt schreiben oder dich anrufen, und du erhältst keine Benachrichtigungen von ihr.',
      blocked: '{name} ist blockiert.',
      unblock: 'Blockierung aufheben',
      unblocked: '{name} ist nicht mehr blockiert.',
      list: 'Blockierte Personen',
      nobody: 'Du hast niemanden blockiert.',
    },
    ar: {
      message: 'رسالة من مستخدم محظور',
      show: 'إظهار',
      hide: 'إخفاء',
      block: 'حظر',
      confirm: 'هل تريد حظر {name}؟',
      explained: 'لن يتمكن من مراسلتك أو الاتصال بك مباشرةً، ولن تصلك إشعارات منه.',
      blocked: 'تم حظر {name}.',
      unblock: 'إلغاء الحظر',
      unblocked: 'تم إلغاء حظر {name}.',
      list: 'المستخدمون المحظورون',
      nobody: 'لم تحظر أحدًا.',
    },
  },
  {
    'de-x-formal': {
      explained:
        'Die Person kann Ihnen nicht mehr direkt schreiben oder Sie anrufen, und Sie erhalten keine Benachrichtigungen von ihr.',
      nobody: 'Sie haben niemanden blockiert.',
    },
    'es-x-formal': {
      explained: 'No podrá escribirle ni llamarle directamente, y no recibirá notificaciones suyas.',
      blocked: 'Ha bloqueado a {name}.',
      unblocked: 'Ha desbloqueado a {name}.',
      nobody: 'No ha bloqueado a nadie.',
    },
    'pt-pt': {
      message: 'Mensagem de um utilizador bloqueado',
      explained:
        'Esta pessoa não poderá enviar-lhe mensagens nem ligar-lhe diretamente, e não receberá notificações dela.',
      blocked: '{name} foi bloqueado.',
      unblocked: '{name} foi desbloqueado.',
      list: 'Utilizadores bloqueados',
      nobody: 'Não bloqueou ninguém.',
    },
  },
);
