import { localize } from './localize.ts';

/** Why the modes of a room refuse a message, by the reason of the error. */
const texts = {
  en: {
    emoji_only: 'Only emoji can be sent right now.',
    links_not_allowed: 'Links can’t be sent here.',
    private_not_allowed: 'You can’t send private messages here.',
    too_many_pending: 'Too many messages are waiting for approval.',
    reaction_not_allowed: 'That reaction isn’t allowed here.',
    needs_approval: 'Messages here need approval, so this can’t be done. Send a new message instead.',
  },
  es: {
    emoji_only: 'Ahora solo se pueden enviar emojis.',
    links_not_allowed: 'Aquí no se pueden enviar enlaces.',
    private_not_allowed: 'Aquí no se pueden enviar mensajes privados.',
    too_many_pending: 'Hay demasiados mensajes pendientes de aprobación.',
    reaction_not_allowed: 'Aquí no se permite esa reacción.',
    needs_approval:
      'Aquí los mensajes necesitan aprobación y esto no se puede hacer. Envía un mensaje nuevo.',
  },
  fr: {
    emoji_only: 'Seuls les emojis sont autorisés pour le moment.',
    links_not_allowed: 'Les liens ne sont pas autorisés ici.',
    private_not_allowed: 'Les messages privés ne sont pas autorisés ici.',
    too_many_pending: 'Trop de messages sont en attente d’approbation.',
    reaction_not_allowed: 'Cette réaction n’est pas autorisée ici.',
    needs_approval:
      'Les messages doivent être approuvés ici : ce n’est pas possible. Envoyez un nouveau message.',
  },
  pt: {
    emoji_only: 'No momento, só é possível enviar emojis.',
    links_not_allowed: 'Não é possível enviar links aqui.',
    private_not_allowed: 'Não é possível enviar mensagens privadas aqui.',
    too_many_pending: 'Há mensagens demais aguardando aprovação.',
    reaction_not_allowed: 'Essa reação não é permitida aqui.',
    needs_approval: 'As mensagens aqui precisam de aprovação e isso não é possível. Envie uma nova mensagem.',
  },
  de: {
    emoji_only: 'Zurzeit können nur Emojis gesendet werden.',
    links_not_allowed: 'Links können hier nicht gesendet werden.',
    private_not_allowed: 'Private Nachrichten sind hier nicht möglich.',
    too_many_pending: 'Zu viele Nachrichten warten auf Freigabe.',
    reaction_not_allowed: 'Diese Reaktion ist hier nicht erlaubt.',
    needs_approval:
      'Nachrichten werden hier erst freigegeben, deshalb geht das nicht. Sende eine neue Nachricht.',
  },
  ar: {
    emoji_only: 'يمكن إرسال الرموز التعبيرية فقط الآن.',
    links_not_allowed: 'لا يمكن إرسال روابط هنا.',
    private_not_allowed: 'لا يمكن إرسال رسائل خاصة هنا.',
    too_many_pending: 'هناك رسائل كثيرة بانتظار الموافقة.',
    reaction_not_allowed: 'هذا التفاعل غير مسموح هنا.',
    needs_approval: 'تحتاج الرسائل هنا إلى موافقة، لذا لا يمكن ذلك. أرسل رسالة جديدة.',
  },
};

/** Changes for regions. */
const variants = {
  'es-x-formal': {
    needs_approval:
      'Aquí los mensajes necesitan aprobación y esto no se puede hacer. Envíe un mensaje nuevo.',
  },
  'de-x-formal': {
    needs_approval:
      'Nachrichten werden hier erst freigegeben, deshalb geht das nicht. Senden Sie eine neue Nachricht.',
  },
  'pt-pt': {
    emoji_only: 'De momento, só é possível enviar emojis.',
    too_many_pending: 'Há demasiadas mensagens a aguardar aprovação.',
  },
};

const modeErrors = localize<Readonly<Record<string, string>>>(texts, variants);

/** Returns the text for a refusal by the modes or the approval of a room; undefined for other errors. */
export const modeErrorText = (tag: string, reason = ''): string | undefined => modeErrors(tag)[reason];
