import axe from 'axe-core';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { talk, root, toolbar, menu, inMenu, labels, hover, bubble, hold } from './fixtures/gestures.ts';
import { mount, settle, still, wait, type Mounted } from './fixtures/mount.ts';

beforeEach(async () => {
  localStorage.clear();
  await page.viewport(900, 700);
  await userEvent.unhover(document.body);
});

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
