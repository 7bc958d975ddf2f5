/** Puts a text on the clipboard; the modern way needs a secure page, so there is the old way too. */
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
