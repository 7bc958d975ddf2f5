import type { Stop } from '@chat/client';
import { pictureOf } from '../dom/picture-of.ts';

const framesPerSecond = 15;
const [width, height] = [960, 540];
const types = ['video/webm;codecs=vp8,opus', 'video/mp4', 'video/webm'];
const soundTypes = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/webm'];
/** Share of the file size limit that one part of a recording uses. */
const share = 0.9;
const sliceMs = 1_000;
/** When the poster is taken: both pictures are there by then. */
const posterMs = 2_000;

/** A running recording. */
export interface CallRecording {
  /** Resolves when the last part has been passed on. */
  stop(): Promise<void>;
}

/** The data of one part of a recording. */
export interface PartAbout {
  durationMs: number;
  poster?: Blob;
}

export interface RecorderOptions {
  video: boolean;
  /** Largest file, bytes; a longer recording has several parts. */
  maxBytes: number;
  name: string;
  part(file: File, about: PartAbout): Promise<void>;
}

/** Reports the streams of all participants, now and whenever they change. */
export type CallStreams = (listener: (streams: readonly MediaStream[]) => void) => Stop;

/** Records a call in the page: mixes the sound of all participants and puts their pictures into a grid. */
export const recordCall = (
  streams: CallStreams,
  { video, maxBytes, name, part }: RecorderOptions,
): CallRecording => {
  const audio = new AudioContext();
  const mixed = audio.createMediaStreamDestination();
  const mixedTracks = new Set<string>();
  const screens = new Map<MediaStream, HTMLVideoElement>();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const paint = canvas.getContext('2d');

  const listen = (found: readonly MediaStream[]): void => {
    for (const track of found.flatMap((stream) => stream.getAudioTracks())) {
      if (mixedTracks.has(track.id)) continue;
      mixedTracks.add(track.id);
      audio.createMediaStreamSource(new MediaStream([track])).connect(mixed);
    }
    for (const [stream, screen] of screens)
      if (!found.includes(stream)) {
        screen.srcObject = null;
        screens.delete(stream);
      }
    for (const stream of video ? found : []) if (!screens.has(stream)) screens.set(stream, view(stream));
  };
  const stopListening = streams(listen);

  const draw = (): void => {
    if (!paint) return;
    paint.fillStyle = '#111';
    paint.fillRect(0, 0, width, height);
    const shown = [...screens.values()].filter(({ videoWidth }) => videoWidth > 0);
    const columns = Math.ceil(Math.sqrt(shown.length));
    const [w, h] = [width / columns, height / Math.ceil(shown.length / columns)];
    shown.forEach((screen, index) => {
      const scale = Math.min(w / screen.videoWidth, h / screen.videoHeight);
      const [drawnWidth, drawnHeight] = [screen.videoWidth * scale, screen.videoHeight * scale];
      const [x, y] = [w * (index % columns), h * Math.floor(index / columns)];
      paint.drawImage(screen, x + (w - drawnWidth) / 2, y + (h - drawnHeight) / 2, drawnWidth, drawnHeight);
    });
  };
  const timer = video ? setInterval(draw, 1_000 / framesPerSecond) : undefined;

  const stream = new MediaStream([
    ...mixed.stream.getTracks(),
    ...(video ? canvas.captureStream(framesPerSecond).getTracks() : []),
  ]);
  const mimeType = (video ? types : soundTypes).find((type) => MediaRecorder.isTypeSupported(type));
  const ended: Promise<void>[] = [];
  let count = 0;

  /** One file: a part that stands by itself. */
  const begin = (): MediaRecorder => {
    const number = ++count;
    const recorder = new MediaRecorder(stream, {
      ...(mimeType === undefined ? {} : { mimeType }),
      videoBitsPerSecond: 600_000,
      audioBitsPerSecond: 48_000,
    });
    const pieces: Blob[] = [];
    let bytes = 0;
    const beganAt = performance.now();
    const drawn = (): Promise<Blob | null> =>
      video ? pictureOf(canvas, width, height) : Promise.resolve(null);
    let poster: Promise<Blob | null> | undefined;
    const posing = setTimeout(() => (poster = drawn()), posterMs);
    ended.push(
      new Promise((resolve) => {
        recorder.ondataavailable = ({ data }) => {
          pieces.push(data);
          bytes += data.size;
          if (bytes < maxBytes * share || recorder !== current || recorder.state !== 'recording') return;
          recorder.stop();
          current = begin();
        };
        recorder.onstop = () => {
          const durationMs = performance.now() - beganAt;
          clearTimeout(posing);
          poster ??= drawn();
          const type = (recorder.mimeType || mimeType || 'video/webm').split(';', 1)[0] ?? '';
          const save = async (): Promise<void> => {
            const whole = new Blob(pieces, { type });
            const { withIndex } = await import('./webm-index.ts').catch(() => ({ withIndex: null }));
            const end = type.endsWith('mp4') ? 'mp4' : 'webm';
            const file = new File([withIndex ? await withIndex(whole) : whole], `${name} ${number}.${end}`, {
              type,
            });
            const picture = await poster;
            await part(file, { durationMs, ...(picture ? { poster: picture } : {}) });
          };
          save().then(resolve, resolve);
        };
      }),
    );
    recorder.start(sliceMs);
    return recorder;
  };
  let current = begin();

  return {
    stop: async () => {
      if (current.state !== 'inactive') current.stop();
      // Stops drawing once nothing is sent, because it keeps the page busy.
      clearInterval(timer);
      stopListening();
      for (const track of stream.getTracks()) track.stop();
      for (const screen of screens.values()) screen.srcObject = null;
      await Promise.all([...ended, audio.close()]);
    },
  };
};

const view = (stream: MediaStream): HTMLVideoElement => {
  const screen = document.createElement('video');
  Object.assign(screen, { muted: true, autoplay: true, playsInline: true, srcObject: stream });
  return screen;
};
