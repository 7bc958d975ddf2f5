import { ChatError } from '@chat/client';
import { expect, test } from 'vitest';
import { ana, fakeChat, ines, luis, message, receiptState } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const receiptsOf = (read: Record<string, number>) => {
  const marks = Object.entries(read).map(([userId, seq]) => [userId, { seq, delivered: seq }]);
  return receiptState({ readSeq: 1_000, others: Object.fromEntries(marks) });
};

test('a read message shows two checks and says so; a panel names the readers', async () => {
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

  const entry = await menuOf(mounted, 2, 'receipts');
  expect(entry?.innerText.trim()).toBe('Leído por…');
  entry?.click();
  const lists = () =>
    [...mounted.element.renderRoot.querySelectorAll<HTMLElement>('.readers')].map((list) =>
      [...list.querySelectorAll<HTMLElement>('.clipped')].map((each) => each.innerText),
    );
  await expect.poll(lists).toEqual([['Luis Ortega'], ['Inés Vidal']]);
  // It follows.
  fake.receipts.set(receiptsOf({ [luis.id]: three!.seq, [ines.id]: three!.seq }));
  await expect.poll(lists).toEqual([['Luis Ortega', 'Inés Vidal']]);
  await settle();
});

test('features="-receipts" hides them', async () => {
  const fake = fakeChat([message(ana, 'uno')]);
  fake.receipts.set(receiptsOf({ [luis.id]: 1_000_000 }));
  const { rows } = await mount(fake, { attributes: { features: '-receipts' } });
  expect(rows()[0]?.querySelector('.read-mark')).toBeNull();
  expect(rows()[0]?.getAttribute('aria-label')).not.toContain('leído');
});

const menuOf = async (mounted: Awaited<ReturnType<typeof mount>>, row: number, name: string) => {
  mounted.rows()[row]?.querySelector<HTMLElement>('.more')?.click();
  const find = (entry: string) =>
    mounted.messages.renderRoot
      .querySelector('chat-message-menu')
      ?.shadowRoot?.querySelector<HTMLElement>(`.menu:popover-open .${entry}`);
  // A long menu shows it under "More".
  await expect.poll(() => find(name) ?? find('more')).toBeTruthy();
  if (!find(name)) find('more')?.click();
  await expect.poll(() => find(name)).toBeTruthy();
  return find(name);
};

test('a delivered message shows two plain checks; the panel says when it was read', async () => {
  const items = [message(ana, 'uno'), message(luis, 'sí'), message(ana, 'dos')];
  const [one, , two] = items;
  const fake = fakeChat(items);
  const mounted = await mount(fake, { width: 900 });
  await expect.poll(() => fake.calls).toContain('load receipts');
  const at = new Date().setHours(10, 5, 0, 0);
  fake.receipts.set(
    receiptState({
      others: {
        [luis.id]: { seq: one!.seq, at, delivered: two!.seq },
        [ines.id]: { seq: 0, delivered: one!.seq },
      },
    }),
  );
  const mark = (row: number) => mounted.rows()[row]?.querySelector('.read-mark');
  await expect.poll(() => mark(2)?.className).toBe('read-mark delivered');
  expect(mark(2)?.getAttribute('title')).toBe('entregado');
  expect(mounted.rows()[2]?.getAttribute('aria-label')).toContain('entregado');
  expect(mark(0)?.className).toBe('read-mark');
  const colours = [0, 2].map((row) => getComputedStyle(mark(row)!).color);
  expect(colours[0]).not.toBe(colours[1]);

  (await menuOf(mounted, 0, 'receipts'))?.click();
  const lists = () =>
    [...mounted.element.renderRoot.querySelectorAll<HTMLElement>('.readers')].map(
      ({ innerText, ariaLabel }) =>
        [ariaLabel, ...innerText.split('\n').map((line) => line.trim())].filter(
          (line) => line && line.length > 2,
        ),
    );
  await expect.poll(lists).toEqual([
    ['Leído por', 'Luis Ortega', '10:05'],
    ['Entregado a', 'Inés Vidal'],
  ]);
  // They went on reading: by then at the latest.
  fake.receipts.set(receiptState({ others: { [luis.id]: { seq: two!.seq, at, delivered: two!.seq } } }));
  await expect.poll(() => lists()[0]).toEqual(['Leído por', 'Luis Ortega', 'antes de 10:05']);
  await settle();
});

test('a message that is marked as unread stays unread in view until the reader writes', async () => {
  const items = [message(luis, 'uno'), message(luis, 'dos'), message(luis, 'tres')];
  const [one, two, three] = items;
  const fake = fakeChat(items);
  const mounted = await mount(fake, { width: 900 });
  (await menuOf(mounted, 1, 'unread'))?.click();
  await expect.poll(() => fake.calls).toContain(`unread ${two!.seq}`);
  const back = { readSeq: one!.seq, turn: 1, unread: 2 };
  fake.receipts.set(receiptState(back));
  fake.tell({ type: 'receipt:updated', roomId: 'cita-42', userId: ana.id, seq: one!.seq, turn: 1 });
  mounted.messages.requestUpdate();
  const divider = () => mounted.messages.renderRoot.querySelector('.unread')?.nextElementSibling;
  await expect.poll(() => divider()?.textContent).toContain('dos');
  const reads = () => fake.calls.filter((call) => call.startsWith('read '));
  fake.arrive(message(luis, 'cuatro'));
  await settle();
  expect(reads()).toEqual([]);
  expect(three!.seq).toBeGreaterThan(back.readSeq);
  const mine = message(ana, 'cinco', { status: 'sending' });
  fake.messages.set({ ...fake.messages.get(), items: [...fake.messages.get().items, mine] });
  await expect.poll(reads).toHaveLength(1);
  expect(mounted.messages.renderRoot.querySelector('.unread')).toBeNull();
});

test('messages that arrive while the chat is hidden are read when it is shown again', async () => {
  const fake = fakeChat([message(luis, 'uno')]);
  const { element } = await mount(fake);
  const two = message(luis, 'dos');
  const reads = () => fake.calls.filter((call) => call.startsWith('read '));
  // Before it is drawn, in the frame that draws it.
  requestAnimationFrame(() => (element.style.display = 'none'));
  fake.arrive(two);
  await settle();
  expect(reads()).not.toContain(`read ${two.seq}`);
  element.style.display = '';
  await expect.poll(reads).toContain(`read ${two.seq}`);
});

test('in a large room the panel shows the count at that time, or the error', async () => {
  const items = [message(ana, 'uno')];
  const fake = fakeChat(items);
  fake.presence.set({ ...fake.presence.get(), occupancy: 900 });
  const answers = [
    { read: 412, hasMore: false },
    { read: 0, hasMore: false },
  ];
  const asked: string[] = [];
  fake.room.receipts.count = async (id) => {
    asked.push(id);
    const answer = answers.shift();
    if (!answer) throw new ChatError('rate_limited', 'not so often');
    return answer;
  };
  const mounted = await mount(fake, { width: 900 });
  const said = () => mounted.find('.panel .nobody-read')?.textContent?.trim();
  const look = async () => (await menuOf(mounted, 0, 'receipts'))?.click();
  await look();
  await expect.poll(said).toBe('leído por 412 personas');
  expect(asked).toEqual([items[0]!.id]);
  mounted.find('.panel .icon-button')?.click();
  await expect.poll(said).toBeUndefined();
  await look();
  await expect.poll(said).toBe('Nadie lo ha leído todavía');
  mounted.find('.panel .icon-button')?.click();
  await expect.poll(said).toBeUndefined();
  await look();
  await expect.poll(() => mounted.find('.panel .nobody-read')?.getAttribute('aria-busy')).toBe('false');
  expect(said()).not.toBe('Nadie lo ha leído todavía');
});

test('reading the room does not read messages that are only in a thread', async () => {
  const root = message(luis, 'raíz');
  const aside = message(ana, 'en el hilo', { threadId: root.id });
  const told = message(ana, 'y en la sala', { threadId: root.id, alsoToRoom: true });
  const fake = fakeChat([root, aside, told]);
  const mounted = await mount(fake, { width: 900 });
  fake.receipts.set(receiptsOf({ [luis.id]: told.seq }));
  await expect.poll(() => mounted.rows()[2]?.getAttribute('aria-label')).toContain('leído por 1 persona');
  expect(mounted.rows()[1]?.getAttribute('aria-label')).toContain('entregado');
  expect(mounted.rows()[1]?.getAttribute('aria-label')).not.toContain('leído');
});
