import { localize } from '../i18n/localize.ts';
import type { Trouble } from '@chat/client';

/** Texts of calls. */
export interface CallTexts {
  audio: string;
  video: string;
  incoming: Record<'audio' | 'video', string>;
  calling: string;
  accept: string;
  reject: string;
  cancel: string;
  hangup: string;
  elsewhere: string;
  connecting: string;
  reconnecting: string;
  away: string;
  microphone: string;
  camera: string;
  screen: string;
  window: string;
  record: string;
  recording: string;
  recordedBy: string;
  saving: string;
  fileName: string;
  muted: string;
  quality: Record<'good' | 'fair' | 'poor', string>;
  /** The text in the timeline by outcome: for the caller, and for the callee. */
  missed: [string, string];
  rejected: string;
  busy: [string, string];
  cancelled: [string, string];
  lost: string;
  ongoing: string;
  ringing: string;
  denied: string;
  missing: string;
  unusable: string;
  unplugged: Record<'microphone' | 'camera', string>;
  /** The device that replaced it. */
  replaced: string;
  reconnect: string;
  /** Why there is no connection. */
  trouble: Record<Trouble, string>;
  devices: string;
  speaker: string;
  /** The system's default device. */
  standard: string;
}

const en: CallTexts = {
  audio: 'Voice call',
  video: 'Video call',
  incoming: { audio: '{name} is calling', video: 'Incoming video call from {name}' },
  calling: 'Calling {name}…',
  accept: 'Answer',
  reject: 'Decline',
  cancel: 'Cancel',
  hangup: 'Hang up',
  elsewhere: 'In a call on another device',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  away: '{name} lost connection. Waiting…',
  microphone: 'Microphone',
  camera: 'Camera',
  screen: 'Share screen',
  window: 'Picture-in-picture',
  record: 'Record',
  recording: 'You’re recording',
  recordedBy: '{name} is recording',
  saving: 'Saving recording…',
  fileName: 'Recording',
  muted: '{name} is muted',
  quality: { good: 'Good connection', fair: 'Fair connection', poor: 'Poor connection' },
  missed: ['No answer', 'Missed call'],
  rejected: 'Call declined',
  busy: ['Busy', 'Missed call'],
  cancelled: ['Call canceled', 'Missed call'],
  lost: 'Call interrupted',
  ongoing: 'Call in progress',
  ringing: 'Calling…',
  denied: 'Microphone or camera access is blocked. Allow it from the address bar.',
  missing: 'No microphone or camera found.',
  unusable: 'The microphone or camera is unavailable. Another app may be using it.',
  unplugged: { microphone: 'The microphone was unplugged.', camera: 'The camera was unplugged.' },
  replaced: 'Now using {name}.',
  reconnect: 'Reconnect',
  trouble: {
    relay_refused: 'The relay server refused this call. Contact the site’s administrator.',
    relay_unreachable: 'The relay server isn’t responding. Still trying…',
    no_way: 'Can’t reach the other device yet. Still trying…',
  },
  devices: 'Devices',
  speaker: 'Speaker',
  standard: 'System default',
};

const all: { en: CallTexts } & Record<string, CallTexts> = {
  en,
  es: {
    audio: 'Llamada de voz',
    video: 'Videollamada',
    incoming: { audio: '{name} te llama', video: 'Videollamada de {name}' },
    calling: 'Llamando a {name}…',
    accept: 'Contestar',
    reject: 'Rechazar',
    cancel: 'Cancelar',
    hangup: 'Colgar',
    elsewhere: 'En una llamada en otro dispositivo',
    connecting: 'Conectando…',
    reconnecting: 'Reconectando…',
    away: '{name} ha perdido la conexión. Esperando…',
    microphone: 'Micrófono',
    camera: 'Cámara',
    screen: 'Compartir pantalla',
    window: 'Imagen en imagen',
    record: 'Grabar',
    recording: 'Estás grabando',
    recordedBy: '{name} está grabando',
    saving: 'Guardando la grabación…',
    fileName: 'Grabación',
    muted: '{name} tiene el micrófono apagado',
    quality: { good: 'Buena conexión', fair: 'Conexión regular', poor: 'Mala conexión' },
    missed: ['Sin respuesta', 'Llamada perdida'],
    rejected: 'Llamada rechazada',
    busy: ['Ocupado', 'Llamada perdida'],
    cancelled: ['Llamada cancelada', 'Llamada perdida'],
    lost: 'Llamada interrumpida',
    ongoing: 'Llamada en curso',
    ringing: 'Llamando…',
    denied: 'El acceso al micrófono o a la cámara está bloqueado. Permítelo desde la barra de direcciones.',
    missing: 'No se encontró micrófono ni cámara.',
    unusable: 'El micrófono o la cámara no están disponibles. Puede que los use otra aplicación.',
    unplugged: { microphone: 'Se ha desconectado el micrófono.', camera: 'Se ha desconectado la cámara.' },
    replaced: 'Ahora se usa {name}.',
    reconnect: 'Reconectar',
    trouble: {
      relay_refused:
        'El servidor de retransmisión rechazó la llamada. Contacta con el administrador del sitio.',
      relay_unreachable: 'El servidor de retransmisión no responde. Seguimos intentándolo…',
      no_way: 'Aún no se puede conectar con el otro dispositivo. Seguimos intentándolo…',
    },
    devices: 'Dispositivos',
    speaker: 'Altavoz',
    standard: 'Predeterminado del sistema',
  },
  fr: {
    audio: 'Appel vocal',
    video: 'Appel vidéo',
    incoming: { audio: '{name} vous appelle', video: 'Appel vidéo de {name}' },
    calling: 'Appel à {name}…',
    accept: 'Répondre',
    reject: 'Refuser',
    cancel: 'Annuler',
    hangup: 'Raccrocher',
    elsewhere: 'En appel sur un autre appareil',
    connecting: 'Connexion…',
    reconnecting: 'Reconnexion…',
    away: '{name} a perdu la connexion. En attente…',
    microphone: 'Micro',
    camera: 'Caméra',
    screen: 'Partager l’écran',
    window: 'Image dans l’image',
    record: 'Enregistrer',
    recording: 'Vous enregistrez',
    recordedBy: '{name} enregistre',
    saving: 'Enregistrement en cours…',
    fileName: 'Enregistrement',
    muted: '{name} a coupé son micro',
    quality: { good: 'Bonne connexion', fair: 'Connexion moyenne', poor: 'Mauvaise connexion' },
    missed: ['Sans réponse', 'Appel manqué'],
    rejected: 'Appel refusé',
    busy: ['Occupé', 'Appel manqué'],
    cancelled: ['Appel annulé', 'Appel manqué'],
    lost: 'Appel interrompu',
    ongoing: 'Appel en cours',
    ringing: 'Appel…',
    denied: 'L’accès au micro ou à la caméra est bloqué. Autorisez-le depuis la barre d’adresse.',
    missing: 'Aucun micro ni caméra détectés.',
    unusable: 'Le micro ou la caméra n’est pas disponible. Une autre application les utilise peut-être.',
    unplugged: { microphone: 'Le micro a été débranché.', camera: 'La caméra a été débranchée.' },
    replaced: '{name} est maintenant utilisé.',
    reconnect: 'Se reconnecter',
    trouble: {
      relay_refused: 'Le serveur relais a refusé cet appel. Contactez l’administrateur du site.',
      relay_unreachable: 'Le serveur relais ne répond pas. Nouvelle tentative…',
      no_way: 'Impossible de joindre l’autre appareil pour l’instant. Nouvelle tentative…',
    },
    devices: 'Appareils',
    speaker: 'Haut-parleur',
    standard: 'Par défaut (système)',
  },
  pt: {
    audio: 'Chamada de voz',
    video: 'Chamada de vídeo',
    incoming: { audio: '{name} está ligando', video: 'Chamada de vídeo de {name}' },
    calling: 'Ligando para {name}…',
    accept: 'Atender',
    reject: 'Recusar',
    cancel: 'Cancelar',
    hangup: 'Desligar',
    elsewhere: 'Em uma chamada em outro dispositivo',
    connecting: 'Conectando…',
    reconnecting: 'Reconectando…',
    away: '{name} perdeu a conexão. Aguardando…',
    microphone: 'Microfone',
    camera: 'Câmera',
    screen: 'Compartilhar tela',
    window: 'Picture-in-picture',
    record: 'Gravar',
    recording: 'Você está gravando',
    recordedBy: '{name} está gravando',
    saving: 'Salvando gravação…',
    fileName: 'Gravação',
    muted: 'O microfone de {name} está desligado',
    quality: { good: 'Boa conexão', fair: 'Conexão regular', poor: 'Conexão ruim' },
    missed: ['Sem resposta', 'Chamada perdida'],
    rejected: 'Chamada recusada',
    busy: ['Ocupado', 'Chamada perdida'],
    cancelled: ['Chamada cancelada', 'Chamada perdida'],
    lost: 'Chamada interrompida',
    ongoing: 'Chamada em andamento',
    ringing: 'Chamando…',
    denied: 'O acesso ao microfone ou à câmera está bloqueado. Permita-o na barra de endereços.',
    missing: 'Nenhum microfone ou câmera encontrado.',
    unusable: 'O microfone ou a câmera não está disponível. Outro aplicativo pode estar usando.',
    unplugged: { microphone: 'O microfone foi desconectado.', camera: 'A câmera foi desconectada.' },
    replaced: 'Usando agora {name}.',
    reconnect: 'Reconectar',
    trouble: {
      relay_refused: 'O servidor de retransmissão recusou esta chamada. Fale com o administrador do site.',
      relay_unreachable: 'O servidor de retransmissão não responde. Ainda tentando…',
      no_way: 'Ainda não foi possível conectar ao outro dispositivo. Ainda tentando…',
    },
    devices: 'Dispositivos',
    speaker: 'Alto-falante',
    standard: 'Padrão do sistema',
  },
  de: {
    audio: 'Sprachanruf',
    video: 'Videoanruf',
    incoming: { audio: '{name} ruft an', video: 'Videoanruf von {name}' },
    calling: '{name} wird angerufen…',
    accept: 'Annehmen',
    reject: 'Ablehnen',
    cancel: 'Abbrechen',
    hangup: 'Auflegen',
    elsewhere: 'In einem Anruf auf einem anderen Gerät',
    connecting: 'Verbindung wird hergestellt…',
    reconnecting: 'Verbindung wird wiederhergestellt…',
    away: '{name} hat die Verbindung verloren. Bitte warten…',
    microphone: 'Mikrofon',
    camera: 'Kamera',
    screen: 'Bildschirm teilen',
    window: 'Bild-im-Bild',
    record: 'Aufnehmen',
    recording: 'Du nimmst auf',
    recordedBy: '{name} nimmt auf',
    saving: 'Aufnahme wird gespeichert…',
    fileName: 'Aufnahme',
    muted: '{name} ist stummgeschaltet',
    quality: { good: 'Gute Verbindung', fair: 'Mäßige Verbindung', poor: 'Schlechte Verbindung' },
    missed: ['Keine Antwort', 'Verpasster Anruf'],
    rejected: 'Anruf abgelehnt',
    busy: ['Besetzt', 'Verpasster Anruf'],
    cancelled: ['Anruf abgebrochen', 'Verpasster Anruf'],
    lost: 'Anruf unterbrochen',
    ongoing: 'Laufender Anruf',
    ringing: 'Es klingelt…',
    denied: 'Der Zugriff auf Mikrofon oder Kamera ist blockiert. Erlaube ihn in der Adressleiste.',
    missing: 'Kein Mikrofon und keine Kamera gefunden.',
    unusable: 'Mikrofon oder Kamera ist nicht verfügbar. Möglicherweise verwendet sie eine andere App.',
    unplugged: { microphone: 'Das Mikrofon wurde getrennt.', camera: 'Die Kamera wurde getrennt.' },
    replaced: 'Jetzt wird {name} verwendet.',
    reconnect: 'Erneut verbinden',
    trouble: {
      relay_refused:
        'Der Relay-Server hat diesen Anruf abgelehnt. Wende dich an den Administrator der Website.',
      relay_unreachable: 'Der Relay-Server antwortet nicht. Es wird weiter versucht…',
      no_way: 'Das andere Gerät ist noch nicht erreichbar. Es wird weiter versucht…',
    },
    devices: 'Geräte',
    speaker: 'Lautsprecher',
    standard: 'Systemstandard',
  },
  ar: {
    audio: 'مكالمة صوتية',
    video: 'مكالمة فيديو',
    incoming: { audio: '{name} يتصل بك', video: 'مكالمة فيديو من {name}' },
    calling: 'جارٍ الاتصال بـ {name}…',
    accept: 'رد',
    reject: 'رفض',
    cancel: 'إلغاء',
    hangup: 'إنهاء المكالمة',
    elsewhere: 'في مكالمة على جهاز آخر',
    connecting: 'جارٍ الاتصال…',
    reconnecting: 'جارٍ إعادة الاتصال…',
    away: 'انقطع اتصال {name}. في الانتظار…',
    microphone: 'الميكروفون',
    camera: 'الكاميرا',
    screen: 'مشاركة الشاشة',
    window: 'صورة داخل صورة',
    record: 'تسجيل',
    recording: 'أنت تسجّل',
    recordedBy: '{name} يسجّل',
    saving: 'جارٍ حفظ التسجيل…',
    fileName: 'تسجيل',
    muted: 'ميكروفون {name} مغلق',
    quality: { good: 'اتصال جيد', fair: 'اتصال متوسط', poor: 'اتصال ضعيف' },
    missed: ['لم يتم الرد', 'مكالمة فائتة'],
    rejected: 'رُفضت المكالمة',
    busy: ['مشغول', 'مكالمة فائتة'],
    cancelled: ['أُلغيت المكالمة', 'مكالمة فائتة'],
    lost: 'انقطعت المكالمة',
    ongoing: 'مكالمة جارية',
    ringing: 'جارٍ الاتصال…',
    denied: 'الوصول إلى الميكروفون أو الكاميرا محظور. اسمح به من شريط العنوان.',
    missing: 'لم يُعثر على ميكروفون أو كاميرا.',
    unusable: 'الميكروفون أو الكاميرا غير متاح. قد يكون تطبيق آخر يستخدمه.',
    unplugged: { microphone: 'فُصل الميكروفون.', camera: 'فُصلت الكاميرا.' },
    replaced: 'يُستخدم الآن {name}.',
    reconnect: 'إعادة الاتصال',
    trouble: {
      relay_refused: 'رفض خادم الترحيل هذه المكالمة. تواصل مع مسؤول الموقع.',
      relay_unreachable: 'خادم الترحيل لا يستجيب. ما زلنا نحاول…',
      no_way: 'لا يمكن الوصول إلى الجهاز الآخر بعد. ما زلنا نحاول…',
    },
    devices: 'الأجهزة',
    speaker: 'مكبر الصوت',
    standard: 'الإعداد الافتراضي للنظام',
  },
};

/** Changes for registers and regions. */
const variants = {
  'de-x-formal': {
    recording: 'Sie nehmen auf',
    denied: 'Der Zugriff auf Mikrofon oder Kamera ist blockiert. Erlauben Sie ihn in der Adressleiste.',
    trouble: {
      relay_refused:
        'Der Relay-Server hat diesen Anruf abgelehnt. Wenden Sie sich an den Administrator der Website.',
    },
  },
  'en-gb': { cancelled: ['Call cancelled', 'Missed call'] as [string, string] },
  'es-x-formal': {
    incoming: { audio: '{name} le llama' },
    recording: 'Está grabando',
    denied: 'El acceso al micrófono o a la cámara está bloqueado. Permítalo desde la barra de direcciones.',
    trouble: {
      relay_refused:
        'El servidor de retransmisión rechazó la llamada. Contacte con el administrador del sitio.',
    },
  },
  'pt-pt': {
    incoming: { audio: '{name} está a ligar', video: 'Videochamada de {name}' },
    video: 'Videochamada',
    calling: 'A ligar a {name}…',
    elsewhere: 'Numa chamada noutro dispositivo',
    connecting: 'A ligar…',
    reconnecting: 'A restabelecer a ligação…',
    away: '{name} perdeu a ligação. A aguardar…',
    camera: 'Câmara',
    screen: 'Partilhar ecrã',
    window: 'Imagem na imagem',
    recording: 'Está a gravar',
    recordedBy: '{name} está a gravar',
    saving: 'A guardar a gravação…',
    quality: { good: 'Boa ligação', fair: 'Ligação razoável', poor: 'Má ligação' },
    missed: ['Sem resposta', 'Chamada não atendida'] as [string, string],
    busy: ['Ocupado', 'Chamada não atendida'] as [string, string],
    cancelled: ['Chamada cancelada', 'Chamada não atendida'] as [string, string],
    ongoing: 'Chamada em curso',
    ringing: 'A chamar…',
    denied: 'O acesso ao microfone ou à câmara está bloqueado. Permita-o na barra de endereço.',
    missing: 'Não foi encontrado nenhum microfone ou câmara.',
    unusable: 'O microfone ou a câmara não está disponível. Pode estar a ser utilizado por outra aplicação.',
    unplugged: { microphone: 'O microfone foi desligado.', camera: 'A câmara foi desligada.' },
    replaced: 'A utilizar agora {name}.',
    reconnect: 'Voltar a ligar',
    trouble: {
      relay_refused: 'O servidor de retransmissão recusou esta chamada. Contacte o administrador do site.',
      relay_unreachable: 'O servidor de retransmissão não responde. Continuamos a tentar…',
      no_way: 'Ainda não foi possível chegar ao outro dispositivo. Continuamos a tentar…',
    },
    speaker: 'Altifalante',
    standard: 'Predefinição do sistema',
  },
};

export const callTexts = localize<CallTexts>(all, variants);
