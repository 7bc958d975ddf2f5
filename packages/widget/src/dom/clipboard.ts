/** Copies a text to the clipboard. Uses the old API on pages without TLS. */
export const copyText = async (text: string, page = document): Promise<void> => {
  try {
    await (page.defaultView ?? window).navigator.clipboard.writeText(text);
  } catch {
    const field = page.createElement('textarea');
    field.value = text;
    field.style.position = 'fixed';
    field.style.opacity = '0';
    page.body.append(field);
    field.select();
    page.execCommand('copy');
    field.remove();
  }
};
