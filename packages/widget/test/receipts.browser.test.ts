import { expect, test } from 'vitest';
import { ana, fakeChat, ines, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const receiptsOf = (others: Record<string, number>) => ({
  readSeq: 1_000,
  unread: 0,
  unreadMentions: 0,
  mentionSeqs: [],
  others,
});

test('what others have read bears two checks and says so; who they are stands in a panel', async () => {
  const items = [
    message(ana, 'uno'),
    message(luis, 'dos'),
    message(ana, 'tres'),
    message(ana, 'solo Inés', { to: [ines.id] }),
  ];
  const [one, , three] = items;
  const fake = fakeChat(items);
  const mounted = await mount(fake, { width: 900 });
  await expect.poll(() => fake.calls).toContain('load receipts');
  const marks = () => mounted.rows().map((each) => each.querySelectorAll('.read-mark').length);
  expect(marks()).toEqual([0, 0, 0, 0]);
  fake.receipts.set(receiptsOf({ [luis.id]: three!.seq, [ines.id]: one!.seq }));
  await expect.poll(() => mounted.rows()[0]?.getAttribute('aria-label')).toContain('leído por 2 personas');
  expect(mounted.rows()[2]?.getAttribute('aria-label')).toContain('leído por 1 persona');
  expect(mounted.rows()[3]?.getAttribute('aria-label')).not.toContain('leído');
  expect(marks()[0]).toBe(1);
  expect(mounted.rows()[0]?.querySelector('.read-mark')?.getAttribute('title')).toBe('leído por 2 personas');

  mounted.rows()[2]?.querySelector<HTMLElement>('.more')?.click();
  const entry = () =>
    mounted.messages.renderRoot
      .querySelector('chat-message-menu')
      ?.shadowRoot?.querySelector<HTMLElement>('.receipts');
  await expect.poll(() => entry()?.innerText.trim()).toBe('Leído por…');
  entry()?.click();
  const lists = () =>
    [...mounted.element.renderRoot.querySelectorAll<HTMLElement>('.readers')].map((list) =>
      [...list.querySelectorAll<HTMLElement>('bdi')].map((each) => each.innerText),
    );
  await expect.poll(lists).toEqual([['Luis Ortega'], ['Inés Vidal']]);
  // It follows.
  fake.receipts.set(receiptsOf({ [luis.id]: three!.seq, [ines.id]: three!.seq }));
  await expect.poll(lists).toEqual([['Luis Ortega', 'Inés Vidal']]);
  await settle();
});

test('a page that does not want them shows none', async () => {
  const fake = fakeChat([message(ana, 'uno')]);
  fake.receipts.set(receiptsOf({ [luis.id]: 1_000_000 }));
  const { rows } = await mount(fake, { attributes: { features: '-receipts' } });
  expect(rows()[0]?.querySelector('.read-mark')).toBeNull();
  expect(rows()[0]?.getAttribute('aria-label')).not.toContain('leído');
});
