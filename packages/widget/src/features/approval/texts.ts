import type { Plural } from '../../i18n/dictionary.ts';
import { localize } from '../../i18n/localize.ts';

/** Texts of the approval queue. */
export interface ApprovalTexts {
  title: string;
  nobody: string;
  approve: string;
  trust: string;
  reject: string;
  reason: string;
  more: string;
  loading: string;
  waiting: Plural;
  approved: string;
  trusted: string;
  rejected: string;
  /** To the author. */
  notApproved: string;
  withdraw: string;
  dismiss: string;
  /** In the menu of a member, and after their messages need approval again. */
  untrust: string;
  untrusted: string;
}

const en: ApprovalTexts = {
  title: 'Waiting for approval',
  nobody: 'No messages waiting',
  approve: 'Approve',
  trust: 'Approve and trust',
  reject: 'Reject',
  reason: 'Reason (optional)',
  more: 'Show more',
  loading: 'Loading…',
  waiting: { one: '{n} message waiting for approval', other: '{n} messages waiting for approval' },
  approved: 'Message approved',
  trusted: 'Message approved. {name} no longer needs approval.',
  rejected: 'Message rejected',
  notApproved: 'Not approved',
  withdraw: 'Withdraw',
  dismiss: 'Dismiss',
  untrust: 'Require approval',
  untrusted: 'Messages from {name} need approval again.',
};

const es: ApprovalTexts = {
  title: 'Pendientes de aprobación',
  nobody: 'No hay mensajes pendientes',
  approve: 'Aprobar',
  trust: 'Aprobar siempre',
  reject: 'Rechazar',
  reason: 'Motivo (opcional)',
  more: 'Ver más',
  loading: 'Cargando…',
  waiting: { one: '{n} mensaje pendiente de aprobación', other: '{n} mensajes pendientes de aprobación' },
  approved: 'Mensaje aprobado',
  trusted: 'Mensaje aprobado. {name} ya no necesita aprobación.',
  rejected: 'Mensaje rechazado',
  notApproved: 'No aprobado',
  withdraw: 'Retirar',
  dismiss: 'Descartar',
  untrust: 'Volver a exigir aprobación',
  untrusted: 'Los mensajes de {name} vuelven a necesitar aprobación.',
};

const fr: ApprovalTexts = {
  title: 'En attente d’approbation',
  nobody: 'Aucun message en attente',
  approve: 'Approuver',
  trust: 'Toujours approuver',
  reject: 'Refuser',
  reason: 'Motif (facultatif)',
  more: 'Afficher plus',
  loading: 'Chargement…',
  waiting: {
    one: '{n} message en attente d’approbation',
    other: '{n} messages en attente d’approbation',
  },
  approved: 'Message approuvé',
  trusted: 'Message approuvé. {name} n’a plus besoin d’approbation.',
  rejected: 'Message refusé',
  notApproved: 'Non approuvé',
  withdraw: 'Retirer',
  dismiss: 'Ignorer',
  untrust: 'Exiger l’approbation',
  untrusted: 'Les messages de {name} doivent de nouveau être approuvés.',
};

const pt: ApprovalTexts = {
  title: 'Aguardando aprovação',
  nobody: 'Nenhuma mensagem pendente',
  approve: 'Aprovar',
  trust: 'Aprovar sempre',
  reject: 'Rejeitar',
  reason: 'Motivo (opcional)',
  more: 'Ver mais',
  loading: 'Carregando…',
  waiting: { one: '{n} mensagem aguardando aprovação', other: '{n} mensagens aguardando aprovação' },
  approved: 'Mensagem aprovada',
  trusted: 'Mensagem aprovada. {name} não precisa mais de aprovação.',
  rejected: 'Mensagem rejeitada',
  notApproved: 'Não aprovada',
  withdraw: 'Retirar',
  dismiss: 'Dispensar',
  untrust: 'Exigir aprovação',
  untrusted: 'As mensagens de {name} precisam de aprovação novamente.',
};

const de: ApprovalTexts = {
  title: 'Warten auf Freigabe',
  nobody: 'Keine wartenden Nachrichten',
  approve: 'Freigeben',
  trust: 'Immer freigeben',
  reject: 'Ablehnen',
  reason: 'Grund (optional)',
  more: 'Mehr anzeigen',
  loading: 'Wird geladen…',
  waiting: { one: '{n} Nachricht wartet auf Freigabe', other: '{n} Nachrichten warten auf Freigabe' },
  approved: 'Nachricht freigegeben',
  trusted: 'Nachricht freigegeben. {name} braucht keine Freigabe mehr.',
  rejected: 'Nachricht abgelehnt',
  notApproved: 'Nicht freigegeben',
  withdraw: 'Zurückziehen',
  dismiss: 'Ausblenden',
  untrust: 'Freigabe verlangen',
  untrusted: 'Nachrichten von {name} brauchen wieder eine Freigabe.',
};

const ar: ApprovalTexts = {
  title: 'بانتظار الموافقة',
  nobody: 'لا توجد رسائل بانتظار الموافقة',
  approve: 'موافقة',
  trust: 'موافقة دائمة',
  reject: 'رفض',
  reason: 'السبب (اختياري)',
  more: 'عرض المزيد',
  loading: 'جارٍ التحميل…',
  waiting: {
    zero: 'لا رسائل بانتظار الموافقة',
    // The number stands on the button too, so voice control needs it in the name.
    one: '{n} رسالة بانتظار الموافقة',
    two: '{n} رسالة بانتظار الموافقة',
    few: '{n} رسائل بانتظار الموافقة',
    many: '{n} رسالة بانتظار الموافقة',
    other: '{n} رسالة بانتظار الموافقة',
  },
  approved: 'تمت الموافقة على الرسالة',
  trusted: 'تمت الموافقة على الرسالة. لم تعد رسائل {name} بحاجة إلى موافقة.',
  rejected: 'تم رفض الرسالة',
  notApproved: 'لم تتم الموافقة',
  withdraw: 'سحب',
  dismiss: 'إخفاء',
  untrust: 'طلب الموافقة',
  untrusted: 'رسائل {name} بحاجة إلى موافقة من جديد.',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions. */
const variants = {
  'pt-pt': {
    title: 'A aguardar aprovação',
    loading: 'A carregar…',
    waiting: { one: '{n} mensagem a aguardar aprovação', other: '{n} mensagens a aguardar aprovação' },
    trusted: 'Mensagem aprovada. {name} já não precisa de aprovação.',
    dismiss: 'Ignorar',
  },
};

/** In the language of the page, else in English. */
export const approvalTexts = localize<ApprovalTexts>(texts, variants);
