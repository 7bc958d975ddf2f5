import { fillText } from '../i18n/fill-text.ts';
import type { Language } from '../i18n/language.ts';
import { localize } from '../i18n/localize.ts';

/** A time that a menu offers. */
export interface TimePreset {
  name: string;
  label: string;
  /** ms since the epoch. */
  at: number;
}

export interface TimeTexts {
  today: string;
  tomorrow: string;
  monday: string;
  custom: string;
  time: string;
  past: string;
}

export const timeTexts = localize<TimeTexts>({
  en: {
    today: 'Today at {time}',
    tomorrow: 'Tomorrow at {time}',
    monday: 'Monday at {time}',
    custom: 'Custom time',
    time: 'Date and time',
    past: 'Choose a time in the future.',
  },
  es: {
    today: 'Hoy a las {time}',
    tomorrow: 'Mañana a las {time}',
    monday: 'El lunes a las {time}',
    custom: 'Elegir fecha y hora',
    time: 'Fecha y hora',
    past: 'La hora debe ser futura.',
  },
  fr: {
    today: 'Aujourd’hui à {time}',
    tomorrow: 'Demain à {time}',
    monday: 'Lundi à {time}',
    custom: 'Choisir la date et l’heure',
    time: 'Date et heure',
    past: 'L’heure doit être dans le futur.',
  },
  pt: {
    today: 'Hoje às {time}',
    tomorrow: 'Amanhã às {time}',
    monday: 'Segunda-feira às {time}',
    custom: 'Escolher data e hora',
    time: 'Data e hora',
    past: 'O horário deve ser no futuro.',
  },
  de: {
    today: 'Heute um {time}',
    tomorrow: 'Morgen um {time}',
    monday: 'Montag um {time}',
    custom: 'Datum und Uhrzeit wählen',
    time: 'Datum und Uhrzeit',
    past: 'Die Uhrzeit muss in der Zukunft liegen.',
  },
  ar: {
    today: 'اليوم في {time}',
    tomorrow: 'غدًا في {time}',
    monday: 'الاثنين في {time}',
    custom: 'اختيار التاريخ والوقت',
    time: 'التاريخ والوقت',
    past: 'يجب أن يكون الوقت في المستقبل.',
  },
});

const morning = 9;

/** Returns nine o’clock of a day, by the calendar of this place. */
const morningOf = (now: number, days: number): number => {
  const day = new Date(now);
  day.setDate(day.getDate() + days);
  return day.setHours(morning, 0, 0, 0);
};

/** Returns the next mornings: today before nine, tomorrow, and Monday unless that is tomorrow. */
export const morningPresets = (now: number, language: Language): TimePreset[] => {
  const texts = timeTexts(language.tag);
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  const days = { today: 0, tomorrow: 1, ...(toMonday > 1 ? { monday: toMonday } : {}) };
  return Object.entries(days)
    .map(([name, count]) => ({ name: name as 'today' | 'tomorrow' | 'monday', at: morningOf(now, count) }))
    .filter(({ at }) => at > now)
    .map(({ name, at }) => ({ name, at, label: fillText(texts[name], { time: language.time(at) }) }));
};

/** Returns a time as the value of an input of type `datetime-local`. */
export const toLocalInput = (at: number): string => {
  const offsetMs = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - offsetMs).toISOString().slice(0, 16);
};
