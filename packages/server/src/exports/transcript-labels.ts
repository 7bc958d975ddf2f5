import type { ExportLanguage } from '@chat/protocol';

/** The labels between messages of a transcript. */
export interface TranscriptLabels {
  exported: string;
  deleted: string;
  edited: string;
  private: string;
  forwarded: string;
  erased: string;
  reply: string;
  call: string;
  poll: string;
}

export const transcriptLabels: Record<ExportLanguage, TranscriptLabels> = {
  en: {
    exported: 'Exported',
    deleted: 'message deleted',
    edited: 'edited',
    private: 'private',
    forwarded: 'forwarded',
    erased: 'Deleted user',
    reply: 'in reply',
    call: 'call',
    poll: 'poll',
  },
  es: {
    exported: 'Exportado',
    deleted: 'mensaje eliminado',
    edited: 'editado',
    private: 'privado',
    forwarded: 'reenviado',
    erased: 'Usuario eliminado',
    reply: 'en respuesta',
    call: 'llamada',
    poll: 'encuesta',
  },
  fr: {
    exported: 'Exporté',
    deleted: 'message supprimé',
    edited: 'modifié',
    private: 'privé',
    forwarded: 'transféré',
    erased: 'Utilisateur supprimé',
    reply: 'en réponse',
    call: 'appel',
    poll: 'sondage',
  },
  pt: {
    exported: 'Exportado',
    deleted: 'mensagem apagada',
    edited: 'editada',
    private: 'privada',
    forwarded: 'encaminhada',
    erased: 'Usuário excluído',
    reply: 'em resposta',
    call: 'chamada',
    poll: 'enquete',
  },
  de: {
    exported: 'Exportiert',
    deleted: 'Nachricht gelöscht',
    edited: 'bearbeitet',
    private: 'privat',
    forwarded: 'weitergeleitet',
    erased: 'Gelöschter Benutzer',
    reply: 'als Antwort',
    call: 'Anruf',
    poll: 'Umfrage',
  },
  ar: {
    exported: 'صُدّر في',
    deleted: 'رسالة محذوفة',
    edited: 'معدّلة',
    private: 'خاصة',
    forwarded: 'مُعاد توجيهها',
    erased: 'مستخدم محذوف',
    reply: 'ردًا على',
    call: 'مكالمة',
    poll: 'استطلاع',
  },
};

/** A moment in UTC, to the second. */
export const momentOf = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** A position in a recording: `00:12:03.250`. */
export const clockOf = (offset: number): string => {
  const part = (value: number, length = 2): string => String(Math.floor(value)).padStart(length, '0');
  const seconds = offset / 1_000;
  const clock = [part(seconds / 3_600), part((seconds / 60) % 60), part(seconds % 60)].join(':');
  return `${clock}.${part(offset % 1_000, 3)}`;
};
