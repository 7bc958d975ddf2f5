/** The next animation frame; hidden pages have none, so there it is a short while. */
export const nextFrame = (): Promise<unknown> =>
  new Promise((resolve) => {
    if (document.hidden) setTimeout(resolve, 100);
    else requestAnimationFrame(resolve);
  });
