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

/** Names of texts for a tag, the best first: `es-MX-x-formal` has those of `es-x-formal`, else of `es`. */
const namesOf = (tag: string): string[] => {
  const whole = tag.toLowerCase();
  const [base = ''] = whole.split(/[-_]/);
  // Portuguese outside Brazil is that of Portugal; most English outside the United States is spelled as in Britain.
  if (/^pt-(?!br|x-)/.test(whole)) return ['pt-pt', base];
  if (/^en-(?!us|ph|x-)/.test(whole)) return ['en-gb', base];
  return [base + whole.replace(/.*?(?=-x-|$)/, ''), base];
};

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
