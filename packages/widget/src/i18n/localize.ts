/** Picks a feature's texts for a language tag; English if it has none in that language. */
export const localize =
  <T>(texts: Readonly<Record<string, T>> & { readonly en: T }) =>
  (tag: string): T =>
    texts[tag.toLowerCase().split(/[-_]/)[0] ?? ''] ?? texts.en;
