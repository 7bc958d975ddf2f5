import type { Language } from './language.ts';

const hourMs = 3_600_000;

const formats = new Map<string, Intl.NumberFormat>();

const formatOf = (tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat => {
  const key = `${tag} ${Object.values(options).join()}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(tag, options);
  formats.set(key, format);
  return format;
};

/** `1:05`, with hours `1:02:05`, in the digits of a language. */
export const clock = (ms: number, tag: string): string => {
  const seconds = Math.floor(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const all = [...(hours > 0 ? [hours] : []), Math.floor(seconds / 60) % 60, seconds % 60];
  return all
    .map((part, place) => formatOf(tag, { minimumIntegerDigits: place === 0 ? 1 : 2 }).format(part))
    .join(':');
};

const units = [
  [86_400, 'day'],
  [3_600, 'hour'],
  [60, 'minute'],
] as const;

/** `10 seconds`, `5 minutes`, `1 day`, in the words of a language. */
export const duration = (seconds: number, tag: string): string => {
  const whole = units.find(([size]) => seconds % size === 0);
  const [size, unit] = seconds < 60 ? [1, 'second'] : (whole ?? [60, 'minute']);
  return formatOf(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(seconds / size);
};

/** Returns the time of day, with the date if that is not clear without it. */
export const untilText = (at: number, language: Language): string =>
  at - Date.now() > 20 * hourMs ? language.dateTime(at) : language.time(at);
