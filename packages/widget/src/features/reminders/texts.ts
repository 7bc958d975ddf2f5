import { localize } from '../../i18n/localize.ts';
/** `{when}`: "in ten minutes". `{time}`: time of day, with the date if it is not today. */
const all = {
  en: 'Starts {when} ({time})',
  es: 'Empieza {when} ({time})',
  fr: 'Commence {when} ({time})',
  pt: 'Começa {when} ({time})',
  de: 'Beginnt {when} ({time})',
  ar: 'يبدأ {when} ({time})',
};

export const reminderText = localize<string>(all);
