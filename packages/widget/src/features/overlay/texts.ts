import { localize } from '../../i18n/localize.ts';
import type { LinkKindTexts } from '../../ui/links/links-dialog.ts';
import type { OverlayPart } from './overlay-parts.ts';

/** Texts of the dialog of overlay links, apart from those of all links. */
export interface OverlayLinkTexts extends LinkKindTexts {
  show: string;
  parts: Record<OverlayPart, string>;
  /** The room has as many links as it may. */
  full: string;
}

export const overlayLinkTexts = localize<OverlayLinkTexts>(
  {
    en: {
      title: 'Overlay for video',
      hint: 'Paste the link into a browser source in OBS or another video program. Anyone with the link can watch, so revoke it after the event.',
      link: 'New overlay link',
      show: 'Show in the video',
      full: 'Link limit reached. Revoke a link first.',
      parts: { spotlight: 'Spotlight', polls: 'Polls', reactions: 'Floating reactions', chat: 'Chat' },
    },
    es: {
      title: 'Overlay para vídeo',
      hint: 'Pega el enlace en una fuente de navegador de OBS o de otro programa de vídeo. Cualquier persona con el enlace puede verlo; revócalo después del evento.',
      link: 'Nuevo enlace de overlay',
      show: 'Mostrar en el vídeo',
      full: 'No se pueden crear más enlaces. Revoca uno primero.',
      parts: {
        spotlight: 'Lo destacado',
        polls: 'Encuestas',
        reactions: 'Reacciones flotantes',
        chat: 'Chat',
      },
    },
    fr: {
      title: 'Overlay pour la vidéo',
      hint: 'Collez le lien dans une source navigateur d’OBS ou d’un autre logiciel vidéo. Toute personne disposant du lien peut regarder : révoquez-le après l’événement.',
      link: 'Nouveau lien d’overlay',
      show: 'Afficher dans la vidéo',
      full: 'Nombre maximal de liens atteint. Révoquez d’abord un lien.',
      parts: {
        spotlight: 'Mise en avant',
        polls: 'Sondages',
        reactions: 'Réactions flottantes',
        chat: 'Chat',
      },
    },
    pt: {
      title: 'Overlay para vídeo',
      hint: 'Cole o link em uma fonte de navegador do OBS ou de outro programa de vídeo. Qualquer pessoa com o link pode assistir; revogue-o depois do evento.',
      link: 'Novo link de overlay',
      show: 'Mostrar no vídeo',
      full: 'Limite de links atingido. Revogue um link primeiro.',
      parts: {
        spotlight: 'Destaque',
        polls: 'Enquetes',
        reactions: 'Reações flutuantes',
        chat: 'Chat',
      },
    },
    de: {
      title: 'Overlay für Video',
      hint: 'Füge den Link in OBS oder einem anderen Videoprogramm als Browserquelle ein. Alle mit dem Link können zusehen: Widerrufe ihn nach der Veranstaltung.',
      link: 'Neuer Overlay-Link',
      show: 'Im Video anzeigen',
      full: 'Es können keine weiteren Links erstellt werden. Widerrufe zuerst einen.',
      parts: {
        spotlight: 'Hervorgehobenes',
        polls: 'Umfragen',
        reactions: 'Schwebende Reaktionen',
        chat: 'Chat',
      },
    },
    ar: {
      title: 'تراكب للفيديو',
      hint: 'الصق الرابط في مصدر متصفح في OBS أو برنامج فيديو آخر. يمكن لأي شخص لديه الرابط المشاهدة، لذا ألغِه بعد الفعالية.',
      link: 'رابط تراكب جديد',
      show: 'ما يظهر في الفيديو',
      full: 'تم بلوغ الحد الأقصى للروابط. ألغِ رابطًا أولًا.',
      parts: {
        spotlight: 'المميّز',
        polls: 'الاستطلاعات',
        reactions: 'تفاعلات عائمة',
        chat: 'الدردشة',
      },
    },
  },
  {
    'es-x-formal': {
      full: 'No se pueden crear más enlaces. Revoque uno primero.',
      hint: 'Pegue el enlace en una fuente de navegador de OBS o de otro programa de vídeo. Cualquier persona con el enlace puede verlo; revóquelo después del evento.',
    },
    'de-x-formal': {
      full: 'Es können keine weiteren Links erstellt werden. Widerrufen Sie zuerst einen.',
      hint: 'Fügen Sie den Link in OBS oder einem anderen Videoprogramm als Browserquelle ein. Alle mit dem Link können zusehen: Widerrufen Sie ihn nach der Veranstaltung.',
    },
    'pt-pt': {
      hint: 'Cole a ligação numa fonte de navegador do OBS ou de outro programa de vídeo. Qualquer pessoa com a ligação pode ver; revogue-a depois do evento.',
      link: 'Nova ligação de overlay',
      full: 'Limite de ligações atingido. Revogue uma ligação primeiro.',
      parts: { polls: 'Sondagens' },
    },
  },
);
