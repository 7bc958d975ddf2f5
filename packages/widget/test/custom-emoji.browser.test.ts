// Custom emoji: in texts, as reactions, in the picker and as suggestions.
import axe from 'axe-core';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, type MountOptions } from './fixtures/mount.ts';

const dot = (colour: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="30" fill="${colour}"/></svg>`)}`;

const emoji = [
  { name: 'logo', label: 'El logo', url: dot('#0a7') },
  { name: 'party_parrot', label: 'Loro de fiesta', url: dot('#d33') },
];

const shown = async (options: MountOptions = {}) => {
  const items = [
    message(luis, 'con :logo: y :nadie: y `:logo:`', {
      reactions: [
        { emoji: ':party_parrot:', count: 2, by: [ana.id, luis.id] },
        { emoji: ':gone:', count: 1, by: [luis.id] },
      ],
    }),
  ];
  const fake = fakeChat(items);
  let asked = 0;
  Object.assign(fake.client, { customEmoji: { list: async () => ((asked += 1), emoji) } });
  const mounted = await mount(fake, { height: 700, ...options });
  return { ...mounted, fake, asked: () => asked };
};

const violations = async (root: Element = document.body): Promise<string[]> =>
  (await axe.run(root, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })).violations.flatMap(
    ({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`),
  );

test.each([
  [390, 'light'],
  [390, 'dark'],
  [900, 'light'],
] as const)('texts and reactions show pictures with their label, %i px, %s', async (width, scheme) => {
  const { rows, asked } = await shown({ width, scheme });
  const pictures = () => [...(rows()[0]?.querySelectorAll<HTMLImageElement>('.custom-emoji') ?? [])];
  await expect
    .poll(() => pictures().map(({ alt, title }) => [alt, title]))
    .toEqual([
      ['El logo', ':logo:'],
      ['Loro de fiesta', ':party_parrot:'],
    ]);
  expect(rows()[0]?.innerText).toContain(':nadie:');
  expect(rows()[0]?.querySelector('code')?.textContent).toBe(':logo:');
  const reactions = [...rows()[0]!.querySelectorAll<HTMLElement>('.reaction')];
  expect(reactions[0]?.ariaLabel ?? '').toContain('Loro de fiesta');
  expect(reactions[1]?.textContent).toContain(':gone:');
  await expect
    .poll(() => pictures().every(({ complete, naturalWidth }) => complete && naturalWidth > 0))
    .toBe(true);
  for (const picture of pictures()) expect(picture.getBoundingClientRect().height).toBeLessThan(32);
  expect(asked()).toBe(1);
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/custom-emoji-${width}-${scheme}.png` });
  expect(await violations()).toEqual([]);
});

test('the picker has them as a group, found by name and label, and inserts :name:', async () => {
  localStorage.clear();
  const { composer, field } = await shown({ width: 390 });
  composer.renderRoot.querySelector<HTMLElement>('.tool')!.click();
  const picker = () => composer.renderRoot.querySelector('chat-emoji-picker')?.shadowRoot;
  const own = () => [...(picker()?.querySelectorAll<HTMLImageElement>('img') ?? [])];
  await expect.poll(() => own().length).toBeGreaterThanOrEqual(2);
  for (const scheme of ['light', 'dark']) {
    document.documentElement.style.colorScheme = scheme;
    await still();
    await page.screenshot({ path: `../../../node_modules/.shots/custom-emoji-picker-${scheme}.png` });
    expect(await violations(picker()!.host)).toEqual([]);
  }
  await userEvent.fill(picker()!.querySelector('input')!, 'fiesta');
  const labels = () =>
    [...picker()!.querySelectorAll<HTMLElement>('.emoji')].map(({ ariaLabel }) => ariaLabel);
  await expect.poll(() => labels()[0]).toBe('Loro de fiesta');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  await expect.poll(() => field().value).toBe(':party_parrot:');
  localStorage.clear();
});

test('a :name: is completed in the composer', async () => {
  const { field, composer } = await shown({ width: 600 });
  await userEvent.click(field());
  await userEvent.keyboard('hola :party_p');
  const options = () => [...composer.renderRoot.querySelectorAll<HTMLElement>('[role=option]')];
  await expect
    .poll(() =>
      options()
        .map(({ innerText }) => innerText.trim())
        .join(),
    )
    .toContain('party_parrot');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => field().value).toContain('hola :party_parrot:');
});

test('features="-custom-emoji" leaves names as text', async () => {
  const { rows } = await shown({ attributes: { features: '-custom-emoji' } });
  await settle();
  expect(rows()[0]?.innerText).toContain('con :logo:');
  expect(rows()[0]?.querySelector('.custom-emoji')).toBeNull();
});
