// The page's own texts; the chat has its own languages.
const en = {
  meetings: 'Meetings',
  meeting: 'Meeting',
  copy: 'Copy link',
  copied: 'Link copied.',
  notCopied: 'Couldn’t copy. Use this page’s address as the link.',
  leave: 'Leave',
  calendar: 'Calendar file',
  change: 'Edit',
  start: 'Start now',
  started: 'The meeting has started.',
  cancel: 'Cancel meeting',
  sureToCancel: 'Cancel the meeting for everyone?',
  cancelled: 'The meeting was cancelled.',
  end: 'End for everyone',
  ended: 'The meeting has ended. Messages disappear once you close this page.',
  startTitle: 'Start a meeting',
  joinTitle: 'Join a meeting',
  yourName: 'Your name',
  token: 'User service token',
  title: 'Title',
  ifAny: '(optional)',
  starts: 'Starts',
  emptyNow: '(leave blank to start now)',
  minutes: 'Minutes',
  toJoin: 'Meeting ID',
  emptyNew: '(leave blank for a new one)',
  enter: 'Join',
  chat: 'Meeting chat',
  promise: 'Messages disappear when the meeting ends.',
  planned: 'Starts on {moment}.',
  plannedFor: 'Starts on {moment}, for {n} minutes.',
  changeTitle: 'Edit meeting',
  changed: 'Meeting updated. Everyone in it will see it.',
  save: 'Save',
  keep: 'Discard',
  offline: 'Can’t reach the server.',
  failures: {
    not_found: 'Meeting not found.',
    unauthenticated: 'That token is not valid.',
    expired: 'That token has expired.',
  },
};

/** @type {typeof en & { failures: Record<string, string> }} */
const es = {
  meetings: 'Reuniones',
  meeting: 'Reunión',
  copy: 'Copiar enlace',
  copied: 'Enlace copiado.',
  notCopied: 'No se pudo copiar. Usa la dirección de esta página como enlace.',
  leave: 'Salir',
  calendar: 'Archivo de calendario',
  change: 'Editar',
  start: 'Empezar ya',
  started: 'La reunión ha empezado.',
  cancel: 'Cancelar reunión',
  sureToCancel: '¿Cancelar la reunión para todos?',
  cancelled: 'La reunión se ha cancelado.',
  end: 'Terminar para todos',
  ended: 'La reunión ha terminado. Los mensajes desaparecerán al cerrar esta página.',
  startTitle: 'Empezar una reunión',
  joinTitle: 'Unirse a una reunión',
  yourName: 'Tu nombre',
  token: 'Token de tu servicio de usuarios',
  title: 'Título',
  ifAny: '(opcional)',
  starts: 'Empieza',
  emptyNow: '(déjalo en blanco para empezar ya)',
  minutes: 'Minutos',
  toJoin: 'ID de la reunión',
  emptyNew: '(déjalo en blanco para una nueva)',
  enter: 'Entrar',
  chat: 'Chat de la reunión',
  promise: 'Los mensajes desaparecen al terminar la reunión.',
  planned: 'Empieza el {moment}.',
  plannedFor: 'Empieza el {moment} y dura {n} minutos.',
  changeTitle: 'Editar reunión',
  changed: 'Reunión actualizada. Todos los participantes lo verán.',
  save: 'Guardar',
  keep: 'Descartar',
  offline: 'No se puede conectar con el servidor.',
  failures: {
    not_found: 'No se ha encontrado la reunión.',
    unauthenticated: 'Ese token no es válido.',
    expired: 'Ese token ha caducado.',
    forbidden: 'Solo puede hacerlo quien creó la reunión.',
    invalid: 'Hay datos que no son válidos.',
    internal: 'Algo ha salido mal. Inténtalo de nuevo.',
  },
};

const isSpanish = (navigator.languages[0] ?? navigator.language).toLowerCase().startsWith('es');
export const language = isSpanish ? 'es' : 'en';
export const texts = isSpanish ? es : en;

/** Inserts the texts into the elements that name them. @param {ParentNode} part */
export const writeTexts = (part) => {
  for (const place of part.querySelectorAll('[data-text]')) {
    const text = Reflect.get(texts, place.getAttribute('data-text') ?? '');
    if (typeof text === 'string') place.textContent = text;
  }
};
