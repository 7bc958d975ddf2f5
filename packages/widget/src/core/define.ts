/** Registers an element once: a second copy of this script on the same page leaves the first one in charge. */
export const define = (tag: string, element: CustomElementConstructor): void => {
  if (typeof customElements !== 'undefined' && !customElements.get(tag)) customElements.define(tag, element);
};
