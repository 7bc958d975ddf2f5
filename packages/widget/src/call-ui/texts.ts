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
  /** A device that is not chosen here. */
  standard: string;
}

const en: CallTexts = {
  audio: 'Voice call',
  video: 'Video call',
  incoming: { audio: '{name} is calling', video: '{name} is calling with video' },
  calling: 'Calling {name}…',
  accept: 'Answer',
  reject: 'Decline',
  cancel: 'Cancel',
  hangup: 'Hang up',
  elsewhere: 'In a call on another device',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  away: '{name} has lost the connection. Waiting…',
  microphone: 'Microphone',
  camera: 'Camera',
  screen: 'Share the screen',
  window: 'Small window',
  record: 'Record',
  recording: 'You are recording',
  recordedBy: '{name} is recording',
  saving: 'Saving the recording…',
  fileName: 'Recording',
  muted: '{name} is muted',
  quality: { good: 'Good connection', fair: 'Fair connection', poor: 'Poor connection' },
  missed: ['No answer', 'Missed call'],
  rejected: 'Call declined',
  busy: ['Busy', 'Missed call'],
  cancelled: ['Call cancelled', 'Missed call'],
  lost: 'Call interrupted',
  ongoing: 'Call in progress',
  ringing: 'Calling…',
  denied: 'This page may not use the microphone or camera. Allow it in the browser, beside the address.',
  missing: 'No microphone or camera was found.',
  unusable: 'The microphone or camera cannot be used. Perhaps another program has it.',
  unplugged: { microphone: 'The microphone was unplugged.', camera: 'The camera was unplugged.' },
  replaced: 'Now using {name}.',
  reconnect: 'Reconnect',
  trouble: {
    relay_refused: 'The relay server does not accept this call. Tell whoever runs this page.',
    relay_unreachable: 'The relay server does not answer. Still trying…',
    no_way: 'No way to the other device yet. Still trying…',
  },
  devices: 'Devices',
  speaker: 'Speaker',
  standard: 'Chosen by the system',
};

const all: { en: CallTexts } & Record<string, CallTexts> = {
  en,
  es: {
    audio: 'Llamada de voz',
    video: 'Videollamada',
    incoming: { audio: '{name} te llama', video: '{name} te hace una videollamada' },
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
    window: 'Ventana pequeña',
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
    denied:
      'Esta página no puede usar el micrófono o la cámara. Permítelo en el navegador, junto a la dirección.',
    missing: 'No se encontró ningún micrófono ni cámara.',
    unusable: 'No se puede usar el micrófono o la cámara. Quizá los tiene otro programa.',
    unplugged: { microphone: 'Se ha desconectado el micrófono.', camera: 'Se ha desconectado la cámara.' },
    replaced: 'Ahora se usa {name}.',
    reconnect: 'Reconectar',
    trouble: {
      relay_refused: 'El servidor de enlace no acepta esta llamada. Avisa a quien lleva esta página.',
      relay_unreachable: 'El servidor de enlace no responde. Se sigue intentando…',
      no_way: 'Aún no hay camino hasta el otro dispositivo. Se sigue intentando…',
    },
    devices: 'Dispositivos',
    speaker: 'Altavoz',
    standard: 'El que elija el sistema',
  },
  fr: {
    audio: 'Appel vocal',
    video: 'Appel vidéo',
    incoming: { audio: '{name} vous appelle', video: '{name} vous appelle en vidéo' },
    calling: 'Appel de {name}…',
    accept: 'Répondre',
    reject: 'Refuser',
    cancel: 'Annuler',
    hangup: 'Raccrocher',
    elsewhere: 'En appel sur un autre appareil',
    connecting: 'Connexion…',
    reconnecting: 'Reconnexion…',
    away: '{name} a perdu la connexion. En attente…',
    microphone: 'Microphone',
    camera: 'Caméra',
    screen: 'Partager l’écran',
    window: 'Petite fenêtre',
    record: 'Enregistrer',
    recording: 'Vous enregistrez',
    recordedBy: '{name} enregistre',
    saving: 'Sauvegarde de l’enregistrement…',
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
    denied:
      'Cette page n’a pas accès au microphone ou à la caméra. Autorisez-la dans le navigateur, près de l’adresse.',
    missing: 'Aucun microphone ni caméra trouvé.',
    unusable: 'Le microphone ou la caméra est inutilisable. Un autre programme l’utilise peut-être.',
    unplugged: { microphone: 'Le microphone a été débranché.', camera: 'La caméra a été débranchée.' },
    replaced: '{name} prend sa place.',
    reconnect: 'Reconnecter',
    trouble: {
      relay_refused: 'Le serveur relais refuse cet appel. Prévenez la personne qui gère cette page.',
      relay_unreachable: 'Le serveur relais ne répond pas. Nouvel essai en cours…',
      no_way: 'Pas encore de chemin vers l’autre appareil. Nouvel essai en cours…',
    },
    devices: 'Appareils',
    speaker: 'Haut-parleur',
    standard: 'Choix du système',
  },
  pt: {
    audio: 'Chamada de voz',
    video: 'Chamada de vídeo',
    incoming: { audio: '{name} está ligando', video: '{name} está ligando com vídeo' },
    calling: 'Chamando {name}…',
    accept: 'Atender',
    reject: 'Recusar',
    cancel: 'Cancelar',
    hangup: 'Desligar',
    elsewhere: 'Em chamada noutro dispositivo',
    connecting: 'Conectando…',
    reconnecting: 'Reconectando…',
    away: '{name} perdeu a conexão. Aguardando…',
    microphone: 'Microfone',
    camera: 'Câmera',
    screen: 'Compartilhar a tela',
    window: 'Janela pequena',
    record: 'Gravar',
    recording: 'Você está gravando',
    recordedBy: '{name} está gravando',
    saving: 'Salvando a gravação…',
    fileName: 'Gravação',
    muted: '{name} está sem som',
    quality: { good: 'Boa conexão', fair: 'Conexão regular', poor: 'Conexão ruim' },
    missed: ['Sem resposta', 'Chamada perdida'],
    rejected: 'Chamada recusada',
    busy: ['Ocupado', 'Chamada perdida'],
    cancelled: ['Chamada cancelada', 'Chamada perdida'],
    lost: 'Chamada interrompida',
    ongoing: 'Chamada em andamento',
    ringing: 'Chamando…',
    denied: 'Esta página não pode usar o microfone ou a câmera. Permita no navegador, ao lado do endereço.',
    missing: 'Nenhum microfone ou câmera encontrado.',
    unusable: 'Não é possível usar o microfone ou a câmera. Talvez outro programa os esteja usando.',
    unplugged: { microphone: 'O microfone foi desconectado.', camera: 'A câmera foi desconectada.' },
    replaced: 'Agora em uso: {name}.',
    reconnect: 'Reconectar',
    trouble: {
      relay_refused: 'O servidor de retransmissão não aceita esta chamada. Avise quem cuida desta página.',
      relay_unreachable: 'O servidor de retransmissão não responde. Tentando ainda…',
      no_way: 'Ainda não há caminho até o outro dispositivo. Tentando ainda…',
    },
    devices: 'Dispositivos',
    speaker: 'Alto-falante',
    standard: 'Escolha do sistema',
  },
  de: {
    audio: 'Sprachanruf',
    video: 'Videoanruf',
    incoming: { audio: '{name} ruft an', video: '{name} ruft mit Video an' },
    calling: '{name} wird angerufen…',
    accept: 'Annehmen',
    reject: 'Ablehnen',
    cancel: 'Abbrechen',
    hangup: 'Auflegen',
    elsewhere: 'Im Gespräch auf einem anderen Gerät',
    connecting: 'Verbinden…',
    reconnecting: 'Neu verbinden…',
    away: '{name} hat die Verbindung verloren. Warten…',
    microphone: 'Mikrofon',
    camera: 'Kamera',
    screen: 'Bildschirm teilen',
    window: 'Kleines Fenster',
    record: 'Aufnehmen',
    recording: 'Du nimmst auf',
    recordedBy: '{name} nimmt auf',
    saving: 'Aufnahme wird gespeichert…',
    fileName: 'Aufnahme',
    muted: '{name} ist stumm',
    quality: { good: 'Gute Verbindung', fair: 'Mäßige Verbindung', poor: 'Schlechte Verbindung' },
    missed: ['Keine Antwort', 'Verpasster Anruf'],
    rejected: 'Anruf abgelehnt',
    busy: ['Besetzt', 'Verpasster Anruf'],
    cancelled: ['Anruf abgebrochen', 'Verpasster Anruf'],
    lost: 'Anruf unterbrochen',
    ongoing: 'Gespräch läuft',
    ringing: 'Es klingelt…',
    denied: 'Diese Seite darf Mikrofon oder Kamera nicht benutzen. Erlaube es im Browser, neben der Adresse.',
    missing: 'Kein Mikrofon und keine Kamera gefunden.',
    unusable: 'Mikrofon oder Kamera lassen sich nicht benutzen. Vielleicht hat sie ein anderes Programm.',
    unplugged: { microphone: 'Das Mikrofon wurde getrennt.', camera: 'Die Kamera wurde getrennt.' },
    replaced: 'Jetzt in Gebrauch: {name}.',
    reconnect: 'Neu verbinden',
    trouble: {
      relay_refused:
        'Der Vermittlungsserver nimmt diesen Anruf nicht an. Gib dem Betreiber dieser Seite Bescheid.',
      relay_unreachable: 'Der Vermittlungsserver antwortet nicht. Es wird weiter versucht…',
      no_way: 'Noch kein Weg zum anderen Gerät. Es wird weiter versucht…',
    },
    devices: 'Geräte',
    speaker: 'Lautsprecher',
    standard: 'Wahl des Systems',
  },
  ar: {
    audio: 'مكالمة صوتية',
    video: 'مكالمة فيديو',
    incoming: { audio: '{name} يتصل بك', video: '{name} يتصل بك بالفيديو' },
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
    window: 'نافذة صغيرة',
    record: 'تسجيل',
    recording: 'أنت تسجّل',
    recordedBy: '{name} يسجّل',
    saving: 'جارٍ حفظ التسجيل…',
    fileName: 'تسجيل',
    muted: 'ميكروفون {name} مغلق',
    quality: { good: 'اتصال جيد', fair: 'اتصال متوسط', poor: 'اتصال ضعيف' },
    missed: ['لا رد', 'مكالمة فائتة'],
    rejected: 'رُفضت المكالمة',
    busy: ['مشغول', 'مكالمة فائتة'],
    cancelled: ['أُلغيت المكالمة', 'مكالمة فائتة'],
    lost: 'انقطعت المكالمة',
    ongoing: 'مكالمة جارية',
    ringing: 'جارٍ الاتصال…',
    denied: 'لا يُسمح لهذه الصفحة باستخدام الميكروفون أو الكاميرا. اسمح بذلك في المتصفح بجانب العنوان.',
    missing: 'لم يُعثر على ميكروفون أو كاميرا.',
    unusable: 'تعذّر استخدام الميكروفون أو الكاميرا. ربما يستخدمهما برنامج آخر.',
    unplugged: { microphone: 'فُصل الميكروفون.', camera: 'فُصلت الكاميرا.' },
    replaced: 'قيد الاستخدام الآن: {name}.',
    reconnect: 'إعادة الاتصال',
    trouble: {
      relay_refused: 'خادم الترحيل لا يقبل هذه المكالمة. أخبر القائم على هذه الصفحة.',
      relay_unreachable: 'خادم الترحيل لا يستجيب. ما زالت المحاولة جارية…',
      no_way: 'لا طريق بعد إلى الجهاز الآخر. ما زالت المحاولة جارية…',
    },
    devices: 'الأجهزة',
    speaker: 'مكبر الصوت',
    standard: 'اختيار النظام',
  },
};

export const callTexts = localize<CallTexts>(all);
