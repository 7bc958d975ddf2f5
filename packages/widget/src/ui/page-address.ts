/** The template of the page: the attribute of the element or of one around it. */
const templateOf = (host: HTMLElement, attribute: string): string | null => {
  let within: Node | null | undefined = host;
  while (within) {
    const template = (within as Element).getAttribute?.(attribute);
    if (template) return template;
    within = within.parentNode ?? (within as Partial<ShadowRoot>).host;
  }
  return null;
};

/**
 * Returns an address of the page: by its template in `attribute`, whose `{placeholders}` are replaced by
 * `values`, else the page itself with `hash` as its hash.
 */
export const pageAddress = (
  host: HTMLElement,
  attribute: string,
  values: Readonly<Record<string, string>>,
  hash: Record<string, string>,
): string => {
  const template = templateOf(host, attribute);
  const address = template
    ? template.replace(/\{(\w+)\}/g, (whole, name: string) =>
        values[name] === undefined ? whole : encodeURIComponent(values[name]),
      )
    : `#${String(new URLSearchParams(hash))}`;
  return new URL(address, host.ownerDocument.location.href).href;
};
