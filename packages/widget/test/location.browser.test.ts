// Sharing a location, and its card.
import axe from 'axe-core';
import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, still, type MountOptions } from './fixtures/mount.ts';

const place = { latitude: 40.41678, longitude: -3.70379, accuracy: 12 };

/** The device is there, or reports an error. */
const deviceAt = (found: Partial<GeolocationCoordinates> | { code: number }) => {
  const spy = vi.spyOn(navigator.geolocation, 'getCurrentPosition');
  spy.mockImplementation((done, failed) => {
    if ('code' in found) failed?.(found as GeolocationPositionError);
    else done({ coords: found } as GeolocationPosition);
  });
  onTestFinished(() => spy.mockRestore());
  return spy;
};

const violations = async (): Promise<string[]> =>
  (
    await axe.run(document.body, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })
  ).violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id} ${html}`));

const share = async (options: MountOptions = {}) => {
  const fake = fakeChat([message(luis, 'hola')]);
  const mounted = await mount(fake, {
    lang: 'en',
    width: 390,
    attributes: { features: '+location' },
    ...options,
  });
  await page.getByRole('button', { name: 'More' }).first().click();
  return { ...mounted, fake, entry: page.getByRole('menuitem', { name: 'Share location' }) };
};

test.each(['light', 'dark'] as const)('the position is shown before it is sent, %s', async (scheme) => {
  const asked = deviceAt({ latitude: 40.416_781_234, longitude: -3.703_789_876, accuracy: 11.2 });
  const { fake, entry } = await share({ scheme });
  expect(asked).not.toHaveBeenCalled();
  await entry.click();
  await expect.element(page.getByRole('dialog', { name: 'Share location' })).toBeVisible();
  await expect.element(page.getByText('40.41678, -3.70379').last()).toBeVisible();
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/location-share-${scheme}.png` });
  expect(await violations()).toEqual([]);
  expect(fake.sent).toEqual([]);
  await page.getByRole('button', { name: 'Send location' }).click();
  expect(fake.sent).toEqual([{ text: '', location: place }]);
  await expect.element(page.getByRole('dialog', { name: 'Share location' })).not.toBeInTheDocument();
});

test('nothing is sent if the user cancels, or the browser does not allow it', async () => {
  deviceAt(place);
  const { fake, entry } = await share();
  await entry.click();
  await expect.element(page.getByText('40.41678, -3.70379').last()).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('dialog', { name: 'Share location' })).not.toBeInTheDocument();
  deviceAt({ code: 1 });
  await page.getByRole('button', { name: 'More' }).first().click();
  await entry.click();
  await expect.element(page.getByText(/^Location access is blocked/)).toBeVisible();
  const again = deviceAt(place);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => again.mock.calls.length).toBe(3);
  await expect.element(page.getByRole('button', { name: 'Send location' })).toBeEnabled();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect(fake.sent).toEqual([]);
});

test('without features="+location" there is no entry', async () => {
  const { entry } = await share({ attributes: { features: '' } });
  await expect.element(page.getByRole('menu').first()).toBeVisible();
  expect(entry.elements()).toEqual([]);
});

test.each([
  [390, 'light'],
  [390, 'dark'],
  [900, 'light'],
] as const)('the card requests nothing, and has links to maps, %i px, %s', async (width, scheme) => {
  const before = performance.getEntriesByType('resource').length;
  const fake = fakeChat([message(luis, '', { location: place }), message(luis, 'aquí', { location: place })]);
  const { rows, element } = await mount(fake, { width, scheme });
  await expect.poll(() => rows()[0]?.querySelector('.location')).toBeTruthy();
  const [card] = [...rows()[0]!.querySelectorAll<HTMLElement>('.location')];
  expect(card?.innerText).toContain('40.41678, -3.70379');
  expect(card?.innerText).toContain('Precisión de 12');
  expect([...card!.querySelectorAll('a')].map(({ href, target, rel }) => [href, target, rel])).toEqual([
    [
      'https://www.openstreetmap.org/?mlat=40.416780&mlon=-3.703790#map=17/40.416780/-3.703790',
      '_blank',
      'noopener noreferrer nofollow',
    ],
    ['geo:40.41678,-3.70379;u=12', '', ''],
  ]);
  expect(rows()[0]?.getAttribute('aria-label')).toContain('Ubicación 40.41678, -3.70379');
  for (const link of card!.querySelectorAll('a'))
    expect(link.getBoundingClientRect().height).toBeGreaterThanOrEqual(24);
  expect(card!.getBoundingClientRect().right).toBeLessThanOrEqual(element.getBoundingClientRect().right);
  await still();
  await page.screenshot({ path: `../../../node_modules/.shots/location-card-${width}-${scheme}.png` });
  expect(await violations()).toEqual([]);
  const requested = performance.getEntriesByType('resource').slice(before);
  expect(requested.filter(({ name }) => /openstreetmap|tile|map=/.test(name))).toEqual([]);
});
