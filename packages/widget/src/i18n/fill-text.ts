import type { Plural } from './dictionary.ts';

/** Returns a text with its `{placeholders}` replaced by values. */
export const fillText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** Returns the plural form of a text for `n`, with `{n}` replaced. */
export const fillPlural = (forms: Plural, n: number, tag: string): string =>
  fillText(forms[new Intl.PluralRules(tag).select(n)] ?? forms.other, {
    n: new Intl.NumberFormat(tag).format(n),
  });
