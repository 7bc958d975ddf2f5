// A room with more members than get read receipts of each other: the number of readers loads on request.
// `SCREENSHOTS=<folder>` keeps pictures.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';
import { hears, say } from './portal.ts';

const { visit } = useBrowser();
const folder = process.env['SCREENSHOTS'];

test(
  'in a large room a user can ask how many members have read a message',
  { timeout: 180_000 },
  async () => {
    const { chat, line, enter } = await ownChat({ limits: { receiptOccupancy: 2 } });
    const crowd = ['uno', 'dos', 'tres'].map((id) => chat.as({ id, name: id }));
    const [ana, luis] = [
      await visit(),
      await visit({ viewport: { width: 320, height: 640 }, isMobile: true }),
    ];
    await enter(ana.page, 'Ana', 'es', 'line');
    for (const each of crowd) await each.call('room:join', { roomId: 'plaza' });
    await say(ana.page, 'Hola a todos');
    const mine = ana.page.locator('chat-messages [data-message]', { hasText: 'Hola a todos' });
    const said = ana.page.locator('.panel .nobody-read');
    const ask = async (): Promise<void> => {
      await mine.getByRole('button', { name: 'Acciones del mensaje' }).focus();
      await ana.page.keyboard.press('Enter');
      await ana.page.getByRole('menuitem', { name: 'Más', exact: true }).click();
      await ana.page.getByRole('menuitem', { name: 'Leído por…' }).click();
      await said.waitFor();
    };
    const leave = async (): Promise<void> => {
      await ana.page.keyboard.press('Escape');
      await said.waitFor({ state: 'detached' });
    };
    await ask();
    await expect.poll(() => said.innerText()).toBe('Nadie lo ha leído todavía');
    await leave();
    // One reads it on their phone, one elsewhere, while she is away.
    line.cut();
    await enter(luis.page, 'Luis', 'es');
    await hears(luis.page, 'Hola a todos');
    await crowd[0]?.call('receipt:read', { roomId: 'plaza', seq: 1 });
    const page = await crowd[0]?.call('message:list', { roomId: 'plaza', limit: 1 });
    const messageId = page?.messages[0]?.id ?? '';
    await expect
      .poll(async () => (await crowd[0]?.call('receipt:count', { roomId: 'plaza', messageId }))?.read)
      .toBe(2);
    line.mend();
    await expect
      .poll(() => ana.page.locator('header .present').innerText(), { timeout: 60_000 })
      .toContain('5');
    await ask();
    await expect.poll(() => said.innerText()).toBe('leído por 2 personas');
    if (folder) await ana.page.screenshot({ path: join(folder, 'receipts-crowd.png') });
    expect([ana, luis].flatMap(({ complaints }) => complaints)).toEqual([]);
  },
);
