import { sheets } from '../../core/style-sheets.ts';

const copies = new WeakMap<Document, Map<CSSStyleSheet, CSSStyleSheet>>();
const originals = new WeakMap<CSSStyleSheet, CSSStyleSheet>();

/** A constructed style sheet serves the document it was made in: this one, or its like, for another document. */
export const sheetFor = (owner: Document, sheet: CSSStyleSheet): CSSStyleSheet => {
  const source = originals.get(sheet) ?? sheet;
  const { defaultView: view } = owner;
  if (owner === document || !view) return source;
  const known = copies.get(owner) ?? new Map<CSSStyleSheet, CSSStyleSheet>();
  copies.set(owner, known);
  const copy = known.get(source) ?? new view.CSSStyleSheet();
  if (!known.has(source)) copy.replaceSync(Array.from(source.cssRules, ({ cssText }) => cssText).join('\n'));
  known.set(source, copy);
  originals.set(copy, source);
  return copy;
};

sheets.of = sheetFor;
