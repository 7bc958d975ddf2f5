import { ReactiveElement, type CSSResult } from 'lit';
import { sheets } from '../../core/style-sheets.ts';

const copies = new WeakMap<Document, Map<CSSStyleSheet, CSSStyleSheet>>();
const originals = new WeakMap<CSSStyleSheet, CSSStyleSheet>();

/**
 * Returns a style sheet that works in a document: constructed sheets work only in the document that made
 * them.
 */
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

/** Returns all descendants of an element, through open shadow roots. */
const allBelow = (root: ParentNode): Element[] =>
  [...root.querySelectorAll('*')].flatMap((element) => [
    element,
    ...(element.shadowRoot ? allBelow(element.shadowRoot) : []),
  ]);

const { createRenderRoot } = ReactiveElement.prototype as unknown as { createRenderRoot(): ShadowRoot };

/** Lit gives new elements the style sheets of their class, which another document rejects. */
const adoptStylesInAnyDocument = (): void => {
  Object.assign(ReactiveElement.prototype, {
    createRenderRoot(this: ReactiveElement) {
      if (this.ownerDocument === document) return createRenderRoot.call(this);
      const { elementStyles, shadowRootOptions } = this.constructor as typeof ReactiveElement;
      const root = this.shadowRoot ?? this.attachShadow(shadowRootOptions);
      root.adoptedStyleSheets = elementStyles.flatMap((style) => {
        const { styleSheet } = style as CSSResult;
        return styleSheet ? sheetFor(this.ownerDocument, styleSheet) : [];
      });
      return root;
    },
  });
};

let isReady = false;

/** Moves an element, also to another document, by calling `put`. Keeps its styles and scroll positions. */
export const moveToDocument = (element: HTMLElement, put: () => void): void => {
  if (!isReady) adoptStylesInAnyDocument();
  isReady = true;
  const { shadowRoot } = element;
  const all = [element, ...(shadowRoot ? allBelow(shadowRoot) : []), ...allBelow(element)];
  const styled = all.flatMap(({ shadowRoot: root }) =>
    root ? [{ root, sheets: [...root.adoptedStyleSheets] }] : [],
  );
  const scrolled = all.filter(({ scrollTop }) => scrollTop > 0).map((at) => ({ at, top: at.scrollTop }));
  put();
  for (const { root, sheets } of styled)
    root.adoptedStyleSheets = sheets.map((sheet) => sheetFor(element.ownerDocument, sheet));
  for (const { at, top } of scrolled) at.scrollTop = top;
};
