/** What a voice note carries of its sound. */
export interface Measured {
  durationMs: number;
  /** 0 to 100, at most `bars` of them. */
  waveform: number[];
}

/** So many stand in a bubble on the narrowest phone. */
export const bars = 48;
/** Below this it is silence, and not made to look like a voice. */
const quietest = 0.02;
/** Enough to see how loud it is, and a small part of the memory. */
const sampleRate = 8_000;

/** How loud each part of a sound is, against its loudest. */
export const peaksOf = (samples: Float32Array, count: number = bars): number[] => {
  const size = samples.length / count;
  const peaks = Array.from({ length: size < 1 ? samples.length : count }, (_, index) => {
    const part = size < 1 ? [samples[index] ?? 0] : samples.subarray(index * size, (index + 1) * size);
    let most = 0;
    for (const sample of part) most = Math.max(most, Math.abs(sample));
    return most;
  });
  const loudest = Math.max(quietest, ...peaks);
  return peaks.map((peak) => Math.round((peak / loudest) * 100));
};

/** Decodes a recording. Rejects when it is none. */
export const measure = async (recording: Blob): Promise<Measured> => {
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const sound = await context.decodeAudioData(await recording.arrayBuffer());
  return { durationMs: Math.round(sound.duration * 1000), waveform: peaksOf(sound.getChannelData(0)) };
};
