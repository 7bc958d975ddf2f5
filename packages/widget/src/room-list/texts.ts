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
  groupName: string;
  createGroup: string;
  newGroup: string;
  draft: string;
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
  muted: 'Muted',
  mute1: 'Mute for 1 hour',
  mute8: 'Mute for 8 hours',
  mute: 'Mute',
  unmute: 'Unmute',
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
  nobody: 'No one found. You can find people you share a room with.',
  groupName: 'Group name',
  createGroup: 'Create group',
  newGroup: 'New group',
  draft: 'Draft',
  everywhere: 'In all rooms',
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
  muted: 'Silenciada',
  mute1: 'Silenciar 1 hora',
  mute8: 'Silenciar 8 horas',
  mute: 'Silenciar',
  unmute: 'Dejar de silenciar',
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
  nobody: 'No se encontró a nadie. Puedes buscar a quien comparta una sala contigo.',
  groupName: 'Nombre del grupo',
  createGroup: 'Crear grupo',
  newGroup: 'Nuevo grupo',
  draft: 'Borrador',
  everywhere: 'En todas las salas',
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
  muted: 'En sourdine',
  mute1: 'Mettre en sourdine pendant 1 heure',
  mute8: 'Mettre en sourdine pendant 8 heures',
  mute: 'Mettre en sourdine',
  unmute: 'Réactiver',
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
  nobody: 'Personne n’a été trouvé. Vous pouvez rechercher les personnes qui partagent un salon avec vous.',
  groupName: 'Nom du groupe',
  createGroup: 'Créer le groupe',
  newGroup: 'Nouveau groupe',
  draft: 'Brouillon',
  everywhere: 'Dans tous les salons',
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
  muted: 'Silenciada',
  mute1: 'Silenciar por 1 hora',
  mute8: 'Silenciar por 8 horas',
  mute: 'Silenciar',
  unmute: 'Reativar',
  markRead: 'Marcar como lida',
  markUnread: 'Marcar como não lida',
  leave: 'Sair',
  confirmLeave: 'Sair desta conversa?',
  forget: 'Remover da lista',
  confirmForget: 'Remover até você entrar novamente?',
  actions: 'Ações de {name}',
  back: 'Voltar às conversas',
  newTitle: 'Nova conversa',
  findPeople: 'Buscar pessoas',
  nobody: 'Ninguém encontrado. Você pode buscar pessoas com quem compartilha uma sala.',
  groupName: 'Nome do grupo',
  createGroup: 'Criar grupo',
  newGroup: 'Novo grupo',
  draft: 'Rascunho',
  everywhere: 'Em todas as salas',
  invite: 'Convidar pessoas',
  invited: 'convite pendente',
};

const de: RoomsTexts = {
  conversations: 'Unterhaltungen',
  search: 'Unterhaltungen suchen',
  newConversation: 'Neue Unterhaltung',
  none: 'Noch keine Unterhaltungen',
  noneHint: 'Beginnen Sie eine mit jemandem, den Sie kennen.',
  noHits: 'Keine Unterhaltungen gefunden',
  choose: 'Wählen Sie eine Unterhaltung aus',
  more: 'Mehr anzeigen',
  invitations: 'Einladungen',
  invites: '{name} hat Sie eingeladen',
  accept: 'Annehmen',
  decline: 'Ablehnen',
  unread: { one: '{n} ungelesene Nachricht', other: '{n} ungelesene Nachrichten' },
  mentions: { one: '{n} Erwähnung', other: '{n} Erwähnungen' },
  muted: 'Stummgeschaltet',
  mute1: '1 Stunde stummschalten',
  mute8: '8 Stunden stummschalten',
  mute: 'Stummschalten',
  unmute: 'Stummschaltung aufheben',
  markRead: 'Als gelesen markieren',
  markUnread: 'Als ungelesen markieren',
  leave: 'Verlassen',
  confirmLeave: 'Diese Unterhaltung verlassen?',
  forget: 'Aus Liste entfernen',
  confirmForget: 'Entfernen, bis Sie wieder beitreten?',
  actions: 'Aktionen für {name}',
  back: 'Zurück zu den Unterhaltungen',
  newTitle: 'Neue Unterhaltung',
  findPeople: 'Personen suchen',
  nobody: 'Niemand gefunden. Sie können Personen suchen, mit denen Sie einen Raum teilen.',
  groupName: 'Gruppenname',
  createGroup: 'Gruppe erstellen',
  newGroup: 'Neue Gruppe',
  draft: 'Entwurf',
  everywhere: 'In allen Räumen',
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
  muted: 'مكتومة',
  mute1: 'كتم لمدة ساعة',
  mute8: 'كتم لمدة 8 ساعات',
  mute: 'كتم',
  unmute: 'إلغاء الكتم',
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
  nobody: 'لم يتم العثور على أحد. يمكنك البحث عن الأشخاص الذين تشاركهم غرفة.',
  groupName: 'اسم المجموعة',
  createGroup: 'إنشاء مجموعة',
  newGroup: 'مجموعة جديدة',
  draft: 'مسودة',
  everywhere: 'في كل الغرف',
  invite: 'دعوة أشخاص',
  invited: 'دعوة معلّقة',
};

const all = { ar, de, en, es, fr, pt };

export const roomsTexts = localize<RoomsTexts>(all);
