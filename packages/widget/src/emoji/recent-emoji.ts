import { onDevice } from '../dom/browser-storage.ts';

const most = 24;
/** How many uses decide which emoji are used most. */
const mostUses = 40;

/** The emoji picked last on this device, newest first. */
export const recent = (): string[] => onDevice.get('emoji')?.split(' ').filter(Boolean).slice(0, most) ?? [];

export const remember = (emoji: string): void => {
  onDevice.set('emoji', [emoji, ...recent().filter((each) => each !== emoji)].slice(0, most).join(' '));
  // Another server does not have it.
  if (!emoji.startsWith(':')) countUse(emoji);
};

const uses = (): string[] => onDevice.get('emoji-uses')?.split(' ').filter(Boolean) ?? [];

/** Counts a use of an emoji on this device. */
export const countUse = (emoji: string): void =>
  onDevice.set('emoji-uses', [emoji, ...uses()].slice(0, mostUses).join(' '));

/**
 * Returns the emoji used most on this device, most used first. `usual` fills up the list; each of them counts as used once, so
 * that a single use of another one does not move them.
 */
export const mostUsed = (usual: readonly string[]): string[] => {
  const counts = new Map(usual.map((emoji) => [emoji, 1]));
  for (const emoji of uses()) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, usual.length)
    .map(([emoji]) => emoji);
};

/** The skin tone to draw hands and people in, 0 to 5. */
export const toneOf = (): number => {
  const tone = Number(onDevice.get('tone'));
  return tone >= 0 && tone <= 5 ? Math.floor(tone) : 0;
};

export const setTone = (tone: number): void => onDevice.set('tone', String(tone));
