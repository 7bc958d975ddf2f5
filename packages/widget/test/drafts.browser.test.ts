// Drafts that follow the user: what is written here, and on other devices.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { OwnDraft } from '@chat/client';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle } from './fixtures/mount.ts';

const roomId = 'cita-42';
const one = (text: string, more: Partial<OwnDraft> = {}): OwnDraft => ({ roomId, text, version: 1, ...more });

/** A room in which this tab has `written` before, and `agreed` with the server. */
const setUp = async ({ written = '', agreed = '', there = [] as OwnDraft[], guest = false } = {}) => {
  sessionStorage.clear();
  if (written) sessionStorage.setItem(`chat:draft:${roomId}`, written);
  if (agreed) sessionStorage.setItem(`chat:agreed:${roomId}`, agreed);
  const fake = fakeChat([message(luis, 'hola')]);
  if (guest) Object.assign(fake.client, { user: { ...fake.client.user, guest: true } });
  fake.drafts.set({ items: there, loaded: true });
  const mounted = await mount(fake);
  const stored = () => fake.calls.filter((call) => call.startsWith('draft '));
  if (!guest) await expect.poll(() => fake.calls).toContain('load drafts');
  await settle();
  return { ...mounted, fake, stored };
};

test('what is written here is stored, and its message discards it', async () => {
  const { fake, field, stored } = await setUp();
  await userEvent.click(field());
  await userEvent.keyboard('hola');
  await expect.poll(() => stored().at(-1)).toBe(`draft ${roomId}  hola`);
  fake.drafts.set({ items: [one('hola', { version: 3 })], loaded: true });
  await settle();
  await userEvent.keyboard('{Enter}');
  expect(fake.sent).toEqual([{ text: 'hola', draft: 3 }]);
  fake.drafts.set({ items: [], loaded: true });
  await settle();
  expect(field().value).toBe('');
});

test('a message before its draft was stored empties the draft', async () => {
  const { fake, field, stored } = await setUp();
  await userEvent.click(field());
  await userEvent.keyboard('hola{Enter}');
  expect(fake.sent).toEqual([{ text: 'hola' }]);
  await expect.poll(() => stored().at(-1)).toBe(`draft ${roomId}  `);
});

test('a draft from another device appears in the field, and goes from it', async () => {
  const { fake, field, stored, element } = await setUp();
  fake.drafts.set({ items: [one('desde el móvil')], loaded: true });
  await expect.poll(() => field().value).toBe('desde el móvil');
  expect(sessionStorage.getItem(`chat:draft:${roomId}`)).toBe('desde el móvil');
  const { violations } = await axe.run(element);
  expect(violations).toEqual([]);
  fake.drafts.set({ items: [], loaded: true });
  await expect.poll(() => field().value).toBe('');
  expect(stored()).toEqual([]);
});

test.each([
  ['keeps what only this tab has', 'nuevo', 'viejo', [one('otro')], 'nuevo', [`draft ${roomId}  nuevo`]],
  ['takes what changed elsewhere', 'viejo', 'viejo', [one('otro')], 'otro', []],
  ['empties what was sent elsewhere', 'viejo', 'viejo', [], '', []],
])('after a reload the field %s', async (_, written, agreed, there, expected, calls) => {
  const { field, stored } = await setUp({ written, agreed, there });
  await expect.poll(() => field().value).toBe(expected);
  expect(stored()).toEqual(calls);
});

test('guests, ephemeral rooms and edits store nothing', async () => {
  const guest = await setUp({ guest: true, there: [one('ajeno')] });
  await userEvent.click(guest.field());
  await userEvent.keyboard('hola');
  expect(guest.stored()).toEqual([]);
  expect(guest.field().value).toBe('hola');
  expect(guest.fake.calls).not.toContain('load drafts');

  const { fake, composer, field, stored } = await setUp({ there: [one('borrador')] });
  await expect.poll(() => field().value).toBe('borrador');
  composer.edit(fake.messages.get().items[0]!, 'corregido');
  await settle();
  fake.drafts.set({ items: [one('otro', { version: 2 })], loaded: true });
  await settle();
  expect(field().value).toBe('corregido');
  composer.cancel();
  await expect.poll(() => field().value).toBe('otro');
  expect(stored()).toEqual([]);
});
