import type { Dictionary, SomeTexts } from './dictionary.ts';

/** Returns a language's texts with those that a region or a register replaces. */
export const overlay = (texts: Dictionary, some: SomeTexts): Dictionary => ({
  ...texts,
  ...some,
  reasons: { ...texts.reasons, ...some.reasons },
  codes: { ...texts.codes, ...some.codes },
});
