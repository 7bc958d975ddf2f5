// The page's own texts; the chat has its own languages.
const en = {
  tagline: 'Find your room. Meet your people.',
  pitch: 'Join rooms, message people directly, and pick up where you left off.',
  logIn: 'Log in',
  signUp: 'Create account',
  logInTitle: 'Log in to your account',
  signUpTitle: 'Create your account',
  forgotTitle: 'Forgot your password?',
  resetTitle: 'Choose a new password',
  name: 'Name',
  nameHint: 'Your display name. Must be unique.',
  email: 'Email',
  password: 'Password',
  newPassword: 'New password',
  passwordHint: 'At least 8 characters.',
  forgot: 'Forgot password?',
  forgotHint: 'We’ll send you a link to choose a new one.',
  sendLink: 'Send link',
  linkSent: 'If there is an account with that email, the link is on its way.',
  setPassword: 'Save password',
  passwordSet: 'Password saved. You can log in with it now.',
  noAccount: 'No account yet?',
  haveAccount: 'Already have an account?',
  back: 'Back',
  invited: 'You’ve been invited to a conversation. Log in or create an account to join.',
  sessionOver: 'Your session expired. Log in again.',
  account: 'My account: ',
  profile: 'My profile',
  notifications: 'Notifications',
  logOut: 'Log out',
  changePassword: 'Change password',
  currentPassword: 'Current password',
  changeHint: 'You’ll be logged out on your other devices.',
  passwordChanged: 'Password changed.',
  explore: 'Explore rooms',
  close: 'Close',
  findRoom: 'Find a room',
  newRoom: 'New room',
  create: 'Create',
  noRooms: 'No rooms yet. Create the first one.',
  noneFound: 'No rooms found. Create it below.',
  here: '{n} online',
  emptyTitle: 'You haven’t joined any rooms',
  emptyText: 'Explore rooms or create one. Your rooms and unread messages show up here.',
  exploreFirst: 'Explore rooms',
  errors: {
    NAME_TAKEN: 'That name is taken. Choose another.',
    INVALID_NAME: 'That name can’t be used. Choose another.',
    USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'There’s already an account with that email.',
    INVALID_EMAIL_OR_PASSWORD: 'Wrong email or password.',
    INVALID_EMAIL: 'Enter a valid email.',
    INVALID_PASSWORD: 'Your current password is wrong.',
    PASSWORD_COMMON: 'That password is too common. Choose another.',
    PASSWORD_TOO_SHORT: 'That password is too short.',
    PASSWORD_TOO_LONG: 'That password is too long.',
    INVALID_TOKEN: 'This link has expired. Request a new one.',
    room_exists: 'That room name is taken.',
    invalid: 'That room name can’t be used.',
    rate_limited: 'Too many attempts. Wait a minute.',
    offline: 'Can’t reach the server.',
    other: 'Something went wrong. Try again.',
  },
};

/** @type {typeof en} */
const es = {
  tagline: 'Encuentra tu sala. Conoce a tu gente.',
  pitch: 'Únete a salas, escribe en privado y sigue donde lo dejaste.',
  logIn: 'Entrar',
  signUp: 'Crear cuenta',
  logInTitle: 'Entra en tu cuenta',
  signUpTitle: 'Crea tu cuenta',
  forgotTitle: '¿Has olvidado tu contraseña?',
  resetTitle: 'Elige una contraseña nueva',
  name: 'Nombre',
  nameHint: 'Tu nombre visible. Debe ser único.',
  email: 'Correo electrónico',
  password: 'Contraseña',
  newPassword: 'Contraseña nueva',
  passwordHint: 'Mínimo 8 caracteres.',
  forgot: 'He olvidado mi contraseña',
  forgotHint: 'Te enviaremos un enlace para elegir otra.',
  sendLink: 'Enviar enlace',
  linkSent: 'Si hay una cuenta con ese correo, el enlace está en camino.',
  setPassword: 'Guardar contraseña',
  passwordSet: 'Contraseña guardada. Ya puedes entrar con ella.',
  noAccount: '¿No tienes cuenta?',
  haveAccount: '¿Ya tienes cuenta?',
  back: 'Volver',
  invited: 'Te han invitado a una conversación. Entra o crea una cuenta para unirte.',
  sessionOver: 'Tu sesión ha caducado. Entra de nuevo.',
  account: 'Mi cuenta: ',
  profile: 'Mi perfil',
  notifications: 'Notificaciones',
  logOut: 'Cerrar sesión',
  changePassword: 'Cambiar la contraseña',
  currentPassword: 'Contraseña actual',
  changeHint: 'Se cerrará la sesión en tus otros dispositivos.',
  passwordChanged: 'Contraseña cambiada.',
  explore: 'Explorar salas',
  close: 'Cerrar',
  findRoom: 'Buscar una sala',
  newRoom: 'Sala nueva',
  create: 'Crear',
  noRooms: 'Aún no hay salas. Crea la primera.',
  noneFound: 'No se encontraron salas. Puedes crearla abajo.',
  here: '{n} en línea',
  emptyTitle: 'Aún no te has unido a ninguna sala',
  emptyText: 'Explora las salas o crea una. Aquí verás tus salas y los mensajes sin leer.',
  exploreFirst: 'Explorar salas',
  errors: {
    NAME_TAKEN: 'Ese nombre ya está en uso. Elige otro.',
    INVALID_NAME: 'Ese nombre no se puede usar. Elige otro.',
    USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'Ya hay una cuenta con ese correo.',
    INVALID_EMAIL_OR_PASSWORD: 'Correo o contraseña incorrectos.',
    INVALID_EMAIL: 'Escribe un correo válido.',
    INVALID_PASSWORD: 'La contraseña actual no es correcta.',
    PASSWORD_COMMON: 'Esa contraseña es demasiado común. Elige otra.',
    PASSWORD_TOO_SHORT: 'La contraseña es demasiado corta.',
    PASSWORD_TOO_LONG: 'La contraseña es demasiado larga.',
    INVALID_TOKEN: 'El enlace ha caducado. Pide otro.',
    room_exists: 'Ese nombre de sala ya está en uso.',
    invalid: 'Ese nombre de sala no se puede usar.',
    rate_limited: 'Demasiados intentos. Espera un minuto.',
    offline: 'No se puede conectar con el servidor.',
    other: 'Algo ha salido mal. Inténtalo de nuevo.',
  },
};

const isSpanish = (navigator.languages[0] ?? navigator.language).toLowerCase().startsWith('es');
export const language = isSpanish ? 'es' : 'en';
export const texts = isSpanish ? es : en;

/** Inserts the texts into the elements that name them. */
export const writeTexts = () => {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll('[data-text]')) {
    const text = Reflect.get(texts, place.getAttribute('data-text') ?? '');
    if (typeof text === 'string') place.textContent = text;
  }
};

/** Returns the text of an error. @param {unknown} error */
export const errorText = (error) => {
  const { errors } = texts;
  if (error instanceof TypeError) return errors.offline; // fetch could not reach the server
  const { reason, code } = /** @type {{ reason?: string, code?: string }} */ (error);
  for (const name of [reason, code])
    if (name !== undefined && Object.hasOwn(errors, name)) return String(Reflect.get(errors, name));
  return errors.other;
};
