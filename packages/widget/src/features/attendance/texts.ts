import { localize } from '../../i18n/localize.ts';

/** Texts of attendance. */
export interface AttendanceTexts {
  title: string;
  recorded: string;
  download: string;
  nobody: string;
  loading: string;
  more: string;
}

const en: AttendanceTexts = {
  title: 'Attendance',
  recorded: 'Attendance is being recorded',
  download: 'Download as CSV',
  nobody: 'No attendance recorded yet',
  loading: 'Loading…',
  more: 'Show more',
};

const es: AttendanceTexts = {
  title: 'Asistencia',
  recorded: 'Se está registrando la asistencia',
  download: 'Descargar en CSV',
  nobody: 'Aún no hay asistencia registrada',
  loading: 'Cargando…',
  more: 'Ver más',
};

const fr: AttendanceTexts = {
  title: 'Présences',
  recorded: 'Les présences sont enregistrées',
  download: 'Télécharger en CSV',
  nobody: 'Aucune présence enregistrée pour l’instant',
  loading: 'Chargement…',
  more: 'Afficher plus',
};

const pt: AttendanceTexts = {
  title: 'Presença',
  recorded: 'A presença está sendo registrada',
  download: 'Baixar em CSV',
  nobody: 'Nenhuma presença registrada ainda',
  loading: 'Carregando…',
  more: 'Ver mais',
};

const de: AttendanceTexts = {
  title: 'Anwesenheit',
  recorded: 'Die Anwesenheit wird erfasst',
  download: 'Als CSV herunterladen',
  nobody: 'Noch keine Anwesenheit erfasst',
  loading: 'Wird geladen…',
  more: 'Mehr anzeigen',
};

const ar: AttendanceTexts = {
  title: 'الحضور',
  recorded: 'يتم تسجيل الحضور',
  download: 'تنزيل بصيغة CSV',
  nobody: 'لم يُسجَّل أي حضور بعد',
  loading: 'جارٍ التحميل…',
  more: 'عرض المزيد',
};

const texts = { en, es, fr, pt, de, ar };

/** Changes for regions. */
const variants = {
  'pt-pt': {
    recorded: 'A presença está a ser registada',
    download: 'Transferir em CSV',
    nobody: 'Ainda não há presenças registadas',
    loading: 'A carregar…',
  },
};

/** In the language of the page, else in English. */
export const attendanceTexts = localize<AttendanceTexts>(texts, variants);
