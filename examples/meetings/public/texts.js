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
  cancelTitle: 'Cancel the meeting?',
  cancelText: 'It’s cancelled for everyone, and can’t be undone.',
  cancelled: 'The meeting was cancelled.',
  end: 'End for everyone',
  endTitle: 'End the meeting for everyone?',
  endText: 'Nobody can write after that. Its messages disappear.',
  goBack: 'Go back',
  ended: 'The meeting has ended. Messages disappear once you close this page.',
  startTitle: 'Start a meeting',
  joinTitle: 'Join a meeting',
  yourName: 'Your name',
  token: 'Access token',
  wrongToken: 'That access token isn’t valid. Check it and try again.',
  title: 'Title',
  ifAny: '(optional)',
  starts: 'Starts',
  later: 'Schedule for later',
  haveId: 'Join with an ID',
  begin: 'Start meeting',
  schedule: 'Schedule meeting',
  tagline: 'Meetings that leave no trace',
  pitch: 'Share a link and talk. Messages are never stored: they’re gone when the meeting ends.',
  inside: 'In the meeting',
  others: '{n} more',
  minutes: 'Minutes',
  toJoin: 'Meeting ID',
  enter: 'Join',
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
    unauthenticated: 'Your session has expired. Join again.',
    expired: 'Your session has expired. Join again.',
    forbidden: 'Only the person who created the meeting can do that.',
    invalid: 'Check the details and try again.',
    internal: 'Something went wrong. Try again.',
    rate_limited: 'Too many attempts. Wait a minute.',
  },
};

/** @type {typeof en} */
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
  cancelTitle: '¿Cancelar la reunión?',
  cancelText: 'Se cancelará para todos y no se puede deshacer.',
  cancelled: 'La reunión se ha cancelado.',
  end: 'Terminar para todos',
  endTitle: '¿Terminar la reunión para todos?',
  endText: 'Nadie podrá escribir después. Sus mensajes desaparecerán.',
  goBack: 'Volver',
  ended: 'La reunión ha terminado. Los mensajes desaparecerán al cerrar esta página.',
  startTitle: 'Empezar una reunión',
  joinTitle: 'Unirse a una reunión',
  yourName: 'Tu nombre',
  token: 'Token de acceso',
  wrongToken: 'Ese token de acceso no es válido. Revísalo e inténtalo de nuevo.',
  title: 'Título',
  ifAny: '(opcional)',
  starts: 'Empieza',
  later: 'Programar para más tarde',
  haveId: 'Unirse con un ID',
  begin: 'Empezar reunión',
  schedule: 'Programar reunión',
  tagline: 'Reuniones que no dejan rastro',
  pitch: 'Comparte un enlace y conversa. Los mensajes no se guardan: desaparecen al terminar la reunión.',
  inside: 'En la reunión',
  others: '{n} más',
  minutes: 'Minutos',
  toJoin: 'ID de la reunión',
  enter: 'Unirse',
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
    unauthenticated: 'Tu sesión ha caducado. Vuelve a unirte.',
    expired: 'Tu sesión ha caducado. Vuelve a unirte.',
    forbidden: 'Solo puede hacerlo quien creó la reunión.',
    invalid: 'Revisa los datos e inténtalo de nuevo.',
    internal: 'Algo ha salido mal. Inténtalo de nuevo.',
    rate_limited: 'Demasiados intentos. Espera un minuto.',
  },
};

const locale = navigator.languages[0] ?? navigator.language;
const isSpanish = locale.toLowerCase().startsWith('es');
export const language = isSpanish ? 'es' : 'en';
/** The region decides how times are written. */
export const region = locale.toLowerCase().startsWith(language) ? locale : language;
export const texts = isSpanish ? es : en;
// British spelling everywhere but in the United States.
if (/^en(-US)?$/i.test(locale))
  Object.assign(en, {
    cancelled: 'The meeting was canceled.',
    cancelText: 'It’s canceled for everyone, and can’t be undone.',
  });

/** Inserts the texts into the elements that name them. @param {ParentNode} part */
export const writeTexts = (part) => {
  for (const place of part.querySelectorAll('[data-text]')) {
    const text = Reflect.get(texts, place.getAttribute('data-text') ?? '');
    if (typeof text === 'string') place.textContent = text;
  }
};
