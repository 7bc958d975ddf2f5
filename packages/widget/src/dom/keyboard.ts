/**
 * Whether a key belongs to an input method. Safari reports it after the end of the composition, with this key
 * code.
 */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
