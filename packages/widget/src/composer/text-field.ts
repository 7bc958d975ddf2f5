/** Makes a field as high as its text, where the browser does not do so by itself. */
export const growField = (field: HTMLTextAreaElement | null): void => {
  if (!field || CSS.supports('field-sizing', 'content')) return;
  field.style.blockSize = 'auto';
  field.style.blockSize = `${field.scrollHeight}px`;
};

/** `text` with something in place of what is selected, or of `from` up to the cursor; and where the cursor is then. */
export const withInserted = (
  field: HTMLTextAreaElement | null,
  text: string,
  inserted: string,
  from?: number,
): { text: string; at: number } => {
  const end = field?.selectionEnd ?? text.length;
  const start = from ?? field?.selectionStart ?? end;
  return { text: text.slice(0, start) + inserted + text.slice(end), at: start + inserted.length };
};
