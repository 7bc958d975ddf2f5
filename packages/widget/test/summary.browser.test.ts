// The summary of what a user has missed: plain text, marked as written by a machine.
import axe from 'axe-core';
import { ChatError } from '@chat/client';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { fakeChat, luis, message, receiptState } from './fixtures/fake-client.ts';
import { mount, still, type MountOptions } from './fixtures/mount.ts';

const open = async (
  reply: () => Promise<{ text: string }>,
  options: MountOptions & { unread?: number } = {},
) => {
  const items = Array.from({ length: 60 }, (_, at) => message(luis, `Mensaje ${at}`));
  const fake = fakeChat(items);
  const { unread = 4, ...rest } = options;
  fake.receipts.set(receiptState({ readSeq: items.at(-1 - unread)!.seq, unread }));
  const calls: unknown[] = [];
  const others = fake.client.call;
  const call = (name: 'summary:create', input: never) => {
    if (name !== 'summary:create') return others(name, input);
    calls.push(input);
    return reply();
  };
  const mounted = await mount(fake, {
    lang: 'en',
    width: 390,
    attributes: { features: '+summary' },
    ...rest,
  });
  Object.assign(fake.client, { call });
  await page.getByRole('button', { name: 'More' }).first().click();
  const entry = page.getByRole('menuitem', { name: 'Summarize messages' });
  return { ...mounted, fake, items, entry, calls };
};

const text = () =>
  document
    .querySelector('chat-room')!
    .renderRoot.querySelector('chat-summary')!
    .shadowRoot!.querySelector<HTMLElement>('.summary')!;

test.each(['light', 'dark'] as const)('unread messages are summarized as plain text, %s', async (scheme) => {
  let done = (_value: { text: string }): void => {};
  const { entry, calls, items } = await open(() => new Promise((resolve) => (done = resolve)), { scheme });
  await entry.click();
  await expect.poll(() => text().ariaBusy).toBe('true');
  expect(calls).toEqual([
    { roomId: 'cita-42', after: items.at(-5)!.seq, language: expect.stringMatching(/^en/) },
  ]);
  done({ text: 'Luis <img src=x onerror=alert(1)> **asks**\nfor a copy.' });
  await expect.poll(() => text().ariaBusy).toBe('false');
  expect(text().innerText).toBe('Luis <img src=x onerror=alert(1)> **asks**\nfor a copy.');
  expect(text().querySelector('img, strong')).toBeNull();
  await expect.element(page.getByText(/AI/).last()).toBeVisible();
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/summary-${scheme}.png` });
  const { violations } = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
  });
  expect(violations.map(({ id }) => id)).toEqual([]);
  await page.getByRole('button', { name: 'Close' }).last().click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});

test('if all was read, the last fifty messages are summarized', async () => {
  const { entry, calls, items } = await open(async () => ({ text: 'All quiet.' }), { unread: 0 });
  await entry.click();
  await expect.poll(() => text().innerText).toBe('All quiet.');
  expect(calls).toMatchObject([{ after: items.at(-1)!.seq - 50 }]);
});

test.each([
  ['not_found', 'Nothing to summarize.'],
  ['overloaded', 'The summary isn’t available right now.'],
] as const)('an error %s is said', async (code, said) => {
  const { entry } = await open(() => Promise.reject(new ChatError(code, 'no')));
  await entry.click();
  await expect.element(page.getByRole('alert').filter({ hasText: said })).toBeVisible();
});

test('without features="+summary" there is no entry', async () => {
  const { entry } = await open(async () => ({ text: '' }), { attributes: { features: '' } });
  await expect.element(page.getByRole('menu').first()).toBeVisible();
  expect(entry.elements()).toEqual([]);
});
