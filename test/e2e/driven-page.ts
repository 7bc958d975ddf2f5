// A page of a driven browser: finds elements through shadow roots, and acts on them by pointer and keyboard.
import { expect } from 'vitest';
import type { Driver } from './driven-browsers.ts';

/** An element: a selector, each part after `>>` inside a shadow root, and its name or a part of its text. */
export interface Target {
  css: string;
  name?: string;
  text?: string;
}

export const keys = {
  Enter: '\uE007',
  Escape: '\uE00C',
  Shift: '\uE008',
  Up: '\uE013',
  Down: '\uE015',
  F10: '\uE03A',
};

/** In the page: the visible elements that match. */
const findAll = ({ css, name, text }: Target, isHiddenToo: boolean): HTMLElement[] => {
  const inside = (root: ParentNode, selector: string): Element[] => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? inside(shadowRoot, selector) : [],
    ),
  ];
  let found: Element[] = [];
  css.split(' >> ').forEach((part, at) => {
    const roots = at === 0 ? [document] : found.map((each) => each.shadowRoot ?? each);
    found = [...new Set(roots.flatMap((root) => inside(root as ParentNode, part)))];
  });
  return (found as HTMLElement[]).filter((each) => {
    if (!isHiddenToo && !each.checkVisibility({ visibilityProperty: true })) return false;
    const words = each.innerText ?? each.textContent ?? '';
    if (text !== undefined && !words.includes(text)) return false;
    return name === undefined || (each.ariaLabel ?? words).trim() === name;
  });
};

const finding = (target: Target, isHiddenToo = false): string =>
  `(${findAll.toString()})(${JSON.stringify(target)}, ${isHiddenToo})`;

const comesTrue = async (read: () => Promise<boolean>, what: string, target: Target): Promise<void> => {
  await expect.poll(read, { message: `${what}: ${JSON.stringify(target)}` }).toBe(true);
};

export class DrivenPage {
  readonly driver: Driver;

  constructor(driver: Driver) {
    this.driver = driver;
  }

  /** Runs a function in the page with the elements that match. */
  async with<T>(target: Target, run: (found: HTMLElement[]) => T): Promise<T> {
    return (await this.driver.run(`(${run.toString()})(${finding(target)})`)) as T;
  }

  count(target: Target): Promise<number> {
    return this.with(target, (found) => found.length);
  }

  texts(target: Target): Promise<string[]> {
    return this.with(target, (found) => found.map((each) => each.innerText.trim()));
  }

  async waitFor(target: Target): Promise<void> {
    await comesTrue(async () => (await this.count(target)) > 0, 'shown', target);
  }

  /** Waits until an element has the focus, in its shadow root. */
  async focused(target: Target): Promise<void> {
    const isFocused = () =>
      this.with(target, ([element]) => {
        // Unlike `:focus`, this holds in a window that is not in front.
        const root = element?.getRootNode() as ShadowRoot | undefined;
        return root !== undefined && root.activeElement === element;
      });
    await comesTrue(isFocused, 'focused', target);
  }

  async gone(target: Target): Promise<void> {
    await comesTrue(async () => (await this.count(target)) === 0, 'gone', target);
  }

  /** Presses a button of the pointer on an element, once it stands still where the pointer meets it. */
  async click(target: Target, button: 'left' | 'right' = 'left'): Promise<void> {
    const { x, y } = await this.#pointOf(target);
    const which = button === 'right' ? 2 : 0;
    const press = [
      { type: 'pointerDown', button: which },
      { type: 'pointerUp', button: which },
    ];
    await this.#point(x, y, press);
  }

  async hover(target: Target): Promise<void> {
    const { x, y } = await this.#pointOf(target);
    await this.#point(x, y, []);
  }

  /** Presses keys together. */
  async press(...pressed: string[]): Promise<void> {
    const down = pressed.map((value) => ({ type: 'keyDown', value }));
    const up = pressed.toReversed().map((value) => ({ type: 'keyUp', value }));
    await this.driver.act([{ type: 'key', id: 'keyboard', actions: [...down, ...up] }]);
  }

  async type(text: string): Promise<void> {
    const actions = Array.from(text).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.driver.act([{ type: 'key', id: 'keyboard', actions }]);
  }

  async choose(target: Target, path: string): Promise<void> {
    await this.driver.choose(`${finding(target, true)}[0]`, path);
  }

  async #point(x: number, y: number, actions: object[]): Promise<void> {
    const move = { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0, origin: 'viewport' };
    const parameters = { pointerType: 'mouse' };
    await this.driver.act([{ type: 'pointer', id: 'mouse', parameters, actions: [move, ...actions] }]);
  }

  async #pointOf(target: Target): Promise<{ x: number; y: number }> {
    let point: { x: number; y: number } | null = null;
    const look = async (): Promise<boolean> => {
      point = await this.with(target, async ([element]) => {
        if (!element || element.matches(':disabled')) return null;
        element.scrollIntoView({ block: 'nearest' });
        const boxes: DOMRect[] = [];
        for (let frame = 0; frame < 2; frame++) {
          await new Promise((drawn) => setTimeout(drawn, 50));
          boxes.push(element.getBoundingClientRect());
        }
        const [before, box] = boxes;
        if (!before || !box || before.x !== box.x || before.y !== box.y || box.width === 0) return null;
        const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        const root = element.getRootNode() as ShadowRoot;
        const hit = root.elementFromPoint(middle.x, middle.y);
        return hit && (element.contains(hit) || hit.contains(element)) ? middle : null;
      });
      return point !== null;
    };
    await comesTrue(look, 'within reach', target);
    return point ?? { x: 0, y: 0 };
  }
}
