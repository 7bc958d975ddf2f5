// Criteria of WCAG 2.2 that axe cannot check. docs/reference/accessibility.md lists all of them with their tests.
import { describe, expect, onTestFinished, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { askingServer } from './fixtures/asking-server.ts';
import { conversation } from './fixtures/conversation.ts';
import { ana, fakeChat, luis, message } from './fixtures/fake-client.ts';
import { mount, settle, still, wait, type Mounted } from './fixtures/mount.ts';

const talk = () =>
  fakeChat([
    ...conversation(),
    message(luis, '¿Vienes?', { reactions: [{ emoji: '👍', count: 1, by: [ana.id] }] }),
  ]);

const treesOf = (root: ParentNode): ParentNode[] => [
  root,
  ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? treesOf(shadowRoot) : [])),
];
const allIn = (root: ParentNode, selector: string): HTMLElement[] =>
  treesOf(root).flatMap((tree) => [...tree.querySelectorAll<HTMLElement>(selector)]);
const roomTrees = ({ element }: Mounted): ParentNode[] => treesOf(element.shadowRoot!);

const focused = (): HTMLElement | null => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active as HTMLElement | null;
};
const topAt = (x: number, y: number): Element | null => {
  let top = document.elementFromPoint(x, y);
  for (;;) {
    const inner = top?.shadowRoot?.elementFromPoint(x, y);
    if (!inner || inner === top) return top;
    top = inner;
  }
};
const nameOf = (element: HTMLElement): string =>
  element.ariaLabel || element.title || element.className || element.localName;

const colours = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
/** The components of a colour over another, 0 to 255. */
const mixed = (over: string, below: string): number[] => {
  for (const colour of [below, over]) {
    colours.fillStyle = colour;
    colours.fillRect(0, 0, 1, 1);
  }
  return [...colours.getImageData(0, 0, 1, 1).data].slice(0, 3);
};
const luminance = (rgb: number[]): number => {
  const [r = 0, g = 0, b = 0] = rgb.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: string, below: string): number => {
  const [light = 0, dark = 0] = [luminance(mixed(one, below)), luminance(mixed(below, below))].toSorted(
    (a, b) => b - a,
  );
  return (light + 0.05) / (dark + 0.05);
};
const parentOf = (element: Element): Element | null =>
  element.assignedSlot ?? element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
/** The colour that an element stands on. */
const groundOf = (element: Element | null): string => {
  if (!element) return 'white';
  const { backgroundColor } = getComputedStyle(element);
  const below = (): string => groundOf(parentOf(element));
  if (/^(transparent|rgba\(0, 0, 0, 0\))$/.test(backgroundColor)) return below();
  const [r, g, b] = mixed(backgroundColor, below());
  return `rgb(${r}, ${g}, ${b})`;
};

/** Whether something of an element is in the window, and nothing lies over it. */
const isSeen = (element: HTMLElement): boolean => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return [0.1, 0.3, 0.5, 0.7, 0.9]
    .flatMap((x) => [0.1, 0.5, 0.9].map((y) => topAt(left + x * width, top + y * height)))
    .some((found) => found && (element.contains(found) || element.shadowRoot?.contains(found)));
};

/** Whether a ring or an edge marks the focus, with a contrast of 3 to 1. */
const isRinged = (element: Element): boolean => {
  const ground = groundOf(parentOf(element));
  const { boxShadow, borderTopColor } = getComputedStyle(element);
  const ringed = [undefined, '::before'].some((part) => {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element, part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && contrast(outlineColor, ground) >= 3;
  });
  return ringed || (boxShadow !== 'none' && contrast(borderTopColor, ground) >= 3);
};

/** Tabs from a button before the chat to one after it, and returns the stops in between. */
const tabThrough = async (
  mounted: Mounted,
  visitStop: (stop: HTMLElement) => void | Promise<void>,
): Promise<HTMLElement[]> => {
  const [before, after] = ['before', 'after'].map((name) => {
    const button = document.createElement('button');
    button.textContent = name;
    onTestFinished(() => button.remove());
    return button;
  });
  mounted.element.before(before!);
  mounted.element.after(after!);
  before!.focus();
  const stops: HTMLElement[] = [];
  for (let presses = 0; presses < 40; presses++) {
    await userEvent.tab();
    const stop = focused();
    if (!stop || stop === after) break;
    stops.push(stop);
    await visitStop(stop);
  }
  expect(focused()).toBe(after);
  return stops;
};

describe.each([
  { width: 800, scheme: 'light' },
  { width: 320, scheme: 'dark' },
] as const)('by keyboard, $width px, $scheme', ({ width, scheme }) => {
  test('Tab goes through the room from top to bottom and out of it; every stop is in view and marked', async () => {
    await page.viewport(900, 700);
    onTestFinished(() => page.viewport(414, 896));
    const mounted = await mount(talk(), { width, height: 560, scheme });
    await still();
    const wrong: string[] = [];
    const stops = await tabThrough(mounted, async (stop) => {
      await still();
      if (!isSeen(stop)) wrong.push(`${nameOf(stop)} is covered`);
      const around = [stop, stop.closest('.field'), stop.closest('label'), ...stop.querySelectorAll('*')];
      const marked = around.some((each) => each && isRinged(each));
      if (!marked) wrong.push(`${nameOf(stop)} is not marked`);
      if (allIn(document, 'dialog[open], .menu:popover-open').length > 0)
        wrong.push(`${nameOf(stop)} opens something`);
    });
    expect(wrong).toEqual([]);
    const parts = stops.map((stop) => (stop.getRootNode() as ShadowRoot).host.localName);
    const order = ['chat-room', 'chat-messages', 'chat-composer'];
    expect(parts.filter((part) => order.includes(part)).map((part) => order.indexOf(part))).toEqual(
      parts
        .filter((part) => order.includes(part))
        .map((part) => order.indexOf(part))
        .toSorted((a, b) => a - b),
    );
    expect(new Set(parts)).toEqual(new Set(order));
  });
});

test('letters alone are shortcuts only while a message has the focus', async () => {
  const mounted = await mount(talk());
  const people = mounted.find('.people')!;
  people.focus();
  for (const key of 'abcdefghijklmnopqrstuvwxyz0123456789?/')
    await userEvent.keyboard(key === '/' ? '/' : `{${key}}`);
  await settle();
  expect(focused()).toBe(people);
  expect(allIn(document, 'dialog[open], .menu:popover-open')).toEqual([]);
  expect(mounted.field().value).toBe('');
  mounted.rows().at(-1)!.focus();
  await userEvent.keyboard('r');
  await expect.poll(focused).toBe(mounted.field());
  expect(mounted.field().value).toBe('');
  await userEvent.keyboard('{Escape}');
});

test('the toolbar of a message and its menu name an action alike, with the same icon', async () => {
  const mounted = await mount(talk(), { width: 800 });
  const row = mounted.rows().at(-1)!;
  row.focus();
  const looks = (elements: HTMLElement[]) =>
    elements.map((each) => [each.ariaLabel ?? each.textContent.trim(), each.querySelector('svg')?.innerHTML]);
  const tools = () => allIn(row, '.tool:not(.quick)');
  await expect.poll(() => tools().length).toBe(2);
  const inToolbar = looks(tools());
  await userEvent.keyboard('{Enter}');
  const entries = () => allIn(mounted.messages.renderRoot, '.menu:popover-open [role=menuitem]');
  await expect.poll(() => entries().length).toBeGreaterThan(3);
  expect(looks(entries())).toEqual(expect.arrayContaining(inToolbar));
});

test('typing and choosing move no focus and open nothing', async () => {
  const mounted = await mount(talk());
  await userEvent.click(page.elementLocator(mounted.field()));
  await userEvent.keyboard('Nos vemos');
  await settle();
  expect(focused()).toBe(mounted.field());
  expect(mounted.field().value).toBe('Nos vemos');
  expect(allIn(document, 'dialog[open], .menu:popover-open')).toEqual([]);
});

test('the name form has a label and a purpose, and says what is missing', async () => {
  askingServer(() => ({ code: 'unauthenticated', reason: 'name_required' }));
  const { element } = await mount(null);
  const input = () => allIn(element.shadowRoot!, 'input[name=name]')[0] as HTMLInputElement | undefined;
  await expect.poll(input).toBeTruthy();
  expect(input()!.labels![0]!.textContent).toBe('Tu nombre');
  expect(input()!.autocomplete).toBe('nickname');
  input()!.form!.requestSubmit();
  await settle();
  expect(focused()).toBe(input());
  expect(input()!.getAttribute('aria-invalid')).toBe('true');
  const note = input()!.getAttribute('aria-describedby')!;
  expect(allIn(element.shadowRoot!, `#${note}`)[0]!.textContent.trim()).not.toBe('');
});

test('a press that is released elsewhere does nothing', async () => {
  const mounted = await mount(talk());
  await userEvent.fill(mounted.field(), 'Hola');
  const send = mounted.composer.renderRoot.querySelector<HTMLElement>('.send')!;
  const people = mounted.find('.people')!;
  for (const button of [send, people]) {
    const at = button.getBoundingClientRect();
    const point = { bubbles: true, composed: true, clientX: at.left + 4, clientY: at.top + 4 };
    button.dispatchEvent(new PointerEvent('pointerdown', point));
    button.dispatchEvent(new MouseEvent('mousedown', point));
    mounted.scroller().dispatchEvent(new PointerEvent('pointerup', { bubbles: true, composed: true }));
    mounted.scroller().dispatchEvent(new MouseEvent('mouseup', { bubbles: true, composed: true }));
  }
  await settle();
  expect(mounted.field().value).toBe('Hola');
  expect(mounted.find('chat-members')).toBeNull();
});

describe('text', () => {
  /** Texts that are cut, but for names and previews, whose whole text is in their title or elsewhere. */
  const cut = (mounted: Mounted): string[] =>
    roomTrees(mounted).flatMap((tree) =>
      [...tree.querySelectorAll<HTMLElement>('*')]
        .filter((each) =>
          [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim()),
        )
        .filter(
          (each) =>
            each.checkVisibility() && !each.closest('.visually-hidden, svg, .avatar, .clipped, .title'),
        )
        .filter((each) => {
          const { overflowX, overflowY } = getComputedStyle(each);
          const cutsX = overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1;
          const cutsY = overflowY === 'hidden' && each.scrollHeight > each.clientHeight + 1;
          return (cutsX || cutsY) && !each.matches('textarea, pre');
        })
        .map((each) => `${each.localName}.${each.className}: ${each.textContent.trim().slice(0, 40)}`),
    );
  const fits = (mounted: Mounted): void => {
    expect(cut(mounted)).toEqual([]);
    const { scrollWidth, clientWidth } = mounted.scroller();
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
    expect(mounted.element.scrollWidth).toBeLessThanOrEqual(mounted.element.offsetWidth);
  };

  test.each([480, 800])('doubles with the size of the page, and none is cut, %i px', async (width) => {
    const sizes = async (): Promise<number[]> => {
      const mounted = await mount(talk(), { width, height: 600 });
      await still();
      fits(mounted);
      const found = [
        mounted.rows()[0]!.querySelector('.bubble')!,
        mounted.field(),
        mounted.find('.title')!,
      ].map((each) => parseFloat(getComputedStyle(each).fontSize));
      mounted.element.remove();
      return found;
    };
    const usual = await sizes();
    document.documentElement.style.fontSize = '200%';
    onTestFinished(() => void document.documentElement.style.removeProperty('font-size'));
    const large = await sizes();
    for (const [at, size] of large.entries()) expect(size).toBeGreaterThanOrEqual(2 * usual[at]! - 2);
  });

  test.each([320, 800])(
    'keeps its place with more space between lines, letters and words, %i px',
    async (width) => {
      const mounted = await mount(talk(), { width, height: 600 });
      await still();
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(
        '*, ::part(*) { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }',
      );
      for (const tree of roomTrees(mounted))
        if (tree instanceof ShadowRoot) tree.adoptedStyleSheets = [...tree.adoptedStyleSheets, sheet];
      onTestFinished(() => {
        for (const tree of roomTrees(mounted))
          if (tree instanceof ShadowRoot)
            tree.adoptedStyleSheets = tree.adoptedStyleSheets.filter((each) => each !== sheet);
      });
      await still();
      fits(mounted);
      const box = mounted.composer.getBoundingClientRect();
      expect(box.bottom).toBeLessThanOrEqual(mounted.element.getBoundingClientRect().bottom + 1);
    },
  );
});

test.each(['light', 'dark'] as const)(
  'icons and the edges of fields have a contrast of 3 to 1, %s',
  async (scheme) => {
    const mounted = await mount(talk(), { width: 800, scheme });
    mounted.find('.people')!.click();
    await still();
    const low = roomTrees(mounted).flatMap((tree) =>
      [...tree.querySelectorAll<HTMLElement>('button:not(:disabled) > svg, label > svg, .state > svg')]
        .filter((icon) => icon.checkVisibility() && getComputedStyle(icon).opacity !== '0')
        .map((icon) => ({ icon, ratio: contrast(getComputedStyle(icon).color, groundOf(icon)) }))
        .filter(({ ratio }) => ratio < 3)
        .map(({ icon, ratio }) => `${icon.parentElement?.className} ${ratio.toFixed(2)}`),
    );
    expect(low).toEqual([]);
  },
);

test('what a reaction shows on hover stays under the pointer, and goes with Escape or with the pointer', async () => {
  const mounted = await mount(talk(), { width: 800 });
  await still();
  const chip = mounted.rows().at(-1)!.querySelector<HTMLElement>('.reaction')!;
  const tooltip = () => mounted.messages.renderRoot.querySelector<HTMLElement>('.reaction-tooltip');
  const hover = (element: HTMLElement) => userEvent.hover(page.elementLocator(element));
  await hover(chip);
  await expect.poll(tooltip).not.toBeNull();
  await hover(tooltip()!);
  await wait(300);
  expect(tooltip()).not.toBeNull();
  await userEvent.keyboard('{Escape}');
  expect(tooltip()).toBeNull();
  await hover(mounted.find('.title')!);
  await hover(chip);
  await expect.poll(tooltip).not.toBeNull();
  await hover(mounted.find('.title')!);
  await expect.poll(tooltip).toBeNull();
});

test('the chat says its language and direction, also on a page in a language that it does not have', async () => {
  const { find } = await mount(talk(), { lang: 'en' });
  document.documentElement.lang = 'it';
  await settle();
  expect([find('.frame')!.lang.slice(0, 2), find('.frame')!.dir]).toEqual(['en', 'ltr']);
});
