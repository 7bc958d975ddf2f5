import { ChatError } from '@chat/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { features } from '../src/core/feature-registry.ts';
import type { Feature } from '../src/core/feature.ts';
import { ana, fakeChat, luis, member, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const sends = (calls: string[]) => calls.filter((call) => call.startsWith('send'));

test('Enter sends and keeps the cursor, Shift+Enter breaks the line', async () => {
  sessionStorage.clear();
  const fake = fakeChat();
  const { field } = await mount(fake);
  await userEvent.click(field());
  await userEvent.keyboard('hola{Shift>}{Enter}{/Shift}mundo{Enter}');
  await settle();
  expect(sends(fake.calls)).toEqual(['send hola\nmundo']);
  expect(field().value).toBe('');
  expect(field().matches(':focus')).toBe(true);
});

test('an Enter that ends an IME composition picks the word and sends nothing', async () => {
  sessionStorage.clear();
  const fake = fakeChat();
  const { field } = await mount(fake);
  field().value = 'にほん';
  field().dispatchEvent(new InputEvent('input', { bubbles: true }));
  const enter = (more: object) =>
    field().dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more }),
    );
  enter({ isComposing: true });
  enter({ keyCode: 229 });
  expect(sends(fake.calls)).toEqual([]);
  enter({});
  expect(sends(fake.calls)).toEqual(['send にほん']);
});

test('a placeholder that does not fit ends in an ellipsis', async () => {
  sessionStorage.clear();
  const { field } = await mount(fakeChat(), { width: 240 });
  await expect.poll(() => getComputedStyle(field(), '::placeholder').whiteSpace).toBe('nowrap');
  expect(getComputedStyle(field()).textOverflow).toBe('ellipsis');
  field().value = 'hola';
  expect(getComputedStyle(field()).textOverflow).toBe('clip');
});

test('blank text is not sent, and the send button is disabled', async () => {
  sessionStorage.clear();
  const fake = fakeChat();
  const { field } = await mount(fake);
  await userEvent.click(field());
  await userEvent.keyboard('   {Enter}');
  expect(sends(fake.calls)).toEqual([]);
  await expect.element(page.getByRole('button', { name: 'Enviar' })).toBeDisabled();
});

test('a draft survives the removal of its element, and is cleared when it is sent', async () => {
  sessionStorage.clear();
  const first = await mount(fakeChat());
  await userEvent.fill(first.field(), 'a medias');
  first.element.remove();
  const fake = fakeChat();
  const second = await mount(fake);
  expect(second.field().value).toBe('a medias');
  await userEvent.click(second.field());
  await userEvent.keyboard('{Enter}');
  second.element.remove();
  expect((await mount(fakeChat())).field().value).toBe('');
});

test('grows with the text up to a share of the room, and shrinks again', async () => {
  sessionStorage.clear();
  const { field } = await mount(fakeChat());
  const before = field().offsetHeight;
  await userEvent.fill(field(), 'a\nb\nc');
  await settle();
  expect(field().offsetHeight).toBeGreaterThan(before + 30);
  await userEvent.fill(field(), 'a\n'.repeat(100));
  await settle();
  expect(field().offsetHeight).toBeLessThan(300);
  await userEvent.fill(field(), '');
  await settle();
  expect(field().offsetHeight).toBe(before);
});

test('counts near the limit and does not send beyond it', async () => {
  sessionStorage.clear();
  const fake = fakeChat();
  Object.assign(fake.client.limits!, { maxTextLength: 10 });
  const { field, composer } = await mount(fake);
  const counter = () => composer.renderRoot.querySelector('.left')!.textContent;
  await userEvent.fill(field(), '123456789');
  await settle();
  expect(counter()).toBe('Queda 1 carácter');
  await userEvent.fill(field(), '123456789012');
  await settle();
  expect(counter()).toBe('Sobran 2 caracteres');
  await userEvent.keyboard('{Enter}');
  expect(sends(fake.calls)).toEqual([]);
});

test.each([
  [60_000, /\d+:\d\d/],
  [3 * 86_400_000, new RegExp(String(new Date(Date.now() + 3 * 86_400_000).getFullYear()))],
])('a mute shows when it ends, with the date if that is not today (in %d ms)', async (ms, expected) => {
  const fake = fakeChat();
  const { can, ...state } = fake.state.get();
  const until = ms > 60_000 ? Date.now() + ms : new Date().setHours(23, 59, 59);
  fake.state.set({
    ...state,
    me: member(ana, { mutedUntil: until }),
    can: { ...can!, 'message:send': false },
  });
  const { composer } = await mount(fake);
  const text = () => composer.renderRoot.querySelector('.lock')?.textContent ?? '';
  expect(text()).toMatch(expected);
  expect(text().includes(String(new Date(until).getFullYear()))).toBe(ms > 60_000);
});

describe('editing', () => {
  test('↑ in an empty field edits the last own message, Escape gives the draft back', async () => {
    sessionStorage.clear();
    const fake = fakeChat([message(ana, 'uno'), message(ana, 'dos'), message(luis, 'tres')]);
    const { field } = await mount(fake);
    await userEvent.click(field());
    await userEvent.keyboard('{ArrowUp}');
    await settle();
    expect(field().value).toBe('dos');
    await userEvent.keyboard(' y pico{Enter}');
    await settle();
    expect(fake.calls).toContain('edit dos y pico');
    expect(field().value).toBe('');
    await userEvent.keyboard('{ArrowUp}');
    await settle();
    await userEvent.keyboard('{Escape}');
    await settle();
    expect(field().value).toBe('');
    expect(field().matches(':focus')).toBe(true);
  });

  test('an edit that changes nothing is not sent', async () => {
    sessionStorage.clear();
    const fake = fakeChat([message(ana, 'uno')]);
    const { field } = await mount(fake);
    await userEvent.click(field());
    await userEvent.keyboard('{ArrowUp}');
    await settle();
    await userEvent.keyboard('{Enter}');
    expect(fake.calls.filter((call) => call.startsWith('edit'))).toEqual([]);
  });

  test('a message that is still being sent can be edited; a failed one cannot', async () => {
    sessionStorage.clear();
    const onItsWay = message(ana, 'dos', { seq: 0, rev: 0, status: 'sending' });
    const failed = message(ana, 'tres', { seq: 0, rev: 0, status: 'failed' });
    const fake = fakeChat([message(ana, 'uno'), onItsWay, failed]);
    const { field } = await mount(fake);
    await userEvent.click(field());
    await userEvent.keyboard('{ArrowUp}');
    await settle();
    expect(field().value).toBe('dos');
    await userEvent.keyboard(' y pico{Enter}');
    await expect.poll(() => fake.calls).toContain('edit dos y pico');
  });

  test('the text of an edit returns to the composer if its message fails to send', async () => {
    sessionStorage.clear();
    const onItsWay = message(ana, 'uno', { seq: 0, rev: 0, status: 'sending' });
    const fake = fakeChat([onItsWay]);
    let refuse = (): void => {};
    fake.room.messages.edit = () =>
      new Promise((_, reject) => (refuse = () => reject(new ChatError('forbidden', 'no'))));
    const { field, composer } = await mount(fake);
    await userEvent.click(field());
    await userEvent.keyboard('{ArrowUp} y pico{Enter}');
    await settle();
    fake.messages.set({ ...fake.messages.get(), items: [{ ...onItsWay, status: 'failed' }] });
    refuse();
    await expect.poll(() => field().value).toBe('uno y pico');
    expect(composer.editing).toBe(null);
    await userEvent.keyboard('{Enter}');
    expect(sends(fake.calls)).toEqual(['send uno y pico']);
    sessionStorage.clear();
  });

  test('a rejected edit is reported and its text restored, unless the user has written something else', async () => {
    sessionStorage.clear();
    const fake = fakeChat([message(ana, 'uno'), message(ana, 'dos')]);
    let refuse = (): void => {};
    fake.room.messages.edit = () =>
      new Promise((_, reject) => (refuse = () => reject(new ChatError('forbidden', 'no'))));
    const { element, field, composer } = await mount(fake);
    const told: string[] = [];
    element.addEventListener('chat-error', (event) =>
      told.push((event as CustomEvent<{ error: ChatError }>).detail.error.code),
    );
    await userEvent.click(field());
    await userEvent.keyboard('{ArrowUp} y pico{Enter}');
    await settle();
    expect(field().value).toBe('');
    refuse();
    await expect.poll(() => field().value).toBe('dos y pico');
    expect(composer.editing?.text).toBe('dos');
    expect(told).toEqual(['forbidden']);
    await userEvent.keyboard(' más{Enter}otra cosa');
    refuse();
    await expect.poll(() => told).toHaveLength(2);
    await settle();
    expect(field().value).toBe('otra cosa');
    sessionStorage.clear();
  });
});

test('a part that fails to load before sending is requested once, and delays no message', async () => {
  sessionStorage.clear();
  const fake = fakeChat();
  const { field } = await mount(fake);
  let asked = 0;
  const load = () => {
    asked += 1;
    return Promise.reject<Feature>(new Error('offline'));
  };
  const missing: Feature = {
    name: 'missing',
    lazy: { part: { load, want: () => null, failed: false }, toSend: (text) => text.includes('%') },
  };
  features.push(missing);
  onTestFinished(() => void features.pop());
  await userEvent.click(field());
  await userEvent.keyboard('100 %{Enter}');
  await expect.poll(() => sends(fake.calls)).toEqual(['send 100 %']);
  expect(asked).toBe(1);
});

test('a chat-before-send listener can change the text or cancel the send', async () => {
  sessionStorage.clear();
  const fake = fakeChat();
  const { element, field } = await mount(fake);
  element.addEventListener('chat-before-send', (event) => {
    const { detail } = event as CustomEvent<{ text: string }>;
    if (detail.text === 'no') event.preventDefault();
    else detail.text = detail.text.toUpperCase();
  });
  await userEvent.fill(field(), 'no');
  await userEvent.keyboard('{Enter}');
  expect(field().value).toBe('no');
  await userEvent.fill(field(), 'hola');
  await userEvent.keyboard('{Enter}');
  expect(sends(fake.calls)).toEqual(['send HOLA']);
});

test('sends typing start and stop, and nothing when the feature is off', async () => {
  sessionStorage.clear();
  const fake = fakeChat();
  const { field } = await mount(fake);
  await userEvent.fill(field(), 'a');
  expect(fake.calls).toContain('typing');
  await userEvent.fill(field(), '');
  expect(fake.calls).toContain('not typing');
  const quiet = fakeChat();
  const other = await mount(quiet, { attributes: { features: '-typing' } });
  await userEvent.fill(other.field(), 'a');
  expect(quiet.calls).not.toContain('typing');
});
