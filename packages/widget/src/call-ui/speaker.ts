import { onDevice } from '../dom/browser-storage.ts';

const key = 'call-speaker';

/** Whether this browser lets a page choose where it is heard. */
export const canChooseSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

/** The media elements that play sound. */
export type Speaker = Pick<HTMLMediaElement, 'sinkId' | 'setSinkId'>;

/** Several that are heard at the same place. */
export const allPlayers = (players: Iterable<Speaker>): Speaker => {
  const [...all] = players;
  return {
    sinkId: all[0]?.sinkId ?? '',
    setSinkId: async (deviceId) => void (await Promise.all(all.map((each) => each.setSinkId(deviceId)))),
  };
};

/** Plays there from now on, and in later calls. Rejects when it cannot be used. */
export const chooseSpeaker = async (player: Speaker, deviceId: string): Promise<void> => {
  await player.setSinkId(deviceId);
  onDevice.set(key, deviceId);
};

/** Plays where it was chosen last, while that is there; else where the system plays. Answers the way to stop. */
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
