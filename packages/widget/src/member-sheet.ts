/** Elements that Tab reaches, through open shadow roots, in order. */
const tabStops = (root: ParentNode): HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.matches('button:not(:disabled), a[href], input, textarea, [tabindex="0"]') ? [element] : []),
    ...(element.shadowRoot ? tabStops(element.shadowRoot) : []),
  ]);

const deepActive = (): Element | null => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
};

/** Keeps Tab within a sheet that covers the rest. */
export const keepTabWithin = (event: KeyboardEvent, sheet: ParentNode): void => {
  if (event.key !== 'Tab') return;
  const stops = tabStops(sheet);
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  if (deepActive() !== edge && stops.length > 1) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
};
