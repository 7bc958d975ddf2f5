import { localize } from '../i18n/localize.ts';

/** Names of recordings. */
interface RecordingTexts {
  audio: string;
  video: string;
  /** In a direct room, with the other user's name. */
  audioWith: string;
  videoWith: string;
  /** Plays a film. */
  play: string;
  broken: string;
}

export const recordingTexts = localize<RecordingTexts>(
  {
    en: {
      audio: 'Voice call recording',
      video: 'Video call recording',
      audioWith: 'Voice call with {name}',
      videoWith: 'Video call with {name}',
      play: 'Play {name}',
      broken: 'Can’t play this video. Try again.',
    },
    es: {
      audio: 'Grabación de la llamada',
      video: 'Grabación de la videollamada',
      audioWith: 'Llamada con {name}',
      videoWith: 'Videollamada con {name}',
      play: 'Reproducir {name}',
      broken: 'No se puede reproducir el vídeo. Vuelve a intentarlo.',
    },
    fr: {
      audio: 'Enregistrement de l’appel',
      video: 'Enregistrement de l’appel vidéo',
      audioWith: 'Appel avec {name}',
      videoWith: 'Appel vidéo avec {name}',
      play: 'Lire {name}',
      broken: 'Impossible de lire cette vidéo. Réessayez.',
    },
    pt: {
      audio: 'Gravação da chamada',
      video: 'Gravação da chamada de vídeo',
      audioWith: 'Chamada com {name}',
      videoWith: 'Chamada de vídeo com {name}',
      play: 'Reproduzir {name}',
      broken: 'Não foi possível reproduzir o vídeo. Tente novamente.',
    },
    de: {
      audio: 'Aufnahme des Anrufs',
      video: 'Aufnahme des Videoanrufs',
      audioWith: 'Anruf mit {name}',
      videoWith: 'Videoanruf mit {name}',
      play: '{name} abspielen',
      broken: 'Das Video lässt sich nicht abspielen. Versuch es noch einmal.',
    },
    ar: {
      audio: 'تسجيل المكالمة',
      video: 'تسجيل مكالمة الفيديو',
      audioWith: 'مكالمة مع {name}',
      videoWith: 'مكالمة فيديو مع {name}',
      play: 'تشغيل {name}',
      broken: 'تعذّر تشغيل الفيديو. حاول مرة أخرى.',
    },
  },
  {
    'pt-pt': {
      video: 'Gravação da videochamada',
      videoWith: 'Videochamada com {name}',
      broken: 'Não foi possível reproduzir o vídeo. Tente de novo.',
    },
    'es-x-formal': { broken: 'No se puede reproducir el vídeo. Vuelva a intentarlo.' },
    'de-x-formal': { broken: 'Das Video lässt sich nicht abspielen. Versuchen Sie es noch einmal.' },
  },
);
