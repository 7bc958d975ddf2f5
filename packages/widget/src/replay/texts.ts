import { localize } from '../i18n/localize.ts';

export interface ReplayTexts {
  title: string;
  /** The position in the recording: {time}. */
  at: string;
  loading: string;
  failed: string;
  retry: string;
}

export const replayTexts = localize<ReplayTexts>(
  {
    en: {
      title: 'Chat replay',
      at: 'At {time}',
      loading: 'Loading chat…',
      failed: 'The chat of this recording couldn’t be loaded',
      retry: 'Try again',
    },
    es: {
      title: 'Repetición del chat',
      at: 'En {time}',
      loading: 'Cargando el chat…',
      failed: 'No se pudo cargar el chat de esta grabación',
      retry: 'Reintentar',
    },
    fr: {
      title: 'Rediffusion du chat',
      at: 'À {time}',
      loading: 'Chargement du chat…',
      failed: 'Impossible de charger le chat de cet enregistrement',
      retry: 'Réessayer',
    },
    pt: {
      title: 'Repetição do chat',
      at: 'Em {time}',
      loading: 'Carregando o chat…',
      failed: 'Não foi possível carregar o chat desta gravação',
      retry: 'Tentar novamente',
    },
    de: {
      title: 'Chat-Wiedergabe',
      at: 'Bei {time}',
      loading: 'Chat wird geladen…',
      failed: 'Der Chat dieser Aufzeichnung konnte nicht geladen werden',
      retry: 'Erneut versuchen',
    },
    ar: {
      title: 'إعادة عرض الدردشة',
      at: 'عند {time}',
      loading: 'جارٍ تحميل الدردشة…',
      failed: 'تعذّر تحميل دردشة هذا التسجيل',
      retry: 'إعادة المحاولة',
    },
  },
  { 'pt-pt': { loading: 'A carregar o chat…' } },
);
