import { localize } from '../i18n/localize.ts';
import type { Plural } from '../i18n/dictionary.ts';

/** Texts of the list of rooms. */
export interface RoomsTexts {
  conversations: string;
  search: string;
  newConversation: string;
  none: string;
  noneHint: string;
  noHits: string;
  choose: string;
  more: string;
  invitations: string;
  invites: string;
  accept: string;
  decline: string;
  unread: Plural;
  mentions: Plural;
  muted: string;
  mute1: string;
  mute8: string;
  mute: string;
  unmute: string;
  markRead: string;
  markUnread: string;
  leave: string;
  confirmLeave: string;
  forget: string;
  confirmForget: string;
  actions: string;
  back: string;
  newTitle: string;
  findPeople: string;
  nobody: string;
  /** Where nobody is known yet. */
  nobodyKnown: string;
  groupName: string;
  newGroup: string;
  draft: string;
  createGroup: string;
  /** A checkbox of a new conversation. */
  encrypt: string;
  encryptHint: string;
  /** The direct room that the two have is not encrypted. */
  notEncrypted: string;
  /** In place of the last message of an encrypted room that is not open. */
  encrypted: string;
  everywhere: string;
  invite: string;
  invited: string;
}

const en: RoomsTexts = {
  conversations: 'Conversations',
  search: 'Search conversations',
  newConversation: 'New conversation',
  none: 'No conversations yet',
  noneHint: 'Start one with someone you know.',
  noHits: 'No conversations found',
  choose: 'Select a conversation',
  more: 'Show more',
  invitations: 'Invitations',
  invites: '{name} invited you',
  accept: 'Accept',
  decline: 'Decline',
  unread: { one: '{n} unread message', other: '{n} unread messages' },
  mentions: { one: '{n} mention', other: '{n} mentions' },
  muted: 'Notifications muted',
  mute1: 'Mute notifications for 1 hour',
  mute8: 'Mute notifications for 8 hours',
  mute: 'Mute notifications',
  unmute: 'Unmute notifications',
  markRead: 'Mark as read',
  markUnread: 'Mark as unread',
  leave: 'Leave',
  confirmLeave: 'Leave this conversation?',
  forget: 'Remove from list',
  confirmForget: 'Remove until you rejoin?',
  actions: 'Actions for {name}',
  back: 'Back to conversations',
  newTitle: 'New conversation',
  findPeople: 'Find people',
  nobody: 'No one found',
  nobodyKnown: 'You can find people you share a conversation with.',
  groupName: 'Group name',
  newGroup: 'New group',
  draft: 'Draft',
  createGroup: 'Create group',
  encrypt: 'End-to-end encrypted',
  encryptHint: 'Without polls, scheduled messages or translation. You can’t change this later.',
  notEncrypted: 'You already have a conversation with {name} that isn’t encrypted.',
  encrypted: 'Encrypted message',
  everywhere: 'In all conversations',
  invite: 'Invite people',
  invited: 'invited',
};

const es: RoomsTexts = {
  conversations: 'Conversaciones',
  search: 'Buscar conversaciones',
  newConversation: 'Nueva conversación',
  none: 'Aún no hay conversaciones',
  noneHint: 'Empieza una con alguien que conozcas.',
  noHits: 'No se encontraron conversaciones',
  choose: 'Selecciona una conversación',
  more: 'Ver más',
  invitations: 'Invitaciones',
  invites: '{name} te ha invitado',
  accept: 'Aceptar',
  decline: 'Rechazar',
  unread: { one: '{n} mensaje sin leer', other: '{n} mensajes sin leer' },
  mentions: { one: '{n} mención', other: '{n} menciones' },
  muted: 'Notificaciones silenciadas',
  mute1: 'Silenciar notificaciones 1 hora',
  mute8: 'Silenciar notificaciones 8 horas',
  mute: 'Silenciar notificaciones',
  unmute: 'Activar notificaciones',
  markRead: 'Marcar como leída',
  markUnread: 'Marcar como no leída',
  leave: 'Salir',
  confirmLeave: '¿Salir de esta conversación?',
  forget: 'Quitar de la lista',
  confirmForget: '¿Quitar hasta que vuelvas a entrar?',
  actions: 'Acciones de {name}',
  back: 'Volver a las conversaciones',
  newTitle: 'Nueva conversación',
  findPeople: 'Buscar personas',
  nobody: 'No se encontró a nadie',
  nobodyKnown: 'Puedes buscar a quien comparta una conversación contigo.',
  groupName: 'Nombre del grupo',
  newGroup: 'Nuevo grupo',
  draft: 'Borrador',
  createGroup: 'Crear grupo',
  encrypt: 'Cifrado de extremo a extremo',
  encryptHint: 'Sin encuestas, mensajes programados ni traducción. No se puede cambiar después.',
  notEncrypted: 'Ya tienes una conversación con {name} que no está cifrada.',
  encrypted: 'Mensaje cifrado',
  everywhere: 'En todas las conversaciones',
  invite: 'Invitar a personas',
  invited: 'invitación pendiente',
};

const fr: RoomsTexts = {
  conversations: 'Conversations',
  search: 'Rechercher une conversation',
  newConversation: 'Nouvelle conversation',
  none: 'Aucune conversation pour l’instant',
  noneHint: 'Commencez-en une avec quelqu’un que vous connaissez.',
  noHits: 'Aucune conversation trouvée',
  choose: 'Sélectionnez une conversation',
  more: 'Afficher plus',
  invitations: 'Invitations',
  invites: '{name} vous a invité',
  accept: 'Accepter',
  decline: 'Refuser',
  unread: { one: '{n} message non lu', other: '{n} messages non lus' },
  mentions: { one: '{n} mention', other: '{n} mentions' },
  muted: 'Notifications désactivées',
  mute1: 'Désactiver les notifications pendant 1 heure',
  mute8: 'Désactiver les notifications pendant 8 heures',
  mute: 'Désactiver les notifications',
  unmute: 'Réactiver les notifications',
  markRead: 'Marquer comme lue',
  markUnread: 'Marquer comme non lue',
  leave: 'Quitter',
  confirmLeave: 'Quitter cette conversation ?',
  forget: 'Retirer de la liste',
  confirmForget: 'Retirer jusqu’à votre retour ?',
  actions: 'Actions pour {name}',
  back: 'Retour aux conversations',
  newTitle: 'Nouvelle conversation',
  findPeople: 'Rechercher des personnes',
  nobody: 'Personne n’a été trouvé',
  nobodyKnown: 'Vous pouvez rechercher les personnes qui partagent une conversation avec vous.',
  groupName: 'Nom du groupe',
  newGroup: 'Nouveau groupe',
  draft: 'Brouillon',
  createGroup: 'Créer le groupe',
  encrypt: 'Chiffré de bout en bout',
  encryptHint: 'Sans sondages, messages programmés ni traduction. Ce choix est définitif.',
  notEncrypted: 'Vous avez déjà une conversation avec {name} qui n’est pas chiffrée.',
  encrypted: 'Message chiffré',
  everywhere: 'Dans toutes les conversations',
  invite: 'Inviter des personnes',
  invited: 'invitation en attente',
};

const pt: RoomsTexts = {
  conversations: 'Conversas',
  search: 'Pesquisar conversas',
  newConversation: 'Nova conversa',
  none: 'Nenhuma conversa ainda',
  noneHint: 'Comece uma com alguém que você conhece.',
  noHits: 'Nenhuma conversa encontrada',
  choose: 'Selecione uma conversa',
  more: 'Mostrar mais',
  invitations: 'Convites',
  invites: '{name} convidou você',
  accept: 'Aceitar',
  decline: 'Recusar',
  unread: { one: '{n} mensagem não lida', other: '{n} mensagens não lidas' },
  mentions: { one: '{n} menção', other: '{n} menções' },
  muted: 'Notificações silenciadas',
  mute1: 'Silenciar notificações por 1 hora',
  mute8: 'Silenciar notificações por 8 horas',
  mute: 'Silenciar notificações',
  unmute: 'Reativar notificações',
  markRead: 'Marcar como lida',
  markUnread: 'Marcar como não lida',
  leave: 'Sair',
  confirmLeave: 'Sair desta conversa?',
  forget: 'Remover da lista',
  confirmForget: 'Remover até você entrar novamente?',
  actions: 'Ações de {name}',
  back: 'Voltar às conversas',
  newTitle: 'Nova conversa',
  findPeople: 'Pesquisar pessoas',
  nobody: 'Ninguém encontrado',
  nobodyKnown: 'Você pode pesquisar pessoas com quem compartilha uma conversa.',
  groupName: 'Nome do grupo',
  newGroup: 'Novo grupo',
  draft: 'Rascunho',
  createGroup: 'Criar grupo',
  encrypt: 'Criptografia de ponta a ponta',
  encryptHint: 'Sem enquetes, mensagens agendadas nem tradução. Não dá para mudar depois.',
  notEncrypted: 'Você já tem uma conversa com {name} que não é criptografada.',
  encrypted: 'Mensagem criptografada',
  everywhere: 'Em todas as conversas',
  invite: 'Convidar pessoas',
  invited: 'convite pendente',
};

const de: RoomsTexts = {
  conversations: 'Unterhaltungen',
  search: 'Unterhaltungen suchen',
  newConversation: 'Neue Unterhaltung',
  none: 'Noch keine Unterhaltungen',
  noneHint: 'Beginne eine mit jemandem, den du kennst.',
  noHits: 'Keine Unterhaltungen gefunden',
  choose: 'Wähle eine Unterhaltung aus',
  more: 'Mehr anzeigen',
  invitations: 'Einladungen',
  invites: '{name} hat dich eingeladen',
  accept: 'Annehmen',
  decline: 'Ablehnen',
  unread: { one: '{n} ungelesene Nachricht', other: '{n} ungelesene Nachrichten' },
  mentions: { one: '{n} Erwähnung', other: '{n} Erwähnungen' },
  muted: 'Benachrichtigungen stummgeschaltet',
  mute1: 'Benachrichtigungen 1 Stunde stummschalten',
  mute8: 'Benachrichtigungen 8 Stunden stummschalten',
  mute: 'Benachrichtigungen stummschalten',
  unmute: 'Benachrichtigungen einschalten',
  markRead: 'Als gelesen markieren',
  markUnread: 'Als ungelesen markieren',
  leave: 'Verlassen',
  confirmLeave: 'Diese Unterhaltung verlassen?',
  forget: 'Aus Liste entfernen',
  confirmForget: 'Entfernen, bis du wieder beitrittst?',
  actions: 'Aktionen für {name}',
  back: 'Zurück zu den Unterhaltungen',
  newTitle: 'Neue Unterhaltung',
  findPeople: 'Personen suchen',
  nobody: 'Niemand gefunden',
  nobodyKnown: 'Du kannst Personen suchen, mit denen du in einer Unterhaltung bist.',
  groupName: 'Gruppenname',
  newGroup: 'Neue Gruppe',
  draft: 'Entwurf',
  createGroup: 'Gruppe erstellen',
  encrypt: 'Ende-zu-Ende-verschlüsselt',
  encryptHint: 'Ohne Umfragen, geplante Nachrichten und Übersetzung. Das lässt sich später nicht ändern.',
  notEncrypted: 'Du hast mit {name} schon eine Unterhaltung, die nicht verschlüsselt ist.',
  encrypted: 'Verschlüsselte Nachricht',
  everywhere: 'In allen Unterhaltungen',
  invite: 'Personen einladen',
  invited: 'eingeladen',
};

const ar: RoomsTexts = {
  conversations: 'المحادثات',
  search: 'البحث في المحادثات',
  newConversation: 'محادثة جديدة',
  none: 'لا توجد محادثات بعد',
  noneHint: 'ابدأ محادثة مع شخص تعرفه.',
  noHits: 'لم يتم العثور على محادثات',
  choose: 'اختر محادثة',
  more: 'عرض المزيد',
  invitations: 'الدعوات',
  invites: 'دعاك {name}',
  accept: 'قبول',
  decline: 'رفض',
  unread: {
    one: 'رسالة غير مقروءة',
    two: 'رسالتان غير مقروءتين',
    few: '{n} رسائل غير مقروءة',
    other: '{n} رسالة غير مقروءة',
  },
  mentions: {
    one: 'إشارة واحدة',
    two: 'إشارتان',
    few: '{n} إشارات',
    other: '{n} إشارة',
  },
  muted: 'الإشعارات مكتومة',
  mute1: 'كتم الإشعارات لمدة ساعة',
  mute8: 'كتم الإشعارات لمدة 8 ساعات',
  mute: 'كتم الإشعارات',
  unmute: 'إلغاء كتم الإشعارات',
  markRead: 'تحديد كمقروءة',
  markUnread: 'تحديد كغير مقروءة',
  leave: 'مغادرة',
  confirmLeave: 'هل تريد مغادرة هذه المحادثة؟',
  forget: 'إزالة من القائمة',
  confirmForget: 'هل تريد إزالتها حتى تنضم مجددًا؟',
  actions: 'إجراءات {name}',
  back: 'العودة إلى المحادثات',
  newTitle: 'محادثة جديدة',
  findPeople: 'البحث عن أشخاص',
  nobody: 'لم يتم العثور على أحد',
  nobodyKnown: 'يمكنك البحث عن الأشخاص الذين تشاركهم محادثة.',
  groupName: 'اسم المجموعة',
  newGroup: 'مجموعة جديدة',
  draft: 'مسودة',
  createGroup: 'إنشاء مجموعة',
  encrypt: 'تشفير تام بين الطرفين',
  encryptHint: 'دون استطلاعات أو رسائل مجدولة أو ترجمة. لا يمكن تغيير هذا لاحقًا.',
  notEncrypted: 'لديك بالفعل محادثة مع {name} غير مشفّرة.',
  encrypted: 'رسالة مشفّرة',
  everywhere: 'في كل المحادثات',
  invite: 'دعوة أشخاص',
  invited: 'دعوة معلّقة',
};

const all = { ar, de, en, es, fr, pt };

/** Changes for registers and regions. */
const variants = {
  'de-x-formal': {
    noneHint: 'Beginnen Sie eine mit jemandem, den Sie kennen.',
    choose: 'Wählen Sie eine Unterhaltung aus',
    invites: '{name} hat Sie eingeladen',
    confirmForget: 'Entfernen, bis Sie wieder beitreten?',
    nobody: 'Niemand gefunden',
    nobodyKnown: 'Sie können Personen suchen, mit denen Sie in einer Unterhaltung sind.',
    notEncrypted: 'Sie haben mit {name} schon eine Unterhaltung, die nicht verschlüsselt ist.',
  },
  'es-x-formal': {
    noneHint: 'Empiece una con alguien que conozca.',
    choose: 'Seleccione una conversación',
    invites: '{name} le ha invitado',
    confirmForget: '¿Quitar hasta que vuelva a entrar?',
    nobody: 'No se encontró a nadie',
    nobodyKnown: 'Puede buscar a quien comparta una conversación con usted.',
    notEncrypted: 'Ya tiene una conversación con {name} que no está cifrada.',
  },
  'pt-pt': {
    none: 'Ainda não há conversas',
    noneHint: 'Comece uma com alguém que conheça.',
    invites: 'Convite de {name}',
    mute1: 'Silenciar notificações durante 1 hora',
    mute8: 'Silenciar notificações durante 8 horas',
    confirmForget: 'Remover até voltar a entrar?',
    findPeople: 'Procurar pessoas',
    nobody: 'Ninguém encontrado',
    nobodyKnown: 'Pode procurar pessoas com quem partilha uma conversa.',
    encrypt: 'Encriptação ponto a ponto',
    encryptHint: 'Sem sondagens, mensagens agendadas nem tradução. Não é possível alterar mais tarde.',
    notEncrypted: 'Já tem uma conversa com {name} que não está encriptada.',
    encrypted: 'Mensagem encriptada',
  },
};

export const roomsTexts = localize<RoomsTexts>(all, variants);
