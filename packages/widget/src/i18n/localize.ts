import { packNames } from './language-packs.ts';

/** Some of the texts, at any depth. */
type Some<T> = T extends string ? T : { readonly [K in keyof T]?: Some<T[K]> };

const replaceSome = <T>(texts: T, some: Some<T>): T => {
  if (typeof some !== 'object' || Array.isArray(some)) return some as T;
  const replaced = Object.entries(some).map(([key, each]) => [
    key,
    replaceSome((texts as Record<string, unknown>)[key], each as Some<unknown>),
  ]);
  return { ...texts, ...(Object.fromEntries(replaced) as Partial<T>) };
};

/** English outside the United States and the Philippines is spelled as in Britain. */
const namesOf = (tag: string): string[] => (/^en-(?!us|ph|x-)/i.test(tag) ? ['en-gb', 'en'] : packNames(tag));

/**
 * Picks a feature's texts for a language tag; English if it has none in that language. `variants` replace some texts of a
 * language for a region or a register: `pt-pt`, `es-x-formal`.
 */
export const localize = <T>(
  texts: Readonly<Record<string, T>> & { readonly en: T },
  variants: Readonly<Record<string, Some<T>>> = {},
): ((tag: string) => T) => {
  const all: Record<string, T> = { ...texts };
  for (const [name, some] of Object.entries(variants)) {
    const base = texts[name.split('-')[0] ?? ''] ?? texts.en;
    all[name] = replaceSome(base, some);
  }
  return (tag) => all[namesOf(tag).find((name) => Object.hasOwn(all, name)) ?? 'en'] ?? texts.en;
};
