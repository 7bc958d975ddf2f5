import type { Dictionary } from './dictionary.ts';
import { en } from './en.ts';

/** English is there from the start; every other language comes when it is first asked for. */
const sources: Record<string, () => Promise<Partial<Dictionary>>> = {
  ar: async () => (await import('./ar.ts')).ar,
  de: async () => (await import('./de.ts')).de,
  es: async () => (await import('./es.ts')).es,
  fr: async () => (await import('./fr.ts')).fr,
  pt: async () => (await import('./pt.ts')).pt,
};

const loaded = new Map<string, Dictionary>([['en', en]]);
const loading = new Map<string, Promise<void>>();
/** What the page has said otherwise. */
const replaced = new Map<string, Partial<Dictionary>>();

/** `es-MX` has its own texts if somebody registered them, else those of `es`. */
const candidates = (tag: string | null | undefined): string[] => {
  const whole = tag?.toLowerCase() ?? '';
  const [base = ''] = whole.split(/[-_]/);
  return [whole, base];
};

/** The texts for a tag, if they are here. */
export const packOf = (tag: string | null | undefined): Dictionary | null => {
  for (const name of candidates(tag)) {
    const pack = loaded.get(name);
    if (pack) return { ...pack, ...replaced.get(name) };
    if (replaced.has(name) && !sources[name]) return { ...en, ...replaced.get(name) };
  }
  return null;
};

/** Puts texts of the page's own over those of a language, or begins one. */
export const replaceTexts = (tag: string, texts: Partial<Dictionary>): void => {
  const name = tag.toLowerCase();
  replaced.set(name, { ...replaced.get(name), ...texts });
};

/**
 * Loads the texts of the first of `wanted` that there are any for. Null when nothing has to be loaded. Resolves in any case: a
 * language that cannot be loaded is not there, until it is asked for again.
 */
export const loadTexts = (wanted: readonly (string | null | undefined)[]): Promise<void> | null => {
  for (const tag of wanted) {
    if (packOf(tag)) return null;
    const name = candidates(tag).find((each) => sources[each]);
    const load = name && sources[name];
    if (!load) continue;
    const coming =
      loading.get(name) ??
      load()
        .then((pack) => void loaded.set(name, { ...en, ...pack }))
        .catch(() => {})
        .finally(() => loading.delete(name));
    loading.set(name, coming);
    return coming;
  }
  return null;
};
