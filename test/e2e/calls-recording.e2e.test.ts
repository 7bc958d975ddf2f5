// Both users play the recording of a call from the files of the room.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { diskFiles } from '@chat/server';
import { expect, onTestFinished, test } from 'vitest';
import { picturesOf, useBrowser } from './browser.ts';
import { fakeDevices, flows, permissions, press, start } from './call-pages.ts';
import { ownChat } from './own-chat.ts';
import { expectPlayed, playRecording, recordWhile } from './recordings.ts';

const { visit } = useBrowser(fakeDevices);
const picture = picturesOf('calls-recording-');

const chatWithFiles = () => {
  const files = mkdtempSync(join(tmpdir(), 'chat-recordings-'));
  onTestFinished(() => rmSync(files, { recursive: true, force: true }));
  return ownChat({ files: diskFiles(files) });
};

const filesOf = (page: Page) =>
  page.evaluate(() => {
    const list = document.querySelector('chat-room')?.shadowRoot?.querySelector('chat-messages');
    const { client } = list as unknown as { client: unknown };
    document.body.append(Object.assign(document.createElement('chat-files'), { client, room: 'plaza' }));
  });

test.for<[string, 'video' | 'audio']>([
  ['Llamada de voz', 'audio'],
  ['Videollamada', 'video'],
])(
  '%s: the recording has a duration, and both users can seek in it',
  { timeout: 120_000 },
  async ([kind, player]) => {
    const { enter } = await chatWithFiles();
    const [ana, luis] = [await visit({ permissions }), await visit({ permissions })];
    await enter(ana.page, 'Ana', 'es');
    await enter(luis.page, 'Luis', 'es');
    await start(ana.page, kind);
    await press(luis.page, 'Contestar');
    if (player === 'video') await flows(luis.page);
    const lastedMs = await recordWhile(ana.page, luis.page);
    await press(luis.page, 'Colgar');
    for (const { page } of [ana, luis]) {
      await filesOf(page);
      expectPlayed(await playRecording(page, player, () => picture(page, player)), player, lastedMs);
    }
    for (const { complaints } of [ana, luis]) expect(complaints).toEqual([]);
  },
);
