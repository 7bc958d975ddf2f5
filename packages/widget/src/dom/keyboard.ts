/** The key belongs to an input method: it chooses a word, or leaves it. Safari reports it after the end, with this key code. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
