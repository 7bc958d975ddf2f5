import { localize } from '../i18n/localize.ts';

/** Texts of voice notes. */
export interface VoiceTexts extends Record<MicrophoneProblem, string> {
  /** Also the name of the file. */
  name: string;
  asking: string;
  recording: string;
  discard: string;
  stop: string;
  short: string;
  full: string;
  play: string;
  pause: string;
  position: string;
  /** `{at}` of `{whole}`. */
  of: string;
  speed: string;
  broken: string;
}

const en: VoiceTexts = {
  name: 'Voice note',
  asking: 'Allow the microphone when the browser asks.',
  recording: 'Recording',
  discard: 'Discard the recording',
  stop: 'Stop and listen',
  short: 'That was too short. Record for a moment longer.',
  full: 'That is as long as a voice note can be. Send it, or discard it.',
  denied: 'This page may not use the microphone. Allow it in the browser, beside the address, and try again.',
  missing: 'No microphone was found. Connect one and try again.',
  busy: 'The microphone cannot be used. Perhaps another program has it; close that and try again.',
  insecure: 'The microphone can only be used on pages with https.',
  play: 'Play',
  pause: 'Pause',
  position: 'Position',
  of: '{at} of {whole}',
  speed: 'Speed {speed}',
  broken: 'It cannot be played. Try again.',
};

const all = {
  en,
  es: {
    name: 'Nota de voz',
    asking: 'Permite el micrófono cuando el navegador lo pregunte.',
    recording: 'Grabando',
    discard: 'Descartar la grabación',
    stop: 'Parar y escuchar',
    short: 'Ha sido demasiado corta. Graba un momento más.',
    full: 'Una nota de voz no puede durar más. Envíala o descártala.',
    denied:
      'Esta página no puede usar el micrófono. Permítelo en el navegador, junto a la dirección, y reinténtalo.',
    missing: 'No se encontró ningún micrófono. Conecta uno y reinténtalo.',
    busy: 'No se puede usar el micrófono. Quizá lo tiene otro programa; ciérralo y reinténtalo.',
    insecure: 'El micrófono solo se puede usar en páginas con https.',
    play: 'Reproducir',
    pause: 'Pausar',
    position: 'Posición',
    of: '{at} de {whole}',
    speed: 'Velocidad {speed}',
    broken: 'No se puede reproducir. Reinténtalo.',
  },
  fr: {
    name: 'Note vocale',
    asking: 'Autorisez le micro quand le navigateur le demande.',
    recording: 'Enregistrement en cours',
    discard: 'Abandonner l’enregistrement',
    stop: 'Arrêter et écouter',
    short: 'C’était trop court. Enregistrez un peu plus longtemps.',
    full: 'Une note vocale ne peut pas durer plus. Envoyez-la ou abandonnez-la.',
    denied:
      'Cette page ne peut pas utiliser le micro. Autorisez-le dans le navigateur, à côté de l’adresse, puis réessayez.',
    missing: 'Aucun micro trouvé. Branchez-en un et réessayez.',
    busy: 'Le micro ne peut pas être utilisé. Un autre programme l’occupe peut-être ; fermez-le et réessayez.',
    insecure: 'Le micro ne peut être utilisé que sur des pages en https.',
    play: 'Lire',
    pause: 'Mettre en pause',
    position: 'Position',
    of: '{at} sur {whole}',
    speed: 'Vitesse {speed}',
    broken: 'Lecture impossible. Réessayez.',
  },
  pt: {
    name: 'Mensagem de voz',
    asking: 'Permita o microfone quando o navegador perguntar.',
    recording: 'Gravando',
    discard: 'Descartar a gravação',
    stop: 'Parar e ouvir',
    short: 'Foi curta demais. Grave por mais um momento.',
    full: 'Uma mensagem de voz não pode durar mais. Envie ou descarte.',
    denied:
      'Esta página não pode usar o microfone. Permita-o no navegador, ao lado do endereço, e tente de novo.',
    missing: 'Nenhum microfone encontrado. Conecte um e tente de novo.',
    busy: 'Não é possível usar o microfone. Talvez outro programa o esteja usando; feche-o e tente de novo.',
    insecure: 'O microfone só pode ser usado em páginas com https.',
    play: 'Reproduzir',
    pause: 'Pausar',
    position: 'Posição',
    of: '{at} de {whole}',
    speed: 'Velocidade {speed}',
    broken: 'Não é possível reproduzir. Tente de novo.',
  },
  de: {
    name: 'Sprachnachricht',
    asking: 'Erlaube das Mikrofon, wenn der Browser fragt.',
    recording: 'Aufnahme läuft',
    discard: 'Aufnahme verwerfen',
    stop: 'Anhalten und anhören',
    short: 'Das war zu kurz. Nimm einen Moment länger auf.',
    full: 'Länger kann eine Sprachnachricht nicht sein. Sende oder verwirf sie.',
    denied:
      'Diese Seite darf das Mikrofon nicht benutzen. Erlaube es im Browser neben der Adresse und versuche es erneut.',
    missing: 'Kein Mikrofon gefunden. Schließe eines an und versuche es erneut.',
    busy: 'Das Mikrofon lässt sich nicht benutzen. Vielleicht hat es ein anderes Programm; schließe es und versuche es erneut.',
    insecure: 'Das Mikrofon lässt sich nur auf Seiten mit https benutzen.',
    play: 'Abspielen',
    pause: 'Pause',
    position: 'Position',
    of: '{at} von {whole}',
    speed: 'Tempo {speed}',
    broken: 'Das lässt sich nicht abspielen. Versuche es erneut.',
  },
  ar: {
    name: 'رسالة صوتية',
    asking: 'اسمح باستخدام الميكروفون عندما يسأل المتصفح.',
    recording: 'جارٍ التسجيل',
    discard: 'تجاهل التسجيل',
    stop: 'إيقاف واستماع',
    short: 'كان التسجيل قصيرًا جدًا. سجّل للحظة أطول.',
    full: 'لا يمكن أن تكون الرسالة الصوتية أطول من ذلك. أرسلها أو تجاهلها.',
    denied: 'لا يُسمح لهذه الصفحة باستخدام الميكروفون. اسمح به في المتصفح بجانب العنوان ثم أعد المحاولة.',
    missing: 'لم يُعثر على ميكروفون. صِل واحدًا وأعد المحاولة.',
    busy: 'تعذّر استخدام الميكروفون. ربما يستخدمه برنامج آخر؛ أغلقه وأعد المحاولة.',
    insecure: 'لا يمكن استخدام الميكروفون إلا في صفحات https.',
    play: 'تشغيل',
    pause: 'إيقاف مؤقت',
    position: 'الموضع',
    of: '{at} من {whole}',
    speed: 'السرعة {speed}',
    broken: 'تعذّر التشغيل. أعد المحاولة.',
  },
};

export const voiceTexts = localize<VoiceTexts>(all);

/** Why there is no recording; each has its own text. */
export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'insecure';
