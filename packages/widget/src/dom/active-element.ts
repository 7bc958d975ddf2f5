/** Returns the focused element, inside shadow roots too. */
export const deepActive = (page = document): Element | null => {
  let active = page.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};
