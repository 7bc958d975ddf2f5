import type { Dictionary } from './dictionary.ts';

/** Languages load on first use. */
const sources: Record<string, () => Promise<Partial<Dictionary>>> = {
  ar: async () => (await import('./ar.ts')).ar,
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  pt: async () => (await import('./pt.ts')).pt,
};

const loaded = new Map<string, Partial<Dictionary>>();
const loading = new Map<string, Promise<void>>();
/** The page's own texts. */
const replaced = new Map<string, Partial<Dictionary>>();

/** `es-MX` has its own texts if the page registered them, else those of `es`. */
const candidates = (tag: string | null | undefined): string[] => {
  const whole = tag?.toLowerCase() ?? '';
  const [base = ''] = whole.split(/[-_]/);
  return [whole, base];
};

/** Returns the texts for a tag, if they are loaded. */
export const packOf = (tag: string | null | undefined): Partial<Dictionary> | null => {
  for (const name of candidates(tag)) {
    const pack = loaded.get(name);
    if (pack) return { ...pack, ...replaced.get(name) };
    // Texts that the page omits are English.
    const english = loaded.get('en');
    if (english && replaced.has(name) && !sources[name]) return { ...english, ...replaced.get(name) };
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
    if (packOf(tag)) return null;
    const known = candidates(tag).find((each) => sources[each] ?? replaced.has(each));
    const name = known && !sources[known] ? 'en' : known;
    const load = name && sources[name];
    if (!load) continue;
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
