import axe from 'axe-core';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import type { ChatMessageMenu } from '../src/ui/message-menu.ts';
import { ana, fakeChat, ines, luis, message, minutes } from './fixtures/fake-client.ts';
import { mount, settle, still, wait, type Mounted } from './fixtures/mount.ts';

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(900, 700);
  await userEvent.unhover(document.body);
});

const talk = () =>
  fakeChat([
    message(luis, 'Nos vemos mañana a las diez.', { createdAt: Date.now() - minutes(9) }),
    message(ana, 'De acuerdo.', { createdAt: Date.now() - minutes(6) }),
    message(ines, 'Perfecto', { createdAt: Date.now() }),
  ]);

const root = ({ messages }: Mounted): ShadowRoot => messages.shadowRoot!;
const toolbar = (mounted: Mounted) => root(mounted).querySelector<HTMLElement>('.toolbar');
const menu = (mounted: Mounted) => root(mounted).querySelector<ChatMessageMenu>('chat-message-menu')!;
const inMenu = (mounted: Mounted, selector: string) =>
  menu(mounted).shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
const sheet = (mounted: Mounted) => inMenu(mounted, 'dialog[open]');
const labels = (mounted: Mounted) =>
  [...(toolbar(mounted)?.querySelectorAll('button') ?? [])].map((button) => button.ariaLabel);
const hover = async (mounted: Mounted, at: number) => {
  const target = mounted.rows()[at]!.querySelector<HTMLElement>('.bubble')!;
  // Else it is found by its row's label, which changes with the language.
  target.dataset['testid'] = `bubble-${at}`;
  await userEvent.hover(target);
  await expect.poll(() => mounted.rows()[at]?.contains(toolbar(mounted))).toBe(true);
};

/** The main pointer is a finger. */
const emulateTouch = async (enabled: boolean): Promise<void> => {
  const session = cdp() as unknown as { send(method: string, params: object): Promise<unknown> };
  await session.send('Emulation.setTouchEmulationEnabled', { enabled });
};

const finger = (target: Element, type: string, x = 0, y = 0) =>
  target.dispatchEvent(
    new PointerEvent(type, {
      pointerId: 7,
      pointerType: 'touch',
      isPrimary: true,
      bubbles: true,
      composed: true,
      cancelable: true,
      clientX: x,
      clientY: y,
    }),
  );
/** The code for gestures loads with the first event. */
const ready = async (mounted: Mounted) => {
  finger(mounted.rows()[0]!, 'pointerdown');
  await settle();
  finger(mounted.rows()[0]!, 'pointercancel');
};
const bubble = (mounted: Mounted, at: number) => mounted.rows()[at]!.querySelector<HTMLElement>('.bubble')!;
const hold = async (mounted: Mounted, at: number) => {
  finger(bubble(mounted, at), 'pointerdown', 60, 60);
  await expect.poll(() => sheet(mounted)).not.toBeNull();
  finger(bubble(mounted, at), 'pointerup', 60, 60);
  // Else it would be a tap on the sheet, which has come under the finger.
  const release = new Event('touchend', { bubbles: true, cancelable: true });
  expect(bubble(mounted, at).dispatchEvent(release)).toBe(false);
};
const swipe = async (mounted: Mounted, at: number, dx: number, dy = 0) => {
  const target = bubble(mounted, at);
  finger(target, 'pointerdown', 200, 100);
  for (let step = 1; step <= 5; step++)
    finger(target, 'pointermove', 200 + (dx * step) / 5, 100 + (dy * step) / 5);
  await settle();
};

test('the button that jumps to the end lies over the message with the toolbar', async () => {
  const texts = Array.from({ length: 30 }, (_, index) => message(ana, `${index} ${'largo '.repeat(40)}`));
  const mounted = await mount(fakeChat(texts), { width: 400 });
  const { messages } = mounted;
  const list = root(mounted).querySelector('.scroller')!;
  list.scrollTop = 400;
  const jump = () => root(mounted).querySelector('.jump');
  await expect.poll(jump).not.toBeNull();
  const at = () => {
    const { left, top, width, height } = jump()!.getBoundingClientRect();
    return messages.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2);
  };
  await expect.poll(() => at()?.closest('.jump')).not.toBeNull();
  const { top } = jump()!.getBoundingClientRect();
  const row = mounted.rows().findLast((each) => each.getBoundingClientRect().top < top)!;
  await wait(200);
  await hover(mounted, mounted.rows().indexOf(row));
  expect(at()?.closest('.jump')).not.toBeNull();
});

describe('the toolbar of a message', () => {
  test('moves to the message under the pointer, offers emoji, reply and thread, and is one', async () => {
    const fake = talk();
    const mounted = await mount(fake, { width: 800 });
    await hover(mounted, 0);
    expect(labels(mounted)).toEqual([
      'Reaccionar con 👍',
      'Reaccionar con ❤️',
      'Reaccionar con 😂',
      'Responder',
      'Responder en un hilo',
    ]);
    await hover(mounted, 1);
    expect(root(mounted).querySelectorAll('.toolbar')).toHaveLength(1);
    await userEvent.click(toolbar(mounted)!.querySelectorAll('button')[1]!);
    expect(fake.calls).toContain('toggle ❤️');
    await userEvent.click(toolbar(mounted)!.querySelectorAll('button')[3]!);
    await expect.poll(() => mounted.composer.renderRoot.querySelector('.answering')).not.toBeNull();
    await userEvent.hover(mounted.field());
    await expect.poll(() => toolbar(mounted)).toBeNull();
  });

  test('offers the emoji used most on this device first', async () => {
    localStorage.setItem('chat:emoji-uses', '🎉 🎉 🎉 😂 😂');
    const mounted = await mount(talk(), { width: 800 });
    await hover(mounted, 0);
    expect(labels(mounted).slice(0, 3)).toEqual(['🎉', '😂', '👍'].map((each) => `Reaccionar con ${each}`));
  });

  test('covers no text if there is space next to the bubble, and moves no row', async () => {
    let moved = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved += (entry as unknown as { value: number }).value;
    });
    const mounted = await mount(talk(), { width: 800 });
    await wait(600);
    observer.observe({ type: 'layout-shift' });
    onTestFinished(() => observer.disconnect());
    for (const at of [0, 1, 2]) {
      await hover(mounted, at);
      const bar = toolbar(mounted)!.getBoundingClientRect();
      const text = bubble(mounted, at).getBoundingClientRect();
      expect(bar.right <= text.left || bar.left >= text.right).toBe(true);
      const more = mounted.rows()[at]!.querySelector('.more')!.getBoundingClientRect();
      expect([more.left >= bar.left, more.right <= bar.right, more.top >= bar.top]).toEqual([
        true,
        true,
        true,
      ]);
    }
    await wait(200);
    expect(moved).toBe(0);
  });

  test.each(['ltr', 'rtl'])('stays inside a narrow list, %s', async (dir) => {
    document.documentElement.lang = dir === 'rtl' ? 'ar' : 'es';
    const long =
      'Una pregunta antes de empezar: ¿hace falta el original del certificado, o basta con la copia?';
    const fake = fakeChat([message(luis, 'hola'), message(luis, long), message(ana, long)]);
    const mounted = await mount(fake, { width: 320 });
    if (dir === 'rtl') mounted.element.lang = 'ar';
    await expect.poll(() => getComputedStyle(bubble(mounted, 0)).direction).toBe(dir);
    for (const at of [0, 1, 2]) {
      await hover(mounted, at);
      const bar = toolbar(mounted)!.getBoundingClientRect();
      const list = mounted.scroller().getBoundingClientRect();
      expect([bar.left >= list.left, bar.right <= list.right, bar.top >= list.top]).toEqual([
        true,
        true,
        true,
      ]);
    }
  });

  test('follows the keyboard; arrows move along it, Enter on the message opens the menu', async () => {
    const mounted = await mount(talk(), { width: 800 });
    mounted.rows().at(-1)!.focus();
    await userEvent.keyboard('{ArrowUp}');
    await expect.poll(() => mounted.rows()[1]!.contains(toolbar(mounted))).toBe(true);
    await userEvent.keyboard('{Tab}{ArrowLeft}');
    expect(root(mounted).activeElement?.ariaLabel).toBe('Responder en un hilo');
    await userEvent.keyboard('{ArrowRight}');
    expect(root(mounted).activeElement).toBe(mounted.rows()[1]!.querySelector('.more'));
    await hover(mounted, 1);
    mounted.rows()[1]!.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => inMenu(mounted, ':popover-open')).not.toBeNull();
    await userEvent.keyboard('{Escape}');
    for (const keys of ['{Shift>}{F10}{/Shift}', '{ContextMenu}']) {
      mounted.rows()[2]!.focus();
      await userEvent.keyboard(keys);
      await expect.poll(() => menu(mounted).openFor?.closest('[data-message]')).toBe(mounted.rows()[2]);
      await userEvent.keyboard('{Escape}');
      await expect.poll(() => menu(mounted).openFor).toBeNull();
    }
  });

  test('goes with a message that is deleted, and follows a redraw', async () => {
    const fake = talk();
    const mounted = await mount(fake, { width: 800 });
    await hover(mounted, 2);
    const { items } = fake.messages.get();
    const thumb = { emoji: '👍', count: 1, by: [ana.id] };
    fake.messages.set({ ...fake.messages.get(), items: items.with(2, { ...items[2]!, reactions: [thumb] }) });
    await expect.poll(() => toolbar(mounted)?.querySelector('button')?.ariaPressed).toBe('true');
    fake.messages.set({ ...fake.messages.get(), items: items.slice(0, 2) });
    await expect.poll(() => toolbar(mounted)).toBeNull();
  });
});

describe('a right click', () => {
  const rightClick = (target: Element, options: Parameters<typeof userEvent.click>[1] = {}) =>
    userEvent.click(target, { button: 'right', ...options });
  const watch = (mounted: Mounted) => {
    const prevented: boolean[] = [];
    mounted.element.addEventListener('contextmenu', (event) => prevented.push(event.defaultPrevented));
    return prevented;
  };

  test('opens the menu at the pointer', async () => {
    const mounted = await mount(talk(), { width: 800, height: 480 });
    await hover(mounted, 0);
    const prevented = watch(mounted);
    await rightClick(bubble(mounted, 0), { position: { x: 20, y: 10 } });
    await expect.poll(() => inMenu(mounted, ':popover-open')).not.toBeNull();
    await wait(150);
    const at = inMenu(mounted, ':popover-open')!.getBoundingClientRect();
    const from = bubble(mounted, 0).getBoundingClientRect();
    expect(Math.abs(at.left - from.left - 20)).toBeLessThanOrEqual(1);
    expect(Math.abs(at.top - from.top - 10)).toBeLessThanOrEqual(1);
    expect(prevented).toEqual([true]);
  });

  test('with Shift, on a link, or on selected text opens the menu of the browser', async () => {
    const fake = fakeChat([message(luis, 'Mira https://example.org y luego me dices')]);
    const mounted = await mount(fake, { width: 800 });
    await hover(mounted, 0);
    const prevented = watch(mounted);
    await userEvent.keyboard('{Shift>}');
    await rightClick(bubble(mounted, 0), { position: { x: 10, y: 10 } });
    await userEvent.keyboard('{/Shift}');
    await rightClick(bubble(mounted, 0).querySelector('a')!);
    await userEvent.tripleClick(bubble(mounted, 0), { position: { x: 20, y: 14 } });
    await rightClick(bubble(mounted, 0), { position: { x: 20, y: 14 } });
    await settle();
    expect(prevented).toEqual([false, false, false]);
    expect(menu(mounted).openFor).toBeNull();
  });
});

test('menus have groups, dangerous entries last, and at most seven entries at first', async () => {
  const fake = talk();
  const state = fake.state.get();
  const can = { ...state.can!, 'message:pin': true, 'message:moderate': true, 'message:report': true };
  fake.state.set({ ...state, can });
  const { items } = fake.messages.get();
  const thumb = { emoji: '👍', count: 1, by: [ana.id] };
  fake.messages.set({ ...fake.messages.get(), items: items.with(0, { ...items[0]!, reactions: [thumb] }) });
  const mounted = await mount(fake, { width: 800, lang: 'en' });
  mounted.rows()[0]!.querySelector<HTMLElement>('.more')!.click();
  await expect.poll(() => menu(mounted).openFor).not.toBeNull();
  const entries = () =>
    [...menu(mounted).shadowRoot!.querySelectorAll('.menu > *:not(.quick)')].map((each) =>
      each.matches('hr') ? '-' : each.textContent?.trim(),
    );
  expect(entries().filter((each) => each !== '-').length).toBeLessThanOrEqual(7);
  expect(entries().slice(-2)).toEqual(['Report', 'Delete']);
  expect(entries()).toContain('-');
  inMenu(mounted, '.more')!.click();
  await expect.poll(() => entries().includes('Reply privately')).toBe(true);
  expect(menu(mounted).shadowRoot!.activeElement?.role).toBe('menuitem');
});

describe('fingers', () => {
  beforeEach(() => page.viewport(390, 700));

  test('a long press opens a sheet with the message above it; pulled down, or by Escape, it closes', async () => {
    const mounted = await mount(talk(), { width: 390 });
    await ready(mounted);
    await hold(mounted, 1);
    const panel = () => inMenu(mounted, '.sheet');
    const lifted = () => root(mounted).querySelector('.lifted');
    await still();
    expect(lifted()?.textContent).toContain('De acuerdo.');
    expect(lifted()!.getBoundingClientRect().bottom).toBeLessThanOrEqual(
      panel()!.getBoundingClientRect().top,
    );
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
});

test.each([
  ['light', 'es', 800],
  ['dark', 'en', 800],
  ['light', 'en', 320],
  ['dark', 'ar', 320],
] as const)('%s, %s, %i px: toolbar, menu and sheet are accessible', async (scheme, lang, width) => {
  await page.viewport(width === 320 ? 320 : 900, 640);
  const mounted = await mount(talk(), { width, scheme });
  mounted.element.lang = lang;
  // The rows are found by their labels, which follow the language.
  await still();
  const check = async (name: string) => {
    await still();
    await page.screenshot({ path: `../../../node_modules/.shots/gestures-${name}-${scheme}-${width}.png` });
    const { violations } = await axe.run(document.body, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } },
    });
    expect(violations.map(({ id, nodes }) => [name, id, nodes.map(({ html }) => html)])).toEqual([]);
  };
  await hover(mounted, 0);
  await check('toolbar');
  await userEvent.click(bubble(mounted, 0), { button: 'right', position: { x: 12, y: 10 } });
  await expect.poll(() => menu(mounted).openFor).not.toBeNull();
  await check('menu');
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => menu(mounted).openFor).toBeNull();
  await wait(300);
  await hold(mounted, 1);
  await check('sheet');
});
