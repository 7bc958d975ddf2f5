import { ChatError } from '@chat/client';
import { capabilities, type InviteLink, type NewInviteLink } from '@chat/protocol';
import axe from 'axe-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, member, room } from './fixtures/fake-client.ts';
import { mount, still } from './fixtures/mount.ts';

const day = 86_400_000;

/** A private room of Ana with one link, used three times out of ten. */
const club = (maxSeconds?: number) => {
  const fake = fakeChat([], [ana]);
  const shown = room({ type: 'private' });
  const me = member(ana, { role: 'owner' });
  fake.state.set({ ...fake.state.get(), room: shown, me, can: capabilities(shown, { role: 'owner' }, 0) });
  const createdAt = Date.now();
  let links: InviteLink[] = [
    { linkId: 'old', createdBy: ana, createdAt, expiresAt: createdAt + day, maxUses: 10, uses: 3 },
  ];
  const created: object[] = [];
  Object.assign(fake.room.members, {
    inviteLinks: async () => ({ links, ...(maxSeconds ? { maxSeconds } : {}) }),
    createInviteLink: async (limits: object): Promise<NewInviteLink> => {
      created.push(limits);
      const link = { linkId: 'new', createdBy: ana, createdAt, uses: 0, ...limits };
      links = [...links, link];
      return { ...link, code: 'c0de' };
    },
    revokeInviteLink: async (linkId: string) => {
      links = links.filter((link) => link.linkId !== linkId);
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

const openLinks = async (mounted: Awaited<ReturnType<typeof mount>>): Promise<void> => {
  mounted.find('.people')!.click();
  const button = page.getByRole('button', { name: 'Enlace de invitación' });
  await expect.element(button).toBeVisible();
  await button.click();
  await expect.element(page.getByRole('dialog', { name: 'Enlace de invitación' })).toBeVisible();
};

test.each([
  ['light', 900],
  ['dark', 320],
] as const)('a link is created, copied, listed and revoked; %s, %i px', async (scheme, width) => {
  const texts = copied();
  const { fake, created } = club();
  const mounted = await mount(fake, { width, scheme });
  await openLinks(mounted);
  await expect.element(page.getByText('Usado 3 de 10 veces')).toBeVisible();
  await page.getByLabelText('Caduca en').selectOptions('1 día');
  await page.getByLabelText('Número máximo de usos').selectOptions('10');
  await page.getByRole('button', { name: 'Crear enlace' }).click();
  const field = page.getByRole('textbox', { name: 'Nuevo enlace de invitación' });
  const address = new URL(location.href);
  address.hash = 'chat=cita-42&invite=c0de';
  await expect.element(field).toHaveValue(address.href);
  expect(created).toEqual([{ expiresInSeconds: 86_400, maxUses: 10 }]);
  // The new link's button has the focus.
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => texts).toEqual([address.href]);
  await expect.element(page.getByRole('button', { name: 'Enlace copiado' })).toBeVisible();
  await still();
  const links = document.querySelector('chat-room')!.shadowRoot!.querySelector('chat-members')!;
  const problems = await axe.run(links.shadowRoot!.querySelector('chat-invite-links') as HTMLElement);
  expect(problems.violations).toEqual([]);
  const dialog = links.shadowRoot!.querySelector('chat-invite-links')!.shadowRoot!.querySelector('dialog')!;
  expect(dialog.scrollWidth).toBeLessThanOrEqual(dialog.clientWidth);
  await page.getByRole('button', { name: /^Revocar enlace: Usado 0 de 10/ }).click();
  await expect.element(field).not.toBeInTheDocument();
  await page.getByRole('button', { name: /^Revocar enlace/ }).click();
  await expect.element(page.getByText('Enlaces activos')).not.toBeInTheDocument();
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => links.shadowRoot!.querySelector('chat-invite-links')).toBeNull();
});

test('only validities that the server allows are offered, and the page names the form of the address', async () => {
  const { fake, created } = club(86_400);
  const mounted = await mount(fake, { width: 900 });
  mounted.element.setAttribute('invite-link', '/salas/{room}?i={code}');
  await openLinks(mounted);
  const select = page.getByLabelText('Caduca en');
  const options = () => [...select.element().querySelectorAll('option')].map(({ text }) => text);
  await expect.poll(options).toEqual(['1 hora', '1 día']);
  await page.getByRole('button', { name: 'Crear enlace' }).click();
  const field = page.getByRole('textbox', { name: 'Nuevo enlace de invitación' });
  await expect.element(field).toHaveValue(`${location.origin}/salas/cita-42?i=c0de`);
  expect(created).toEqual([{ expiresInSeconds: 3_600 }]);
});

/** A room that is closed to the user, with what the server says to a code. */
const closed = async (refusal: ChatError | null, attributes: Record<string, string> = {}) => {
  const fake = fakeChat([], [ana]);
  const error = new ChatError('not_found', 'no such room');
  const accepted: string[][] = [];
  Object.assign(fake.client.rooms, {
    acceptInviteLink: async (...link: string[]) => {
      accepted.push(link);
      if (refusal) throw refusal;
      fake.state.set({ ...fake.state.get(), status: 'joined', error: null });
    },
  });
  const mounted = await mount(fake, { width: 900 });
  for (const [name, value] of Object.entries(attributes)) mounted.element.setAttribute(name, value);
  fake.state.set({ ...fake.state.get(), status: 'left', error });
  return { ...mounted, accepted };
};

test('a page with the code of a link asks the user and enters', async () => {
  const { accepted, find } = await closed(null, { invite: 'c0de' });
  await expect.element(page.getByRole('dialog', { name: '¿Unirte a esta conversación?' })).toBeVisible();
  expect(accepted).toEqual([]);
  await page.getByRole('button', { name: 'Unirme' }).click();
  await expect.poll(() => find('chat-composer')).toBeTruthy();
  expect(accepted).toEqual([['cita-42', 'c0de']]);
});

test('the address of a link is followed; a link that is no longer valid says so', async () => {
  const { accepted } = await closed(new ChatError('not_found', 'no', { reason: 'invite_invalid' }));
  location.hash = '#chat=cita-42&invite=0ld';
  await page.getByRole('button', { name: 'Unirme' }).click();
  await expect.element(page.getByText('Este enlace de invitación ya no es válido.')).toBeVisible();
  expect([accepted, location.hash]).toEqual([[['cita-42', '0ld']], '']);
  await page.getByRole('button', { name: 'Cancelar' }).click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});
