import { ChatError } from '@chat/client';
import { capabilities, type NewOverlay, type Overlay, type Role } from '@chat/protocol';
import axe from 'axe-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, ines, member, room } from './fixtures/fake-client.ts';
import { mount, still } from './fixtures/mount.ts';

const day = 86_400_000;

/** A room with one overlay link, as a user of this role sees it. */
const gala = (role: Role, type: 'public' | 'direct' = 'public') => {
  const fake = fakeChat([], [ana]);
  const shown = room({ type });
  const can = capabilities(shown, { role }, 0);
  fake.state.set({ ...fake.state.get(), room: shown, me: member(ana, { role }), can });
  const createdAt = Date.now();
  let links: Overlay[] = [
    { overlayId: 'old', createdBy: ines, createdAt: createdAt - day, expiresAt: createdAt + day },
  ];
  const created: object[] = [];
  Object.assign(fake.room, {
    overlays: {
      list: async () => links,
      create: async (options: { expiresInSeconds: number }): Promise<NewOverlay> => {
        if (links.length > 2) throw new ChatError('conflict', 'full', { reason: 'too_many_overlays' });
        created.push(options);
        const expiresAt = createdAt + options.expiresInSeconds * 1_000;
        const link = { overlayId: `new${created.length}`, createdBy: ana, createdAt, expiresAt };
        links = [...links, link];
        return { ...link, token: `t0ken${created.length}` };
      },
      url: async (token: string) => `https://chat.example/chat/overlay?room=cita-42&token=${token}`,
      revoke: async (overlayId: string) => {
        links = links.filter((link) => link.overlayId !== overlayId);
      },
    },
  });
  return { fake, created };
};

const copied = (): string[] => {
  const texts: string[] = [];
  const spy = vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    texts.push(text);
  });
  onTestFinished(() => spy.mockRestore());
  return texts;
};

type Room = Awaited<ReturnType<typeof mount>>;

const openMenu = async ({ find }: Room): Promise<void> => {
  await expect.poll(() => find('.more-tools')).toBeTruthy();
  find('.more-tools')!.focus();
  await userEvent.keyboard('{Enter}');
};
const entry = page.getByRole('menuitem', { name: 'Overlay para vídeo' });
const dialog = page.getByRole('dialog', { name: 'Overlay para vídeo' });

test.each([
  ['light', 900],
  ['dark', 320],
] as const)('a link is created, copied, listed and revoked; %s, %i px', async (scheme, width) => {
  const texts = copied();
  const { fake, created } = gala('owner');
  const mounted = await mount(fake, { width, scheme });
  await openMenu(mounted);
  await entry.click();
  await expect.element(dialog).toBeVisible();
  await expect.element(page.getByText(/Cualquier persona con el enlace puede verlo/)).toBeVisible();
  await expect.element(page.getByText(/Creado por Inés/)).toBeVisible();
  await page.getByLabelText('Caduca en').selectOptions('30 días');
  await page.getByRole('checkbox', { name: 'Chat' }).click();
  await page.getByRole('checkbox', { name: 'Reacciones flotantes' }).click();
  await page.getByRole('button', { name: 'Crear enlace' }).click();
  const field = page.getByRole('textbox', { name: 'Nuevo enlace de overlay' });
  const address = 'https://chat.example/chat/overlay?room=cita-42&token=t0ken1&show=';
  await expect.element(field).toHaveValue(`${address}spotlight,polls,chat`);
  expect(created).toEqual([{ expiresInSeconds: 2_592_000 }]);
  // The button that copies has the focus.
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => texts).toEqual([`${address}spotlight,polls,chat`]);
  await expect.element(page.getByRole('button', { name: 'Enlace copiado' })).toBeVisible();
  // Another choice changes the address, and not the token.
  await page.getByRole('checkbox', { name: 'Encuestas' }).click();
  await page.getByRole('checkbox', { name: 'Chat' }).click();
  await expect.element(field).toHaveValue(`${address}spotlight`);
  await expect.element(page.getByRole('button', { name: 'Copiar enlace' })).toBeVisible();
  await expect.element(page.getByRole('checkbox', { name: 'Lo destacado' })).toBeDisabled();
  expect(created).toHaveLength(1);
  await still();
  const element = mounted.element.shadowRoot!.querySelector<HTMLElement>('chat-overlay-links')!;
  expect((await axe.run(element)).violations).toEqual([]);
  const box = element.shadowRoot!.querySelector('dialog')!;
  expect(box.scrollWidth).toBeLessThanOrEqual(box.clientWidth);
  await page
    .getByRole('button', { name: /^Revocar enlace/ })
    .last()
    .click();
  await expect.element(field).not.toBeInTheDocument();
  await page.getByRole('button', { name: /^Revocar enlace/ }).click();
  await expect.element(page.getByText('Enlaces activos')).not.toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => mounted.element.shadowRoot!.querySelector('chat-overlay-links')).toBeNull();
});

test('a refusal says why', async () => {
  const { fake, created } = gala('moderator');
  const mounted = await mount(fake, { width: 900 });
  await openMenu(mounted);
  await entry.click();
  const create = page.getByRole('button', { name: 'Crear enlace' });
  for (const made of [1, 2]) {
    await create.click();
    await expect.poll(() => created.length).toBe(made);
  }
  await create.click();
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('No se pueden crear más enlaces. Revoca uno primero.');
});

test.each([
  ['a participant', 'member', 'public', {}],
  ['the host of a direct room', 'owner', 'direct', {}],
  ['a page without overlays', 'owner', 'public', { features: '-overlay' }],
] as const)('there is no entry for %s', async (_, role, type, attributes) => {
  const { fake } = gala(role, type);
  const mounted = await mount(fake, { width: 900, attributes });
  await openMenu(mounted);
  await expect.element(page.getByRole('menu')).toBeVisible();
  await expect.element(entry).not.toBeInTheDocument();
});
