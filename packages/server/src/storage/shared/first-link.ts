const maxLength = 2_048;

/** Returns the address of the first web link in a text, outside of code; null if there is none. */
export const firstLink = (text: string): string | null => {
  const written = text.replace(/```[^]*?```|`[^`\n]*`/g, ' ');
  const [found] = /https?:\/\/[^\s<>"'`]{1,4096}/i.exec(written) ?? [];
  // A sentence or a bracket ends after a link.
  const link = found?.replace(/[.,;:!?)\]}*_~]+$/, '');
  if (link === undefined || !URL.canParse(link)) return null;
  const { href } = new URL(link);
  return href.length <= maxLength ? href : null;
};
