// The page's own texts; the chat has its own languages.
const en = {
  tagline: 'Rooms to talk in, people to find',
  pitch: 'Join the rooms you like, send private messages, and find the whole history when you come back.',
  logIn: 'Log in',
  signUp: 'Create account',
  logInTitle: 'Log in to your account',
  signUpTitle: 'Create your account',
  forgotTitle: 'Forgotten your password?',
  resetTitle: 'Choose another password',
  name: 'Name',
  nameHint: 'As others will see you. It has to be free.',
  email: 'E-mail',
  password: 'Password',
  newPassword: 'New password',
  passwordHint: 'Eight characters at least.',
  forgot: 'I have forgotten my password',
  forgotHint: 'We will send you a link to choose another one.',
  sendLink: 'Send the link',
  linkSent: 'If there is an account with that e-mail, the link is on its way.',
  setPassword: 'Save the password',
  passwordSet: 'Password saved. You can log in with it now.',
  noAccount: 'No account yet?',
  haveAccount: 'Already have an account?',
  back: 'Back',
  sessionOver: 'Your session is over. Log in again.',
  account: 'My account: ',
  profile: 'My profile',
  notifications: 'Notifications',
  logOut: 'Log out',
  changePassword: 'Change password',
  currentPassword: 'Current password',
  changeHint: 'Your other devices will be logged out.',
  passwordChanged: 'Password changed.',
  explore: 'Explore rooms',
  close: 'Close',
  findRoom: 'Find a room',
  newRoom: 'New room',
  create: 'Create',
  noRooms: 'There is no room yet. Yours can be the first.',
  noneFound: 'No room has this name. You can create it.',
  here: '{n} here',
  emptyTitle: 'You are in no room yet',
  emptyText:
    'See which rooms there are, or make one. From then on it stands here, with what you have not read.',
  exploreFirst: 'See the rooms',
  errors: {
    NAME_TAKEN: 'Somebody has this name. Choose another one.',
    INVALID_NAME: 'This name cannot be shown. Choose another one.',
    USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'There is an account with that e-mail already.',
    INVALID_EMAIL_OR_PASSWORD: 'The e-mail or the password is wrong.',
    INVALID_EMAIL: 'Write a valid e-mail.',
    INVALID_PASSWORD: 'The current password is wrong.',
    PASSWORD_COMMON: 'That password is too common. Choose another one.',
    PASSWORD_TOO_SHORT: 'The password is too short.',
    PASSWORD_TOO_LONG: 'The password is too long.',
    INVALID_TOKEN: 'The link is no longer good. Ask for another one.',
    room_exists: 'There is a room of this name already.',
    invalid: 'A room cannot have this name.',
    rate_limited: 'Too many attempts. Wait a minute.',
    offline: 'There is no connection to the server.',
    other: 'That was not possible. Try again.',
  },
};

/** @type {typeof en} */
const es = {
  tagline: 'Salas donde hablar, gente que encontrar',
  pitch:
    'Entra en las salas que quieras, escribe a alguien en privado cuando sea solo para esa persona y vuelve cuando quieras a todo lo que se dijo.',
  logIn: 'Entrar',
  signUp: 'Crear cuenta',
  logInTitle: 'Entra en tu cuenta',
  signUpTitle: 'Crea tu cuenta',
  forgotTitle: '¿Has olvidado tu contraseña?',
  resetTitle: 'Elige otra contraseña',
  name: 'Nombre',
  nameHint: 'Así te verán los demás. Tiene que estar libre.',
  email: 'Correo electrónico',
  password: 'Contraseña',
  newPassword: 'Contraseña nueva',
  passwordHint: 'Ocho caracteres como mínimo.',
  forgot: 'He olvidado mi contraseña',
  forgotHint: 'Te mandaremos un enlace para elegir otra.',
  sendLink: 'Mandar el enlace',
  linkSent: 'Si hay una cuenta con ese correo, el enlace está en camino.',
  setPassword: 'Guardar la contraseña',
  passwordSet: 'Contraseña guardada. Ya puedes entrar con ella.',
  noAccount: '¿No tienes cuenta?',
  haveAccount: '¿Ya tienes cuenta?',
  back: 'Volver',
  sessionOver: 'La sesión ha terminado. Entra otra vez.',
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
  noRooms: 'Todavía no hay salas. La tuya puede ser la primera.',
  noneFound: 'Ninguna sala se llama así. Puedes crearla.',
  here: '{n} dentro',
  emptyTitle: 'Todavía no estás en ninguna sala',
  emptyText: 'Mira qué salas hay, o crea una. Desde entonces estará aquí, con lo que no hayas leído.',
  exploreFirst: 'Ver las salas',
  errors: {
    NAME_TAKEN: 'Alguien tiene ya ese nombre. Elige otro.',
    INVALID_NAME: 'Ese nombre no se puede mostrar. Elige otro.',
    USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'Ya hay una cuenta con ese correo.',
    INVALID_EMAIL_OR_PASSWORD: 'El correo o la contraseña no son correctos.',
    INVALID_EMAIL: 'Escribe un correo válido.',
    INVALID_PASSWORD: 'La contraseña actual no es correcta.',
    PASSWORD_COMMON: 'Esa contraseña es demasiado común. Elige otra.',
    PASSWORD_TOO_SHORT: 'La contraseña es demasiado corta.',
    PASSWORD_TOO_LONG: 'La contraseña es demasiado larga.',
    INVALID_TOKEN: 'El enlace ya no vale. Pide otro.',
    room_exists: 'Ya hay una sala con ese nombre.',
    invalid: 'Una sala no puede llamarse así.',
    rate_limited: 'Demasiados intentos. Espera un minuto.',
    offline: 'No hay conexión con el servidor.',
    other: 'No ha sido posible. Inténtalo otra vez.',
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
