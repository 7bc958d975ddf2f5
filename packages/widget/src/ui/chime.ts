let context: AudioContext | null = null;
let lastAt = 0;
/** Several messages within this time make one sound, ms. */
const pauseMs = 1_500;

/** Plays two soft tones, synthesised without a file. Silent before the first user gesture. */
export const chime = (): void => {
  const now = Date.now();
  if (now - lastAt < pauseMs || typeof AudioContext === 'undefined') return;
  lastAt = now;
  context ??= new AudioContext();
  void context.resume().catch(() => {});
  tone(context, 660, 0);
  tone(context, 880, 0.09);
};

const tone = (audio: AudioContext, hertz: number, afterSeconds: number): void => {
  const start = audio.currentTime + afterSeconds;
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = hertz;
  gain.gain.setValueAtTime(0, start);
  gain.gain.linearRampToValueAtTime(0.08, start + 0.015);
  gain.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.25);
};
