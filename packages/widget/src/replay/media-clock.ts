import type { Stop } from '@chat/client';

/** Follows the position of a media element. */
export interface MediaClock {
  /** The position jumped, or the media stopped there. */
  onSeek(offset: number): void;
  /** The media plays; called for every frame. */
  onPlay(offset: number): void;
}

const events = ['seeking', 'seeked', 'pause', 'ended', 'loadedmetadata', 'emptied'] as const;

/** Calls back with the position in ms. `timeupdate` comes four times a second only; it serves hidden pages. */
export const watchMedia = (media: HTMLMediaElement, { onSeek, onPlay }: MediaClock): Stop => {
  const ended = new AbortController();
  const { signal } = ended;
  let frame = 0;
  const position = (): number => media.currentTime * 1_000;
  const isPlaying = (): boolean => !media.paused && !media.ended && !media.seeking;
  const tick = (): void => {
    frame = 0;
    if (!isPlaying()) return;
    onPlay(position());
    frame = requestAnimationFrame(tick);
  };
  const start = (): void => {
    cancelAnimationFrame(frame);
    tick();
  };
  for (const type of events)
    media.addEventListener(
      type,
      () => {
        onSeek(position());
        start();
      },
      { signal },
    );
  media.addEventListener('playing', start, { signal });
  media.addEventListener('timeupdate', () => isPlaying() && onPlay(position()), { signal });
  onSeek(position());
  start();
  return () => {
    ended.abort();
    cancelAnimationFrame(frame);
  };
};
