import type { AuditedAct, Role } from '@chat/protocol';
import { ar, de, fr, pt } from './moderation-packs.ts';

/** Texts of what moderators see: they come with it, when it is first opened. */
export interface ModerationTexts {
  reports: string;
  noReports: string;
  reportedBy: string;
  dismiss: string;
  deleteMessage: string;
  muteAuthor: string;
  changedSince: string;
  deletedSince: string;
  showInRoom: string;
  noLonger: string;
  settings: string;
  roomTitle: string;
  slowMode: string;
  slowOff: string;
  frozen: string;
  frozenHint: string;
  saved: string;
  endRoom: string;
  confirmEnd: string;
  banned: string;
  nobodyBanned: string;
  unban: string;
  audit: string;
  nothingDone: string;
  more: string;
  loading: string;
  /** One for each act that is written down, and what its role is called. */
  acts: Record<Exclude<AuditedAct, 'user:erase'> | 'member:unmute' | Role, string>;
  reportTitle: string;
  reportText: string;
  reasons: Record<'spam' | 'abuse' | 'unfit' | 'other', string>;
  details: string;
  send: string;
}

const en: ModerationTexts = {
  reports: 'Reports',
  noReports: 'Nothing waits for you.',
  reportedBy: 'Reported by {name}',
  dismiss: 'Dismiss',
  deleteMessage: 'Delete message',
  muteAuthor: 'Mute 1 h',
  changedSince: 'Changed since it was reported',
  deletedSince: 'Deleted by its author since',
  showInRoom: 'Show in the conversation',
  noLonger: 'It is no longer there.',
  settings: 'Settings',
  roomTitle: 'Title',
  slowMode: 'Slow mode',
  slowOff: 'Off',
  frozen: 'Freeze',
  frozenHint: 'Only moderators write.',
  saved: 'Saved',
  endRoom: 'End the conversation',
  confirmEnd: 'End it for everybody?',
  banned: 'Banned',
  nobodyBanned: 'Nobody is banned.',
  unban: 'Let back in',
  audit: 'History',
  nothingDone: 'Nothing has been done yet.',
  more: 'Show more',
  loading: 'Loading…',
  acts: {
    'message:delete': '{by} deleted a message of {user}',
    'file:delete': '{by} deleted a file of {user}',
    'message:pin': '{by} pinned a message of {user}',
    'message:unpin': '{by} unpinned a message of {user}',
    'member:add': '{by} added {user}',
    'member:invite': '{by} invited {user}',
    'member:update': '{by} made {user} {role}',
    'member:remove': '{by} removed {user}',
    'member:mute': '{by} muted {user} until {time}',
    'member:unmute': '{by} let {user} write again',
    'member:ban': '{by} banned {user}',
    'member:unban': '{by} let {user} back in',
    'room:update': '{by} changed the settings',
    'room:end': '{by} ended the conversation',
    'report:resolve': '{by} resolved a report of {user}',
    owner: 'owner',
    moderator: 'moderator',
    member: 'member',
    guest: 'guest',
  },
  reportTitle: 'Report this message',
  reportText: 'The moderators will see this report. {name} will not.',
  reasons: {
    spam: 'Spam',
    abuse: 'Insults or harassment',
    unfit: 'Unfit for this place',
    other: 'Something else',
  },
  details: 'Say more (optional)',
  send: 'Report',
};

const es: ModerationTexts = {
  reports: 'Denuncias',
  noReports: 'No hay nada pendiente.',
  reportedBy: 'Denuncia de {name}',
  dismiss: 'Descartar',
  deleteMessage: 'Eliminar mensaje',
  muteAuthor: 'Silenciar 1 h',
  changedSince: 'Editado después de la denuncia',
  deletedSince: 'Eliminado después por su autor',
  showInRoom: 'Ver en la conversación',
  noLonger: 'Ya no está.',
  settings: 'Ajustes',
  roomTitle: 'Título',
  slowMode: 'Modo lento',
  slowOff: 'Desactivado',
  frozen: 'Congelar',
  frozenHint: 'Solo escriben quienes moderan.',
  saved: 'Guardado',
  endRoom: 'Terminar la conversación',
  confirmEnd: '¿Terminarla para todos?',
  banned: 'Vetados',
  nobodyBanned: 'No hay nadie vetado.',
  unban: 'Dejar volver',
  audit: 'Historial',
  nothingDone: 'Aún no se ha hecho nada.',
  more: 'Ver más',
  loading: 'Cargando…',
  acts: {
    'message:delete': '{by} eliminó un mensaje de {user}',
    'file:delete': '{by} eliminó un archivo de {user}',
    'message:pin': '{by} fijó un mensaje de {user}',
    'message:unpin': '{by} dejó de fijar un mensaje de {user}',
    'member:add': '{by} añadió a {user}',
    'member:invite': '{by} invitó a {user}',
    'member:update': '{by} cambió el papel de {user}: {role}',
    'member:remove': '{by} sacó a {user}',
    'member:mute': '{by} silenció a {user} hasta {time}',
    'member:unmute': '{by} devolvió la palabra a {user}',
    'member:ban': '{by} vetó a {user}',
    'member:unban': '{by} dejó volver a {user}',
    'room:update': '{by} cambió los ajustes',
    'room:end': '{by} terminó la conversación',
    'report:resolve': '{by} resolvió una denuncia sobre {user}',
    owner: 'organiza',
    moderator: 'modera',
    member: 'participa',
    guest: 'de visita',
  },
  reportTitle: 'Denunciar este mensaje',
  reportText: 'Los moderadores verán la denuncia. {name} no la verá.',
  reasons: {
    spam: 'Publicidad o spam',
    abuse: 'Insultos o acoso',
    unfit: 'No es apropiado aquí',
    other: 'Otra cosa',
  },
  details: 'Cuéntanos más (opcional)',
  send: 'Denunciar',
};

const texts: Record<string, ModerationTexts> = { en, es, fr, pt, de, ar };

/** In the language of the page, else in English. */
export const moderationTexts = (tag: string): ModerationTexts =>
  texts[tag.split(/[-_]/)[0]?.toLowerCase() ?? ''] ?? en;

export const filled = (text: string, values: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
