import { pictureOf } from '../../dom/picture-of.ts';

/** The picture and the length that an upload states of a video. */
export interface Poster {
  poster?: Blob;
  durationMs?: number;
}

/** The file is uploaded without a poster if the browser takes longer. */
const timeoutMs = 5_000;
/** Seconds: the first frame of many films is black. */
const soonest = 1;

const next = (target: EventTarget, type: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    target.addEventListener(type, resolve, { once: true });
    target.addEventListener('error', () => reject(new Error(`no ${type}`)), { once: true });
    setTimeout(() => reject(new Error(`no ${type} in time`)), timeoutMs);
  });

/** Takes a picture of a film. Resolves to nothing if the browser cannot play it. */
export const posterOf = async (film: Blob): Promise<Poster> => {
  const url = URL.createObjectURL(film);
  const video = document.createElement('video');
  Object.assign(video, { muted: true, playsInline: true, preload: 'auto' });
  try {
    const loaded = next(video, 'loadeddata');
    video.src = url;
    await loaded;
    const { duration } = video;
    const isFinite = Number.isFinite(duration);
    const sought = next(video, 'seeked');
    video.currentTime = isFinite ? Math.min(soonest, duration / 2) : 0;
    await sought;
    const poster = await pictureOf(video, video.videoWidth, video.videoHeight);
    return { ...(poster ? { poster } : {}), ...(isFinite ? { durationMs: duration * 1_000 } : {}) };
  } catch {
    return {};
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
};
