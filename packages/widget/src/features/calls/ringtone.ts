import { chime } from '../../ui/chime.ts';

const everyMs = 2_500;

/** Plays two soft tones repeatedly. Returns a function that stops them. */
export const startRinging = (): (() => void) => {
  chime();
  const timer = setInterval(chime, everyMs);
  return () => clearInterval(timer);
};
