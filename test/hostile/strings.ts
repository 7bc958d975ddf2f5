import { corpus } from './corpus.ts';

const wraps: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `hola ${text} adiós`,
  (text) => `**${text}**`,
  (text) => `[${text}](https://a.example/${text})`,
  (text) => `> ${text}\n- ${text}`,
  (text) => `\u202E${text}`,
  (text) => `${text}${text}`,
];

/** A thousand strings: the corpus as it is, then each of it in other surroundings. `most`: as long as the place takes, UTF-16 units. */
export const hostileStrings = (most: number, count = 1_000): string[] =>
  wraps
    .flatMap((wrap) => corpus.map(wrap))
    .slice(0, count)
    .map((text) => text.slice(0, most));
