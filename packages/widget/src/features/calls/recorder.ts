import type { CallMedia, MediaState } from '@chat/client';
import { pictureOf } from '../../dom/picture-of.ts';

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

/** What is known of one part of a recording. */
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

/** Records both sides in the page: mixes their sound and puts their pictures side by side. */
export const recordCall = (
  media: CallMedia,
  { video, maxBytes, name, part }: RecorderOptions,
): CallRecording => {
  const audio = new AudioContext();
  const mixed = audio.createMediaStreamDestination();
  const mixedTracks = new Set<string>();
  const screens = video ? [view(), view()] : [];
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const paint = canvas.getContext('2d');

  const listen = ({ local, remote }: MediaState): void => {
    for (const track of [...local.getAudioTracks(), ...remote.getAudioTracks()]) {
      if (mixedTracks.has(track.id)) continue;
      mixedTracks.add(track.id);
      audio.createMediaStreamSource(new MediaStream([track])).connect(mixed);
    }
    [remote, local].forEach((stream, index) => {
      const screen = screens[index];
      if (screen && screen.srcObject !== stream) screen.srcObject = stream;
    });
  };
  const stopListening = media.state.subscribe(listen);

  const draw = (): void => {
    if (!paint) return;
    paint.fillStyle = '#111';
    paint.fillRect(0, 0, width, height);
    const shown = screens.filter(({ videoWidth }) => videoWidth > 0);
    shown.forEach((screen, index) => {
      const place = width / shown.length;
      const scale = Math.min(place / screen.videoWidth, height / screen.videoHeight);
      const [w, h] = [screen.videoWidth * scale, screen.videoHeight * scale];
      paint.drawImage(screen, place * index + (place - w) / 2, (height - h) / 2, w, h);
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
      for (const screen of screens) screen.srcObject = null;
      await Promise.all([...ended, audio.close()]);
    },
  };
};

const view = (): HTMLVideoElement => {
  const screen = document.createElement('video');
  Object.assign(screen, { muted: true, autoplay: true, playsInline: true });
  return screen;
};
