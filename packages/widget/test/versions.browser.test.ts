import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { capabilities } from '@chat/protocol';
import { ana, fakeChat, luis, message, minutes, room } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const edited = () => {
  const now = Date.now();
  const items = [
    message(luis, 'La sala es la 4', { createdAt: now - minutes(9), editedAt: now - minutes(2) }),
    message(luis, 'Gracias'),
    message(ana, 'Mío, corregido', { createdAt: now - minutes(8), editedAt: now }),
  ];
  const fake = fakeChat(items);
  fake.versions = [
    { rev: 5, text: 'La sala es la **3**', at: now - minutes(5) },
    { rev: 3, text: '<b>La sala</b>', at: now - minutes(9) },
  ];
  return fake;
};

const opened = async (fake: ReturnType<typeof edited>) => {
  const { rows, messages } = await mount(fake);
  const entry = async (text: string) => {
    const row = rows().find((each) => each.innerText.includes(text));
    row?.querySelector<HTMLElement>('.more')?.click();
    await expect
      .poll(() => messages.renderRoot.querySelector('chat-message-menu')?.shadowRoot?.querySelector('.copy'))
      .toBeTruthy();
    await settle();
    const { shadowRoot } = messages.renderRoot.querySelector('chat-message-menu')!;
    shadowRoot?.querySelector<HTMLElement>('.more')?.click();
    await settle();
    return shadowRoot?.querySelector<HTMLElement>('[role=menuitem].versions') ?? null;
  };
  const mark = (text: string) =>
    rows()
      .find((each) => each.innerText.includes(text))
      ?.querySelector<HTMLElement>('.meta .edited') ?? null;
  const dialog = () => messages.renderRoot.querySelector('chat-versions')?.shadowRoot ?? null;
  return { entry, dialog, mark };
};

test('a moderator sees the earlier versions of an edited message as source text', async () => {
  const fake = edited();
  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'moderator' }, 0) });
  const { entry, dialog } = await opened(fake);
  (await entry('La sala es la 4'))?.click();
  await expect
    .poll(() => [...(dialog()?.querySelectorAll('blockquote') ?? [])].map(({ textContent }) => textContent))
    .toEqual(['La sala es la 4', 'La sala es la **3**', '<b>La sala</b>']);
  expect(dialog()?.querySelector('h2')?.textContent).toBe('Historial de ediciones');
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialog).toBeNull();
});

test('other users see only the versions of their own edited messages', async () => {
  const { entry } = await opened(edited());
  expect(await entry('Mío, corregido')).toBeTruthy();
  expect(await entry('La sala es la 4')).toBeNull();
  expect(await entry('Gracias')).toBeNull();
});

test('the edited mark opens the versions by click and by Enter for users with the right', async () => {
  const fake = edited();
  const { dialog, mark } = await opened(fake);
  expect(mark('La sala es la 4')).toBeNull();
  expect(mark('Mío, corregido')?.getAttribute('aria-label')).toBe('editado, Historial de ediciones');
  mark('Mío, corregido')?.click();
  await expect.poll(() => dialog()?.querySelectorAll('blockquote').length).toBe(3);
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialog).toBeNull();
  mark('Mío, corregido')?.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => dialog()?.querySelectorAll('blockquote').length).toBe(3);
  await userEvent.keyboard('{Escape}');
  await expect.poll(dialog).toBeNull();
  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'moderator' }, 0) });
  await expect.poll(() => mark('La sala es la 4')).not.toBeNull();
});

test('features="-versions" leaves a mark without a link', async () => {
  const { messages } = await mount(edited(), { attributes: { features: '-versions' } });
  expect(messages.renderRoot.querySelector('.edited')).toBeNull();
  expect(messages.renderRoot.querySelector('.meta')?.textContent).toContain('editado');
});
