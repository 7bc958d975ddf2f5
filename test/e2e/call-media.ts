import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { since } from './call-pages.ts';

interface Element {
  client: {
    room(id: string): {
      calls: { media(): Promise<{ stats(): Promise<RTCStatsReport | null> }> };
    };
  };
  room: string;
}

/** Frames of the other's picture that this page has decoded, and packets of sound that came. */
const received = (page: Page) =>
  page.locator('chat-call').evaluate(async (element) => {
    const { client, room } = element as unknown as Element;
    const report = await (await client.room(room).calls.media()).stats();
    const sum = { frames: 0, packets: 0 };
    report?.forEach(
      (entry: { type: string; kind?: string; framesDecoded?: number; packetsReceived?: number }) => {
        if (entry.type !== 'inbound-rtp') return;
        if (entry.kind === 'video') sum.frames += entry.framesDecoded ?? 0;
        else sum.packets += entry.packetsReceived ?? 0;
      },
    );
    return sum;
  });
/** More than now is to come, of picture and sound. */
export const flows = async (page: Page): Promise<void> => {
  const { frames, packets } = await received(page).catch(() => ({ frames: 0, packets: 0 }));
  const moreFrames = since(frames);
  const morePackets = since(packets);
  await expect
    .poll(async () => moreFrames((await received(page)).frames), { timeout: 30_000 })
    .toBeGreaterThan(5);
  await expect.poll(async () => morePackets((await received(page)).packets)).toBeGreaterThan(0);
};
