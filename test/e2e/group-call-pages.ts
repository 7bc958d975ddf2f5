import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export const groupCall = (page: Page) => page.locator('chat-group-call');
export const pressInCall = (page: Page, name: string) =>
  groupCall(page).getByRole('button', { name, exact: true }).click();
export const startForAll = async (page: Page, kind: string): Promise<void> => {
  await page.locator('chat-room header').getByRole('button', { name: 'Llamar' }).click();
  await page.getByRole('menuitem', { name: kind }).click();
};
/** The tile of a user, by its accessible name. */
export const tile = (page: Page, name: RegExp | string) => groupCall(page).getByRole('listitem', { name });

interface Media {
  stats(): Promise<RTCStatsReport | null>;
}
interface Element {
  client: { room(id: string): { groupCall: { media(): Promise<Media> } } };
  room: string;
}
type Entry = { type: string; kind?: string; trackIdentifier: string } & Record<string, number>;

/** Frames of each picture that comes, as decoded, and packets of each voice, by its track. */
const received = (page: Page) =>
  groupCall(page).evaluate(async (element) => {
    const { client, room } = element as unknown as Element;
    const report = await (await client.room(room).groupCall.media()).stats();
    const pictures: Record<string, number> = {};
    const voices: Record<string, number> = {};
    report?.forEach((entry: Entry) => {
      if (entry.type !== 'inbound-rtp') return;
      if (entry.kind === 'video') pictures[entry.trackIdentifier] = entry['framesDecoded'] ?? 0;
      else voices[entry.trackIdentifier] = entry['packetsReceived'] ?? 0;
    });
    return { pictures, voices };
  });

/** More than now comes from so many others, of picture and voice. */
export const flowsFrom = async (page: Page, others: number): Promise<void> => {
  const none = { pictures: {}, voices: {} };
  const before = await received(page).catch(() => none);
  for (const kind of ['pictures', 'voices'] as const)
    await expect
      .poll(
        async () => {
          const now = (await received(page).catch(() => none))[kind];
          const was: Record<string, number> = before[kind];
          return Object.entries(now).filter(([track, count]) => count > (was[track] ?? 0) + 5).length;
        },
        { timeout: 45_000 },
      )
      .toBe(others);
};
