let count = 0;
let shown: string | null = null;
let plain = '';

const clear = (): void => {
  if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
  count = 0;
  // The page may have named itself anew meanwhile.
  if (shown !== null && document.title === shown) document.title = plain;
  shown = null;
  document.removeEventListener('visibilitychange', clear);
  window.removeEventListener('focus', clear);
};

/**
 * One more in the title of the page, `(3) Title`, until somebody looks at it. All rooms of a page count together. A page that
 * counts there itself is left to it.
 */
export const countInTitle = (): void => {
  if (document.title !== shown && /^\(\d+\) /.test(document.title)) return;
  if (shown === null || document.title !== shown) plain = document.title;
  if (count === 0) {
    document.addEventListener('visibilitychange', clear);
    window.addEventListener('focus', clear);
  }
  count++;
  shown = `(${count}) ${plain}`;
  document.title = shown;
};
