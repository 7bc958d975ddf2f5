import type { Dictionary } from './dictionary.ts';

/** Languages load on first use. */
const sources: Record<string, () => Promise<Partial<Dictionary>>> = {
  ar: async () => (await import('./ar.ts')).ar,
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  pt: async () => (await import('./pt.ts')).pt,
  'de-x-formal': async () => (await import('./de-formal.ts')).deFormal,
  'es-x-formal': async () => (await import('./es-formal.ts')).esFormal,
  'pt-pt': async () => (await import('./pt-pt.ts')).ptPt,
};

const loaded = new Map<string, Partial<Dictionary>>();
const loading = new Map<string, Promise<void>>();
/** The page's own texts. */
const replaced = new Map<string, Partial<Dictionary>>();

/**
 * Names of packs for a tag, the best first: `es-MX-x-formal` has its own texts if the page registered them, else those of
 * `es-x-formal`, else those of `es`. Portuguese outside Brazil is that of Portugal.
 */
export const packNames = (tag: string | null | undefined): string[] => {
  const whole = tag?.toLowerCase() ?? '';
  const [base = ''] = whole.split(/[-_]/);
  const [register = ''] = /-x-.*/.exec(whole) ?? [];
  return [whole, /^pt-(?!br|x-)/.test(whole) ? 'pt-pt' : whole, base + register, base];
};

/** Returns the texts for a tag, if they are loaded. */
export const packOf = (tag: string | null | undefined): Partial<Dictionary> | null => {
  const names = packNames(tag);
  for (const name of names) {
    // Texts that the page omits are English.
    const pack = loaded.get(name) ?? (replaced.has(name) && !sources[name] ? loaded.get('en') : null);
    if (pack)
      return Object.assign(
        {},
        pack,
        ...names.map((each) => replaced.get(each)).toReversed(),
      ) as Partial<Dictionary>;
  }
  return null;
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
    const known = packNames(tag).find((each) => sources[each] ?? replaced.has(each));
    if (!known) continue;
    const name = sources[known] ? known : 'en';
    const load = sources[name];
    if (!load || loaded.has(name)) return null;
    const coming =
      loading.get(name) ??
      load()
        .then((pack) => void loaded.set(name, pack))
        .catch(() => {})
        .finally(() => loading.delete(name));
    loading.set(name, coming);
    return coming;
  }
  return null;
};
