import { ChatError, type ApprovalQueue } from '@chat/client';
import { capabilities, type PendingMessage } from '@chat/protocol';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openPanel } from '../src/core/open-panel.ts';
import { fakeChat, ines, luis, message, room, type FakeChat } from './fixtures/fake-client.ts';
import { mount } from './fixtures/mount.ts';
import { vary } from './fixtures/varying.ts';
import { approvalTexts } from '../src/features/approval/texts.ts';

const pendingOf = (item: ReturnType<typeof message>): PendingMessage => ({
  key: item.id,
  message: { ...item, seq: 0, rev: 0 },
  state: 'pending',
});

/** The client of a moderator with messages that wait. */
const host = (...texts: (string | ReturnType<typeof message>)[]): FakeChat & { decided: string[] } => {
  const fake = fakeChat([message(ines, 'hola')]);
  const { me } = fake.state.get();
  const can = capabilities(room(), { role: 'owner' }, 0);
  const settings = { ...room(), approval: 'everyone' as const };
  fake.state.set({ ...fake.state.get(), room: settings, me: { ...me!, role: 'owner' }, can });
  const items = texts.map((text) => pendingOf(typeof text === 'string' ? message(luis, text) : text));
  const queue = vary<ApprovalQueue>({ items, count: items.length, hasMore: false, loaded: true });
  const decided: string[] = [];
  const decide =
    (name: string) =>
    async (id: string, reason?: string): Promise<void> => {
      const { items: before } = queue.get();
      decided.push(
        [name, before.find((each) => each.message.id === id)?.message.text, reason].join(' ').trim(),
      );
      const left = before.filter((each) => each.message.id !== id);
      queue.set({ ...queue.get(), items: left, count: left.length });
    };
  const [approve, trust, reject] = [decide('approve'), decide('trust'), decide('reject')];
  const untrust = async (id: string) => void decided.push(`untrust ${id}`);
  Object.assign(fake.room, { approval: { ...queue, load: async () => {}, approve, trust, untrust, reject } });
  return Object.assign(fake, { decided });
};

const open = async (fake: FakeChat) => {
  const mounted = await mount(fake, { width: 900 });
  await expect.poll(() => mounted.element.shadowRoot?.querySelector('.badge, [class*=badge]')).toBeTruthy();
  openPanel(mounted.element, 'approval');
  const panel = () => mounted.find('chat-approval')?.shadowRoot;
  await expect.poll(() => panel()?.querySelector('.card')).toBeTruthy();
  const focused = () => panel()?.activeElement?.querySelector('blockquote')?.textContent?.trim();
  return { ...mounted, panel: () => panel()!, focused };
};

test('moderators decide by single keys, and the focus goes to the next message', async () => {
  const fake = host('una', 'dos', 'tres', 'cuatro');
  const { panel, focused } = await open(fake);
  await expect.poll(focused).toBe('una');
  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowUp}');
  expect(focused()).toBe('dos');
  await userEvent.keyboard('a');
  await expect.poll(focused).toBe('tres');
  expect(panel().querySelector('[role=status]')?.textContent).toBe('Mensaje aprobado');
  await userEvent.keyboard('t');
  await expect.poll(focused).toBe('cuatro');
  await userEvent.keyboard('r');
  await expect.poll(() => panel().activeElement?.id).toBe('reason');
  // Letters are text in the field.
  await userEvent.keyboard('at{Escape}');
  await expect.poll(focused).toBe('cuatro');
  await userEvent.keyboard('r');
  await expect.poll(() => panel().activeElement?.id).toBe('reason');
  await userEvent.keyboard('fuera de tema{Enter}');
  await expect.poll(focused).toBe('una');
  expect(fake.decided).toEqual(['approve dos', 'trust tres', 'reject cuatro fuera de tema']);
  await userEvent.keyboard('a');
  await expect.poll(() => panel().activeElement?.className).toBe('empty');
});

test('trust can be undone at once', async () => {
  const fake = host('una', 'dos');
  const { panel, focused } = await open(fake);
  await expect.poll(focused).toBe('una');
  await userEvent.keyboard('t');
  await expect.poll(focused).toBe('dos');
  expect(panel().querySelector('.trusted span')?.textContent).toContain('ya no necesita aprobación');
  await userEvent.click(panel().querySelector('.trusted button')!);
  await expect.poll(focused).toBe('dos');
  expect(fake.decided).toEqual(['trust una', `untrust ${luis.id}`]);
  expect(panel().querySelector('.trusted')).toBeNull();
  expect(panel().querySelector('[role=status]')?.textContent).toContain('vuelven a necesitar aprobación');
});

test('the button names how many messages wait, with texts of the page too', async () => {
  const { element, find } = await open(host('una', 'dos'));
  element.labels = { send: 'Mandar' };
  await element.updateComplete;
  expect(find('.tools .approval')?.ariaLabel).toBe(
    'Pendientes de aprobación, 2 mensajes pendientes de aprobación',
  );
});

test('the author sees that a message waits, or was rejected and why', async () => {
  const withdrawn: string[] = [];
  const fake = fakeChat([message(ines, 'hola')]);
  const own = (text: string, status: 'pending' | 'failed', reason: string, why: string) => ({
    ...message(fake.client.user!, text),
    status,
    mine: true,
    error: new ChatError('forbidden', why, { reason }),
  });
  const items = [
    own('una', 'pending', 'pending_approval', ''),
    own('dos', 'failed', 'not_approved', 'fuera de tema'),
  ];
  Object.assign(fake.room, {
    approval: { ...fake.room.approval, withdraw: async (id: string) => void withdrawn.push(id) },
  });
  const { rows } = await mount(fake, { width: 500 });
  for (const item of items) fake.arrive(item);
  const notes = () =>
    rows().map((row) => row.querySelector('.approval-note')?.textContent?.replace(/\s+/g, ' ').trim());
  await expect
    .poll(notes)
    .toEqual([undefined, 'Pendiente de aprobación Retirar', 'No aprobado fuera de tema Descartar']);
  expect(rows().some((row) => row.querySelector('.failure'))).toBe(false);
  for (const row of rows()) row.querySelector<HTMLElement>('.approval-note button')?.click();
  expect(withdrawn).toEqual(items.map(({ id }) => id));
});

test('a message that the room does not allow says why it failed', async () => {
  const fake = fakeChat([message(ines, 'hola')]);
  const { rows } = await mount(fake, { width: 500 });
  const error = new ChatError('forbidden', 'no', { reason: 'links_not_allowed' });
  fake.arrive({ ...message(fake.client.user!, 'a.example'), status: 'failed', mine: true, error });
  await expect
    .poll(() => rows().at(-1)?.querySelector('.failure span')?.textContent)
    .toBe('No enviado. Aquí no se pueden enviar enlaces.');
});

test.each(['en', 'es', 'fr', 'pt', 'pt-PT', 'de', 'ar'])(
  'the name of the button has the number that the button shows, in %s',
  (tag) => {
    const { zero: _, ...forms } = approvalTexts(tag).waiting;
    for (const form of Object.values(forms)) expect(form).toContain('{n}');
  },
);

test('a voice note that waits is named in the language of the reader', async () => {
  const note = { fileId: 'v', name: 'Voice note.webm', type: 'audio/webm', size: 9, durationMs: 65_000 };
  const { panel } = await open(host(message(luis, '', { attachments: [{ ...note, waveform: [1, 2] }] })));
  const card = () => panel().querySelector('.card');
  await expect.poll(() => card()?.querySelector('.files')?.textContent?.trim()).toBe('Nota de voz · 1:05');
  expect(card()?.getAttribute('aria-label')).toBe('Luis Ortega: Nota de voz · 1:05');
});
