/** Returns the name of a language in another one. */
export const languageName = (code: string, tag: string): string => {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
};

/** The same at the beginning of an entry. */
export const languageEntry = (code: string, tag: string): string => {
  const name = languageName(code, tag);
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
};
