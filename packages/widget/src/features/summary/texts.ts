import { localize } from '../../i18n/localize.ts';

export interface SummaryTexts {
  summarize: string;
  title: string;
  working: string;
  /** A machine wrote it. */
  machine: string;
  nothing: string;
  failed: string;
}

export const summaryTexts = localize<SummaryTexts>(
  {
    en: {
      summarize: 'Summarize messages',
      title: 'Summary',
      working: 'Summarizing…',
      machine: 'Written by AI. It may contain mistakes.',
      nothing: 'Nothing to summarize.',
      failed: 'The summary isn’t available right now.',
    },
    es: {
      summarize: 'Resumir los mensajes',
      title: 'Resumen',
      working: 'Resumiendo…',
      machine: 'Escrito por una IA. Puede contener errores.',
      nothing: 'No hay nada que resumir.',
      failed: 'El resumen no está disponible en este momento.',
    },
    fr: {
      summarize: 'Résumer les messages',
      title: 'Résumé',
      working: 'Résumé en cours…',
      machine: 'Rédigé par une IA. Peut contenir des erreurs.',
      nothing: 'Rien à résumer.',
      failed: 'Le résumé n’est pas disponible pour le moment.',
    },
    pt: {
      summarize: 'Resumir as mensagens',
      title: 'Resumo',
      working: 'Resumindo…',
      machine: 'Escrito por IA. Pode conter erros.',
      nothing: 'Não há nada para resumir.',
      failed: 'O resumo não está disponível no momento.',
    },
    de: {
      summarize: 'Nachrichten zusammenfassen',
      title: 'Zusammenfassung',
      working: 'Wird zusammengefasst …',
      machine: 'Von einer KI geschrieben. Kann Fehler enthalten.',
      nothing: 'Es gibt nichts zusammenzufassen.',
      failed: 'Die Zusammenfassung ist gerade nicht verfügbar.',
    },
    ar: {
      summarize: 'تلخيص الرسائل',
      title: 'الملخص',
      working: 'جارٍ التلخيص…',
      machine: 'كتبه الذكاء الاصطناعي وقد يتضمن أخطاء.',
      nothing: 'لا يوجد ما يمكن تلخيصه.',
      failed: 'الملخص غير متاح حاليًا.',
    },
  },
  {
    'pt-pt': { working: 'A preparar o resumo…' },
    'en-gb': {
      summarize: 'Summarise messages',
      working: 'Summarising…',
      nothing: 'Nothing to summarise.',
    },
  },
);
