/** The font of a page that chose none. Such a page did not mean its chat to be set in it. */
export const isBrowserDefault = (family: string): boolean =>
  /^(?:"?times(?: new roman)?"?|serif|-webkit-standard)$/i.test(family);
