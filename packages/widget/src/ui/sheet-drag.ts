/** A sheet that is pulled down so far closes, px. */
const closesAtPx = 72;
/** So does one that is let go while it moves this fast, px per ms. */
const closesAtSpeed = 0.6;

/** Lets the user close a bottom sheet by pulling it down. A sheet that scrolls is pulled from its start. */
export const dragToClose = (sheet: HTMLElement, close: () => void): void => {
  let from: { y: number; at: number } | null = null;
  const distance = ({ clientY }: PointerEvent): number => Math.max(0, clientY - (from?.y ?? clientY));
  const settle = (): void => {
    from = null;
    sheet.style.translate = '';
  };
  sheet.addEventListener('pointerdown', (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    from = sheet.scrollTop <= 0 ? { y: event.clientY, at: event.timeStamp } : null;
  });
  sheet.addEventListener('pointermove', (event) => {
    if (!from) return;
    const pulled = distance(event);
    sheet.style.translate = pulled > 0 ? `0 ${pulled}px` : '';
  });
  sheet.addEventListener('pointerup', (event) => {
    if (!from) return;
    const pulled = distance(event);
    const speed = pulled / Math.max(1, event.timeStamp - from.at);
    if (pulled > closesAtPx || (pulled > closesAtPx / 3 && speed > closesAtSpeed)) close();
    settle();
  });
  sheet.addEventListener('pointercancel', settle);
  sheet.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && settle());
};
