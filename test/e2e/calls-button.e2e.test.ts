// The call button is enabled only if there is exactly one other user to call.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { call, fakeDevices, permissions, start } from './call-pages.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser(fakeDevices);
const button = (page: Page) => page.locator('chat-room header').getByRole('button', { name: 'Llamar' });
const look = async (page: Page, room: string): Promise<void> => {
  await page.evaluate((id) => Object.assign(document.querySelector('chat-room') ?? {}, { room: id }), room);
  await page.locator('chat-room header').getByText(`Sala ${room}`).waitFor();
};

test(
  'in a private room the button depends on its members, online or not, without bots',
  { timeout: 90_000 },
  async () => {
    const { chat, enter, line } = await ownChat({
      authenticate: ({ name = '' }) => ({ id: name.toLowerCase(), name }),
    });
    const [eva, luis, bot] = [
      chat.as({ id: 'eva', name: 'Eva' }),
      chat.as({ id: 'luis', name: 'Luis' }),
      chat.as({ id: 'bot', name: 'Bot', bot: true }),
    ];
    const { page, complaints } = await visit({ permissions });
    await enter(page, 'Ana', 'es', 'line');
    await luis.call('room:join', { roomId: 'plaza' });
    await bot.call('room:join', { roomId: 'plaza' });
    const isEnabled = () => button(page).isEnabled();
    await expect.poll(isEnabled).toBe(true);
    await eva.call('room:join', { roomId: 'plaza' });
    await expect.poll(isEnabled).toBe(false);
    expect(await button(page).getAttribute('title')).toContain('dos personas');

    for (const roomId of ['dos', 'tres']) {
      await eva.call('room:create', { roomId, type: 'private', title: `Sala ${roomId}` });
      for (const userId of ['ana', 'bot']) await eva.call('member:add', { roomId, userId });
    }
    await eva.call('member:add', { roomId: 'tres', userId: 'luis' });
    // Eva is in neither: she is called all the same.
    await look(page, 'dos');
    await button(page).waitFor();
    await look(page, 'tres');
    await eva.call('room:join', { roomId: 'tres' });
    await page.locator('chat-room header').getByRole('button', { name: /2/ }).waitFor();
    expect(await button(page).count()).toBe(0);
    await eva.call('member:remove', { roomId: 'tres', userId: 'luis' });
    await button(page).waitFor();
    await eva.call('member:add', { roomId: 'tres', userId: 'luis' });
    await button(page).waitFor({ state: 'detached' });

    await look(page, 'dos');
    line.cut();
    const note = page.locator('chat-room .note', { hasText: /Reconectando|Sin conexión/ });
    await note.waitFor();
    line.mend();
    await note.waitFor({ state: 'detached' });
    await button(page).waitFor();
    const rung = new Promise((resolve) => eva.on('call:changed', ({ call: { state } }) => resolve(state)));
    await start(page, 'Llamada de voz');
    expect(await rung).toBe('ringing');
    await expect.poll(isEnabled).toBe(false);
    await call(page).getByText('Llamando a Eva').waitFor();
    expect(complaints).toEqual([]);
  },
);
