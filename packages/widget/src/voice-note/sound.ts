/** The sound of one voice note. */
export interface Sound {
  readonly playing: boolean;
  /** The position, ms. */
  readonly atMs: number;
  play(): Promise<void>;
  pause(): void;
  seek(ms: number): void;
  /** Stops it for good. */
  close(): void;
}

const speeds = [1, 1.5, 2] as const;
/** The speed of this and later voice notes. */
let speed: number = 1;
let current: { pause(): void } | null = null;
const sounds = new Set<{ audio: HTMLAudioElement; changed(): void }>();

export const speedOf = (): number => speed;

/** Switches to the next speed; after the last, to the first. */
export const changeSpeed = (): void => {
  speed = speeds[speeds.findIndex((each) => each === speed) + 1] ?? speeds[0];
  for (const { audio, changed } of sounds) {
    audio.defaultPlaybackRate = audio.playbackRate = speed;
    changed();
  }
};

/**
 * Calls `source` on the first play. Only one sound of the page plays at a time. Calls `failed` if it cannot
 * be played; the next `play` tries again.
 */
export const createSound = (
  source: () => Promise<string>,
  { changed, failed }: { changed: () => void; failed: () => void },
): Sound => {
  const audio = new Audio();
  audio.preload = 'auto';
  audio.defaultPlaybackRate = audio.playbackRate = speed;
  let atMs = 0;
  let ready = false;

  // Browsers record without a duration and cannot seek before it is known, so the end is sought first.
  const measured = new Promise<void>((resolve) => {
    audio.addEventListener('durationchange', () => {
      if (Number.isFinite(audio.duration)) resolve();
      else audio.currentTime = Number.MAX_SAFE_INTEGER;
    });
  });
  const open = async (): Promise<void> => {
    audio.src = await source();
    audio.load();
    await Promise.race([
      measured,
      new Promise((_, reject) => audio.addEventListener('error', reject, { once: true })),
    ]);
    ready = true;
    audio.currentTime = atMs / 1000;
  };
  const fail = (): void => {
    ready = false;
    audio.removeAttribute('src');
    failed();
  };

  audio.addEventListener('timeupdate', () => {
    if (ready) atMs = audio.currentTime * 1000;
    changed();
  });
  audio.addEventListener('play', changed);
  audio.addEventListener('pause', changed);
  audio.addEventListener('error', () => ready && fail());
  audio.addEventListener('ended', () => {
    if (!ready) return; // its end was only looked for
    atMs = 0;
    audio.currentTime = 0;
    changed();
  });

  const known = { audio, changed };
  sounds.add(known);
  const sound: Sound = {
    get playing() {
      return ready && !audio.paused && !audio.ended;
    },
    get atMs() {
      return ready && !audio.seeking && !audio.ended ? audio.currentTime * 1000 : atMs;
    },
    play: async () => {
      if (current !== sound) current?.pause();
      current = sound;
      try {
        if (!ready) await open();
        if (current === sound) await audio.play();
      } catch (error) {
        // A pause before the start is not an error.
        if (!(error instanceof DOMException && error.name === 'AbortError')) fail();
      }
    },
    pause: () => {
      if (current === sound) current = null;
      audio.pause();
    },
    seek: (ms) => {
      atMs = ms;
      if (ready) audio.currentTime = ms / 1000;
      changed();
    },
    close: () => {
      sound.pause();
      sounds.delete(known);
      audio.removeAttribute('src');
      audio.load();
    },
  };
  return sound;
};
