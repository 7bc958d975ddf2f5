import axe from 'axe-core';
import { beforeEach, expect, test, vi } from 'vitest';
// Loaded when there is something to tell; here it is there at once.
import '../src/arrivals.ts';
import { ana, fakeChat, luis, message, minutes } from './fixtures/fake-client.ts';
import { mount, settle, still } from './fixtures/mount.ts';

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

test('what comes while nobody looks is counted in the title, until somebody does', async () => {
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

test('a page that counts in its title itself is left to it', async () => {
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

test('levels hold in the page too, and who looks is not told what they see', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  fake.notified = { level: 'all', rooms: { 'cita-42': 'mentions' } };
  await mount(fake);
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  fake.arrive(message(luis, 'lo veo', { mentions: [ana.id] }));
  await settle();
  expect(document.title).toBe('Portal');
  const back = elsewhere();
  fake.arrive(message(luis, 'uno'));
  fake.arrive(message(luis, 'para ti', { mentions: [ana.id] }));
  await expect.poll(() => document.title).toBe('(1) Portal');
  back();
});

test('features="-notifications" leaves the page alone', async () => {
  const fake = fakeChat([message(luis, 'antes')]);
  const { find } = await mount(fake, { attributes: { features: '-notifications' } });
  expect(find('[aria-label=Notificaciones]')).toBeNull();
  const back = elsewhere();
  fake.arrive(message(luis, 'uno'));
  await settle();
  expect(document.title).toBe('Portal');
  back();
});

test.each(['light', 'dark'] as const)('the settings, %s: what is set is stored', async (scheme) => {
  const fake = fakeChat([message(luis, 'antes')]);
  const { find } = await mount(fake, { scheme, width: 340 });
  find('[aria-label=Notificaciones]')!.click();
  const panel = () => find('chat-notification-settings')?.shadowRoot;
  await expect.poll(() => panel()?.querySelectorAll('fieldset:not(:disabled)').length).toBe(3);
  const byText = (text: string) =>
    [...panel()!.querySelectorAll('label')].find((label) => label.textContent.includes(text))!;
  byText('Solo cuando me mencionan').click();
  await expect.poll(() => fake.calls).toContain('notify cita-42 mentions');
  byText('No avisarme a estas horas').click();
  await expect.poll(() => fake.notified.quiet?.from).toBe('22:00');
  await expect.poll(() => panel()!.querySelectorAll('input[type=time]').length).toBe(2);
  byText('Sonido').click();
  expect(localStorage.getItem('chat:sound')).toBe('off');
  await still();
  const { violations } = await axe.run(find('.panel')!);
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});

test('a note that is chosen leads to its message: told by the worker, or by the address of a page that it opened', async () => {
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
  // Of another room the page is told, and may say no.
  const chosen: unknown[] = [];
  element.addEventListener('chat-room-chosen', (event) => {
    event.preventDefault();
    chosen.push((event as CustomEvent).detail);
  });
  told('otra');
  await expect.poll(() => chosen).toEqual([{ room: 'otra', message: items[8]!.id }]);
});
