import type { MicrophoneProblem } from '../../voice-note/texts.ts';

/** A running recording. `stop` and `cancel` release the microphone. */
export interface Recording {
  /** The current level, 0 to 1. */
  level(): number;
  stop(): Promise<Blob>;
  cancel(): void;
}

/** Clear enough for speech; five minutes take 1.2 MB. */
export const bitsPerSecond = 32_000;

const formats = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Maps the browser's errors to ours. */
export const problemOf = (error: unknown): MicrophoneProblem => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
};

/**
 * Asks for the microphone. Resolves to a recording, or to the problem. Calls `ended` when the device is
 * removed.
 */
export const record = async (
  ended: () => void,
  signal: AbortSignal,
): Promise<Recording | MicrophoneProblem> => {
  // TypeScript does not know that pages without https have none.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return 'insecure';
  const stream = await devices.getUserMedia({ audio: true }).catch(problemOf);
  if (!(stream instanceof MediaStream)) return stream;
  const release = (): void => stream.getTracks().forEach((track) => track.stop());
  if (signal.aborted) {
    release();
    return 'denied';
  }
  for (const track of stream.getTracks()) track.addEventListener('ended', ended);

  const mimeType = formats.find((format) => MediaRecorder.isTypeSupported(format));
  const recorder = new MediaRecorder(stream, {
    audioBitsPerSecond: bitsPerSecond,
    ...(mimeType === undefined ? {} : { mimeType }),
  });
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.start(1_000);

  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 8192 });
  context.createMediaStreamSource(stream).connect(analyser);
  // As long as the interval between two readings, so that nothing is missed.
  const samples = new Float32Array(analyser.fftSize);

  const finish = (): void => {
    release();
    if (context.state !== 'closed') void context.close();
  };
  return {
    level: () => {
      analyser.getFloatTimeDomainData(samples);
      let most = 0;
      for (const sample of samples) most = Math.max(most, Math.abs(sample));
      return Math.min(1, most * 1.5);
    },
    stop: async () => {
      if (recorder.state !== 'inactive') {
        const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
        recorder.stop();
        await stopped;
      }
      finish();
      return new Blob(parts, { type: recorder.mimeType });
    },
    cancel: () => {
      if (recorder.state !== 'inactive') recorder.stop();
      finish();
    },
  };
};
