/** Resolves at the next animation frame; in hidden pages, which have none, after a short delay. */
export const nextFrame = (): Promise<unknown> =>
  new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve, 100);
    else requestAnimationFrame(resolve);
  });
