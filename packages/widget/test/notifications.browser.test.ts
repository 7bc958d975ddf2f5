import axe from 'axe-core';
import { ChatError } from '@chat/client';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
// Loaded when there is something to tell; here it is there at once.
import { forgetNotificationSettings } from '../src/features/notifications/incoming-alerts.ts';
import { ana, fakeChat, luis, message, minutes } from './fixtures/fake-client.ts';
import { mount, settle, still, wait } from './fixtures/mount.ts';

beforeEach(() => {
  document.title = 'Portal';
  localStorage.clear();
});

/** The reader is in another window. */
const elsewhere = () => {
  const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(false);
  return () => {
    focus.mockReturnValue(true);
    window.dispatchEvent(new Event('focus'));
    focus.mockRestore();
  };
};

test('messages that arrive out of focus are counted in the title, until the page has the focus', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  const back = elsewhere();
  fake.arrive(message(luis, 'uno'));
  fake.arrive(message(ana, 'mío'));
  fake.arrive(message(luis, 'aviso', { kind: 'system' }));
  fake.arrive(message(luis, 'dos', { createdAt: Date.now() - minutes(30) }));
  await expect.poll(() => document.title).toBe('(2) Portal');
  document.title = 'Portal, otra página';
  fake.arrive(message(luis, 'tres'));
  await expect.poll(() => document.title).toBe('(3) Portal, otra página');
  back();
  expect(document.title).toBe('Portal, otra página');
});

test('a page without a title shows only the count', async () => {
  document.title = '';
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  const back = elsewhere();
  fake.arrive(message(luis, 'uno'));
  await expect.poll(() => document.title).toBe('(1)');
  fake.arrive(message(luis, 'dos'));
  await expect.poll(() => document.title).toBe('(2)');
  back();
  expect(document.title).toBe('');
});

test('a count that the page puts in its title is left alone', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  const back = elsewhere();
  document.title = '(4) Portal';
  fake.arrive(message(luis, 'uno'));
  await settle();
  document.title = 'Portal';
  fake.arrive(message(luis, 'dos'));
  await expect.poll(() => document.title).toBe('(1) Portal');
  back();
});

test('the page applies notification levels, and sends no alert for a message in view', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  fake.notified = { level: 'all', rooms: { 'cita-42': 'mentions' } };
  await mount(fake);
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  fake.arrive(message(luis, 'lo veo', { mentions: [ana.id] }));
  await settle();
  expect(document.title).toBe('Portal');
  const back = elsewhere();
  fake.arrive(message(luis, 'uno'));
  const named = message(luis, 'para ti', { mentions: [ana.id] });
  fake.arrive(named);
  await expect.poll(() => document.title).toBe('(1) Portal');
  // Its notification is shown by then, not in the middle of the next step.
  const locks = async () => (await navigator.locks.query()).held?.map(({ name }) => name);
  await expect.poll(locks).toContain(`chat:told:cita-42:${named.seq}`);
  back();
});

test('a silenced room sends no alert; in quiet hours messages are counted without a notification', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  const told: [string, NotificationOptions | undefined][] = [];
  vi.stubGlobal(
    'Notification',
    class extends EventTarget {
      static permission = 'granted';
      constructor(title: string, options?: NotificationOptions) {
        super();
        told.push([title, options]);
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  localStorage.setItem('chat:notes', 'on');
  localStorage.setItem('chat:sound', 'off');
  const asked = vi.spyOn(fake.client.notifications, 'settings');
  fake.notified = { level: 'all', rooms: {}, silencedUntil: Date.now() + minutes(60) };
  await mount(fake);
  const back = elsewhere();
  fake.arrive(message(luis, 'callado', { mentions: [ana.id] }));
  await expect.poll(() => asked.mock.calls).toEqual([['cita-42']]);
  await settle();
  expect(document.title).toBe('Portal');

  // Loaded again once another room is known.
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  fake.notified = { level: 'all', rooms: {}, quiet: { from: '00:00', to: '23:59', timeZone } };
  const late = new Date();
  late.setHours(12, 0, 0, 0);
  vi.setSystemTime(late);
  onTestFinished(() => void vi.useRealTimers());
  forgetNotificationSettings(fake.client);
  fake.arrive(message(luis, 'de noche', { createdAt: Date.now() }));
  await expect.poll(() => document.title).toBe('(1) Portal');
  fake.notified = { level: 'all', rooms: {}, quiet: { from: '13:00', to: '12:00', timeZone } };
  forgetNotificationSettings(fake.client);
  fake.arrive(message(luis, '**de día**', { createdAt: Date.now() }));
  await expect
    .poll(() => told.map(([title, options]) => [title, options?.body]))
    .toEqual([['Luis Ortega · Cita de orientación', 'de día']]);
  back();
});

test('a notification follows edits of its message, and closes when the message is deleted', async () => {
  const shown = new Map<EventTarget, string | undefined>();
  vi.stubGlobal(
    'Notification',
    class extends EventTarget {
      static permission = 'granted';
      constructor(_title: string, options?: NotificationOptions) {
        super();
        // Of one tag there is one at a time.
        shown.clear();
        shown.set(this, options?.body);
      }
      close(): void {
        shown.delete(this);
      }
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  localStorage.setItem('chat:notes', 'on');
  localStorage.setItem('chat:sound', 'off');
  const fake = fakeChat([message(luis, 'antes')]);
  await mount(fake);
  const back = elsewhere();
  const bodies = () => [...shown.values()];
  const call = { kind: 'audio', state: 'ringing', callee: ana.id } as const;
  const item = message(luis, '', { kind: 'call', call });
  fake.arrive(item);
  await expect.poll(bodies).toEqual(['Llamando…']);
  const about = { roomId: item.roomId, by: luis.id };
  const over = { ...item, rev: item.rev + 1, call: { ...call, state: 'ended', outcome: 'missed' } as const };
  fake.tell({ type: 'message:updated', change: 'call', rev: over.rev, message: over, ...about });
  await expect.poll(bodies).toEqual(['Llamada perdida']);
  const gone = { ...item, rev: item.rev + 2, deletedAt: Date.now() };
  fake.tell({ type: 'message:deleted', rev: gone.rev, message: gone, ...about });
  await expect.poll(bodies).toEqual([]);
  back();
});

test('features="-notifications" does not change the page', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  const { find } = await mount(fake, { attributes: { features: '-notifications' } });
  expect(find('[aria-label=Notificaciones]')).toBeNull();
  const back = elsewhere();
  fake.arrive(message(luis, 'uno'));
  await settle();
  expect(document.title).toBe('Portal');
  back();
});

test.each(['light', 'dark'] as const)('the settings, %s: changes are stored', async (scheme) => {
  const fake = fakeChat([message(luis, 'antes')]);
  const { find } = await mount(fake, { scheme, width: 340 });
  find('[aria-label=Notificaciones]')!.click();
  const panel = () => find('chat-notification-settings')?.shadowRoot;
  await expect.poll(() => panel()?.querySelectorAll('fieldset:not(:disabled)').length).toBe(3);
  const byText = (text: string) =>
    [...panel()!.querySelectorAll('label')].find((label) => label.textContent.includes(text))!;
  byText('Solo menciones').click();
  await expect.poll(() => fake.calls).toContain('notify cita-42 mentions');
  byText('Pausar las notificaciones a estas horas').click();
  await expect.poll(() => fake.notified.quiet?.from).toBe('22:00');
  await expect.poll(() => panel()!.querySelectorAll('input[type=time]').length).toBe(2);
  byText('Sonido').click();
  expect(localStorage.getItem('chat:sound')).toBe('off');
  await still();
  const { violations } = await axe.run(find('.panel')!);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a rejected setting reverts; two quick changes of quiet hours are both saved, in local time', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  fake.notified = {
    level: 'all',
    rooms: {},
    quiet: { from: '22:00', to: '07:00', timeZone: 'Pacific/Auckland' },
  };
  const { find } = await mount(fake, { width: 340 });
  find('[aria-label=Notificaciones]')!.click();
  const panel = () => find('chat-notification-settings')!.shadowRoot!;
  await expect.poll(() => panel()?.querySelectorAll('input[type=time]').length).toBe(2);
  expect(panel().textContent).toContain('Pacific/Auckland');
  const set = (index: number, value: string) => {
    const input = panel().querySelectorAll<HTMLInputElement>('input[type=time]')[index]!;
    input.value = value;
    input.dispatchEvent(new Event('change'));
  };
  set(0, '23:30');
  set(1, '06:15');
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  await expect.poll(() => fake.notified.quiet).toEqual({ from: '23:30', to: '06:15', timeZone });
  await expect.poll(() => panel().textContent).not.toContain('Pacific/Auckland');

  vi.spyOn(fake.client.notifications, 'update').mockRejectedValue(new ChatError('timeout', 'no answer'));
  const checked = () =>
    [...panel().querySelectorAll<HTMLInputElement>('[name=level], .times ~ *, [type=checkbox]')].map(
      (input) => input.checked,
    );
  const before = checked();
  panel().querySelectorAll<HTMLInputElement>('[name=level]')[2]!.click();
  await expect.poll(() => find('.note.problem')).not.toBeNull();
  await expect.poll(checked).toEqual(before);
  const quiet = [...panel().querySelectorAll('label')].find((label) =>
    label.textContent.includes('a estas horas'),
  )!;
  quiet.click();
  await expect.poll(checked).toEqual(before);
});

test('a permission that is not granted leaves the setting unchanged', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  const { find } = await mount(fake, { width: 340 });
  const asked = vi.spyOn(Notification, 'requestPermission').mockResolvedValue('default');
  vi.spyOn(Notification, 'permission', 'get').mockReturnValue('default');
  onTestFinished(() => void vi.restoreAllMocks());
  find('[aria-label=Notificaciones]')!.click();
  const choice = () =>
    [...find('chat-notification-settings')!.shadowRoot!.querySelectorAll('label')]
      .find((label) => label.textContent.includes('con la pestaña en segundo plano'))
      ?.querySelector('input');
  await expect.poll(() => choice()?.disabled).toBe(false);
  choice()!.click();
  await expect.poll(() => asked.mock.calls.length).toBe(1);
  await expect.poll(() => choice()?.checked).toBe(false);
});

test('a clicked notification opens its message, by the service worker or by the URL of a new page', async () => {
  const items = Array.from({ length: 60 }, (_, index) => message(luis, `Mensaje ${index}`));
  location.hash = '#chat=cita-42&message=' + items[5]!.id;
  const { element, rows } = await mount(fakeChat(items));
  const found = () => rows().find((row) => row.classList.contains('found'))?.textContent;
  await expect.poll(found).toContain('Mensaje 5');
  expect(location.hash).toBe('');
  const told = (roomId: string) =>
    navigator.serviceWorker.dispatchEvent(
      new MessageEvent('message', { data: { type: 'chat-open', roomId, messageId: items[8]!.id } }),
    );
  element.close();
  told('cita-42');
  await expect.poll(found).toContain('Mensaje 8');
  expect(element.hidden).toBe(false);
  // For another room the page gets an event that it can cancel.
  const chosen: unknown[] = [];
  element.addEventListener('chat-room-chosen', (event) => {
    event.preventDefault();
    chosen.push((event as CustomEvent).detail);
  });
  told('otra');
  await expect.poll(() => chosen).toEqual([{ room: 'otra', message: items[8]!.id }]);
});

test('a forged URL opens no room that the user is not a member of', async () => {
  const fake = fakeChat([message(luis, 'hola')]);
  let mine = ['cita-42'];
  const summary = (id: string) => ({ room: { ...fake.state.get().room, id }, unread: 0 }) as never;
  Object.assign(fake.client.rooms, {
    get: () => ({ items: mine.map(summary), hasMore: false, loaded: true }),
  });
  const chosen: unknown[] = [];
  const note = (event: Event) => {
    event.preventDefault();
    chosen.push((event as CustomEvent).detail);
  };
  document.addEventListener('chat-room-chosen', note);
  onTestFinished(() => document.removeEventListener('chat-room-chosen', note));
  location.hash = '#chat=trap';
  const { element } = await mount(fake);
  await expect.poll(() => location.hash).toBe('');
  await wait(100);
  expect(chosen).toEqual([]);
  expect(element.room).toBe('cita-42');
  element.remove();

  // A room of mine is shown.
  mine = ['cita-42', 'team'];
  location.hash = '#chat=team';
  await mount(fake);
  await expect.poll(() => chosen).toEqual([{ room: 'team' }]);
});
