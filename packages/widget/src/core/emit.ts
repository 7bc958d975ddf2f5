/** Dispatches an event that leaves every shadow root. False when it was cancelable and a listener canceled it. */
export const emit = (
  target: EventTarget,
  type: string,
  detail: unknown = null,
  cancelable = false,
): boolean =>
  target.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable }));
