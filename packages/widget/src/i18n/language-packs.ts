import type { Dictionary } from './dictionary.ts';

type Pack = Partial<Dictionary>;

interface PackModule {
  readonly pack: Pack;
  /** Loads the texts of a region or a register, or returns null if the language's own fit. */
  readonly variant?: (tag: string) => Promise<Pack> | null;
}

/** Languages load on first use. */
const sources: Record<string, () => Promise<PackModule>> = {
  ar: () => import('./ar.ts'),
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
  pt: () => import('./pt.ts'),
};

const loaded = new Map<string, Pack>();
/** The page's own texts. */
const replaced = new Map<string, Pack>();

/**
 * Where the texts for a tag come from: `base` is the language, or English for a language of the page; `name` is the tag if
 * its region or register may have texts.
 */
const lookUp = (
  tag: string | null | undefined,
): { base: string; name: string; own: (Pack | undefined)[] } => {
  const whole = tag?.toLowerCase() ?? '';
  const [language = ''] = whole.split(/[-_]/);
  const own = [language, whole].map((name) => replaced.get(name));
  const base = !sources[language] && own.some(Boolean) ? 'en' : language;
  return { base, name: /-x-|^pt-/.test(whole) ? whole : base, own };
};

/** Returns the texts for a tag, if they are loaded. */
export const packOf = (tag: string | null | undefined): Pack | null => {
  const { base, name, own } = lookUp(tag);
  const pack = loaded.get(name) ?? loaded.get(base);
  return pack ? (Object.assign({}, pack, ...own) as Pack) : null;
};

/** Overrides texts of a language, or adds a language. */
export const replaceTexts = (tag: string, texts: Partial<Dictionary>): void => {
  const name = tag.toLowerCase();
  replaced.set(name, { ...replaced.get(name), ...texts });
};

/**
 * Loads the texts of the first language in `wanted` that exists. Null if nothing has to be loaded. Never
 * rejects: a language that fails to load is missing until it is requested again.
 */
export const loadTexts = (wanted: readonly (string | null | undefined)[]): Promise<void> | null => {
  for (const tag of [...wanted, 'en']) {
    const { base, name } = lookUp(tag);
    const source = sources[base];
    if (!source) continue;
    if (loaded.has(name)) return null;
    return source()
      .then(async ({ pack, variant }) => void loaded.set(name, (await variant?.(name)) ?? pack))
      .catch(() => {});
  }
  return null;
};
