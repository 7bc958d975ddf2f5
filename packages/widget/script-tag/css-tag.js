// In widget.js in place of Lit's own: every browser that knows the widget's colours knows constructed style sheets.
export const supportsAdoptingStyleSheets = true;

export class CSSResult {
  /** @type {CSSStyleSheet | undefined} */
  #sheet;

  /** @param {string} cssText */
  constructor(cssText) {
    this.cssText = cssText;
  }

  get styleSheet() {
    if (!this.#sheet) (this.#sheet = new CSSStyleSheet()).replaceSync(this.cssText);
    return this.#sheet;
  }
}

/** @param {string} text */
export const unsafeCSS = (text) => new CSSResult(text);

/** Without values in between. @param {TemplateStringsArray} text */
export const css = ([text = '']) => new CSSResult(text);

/** @param {unknown} style */
export const getCompatibleStyle = (style) => style;

/** @param {ShadowRoot} root @param {(CSSResult | CSSStyleSheet)[]} styles */
export const adoptStyles = (root, styles) => {
  root.adoptedStyleSheets = styles.map((style) => (style instanceof CSSResult ? style.styleSheet : style));
};
