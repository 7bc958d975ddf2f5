import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Devices that the browser makes up, three of each kind; of the cameras the second sends depth, which nobody shows. */
export const fakeDevices = [
  '--use-fake-device-for-media-stream=device-count=3,fps=10',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
];
export const permissions = ['microphone', 'camera'];

export const call = (page: Page) => page.locator('chat-call');
export const press = (page: Page, name: string) =>
  call(page).getByRole('button', { name, exact: true }).click();
export const start = async (page: Page, kind: string): Promise<void> => {
  await page.locator('chat-room header').getByRole('button', { name: 'Llamar' }).click();
  await page.getByRole('menuitem', { name: kind }).click();
};

interface Media {
  state: { get(): { connection: string; trouble: string | null; peer: { screen: boolean } | null } };
  stats(): Promise<RTCStatsReport | null>;
}
interface Element {
  client: { room(id: string): { calls: { media(): Promise<Media> } } };
  room: string;
}

/** The state of the page's call. */
export interface Said {
  connection: string;
  trouble: string | null;
  /** The other shows their screen. */
  screen: boolean;
  /** Frames of the other's picture that it has decoded, and packets of sound that came. */
  frames: number;
  packets: number;
  /** The kinds of both ends of the way that is used: `relay relay`. */
  way: string;
}

export const said = (page: Page): Promise<Said> =>
  call(page).evaluate(async (element) => {
    const { client, room } = element as unknown as Element;
    const media = await client.room(room).calls.media();
    const { connection, trouble, peer } = media.state.get();
    const screen = peer?.screen === true;
    const sum = { connection, trouble, screen, frames: 0, packets: 0, way: '' };
    const all = new Map<string, Record<string, unknown>>();
    (await media.stats())?.forEach((entry: { id: string } & Record<string, unknown>) =>
      all.set(entry.id, entry),
    );
    for (const entry of all.values()) {
      if (entry['type'] === 'inbound-rtp' && entry['kind'] === 'video')
        sum.frames += Number(entry['framesDecoded']);
      if (entry['type'] === 'inbound-rtp' && entry['kind'] === 'audio')
        sum.packets += Number(entry['packetsReceived']);
      if (entry['type'] !== 'transport') continue;
      const pair = all.get(String(entry['selectedCandidatePairId']));
      sum.way = [pair?.['localCandidateId'], pair?.['remoteCandidateId']]
        .map((id) => all.get(String(id))?.['candidateType'])
        .join(' ');
    }
    return sum;
  });

/** The increase since the first sample. A new connection counts from zero. */
export const since = (first: number): ((now: number) => number) => {
  let from = first;
  return (now) => {
    if (now < from) from = 0;
    return now - from;
  };
};

/** More than now is to come, picture and sound. */
export const flows = async (page: Page): Promise<void> => {
  const { frames, packets } = await said(page).catch(() => ({ frames: 0, packets: 0 }));
  const moreFrames = since(frames);
  const morePackets = since(packets);
  await expect
    .poll(async () => moreFrames((await said(page)).frames), { timeout: 30_000 })
    .toBeGreaterThan(5);
  await expect.poll(async () => morePackets((await said(page)).packets)).toBeGreaterThan(0);
};

/** The media that this page sends. */
export const ownTracks = (page: Page) =>
  call(page).evaluate((element) => {
    const player = element.shadowRoot?.querySelector<HTMLVideoElement>('.local');
    return (
      ((player?.srcObject ?? null) as MediaStream | null)?.getTracks().map((track) => {
        const { id, kind } = track;
        return { id, kind, deviceId: track.getSettings().deviceId };
      }) ?? []
    );
  });
