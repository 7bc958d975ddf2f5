// The page's own texts; the chat has its own languages.
const en = {
  meetings: 'Meetings',
  meeting: 'Meeting',
  copy: 'Copy link',
  copied: 'The link is copied.',
  notCopied: 'The link is the address of this page.',
  leave: 'Leave',
  calendar: 'Calendar file',
  change: 'Change',
  start: 'Start now',
  started: 'The meeting has started.',
  cancel: 'Cancel the meeting',
  sureToCancel: 'Cancel the meeting for everyone?',
  cancelled: 'The meeting was cancelled.',
  end: 'End for everyone',
  ended: 'The meeting has ended. Its messages are deleted when you close this page.',
  startTitle: 'Start a meeting',
  joinTitle: 'Join a meeting',
  yourName: 'Your name',
  token: 'Token of your user service',
  title: 'Title',
  ifAny: '(if it has one)',
  starts: 'Starts',
  emptyNow: '(empty: now)',
  minutes: 'Minutes',
  toJoin: 'Meeting to join',
  emptyNew: '(empty starts a new one)',
  enter: 'Enter',
  chat: 'Chat of the meeting',
  promise: 'This chat is not saved: messages are deleted after the meeting.',
  planned: 'Starts on {moment}.',
  plannedFor: 'Starts on {moment}, for {n} minutes.',
  changeTitle: 'Change the meeting',
  changed: 'The meeting was changed. Everyone in it can see that.',
  save: 'Save',
  keep: 'Do not save',
  offline: 'There is no connection to the server.',
  failures: {
    not_found: 'There is no such meeting.',
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
  notCopied: 'El enlace es la dirección de esta página.',
  leave: 'Salir',
  calendar: 'Archivo de calendario',
  change: 'Cambiar',
  start: 'Empezar ya',
  started: 'La reunión ha empezado.',
  cancel: 'Cancelar la reunión',
  sureToCancel: '¿Cancelar la reunión para todos?',
  cancelled: 'La reunión se ha cancelado.',
  end: 'Terminar para todos',
  ended: 'La reunión ha terminado. Lo dicho desaparece al cerrar esta página.',
  startTitle: 'Empezar una reunión',
  joinTitle: 'Unirse a una reunión',
  yourName: 'Tu nombre',
  token: 'Token de tu servicio de usuarios',
  title: 'Título',
  ifAny: '(si lo tiene)',
  starts: 'Empieza',
  emptyNow: '(vacío: ahora)',
  minutes: 'Minutos',
  toJoin: 'Reunión a la que unirse',
  emptyNew: '(vacío: una nueva)',
  enter: 'Entrar',
  chat: 'Chat de la reunión',
  promise: 'Este chat no se guarda: lo que se dice aquí desaparece tras la reunión.',
  planned: 'Empieza el {moment}.',
  plannedFor: 'Empieza el {moment}, y dura {n} minutos.',
  changeTitle: 'Cambiar la reunión',
  changed: 'La reunión ha cambiado. Quienes están en ella lo ven.',
  save: 'Guardar',
  keep: 'No guardar',
  offline: 'No hay conexión con el servidor.',
  failures: {
    not_found: 'No existe esa reunión.',
    unauthenticated: 'Ese token no es válido.',
    expired: 'Ese token ha caducado.',
    forbidden: 'Solo puede hacerlo quien creó la reunión.',
    invalid: 'Alguno de los datos no es válido.',
    internal: 'Algo ha fallado. Inténtalo otra vez.',
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
