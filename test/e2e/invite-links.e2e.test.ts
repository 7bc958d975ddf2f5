// An owner creates an invite link; one user enters by its address, the next finds it used up. In the examples, the
// link leads through signing up.
// `SCREENSHOTS=<folder>` keeps pictures.
import type { ChatClient } from '@chat/client';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture, useBrowser } from './browser.ts';
import { startExample } from './example.ts';
import { createGroup, signUp as signUpToMessenger } from './messenger-pages.ts';
import { ownChat } from './own-chat.ts';
import { isReady } from './portal.ts';
import { openRoom, signUp as signUpToRooms } from './rooms-app.ts';

const { visit } = useBrowser();
const phone = { viewport: { width: 390, height: 700 }, colorScheme: 'dark' as const };
const follow = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => void (location.hash = to), hash);

/** Creates an invite link in the list of people; returns its address. */
const createLink = async (page: Page, uses: string): Promise<string> => {
  await page.locator('chat-room header .people').click();
  await page.getByRole('button', { name: 'Enlace de invitación' }).click();
  await page.getByLabel('Número máximo de usos').selectOption(uses);
  await page.getByRole('button', { name: 'Crear enlace' }).click();
  return page.getByRole('textbox', { name: 'Nuevo enlace de invitación' }).inputValue();
};

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
    const { hash } = new URL(await createLink(ana.page, '1'));
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

const examples: Record<string, { signUp: typeof signUpToRooms; open(page: Page): Promise<void> }> = {
  rooms: {
    signUp: signUpToRooms,
    open: async (page) => {
      const id = await page.locator('chat-rooms').evaluate(async (list) => {
        const { client } = list as unknown as { client: ChatClient };
        return (await client.rooms.create({ type: 'private', title: 'Viaje' })).id;
      });
      await openRoom(page, id);
    },
  },
  messenger: { signUp: signUpToMessenger, open: (page) => createGroup(page, 'Bot') },
};

test.each(Object.entries(examples))(
  'in %s, a link leads a new user through signing up into the room',
  { timeout: 120_000 },
  async (name, { signUp, open }) => {
    const { url } = await startExample(name);
    const [ana, eva] = [await visit(), await visit(phone)];
    await signUp(ana.page, url, 'Ana');
    await open(ana.page);
    const link = await createLink(ana.page, '10');
    expect(link.startsWith(`${url}/#chat=`)).toBe(true);
    await picture(ana.page, `invite-link-${name}`);

    await eva.page.goto(link);
    await eva.page.getByText('Te han invitado a una conversación.').waitFor();
    await picture(eva.page, `invite-link-${name}-entry`);
    await signUp(eva.page, link, 'Eva');
    await eva.page.getByRole('button', { name: 'Unirme' }).click();
    await isReady(eva.page);
    await eva.page.locator('chat-room header').getByText('Viaje').waitFor();
    expect(new URL(eva.page.url()).hash).not.toContain('invite');
    await picture(eva.page, `invite-link-${name}-entered`);
    await ana.page.keyboard.press('Escape');
    await ana.page.locator('chat-members .member', { hasText: 'Eva' }).waitFor();
    for (const { complaints } of [ana, eva]) expect(complaints).toEqual([]);
  },
);
