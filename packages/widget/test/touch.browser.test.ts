import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import {
  talk,
  root,
  toolbar,
  menu,
  inMenu,
  sheet,
  hover,
  emulateTouch,
  finger,
  ready,
  bubble,
  hold,
  swipe,
} from './fixtures/gestures.ts';
import { mount, settle, still, wait, type Mounted } from './fixtures/mount.ts';

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(390, 700);
  await userEvent.unhover(document.body);
});

test('a long press opens a sheet with the message above it; pulled down, or by Escape, it closes', async () => {
  const mounted = await mount(talk(), { width: 390 });
  await ready(mounted);
  await hold(mounted, 1);
  const panel = () => inMenu(mounted, '.sheet');
  const lifted = () => root(mounted).querySelector('.lifted');
  await still();
  expect(lifted()?.textContent).toContain('De acuerdo.');
  expect(lifted()!.getBoundingClientRect().bottom).toBeLessThanOrEqual(panel()!.getBoundingClientRect().top);
  expect(panel()!.getBoundingClientRect().bottom).toBe(innerHeight);
  expect(panel()!.querySelectorAll('.quick button')).toHaveLength(7);
  await page.screenshot({ path: '../../../node_modules/.shots/sheet.png' });
  finger(panel()!, 'pointerdown', 100, 500);
  finger(panel()!, 'pointermove', 100, 600);
  finger(panel()!, 'pointerup', 100, 600);
  await expect.poll(() => sheet(mounted)).toBeNull();
  await expect.poll(lifted).toBeNull();
  await hold(mounted, 0);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => sheet(mounted)).toBeNull();
  await hold(mounted, 0);
  await userEvent.click(sheet(mounted)!, { position: { x: 5, y: 5 } });
  await expect.poll(() => sheet(mounted)).toBeNull();
});

test('nothing covers the replies of a message, but the toolbar of a mouse can be pressed', async () => {
  await emulateTouch(true);
  onTestFinished(() => emulateTouch(false));
  const thread = { replies: 1, lastReplyAt: Date.now(), participants: [ana] };
  const items = [message(luis, '¿Quién?', { thread }), message(luis, '🎉🎉')];
  const mounted = await mount(fakeChat(items), { width: 390 });
  await ready(mounted);
  await expect.poll(() => root(mounted).querySelector('.thread-count')).not.toBeNull();
  const count = root(mounted).querySelector('.thread-count')!;
  const { left, right, top, bottom } = count.getBoundingClientRect();
  const at = (x: number) => root(mounted).elementFromPoint(x, (top + bottom) / 2);
  for (let x = left + 4; x < right; x += 8) expect(count.contains(at(x))).toBe(true);
  await hover(mounted, 1);
  const more = mounted.rows()[1]!.querySelector('.more')!;
  expect(getComputedStyle(more).pointerEvents).toBe('auto');
});

test('a finger leaves neither a focus ring nor the toolbar behind', async () => {
  const mounted = await mount(talk(), { width: 390 });
  await ready(mounted);
  // From here on, script that moves the focus draws a ring by default.
  mounted.composer.focus();
  await userEvent.keyboard('a');
  await hold(mounted, 1);
  const first = () => menu(mounted).shadowRoot!.activeElement;
  await expect.poll(() => first()?.role).toBe('menuitemcheckbox');
  const ring = (element: Element, part?: string) => getComputedStyle(element, part).outlineStyle;
  expect(ring(first()!)).toBe('none');
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}');
  expect(ring(first()!)).toBe('solid');
  (first() as HTMLElement).click();
  await expect.poll(() => sheet(mounted)).toBeNull();
  await still();
  const opener = root(mounted).activeElement!;
  expect(opener.className).toContain('more');
  expect([ring(opener), getComputedStyle(opener, '::before').content]).toEqual(['none', 'none']);
  expect(toolbar(mounted)).toBeNull();
  // By keyboard, it is there.
  await userEvent.keyboard('{ArrowUp}');
  await expect.poll(() => toolbar(mounted)).not.toBeNull();
});

test('a finger that moves or scrolls opens nothing; a click after a long press does nothing', async () => {
  const mounted = await mount(talk(), { width: 390 });
  await ready(mounted);
  finger(bubble(mounted, 0), 'pointerdown', 60, 60);
  finger(bubble(mounted, 0), 'pointermove', 60, 90);
  await wait(600);
  finger(bubble(mounted, 0), 'pointerdown', 60, 60);
  finger(bubble(mounted, 0), 'pointercancel', 60, 60);
  await wait(600);
  expect(sheet(mounted)).toBeNull();
  await hold(mounted, 0);
  const click = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
  expect(bubble(mounted, 0).dispatchEvent(click)).toBe(false);
});

test.each(['ltr', 'rtl'])('a swipe towards the end of the line replies, %s', async (dir) => {
  const fake = talk();
  const mounted = await mount(fake, { width: 390 });
  if (dir === 'rtl') mounted.element.lang = 'ar';
  await expect.poll(() => getComputedStyle(bubble(mounted, 0)).direction).toBe(dir);
  await ready(mounted);
  const sign = dir === 'rtl' ? -1 : 1;
  const answering = () => mounted.composer.renderRoot.querySelector('.answering');
  const arrow = () => root(mounted).querySelector('.swipe-arrow');
  const stack = () => mounted.rows()[0]!.querySelector<HTMLElement>('.stack')!;
  await swipe(mounted, 0, 30 * sign);
  expect(stack().style.translate).toBe(`${30 * sign}px`);
  expect(arrow()?.classList.contains('ready')).toBe(false);
  finger(bubble(mounted, 0), 'pointerup', 200 + 30 * sign, 100);
  await settle();
  expect([arrow(), answering()]).toEqual([null, null]);
  await swipe(mounted, 0, -80 * sign);
  expect(arrow()).toBeNull();
  finger(bubble(mounted, 0), 'pointerup', 200 - 80 * sign, 100);
  await swipe(mounted, 0, 80 * sign, 90);
  expect(arrow()).toBeNull();
  finger(bubble(mounted, 0), 'pointerup', 200, 190);
  await swipe(mounted, 0, 80 * sign);
  expect(arrow()?.classList.contains('ready')).toBe(true);
  finger(bubble(mounted, 0), 'pointerup', 200 + 80 * sign, 100);
  await expect.poll(answering).not.toBeNull();
  expect(stack().style.translate).toBe('');
});

const doubleTap = async (mounted: Mounted) => {
  for (let tap = 0; tap < 2; tap++) {
    finger(bubble(mounted, 0), 'pointerdown', 60, 60);
    finger(bubble(mounted, 0), 'pointerup', 60, 60);
  }
  await settle();
};

test('a double tap reacts with the first emoji', async () => {
  const fake = talk();
  const mounted = await mount(fake, { width: 390 });
  await ready(mounted);
  await doubleTap(mounted);
  await expect.poll(() => fake.calls.filter((call) => call.startsWith('toggle'))).toEqual(['toggle 👍']);
});

test('features="-swipe -doubletap" turns both off', async () => {
  const fake = talk();
  const mounted = await mount(fake, { width: 390, attributes: { features: '-swipe -doubletap' } });
  await ready(mounted);
  await swipe(mounted, 0, 80);
  expect(root(mounted).querySelector('.swipe-arrow')).toBeNull();
  finger(bubble(mounted, 0), 'pointerup', 280, 100);
  await doubleTap(mounted);
  await settle();
  expect(fake.calls.filter((call) => call.startsWith('toggle'))).toEqual([]);
  expect(mounted.scroller().style.touchAction).toBe('');
});
