import { localize } from '../../i18n/localize.ts';
/** `{when}`: "in ten minutes". `{time}`: of the clock, with the day when it is another. */
const all = {
  en: 'Starts {when} ({time})',
  es: 'Empieza {when} ({time})',
  fr: 'Commence {when} ({time})',
  pt: 'Começa {when} ({time})',
  de: 'Beginnt {when} ({time})',
  ar: 'يبدأ {when} ({time})',
};

export const reminderText = localize<string>(all);
