// An owner creates an invite link; one user enters by its address, the next finds it used up.
// `SCREENSHOTS=<folder>` keeps pictures.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { ownChat } from './own-chat.ts';

const { visit } = useBrowser();
const phone = { viewport: { width: 390, height: 700 }, colorScheme: 'dark' as const };
const follow = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => void (location.hash = to), hash);

test(
  'a user enters by the address of an invite link, and the last use is the last',
  { timeout: 120_000 },
  async () => {
    const { chat, enter } = await ownChat({
      authenticate: ({ name = '' }) => ({ id: name.toLowerCase(), name }),
    });
    await chat
      .as({ id: 'ana', name: 'Ana' })
      .call('room:create', { roomId: 'club', type: 'private', title: 'Club de lectura' });
    const [ana, luis, eva] = [await visit(), await visit(phone), await visit()];
    await enter(ana.page, 'Ana', 'es');
    await ana.page.evaluate(() => Object.assign(document.querySelector('chat-room') ?? {}, { room: 'club' }));
    await ana.page.locator('chat-room header').getByText('Club de lectura').waitFor();
    await ana.page.locator('chat-room header .people').click();
    await ana.page.getByRole('button', { name: 'Enlace de invitación' }).click();
    await ana.page.getByLabel('Número máximo de usos').selectOption('1');
    await ana.page.getByRole('button', { name: 'Crear enlace' }).click();
    const field = ana.page.getByRole('textbox', { name: 'Nuevo enlace de invitación' });
    const { hash } = new URL(await field.inputValue());
    expect(hash).toMatch(/^#chat=club&invite=[\w-]{24}$/);
    await picture(ana.page, 'invite-link-created');

    await enter(luis.page, 'Luis', 'es');
    await follow(luis.page, hash);
    await luis.page.getByRole('dialog', { name: '¿Unirte a esta conversación?' }).waitFor();
    await picture(luis.page, 'invite-link-asked');
    await luis.page.getByRole('button', { name: 'Unirme' }).click();
    await luis.page.locator('chat-room header').getByText('Club de lectura').waitFor();
    expect(await luis.page.evaluate(() => location.hash)).toBe('');

    await enter(eva.page, 'Eva', 'es');
    await follow(eva.page, hash);
    await eva.page.getByRole('button', { name: 'Unirme' }).click();
    await eva.page.getByText('Este enlace de invitación ya no es válido.').waitFor();
    await picture(eva.page, 'invite-link-used-up');
    const { members } = await chat.as({ id: 'ana', name: 'Ana' }).call('member:list', { roomId: 'club' });
    expect(members.map(({ user }) => user.name)).toEqual(['Ana', 'Luis']);
    for (const { complaints } of [ana, luis, eva]) expect(complaints).toEqual([]);
  },
);
