import { olderSlack } from './scroll-anchor.ts';

/** Whether messages are missing near to what the reader sees. */
export const isGapNear = (scroller: HTMLElement | null): boolean => {
  const gap = scroller?.querySelector('.gap')?.getBoundingClientRect();
  if (!scroller || !gap) return false;
  const { top, bottom } = scroller.getBoundingClientRect();
  return gap.bottom >= top - olderSlack && gap.top <= bottom + olderSlack;
};
