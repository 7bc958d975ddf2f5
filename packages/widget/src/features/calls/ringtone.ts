import { chime } from '../../ui/chime.ts';

const everyMs = 2_500;

/** Two soft tones again and again. Answers the way to stop. */
export const startRinging = (): (() => void) => {
  chime();
  const timer = setInterval(chime, everyMs);
  return () => clearInterval(timer);
};
