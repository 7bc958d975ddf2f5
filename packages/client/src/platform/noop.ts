/** Does nothing: for promises whose failure is handled elsewhere, and callbacks that are not set yet. */
export const noop = (): void => {};
