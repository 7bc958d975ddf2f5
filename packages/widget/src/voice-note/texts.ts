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
  discard: 'Discard recording',
  stop: 'Stop and preview',
  short: 'Too short, try again.',
  full: 'Maximum length reached. Send or discard it.',
  denied: 'Microphone access is blocked. Allow it from the address bar and try again.',
  missing: 'No microphone found. Connect one and try again.',
  busy: 'The microphone is unavailable. Another app may be using it. Close it and try again.',
  insecure: 'Recording needs a secure (https) page.',
  play: 'Play',
  pause: 'Pause',
  position: 'Position',
  of: '{at} of {whole}',
  speed: 'Speed {speed}',
  broken: 'Can’t play this recording. Try again.',
};

const all = {
  en,
  es: {
    name: 'Nota de voz',
    asking: 'Permite el acceso al micrófono cuando el navegador lo pida.',
    recording: 'Grabando',
    discard: 'Descartar grabación',
    stop: 'Parar y escuchar',
    short: 'Demasiado corta, inténtalo de nuevo.',
    full: 'Duración máxima alcanzada. Envíala o descártala.',
    denied:
      'El acceso al micrófono está bloqueado. Permítelo desde la barra de direcciones e inténtalo de nuevo.',
    missing: 'No se encontró ningún micrófono. Conecta uno e inténtalo de nuevo.',
    busy: 'El micrófono no está disponible. Puede que lo use otra aplicación. Ciérrala e inténtalo de nuevo.',
    insecure: 'Para grabar hace falta una página segura (https).',
    play: 'Reproducir',
    pause: 'Pausar',
    position: 'Posición',
    of: '{at} de {whole}',
    speed: 'Velocidad {speed}',
    broken: 'No se puede reproducir la grabación. Inténtalo de nuevo.',
  },
  fr: {
    name: 'Message vocal',
    asking: 'Autorisez l’accès au micro lorsque le navigateur le demande.',
    recording: 'Enregistrement en cours',
    discard: 'Supprimer l’enregistrement',
    stop: 'Arrêter et écouter',
    short: 'Trop court, réessayez.',
    full: 'Durée maximale atteinte. Envoyez ou supprimez le message.',
    denied: 'L’accès au micro est bloqué. Autorisez-le depuis la barre d’adresse, puis réessayez.',
    missing: 'Aucun micro détecté. Branchez-en un et réessayez.',
    busy: 'Le micro n’est pas disponible. Une autre application l’utilise peut-être. Fermez-la et réessayez.',
    insecure: 'L’enregistrement nécessite une page sécurisée (https).',
    play: 'Lire',
    pause: 'Pause',
    position: 'Position',
    of: '{at} sur {whole}',
    speed: 'Vitesse {speed}',
    broken: 'Impossible de lire cet enregistrement. Réessayez.',
  },
  pt: {
    name: 'Mensagem de voz',
    asking: 'Permita o acesso ao microfone quando o navegador pedir.',
    recording: 'Gravando',
    discard: 'Descartar gravação',
    stop: 'Parar e ouvir',
    short: 'Curta demais, tente novamente.',
    full: 'Duração máxima atingida. Envie ou descarte.',
    denied: 'O acesso ao microfone está bloqueado. Permita-o na barra de endereços e tente novamente.',
    missing: 'Nenhum microfone encontrado. Conecte um e tente novamente.',
    busy: 'O microfone não está disponível. Outro aplicativo pode estar usando. Feche-o e tente novamente.',
    insecure: 'Para gravar, é preciso uma página segura (https).',
    play: 'Reproduzir',
    pause: 'Pausar',
    position: 'Posição',
    of: '{at} de {whole}',
    speed: 'Velocidade {speed}',
    broken: 'Não é possível reproduzir a gravação. Tente novamente.',
  },
  de: {
    name: 'Sprachnachricht',
    asking: 'Erlaube den Zugriff auf das Mikrofon, wenn der Browser fragt.',
    recording: 'Aufnahme läuft',
    discard: 'Aufnahme verwerfen',
    stop: 'Stoppen und anhören',
    short: 'Zu kurz, versuche es erneut.',
    full: 'Maximale Länge erreicht. Sende oder verwirf die Aufnahme.',
    denied:
      'Der Zugriff auf das Mikrofon ist blockiert. Erlaube ihn in der Adressleiste und versuche es erneut.',
    missing: 'Kein Mikrofon gefunden. Schließe eines an und versuche es erneut.',
    busy: 'Das Mikrofon ist nicht verfügbar. Möglicherweise verwendet es eine andere App. Schließe sie und versuche es erneut.',
    insecure: 'Für Aufnahmen ist eine sichere Seite (https) nötig.',
    play: 'Abspielen',
    pause: 'Pause',
    position: 'Position',
    of: '{at} von {whole}',
    speed: 'Geschwindigkeit {speed}',
    broken: 'Diese Aufnahme kann nicht abgespielt werden. Versuche es erneut.',
  },
  ar: {
    name: 'رسالة صوتية',
    asking: 'اسمح بالوصول إلى الميكروفون عندما يطلب المتصفح ذلك.',
    recording: 'جارٍ التسجيل',
    discard: 'تجاهل التسجيل',
    stop: 'إيقاف واستماع',
    short: 'قصير جدًا، حاول مرة أخرى.',
    full: 'تم بلوغ المدة القصوى. أرسل الرسالة أو تجاهلها.',
    denied: 'الوصول إلى الميكروفون محظور. اسمح به من شريط العنوان وحاول مرة أخرى.',
    missing: 'لم يُعثر على ميكروفون. صِل واحدًا وحاول مرة أخرى.',
    busy: 'الميكروفون غير متاح. قد يكون تطبيق آخر يستخدمه. أغلقه وحاول مرة أخرى.',
    insecure: 'يتطلب التسجيل صفحة آمنة (https).',
    play: 'تشغيل',
    pause: 'إيقاف مؤقت',
    position: 'الموضع',
    of: '{at} من {whole}',
    speed: 'السرعة {speed}',
    broken: 'تعذّر تشغيل هذا التسجيل. حاول مرة أخرى.',
  },
};

/** Changes for registers and regions. */
const variants = {
  'de-x-formal': {
    asking: 'Erlauben Sie den Zugriff auf das Mikrofon, wenn der Browser fragt.',
    short: 'Zu kurz, versuchen Sie es erneut.',
    full: 'Maximale Länge erreicht. Senden oder verwerfen Sie die Aufnahme.',
    denied:
      'Der Zugriff auf das Mikrofon ist blockiert. Erlauben Sie ihn in der Adressleiste und versuchen Sie es erneut.',
    missing: 'Kein Mikrofon gefunden. Schließen Sie eines an und versuchen Sie es erneut.',
    busy: 'Das Mikrofon ist nicht verfügbar. Möglicherweise verwendet es eine andere App. Schließen Sie sie und versuchen Sie es erneut.',
    broken: 'Diese Aufnahme kann nicht abgespielt werden. Versuchen Sie es erneut.',
  },
  'es-x-formal': {
    asking: 'Permita el acceso al micrófono cuando el navegador lo pida.',
    short: 'Demasiado corta, inténtelo de nuevo.',
    full: 'Duración máxima alcanzada. Envíela o descártela.',
    denied:
      'El acceso al micrófono está bloqueado. Permítalo desde la barra de direcciones e inténtelo de nuevo.',
    missing: 'No se encontró ningún micrófono. Conecte uno e inténtelo de nuevo.',
    busy: 'El micrófono no está disponible. Puede que lo use otra aplicación. Ciérrela e inténtelo de nuevo.',
    broken: 'No se puede reproducir la grabación. Inténtelo de nuevo.',
  },
  'pt-pt': {
    recording: 'A gravar',
    discard: 'Rejeitar gravação',
    short: 'Demasiado curta, tente novamente.',
    full: 'Duração máxima atingida. Envie ou rejeite a gravação.',
    missing: 'Não foi encontrado nenhum microfone. Ligue um e tente novamente.',
    busy: 'O microfone não está disponível. Pode estar a ser utilizado por outra aplicação. Feche-a e tente novamente.',
  },
};

export const voiceTexts = localize<VoiceTexts>(all, variants);

/** Why there is no recording; each has its own text. */
export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'insecure';
