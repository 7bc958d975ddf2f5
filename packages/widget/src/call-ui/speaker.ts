import { onDevice } from '../dom/browser-storage.ts';

const key = 'call-speaker';

/** Whether this browser lets a page choose the speaker. */
export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

/** The media elements that play sound. */
export type Speaker = Pick<HTMLMediaElement, 'sinkId' | 'setSinkId'>;

/** Media elements that play on the same speaker. */
export const allPlayers = (players: Iterable<Speaker>): Speaker => {
  const [...all] = players;
  return {
    sinkId: all[0]?.sinkId ?? '',
    setSinkId: async (deviceId) => void (await Promise.all(all.map((each) => each.setSinkId(deviceId)))),
  };
};

/** Plays on this speaker in this and later calls. Rejects if it cannot be used. */
export const chooseSpeaker = async (player: Speaker, deviceId: string): Promise<void> => {
  await player.setSinkId(deviceId);
  onDevice.set(key, deviceId);
};

/**
 * Plays on the last chosen speaker while it is connected, else on the system's. Returns a function that stops
 * this.
 */
export const keepSpeaker = (player: HTMLMediaElement): (() => void) => {
  if (!canChooseSpeaker()) return () => {};
  const { mediaDevices } = navigator;
  const look = async (): Promise<void> => {
    const wanted = onDevice.get(key) ?? '';
    const there = (await mediaDevices.enumerateDevices()).some(
      ({ kind, deviceId }) => kind === 'audiooutput' && deviceId === wanted,
    );
    const now = there ? wanted : '';
    if (player.sinkId !== now) await player.setSinkId(now);
  };
  const tried = (): void => void look().catch(() => {}); // it is heard as before
  tried();
  mediaDevices.addEventListener('devicechange', tried);
  return () => mediaDevices.removeEventListener('devicechange', tried);
};
