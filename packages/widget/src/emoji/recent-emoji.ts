import { onDevice } from '../dom/browser-storage.ts';

const most = 24;

/** The emoji picked last on this device, newest first. */
export const recent = (): string[] => onDevice.get('emoji')?.split(' ').filter(Boolean).slice(0, most) ?? [];

export const remember = (emoji: string): void =>
  onDevice.set('emoji', [emoji, ...recent().filter((each) => each !== emoji)].slice(0, most).join(' '));

/** The skin tone to draw hands and people in, 0 to 5. */
export const toneOf = (): number => {
  const tone = Number(onDevice.get('tone'));
  return tone >= 0 && tone <= 5 ? Math.floor(tone) : 0;
};

export const setTone = (tone: number): void => onDevice.set('tone', String(tone));
