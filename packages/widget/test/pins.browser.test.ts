import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { capabilities } from '@chat/protocol';
import { ana, fakeChat, luis, message, minutes, room } from './fixtures/fake-client.ts';
import { mount, settle, still } from './fixtures/mount.ts';

const conversation = () =>
  Array.from({ length: 40 }, (_, n) =>
    message(n % 2 ? ana : luis, `Mensaje ${n}`, {
      createdAt: Date.now() - minutes(60 - n),
      ...(n === 2 || n === 20 ? { pinnedAt: 1_000 + n } : {}),
    }),
  );

const pinned = (moderator = false) => {
  const items = conversation();
  const fake = fakeChat(items);
  fake.pins.set({ items: items.filter(({ pinnedAt }) => pinnedAt).toReversed(), loaded: true });
  if (moderator) fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'moderator' }, 0) });
  return fake;
};

const shown = async (fake = pinned(), options = {}) => {
  const mounted = await mount(fake, options);
  await expect.poll(() => mounted.find('chat-pin-bar')?.shadowRoot?.querySelector('.shown')).toBeTruthy();
  const bar = mounted.find('chat-pin-bar')?.shadowRoot as ShadowRoot;
  const button = (selector: string) => bar.querySelector<HTMLElement>(selector)!;
  return { ...mounted, bar, button, fake };
};

test('the bar below the header shows the latest pin and jumps to its message, by keyboard', async () => {
  const { button, rows } = await shown();
  expect(button('.shown .top').innerText.split(/\s*\n\s*/)).toEqual(['Luis Ortega', '1/2']);
  expect(button('.shown').ariaDescription).toBe('Ir al mensaje fijado');
  await userEvent.click(button('[aria-label=Siguiente]'));
  await settle();
  expect(button('.shown .text').innerText).toBe('Mensaje 2');
  button('.shown').focus();
  await userEvent.keyboard('{Enter}');
  await expect
    .poll(() => rows().find((row) => row.classList.contains('found'))?.innerText)
    .toContain('Mensaje 2');
  await userEvent.click(button('[aria-label=Siguiente]'));
  await settle();
  expect(button('.shown .text').innerText).toBe('Mensaje 20');
});

test('a new pin is shown at once; without pins there is no bar', async () => {
  const { button, fake, find } = await shown();
  await userEvent.click(button('[aria-label=Anterior]'));
  const newest = message(luis, 'Nuevo', { pinnedAt: 9_000 });
  fake.pins.set({ items: [newest, ...fake.pins.get().items], loaded: true });
  await settle();
  expect(button('.shown .text').innerText).toBe('Nuevo');
  fake.pins.set({ items: [], loaded: true });
  await settle();
  expect(find('chat-pin-bar')).toBeNull();
});

test('the panel lists all pins, and users with the right can unpin there', async () => {
  const { button, find, fake } = await shown(pinned(true), { width: 800 });
  await userEvent.click(button('[title="Mensajes fijados"]'));
  await still();
  expect(find('.panel h2')?.innerText).toBe('Mensajes fijados 2');
  const panel = find('chat-pins')?.shadowRoot as ShadowRoot;
  await expect.poll(() => panel.querySelectorAll('li').length).toBe(2);
  await userEvent.click(panel.querySelector<HTMLElement>('[title="Dejar de fijar"]')!);
  expect(fake.calls).toContain(`unpin ${fake.pins.get().items[0]?.id}`);
});

test('on a phone the panel closes to show the message', async () => {
  const { button, find, rows } = await shown();
  await userEvent.click(button('[title="Mensajes fijados"]'));
  await still();
  const panel = find('chat-pins')?.shadowRoot as ShadowRoot;
  expect(panel.querySelector('[title="Dejar de fijar"]')).toBeNull();
  await userEvent.click(panel.querySelectorAll<HTMLElement>('.pin')[1]!);
  await expect.poll(() => find('.panel')).toBeNull();
  await expect
    .poll(() => rows().find((row) => row.classList.contains('found'))?.innerText)
    .toContain('Mensaje 2');
});

test('users with the right pin and unpin a message from its menu', async () => {
  const { rows, messages, fake } = await shown(pinned(true));
  const entry = async (text: string) => {
    const row = rows().find((each) => each.innerText.includes(text));
    row?.querySelector<HTMLElement>('.more')?.click();
    await settle();
    const { shadowRoot } = messages.renderRoot.querySelector('chat-message-menu')!;
    return shadowRoot?.querySelector<HTMLElement>('[role=menuitem].pins');
  };
  const items = fake.messages.get().items;
  const pin = await entry('Mensaje 39');
  expect(pin?.innerText.trim()).toBe('Fijar');
  pin?.click();
  expect(fake.calls.at(-1)).toBe(`pin ${items[39]?.id}`);
  const marked = rows().find((row) => row.innerText.includes('Mensaje 20'));
  expect(marked?.querySelector('.pinned')).toBeTruthy();
  expect(marked?.getAttribute('aria-label')).toContain('Fijado');
  const unpin = await entry('Mensaje 20');
  expect(unpin?.innerText.trim()).toBe('Dejar de fijar');
  unpin?.click();
  expect(fake.calls.at(-1)).toBe(`unpin ${items[20]?.id}`);
  fake.state.set({ ...fake.state.get(), can: capabilities(room(), { role: 'guest' }, 0) });
  await settle();
  expect(await entry('Mensaje 38')).toBeNull();
});
