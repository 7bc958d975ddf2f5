// The bot's replies without a model: the first rule that matches, in the language of the message.
interface Rule {
  pattern: RegExp;
  es: string | (() => string);
  en: string | (() => string);
}

const timeIn = (locale: string) => () =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date());

const rules: Rule[] = [
  {
    pattern: /\b(ayuda|qué sabes|que sabes|help|what can you do)\b/iu,
    es: 'Sé contarte **qué hora es**, cómo hacer una **llamada**, crear un **grupo**, mandar **archivos** o cambiar tu **contraseña**. En un grupo, mencióname.',
    en: 'I can tell you **what time it is**, and how to make a **call**, create a **group**, send **files** or change your **password**. In a group, mention me.',
  },
  {
    pattern: /\b(hora|fecha|qué día|que dia|time|date|what day)\b/iu,
    es: timeIn('es'),
    en: timeIn('en'),
  },
  {
    pattern: /(llamada|llamar|videollamada|\bcalls?\b)/iu,
    es: 'Abre una conversación con una persona: arriba, junto a su nombre, está el botón de llamar, de voz o de vídeo.',
    en: 'Open a conversation with one person: the voice and video call buttons are at the top, next to their name.',
  },
  {
    pattern: /(grupos?\b|\bgroups?\b)/iu,
    es: 'Pulsa + en la lista, elige *Nuevo grupo* y a quienes quieras, ponle nombre y créalo.',
    en: 'Press + in the list, choose *New group*, pick people, name the group and create it.',
  },
  {
    pattern: /(archivos?|ficheros?|fotos?|\bfiles?\b|pictures?|photos?)/iu,
    es: 'Con el clip junto al campo de texto, arrastrándolos a la conversación o pegándolos.',
    en: 'With the clip next to the text field, or by dragging or pasting them into the conversation.',
  },
  {
    pattern: /(contraseña|password)/iu,
    es: 'Cierra la sesión y elige *He olvidado mi contraseña*: te llegará un enlace por correo.',
    en: 'Log out and choose *Forgot password?*: a link will come by mail.',
  },
  { pattern: /(gracias|\bthanks?\b|thank you)/iu, es: '¡De nada!', en: 'You are welcome!' },
  { pattern: /(adiós|adios|hasta luego|\bbye\b|goodbye)/iu, es: '¡Hasta luego!', en: 'See you!' },
  {
    pattern: /(^|\b)(hola|buenas|buenos días|hello|hi|hey)\b/iu,
    es: '¡Hola! Soy el bot. Escribe *ayuda* y te cuento qué sé hacer.',
    en: 'Hello! I am the bot. Write *help* and I will tell you what I can do.',
  },
];

const spanish =
  /[ñáéíóú¿¡]|\b(hola|buenas|ayuda|hora|fecha|gracias|adios|hasta|grupo|llamada|llamar|archivos?|fotos?|que|como|puedes|quiero|por|para|el|la|los|un|una)\b/iu;

export const answerByRules = (text: string): string => {
  const language = spanish.test(text) ? 'es' : 'en';
  const rule = rules.find(({ pattern }) => pattern.test(text));
  const answer = rule?.[language];
  if (answer !== undefined) return typeof answer === 'string' ? answer : answer();
  return language === 'es'
    ? 'No te he entendido. Escribe *ayuda* y te cuento qué sé hacer.'
    : 'I did not understand. Write *help* and I will tell you what I can do.';
};
