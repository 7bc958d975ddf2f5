// How long the gestures on a long room take until the next paint on a slow CPU, and what they cost the main thread.
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Locator, Page } from 'playwright-core';

const rounds = Number(process.env['R'] ?? 40);
const slowdown = 4;
/** How long a user holds a button or a key, ms. */
const pressMs = 80;
/** After a gesture, what it causes comes to rest, ms. */
const restMs = 120;

interface Painted {
  paints: { type: string; ms: number }[];
}

/** Notes for each event how long the page took until the paint after it. */
const watchPaints = (page: Page, types: readonly string[]): Promise<void> =>
  page.evaluate((watched) => {
    const global = globalThis as unknown as Painted;
    global.paints = [];
    const onEvent = (event: Event): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener('message', () => {
          global.paints.push({ type: event.type, ms: performance.now() - event.timeStamp });
        });
        port1.start();
        port2.postMessage(null);
      });
    };
    for (const type of watched) addEventListener(type, onEvent, true);
  }, types);

const p75 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.75)] ?? NaN;

interface Gesture {
  page: Page;
  name: string;
  /** The events of the gesture; the slowest counts, as in Interaction to Next Paint. */
  events: readonly string[];
  /** Not measured. */
  prepare?(round: number): Promise<unknown>;
  act(round: number): Promise<unknown>;
  /** Waits for the result, then leaves it. Not measured. */
  finish?(): Promise<unknown>;
}

const pressEvents = ['pointerdown', 'pointerup', 'click'];

/** Presses where the pointer is. Playwright's `click` moves it first, which would count. */
const press = async ({ mouse }: Page, button: 'left' | 'right' = 'left'): Promise<void> => {
  await mouse.down({ button });
  await pause(pressMs);
  await mouse.up({ button });
};

/** A press that toggles one class on an empty page: the least that a press takes on this machine. */
const emptyPress = async (page: Page): Promise<Gesture> => {
  await page.setContent(
    '<!doctype html><style>.on { color: red } button { position: fixed; inset: 0 auto auto 0 }</style><button>a</button>',
  );
  await page.evaluate(() => {
    const button = document.querySelector('button');
    button?.addEventListener('click', () => button.classList.toggle('on'));
  });
  return {
    page,
    name: 'a press on an empty page',
    events: pressEvents,
    prepare: () => page.mouse.move(8, 8),
    act: () => press(page),
  };
};

export const gesturesOn = (page: Page): Gesture[] => {
  const bubbles = page.locator('chat-messages:not([thread]) .bubble');
  const toolbar = page.locator('chat-messages:not([thread]) .toolbar');
  const menu = page.locator('chat-messages:not([thread]) .menu:popover-open');
  const composer: Locator = page.locator('chat-composer').first();
  const picker = page.locator('chat-emoji-picker .picker');
  const at = async (nth: number): Promise<[number, number]> => {
    const box = await bubbles.nth((await bubbles.count()) - 2 - (nth % 6)).boundingBox();
    return [(box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2];
  };
  let target: [number, number] = [0, 0];
  /** Finds where to press beforehand: what Playwright does in the page would count. */
  const aim = async (button: Locator): Promise<void> => {
    const box = await button.boundingBox();
    target = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2];
    await page.mouse.move(...target);
  };
  const click = (): Promise<void> => press(page);
  const hover = async (round: number): Promise<void> => page.mouse.move(...(await at(round)));
  const gestures: Omit<Gesture, 'page'>[] = [
    {
      name: 'hover',
      events: ['pointermove'],
      prepare: async (round) => void (target = await at(round)),
      act: () => page.mouse.move(...target),
    },
    {
      name: 'reaction',
      events: pressEvents,
      prepare: () => aim(toolbar.locator('button').first()),
      act: click,
    },
    {
      name: 'menu',
      events: ['pointerdown', 'pointerup'],
      prepare: hover,
      act: () => press(page, 'right'),
      finish: async () => {
        await menu.waitFor();
        await page.keyboard.press('Escape');
      },
    },
    {
      name: 'thread',
      events: pressEvents,
      prepare: async (round) => {
        await hover(round);
        await aim(toolbar.locator('button').last());
      },
      act: click,
      finish: async () => {
        await page.locator('chat-thread chat-composer').waitFor();
        await page.locator('.panel-top button').click();
      },
    },
    {
      name: 'picker',
      events: pressEvents,
      prepare: () => aim(composer.locator('.tools [aria-haspopup=dialog]').first()),
      act: click,
      finish: async () => {
        await picker.waitFor();
        await page.keyboard.press('Escape');
      },
    },
    {
      name: 'send',
      events: ['keydown', 'keyup'],
      prepare: (round) => composer.locator('textarea').fill(`Uno más, el ${round}.`),
      act: () => page.keyboard.press('Enter', { delay: pressMs }),
    },
  ];
  return gestures.map((each) => ({ ...each, page }));
};

export interface Interaction {
  name: string;
  /** Until the next paint with the CPU four times slower, p75. */
  paintMs: number;
  /** Work of the main thread until the next paint, p75. Other programs on the machine do not change it. */
  workMs: number;
}

interface TraceEvent {
  name: string;
  ph: string;
  tid: number;
  pid: number;
  ts: number;
  dur?: number;
  tdur?: number;
  args: { data?: { type?: string } };
}

/** Records what the main thread does, and returns the events when it stops. */
const trace = async (cdp: CDPSession): Promise<() => Promise<TraceEvent[]>> => {
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await cdp.send('Tracing.start', {
    traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', 'blink.user_timing'] },
  });
  return async () => {
    const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
    await cdp.send('Tracing.end');
    await complete;
    return events.toSorted((a, b) => a.ts - b.ts);
  };
};

/** Returns the work from the first event of a type after `from` until the frame after it is painted, ms. */
const workUntilPaint = (events: readonly TraceEvent[], type: string, from: number): number => {
  const begin = events.find(
    ({ name, ts, args }) => name === 'EventDispatch' && ts >= from && args.data?.type === type,
  );
  // An event without listeners is not dispatched.
  if (!begin) return 0;
  const own = events.filter(({ pid, tid }) => pid === begin.pid && tid === begin.tid);
  const paint = own.find(({ name, ts }) => name === 'Layerize' && ts > begin.ts);
  if (!paint) return 0;
  return (
    own
      .filter(({ name, ts, dur = 0 }) => name.endsWith('RunTask') && ts + dur > begin.ts && ts < paint.ts)
      .reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000
  );
};

/**
 * Measures each gesture twice: by the clock on a slow CPU, then by the work of the page's main thread. A press on an
 * empty page is one of them, because other programs on the machine slow down both.
 */
export const measureInteractions = async (page: Page): Promise<Interaction[]> => {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 900, height: 800 });
  const browser = page.context().browser();
  const empty = await browser?.newPage();
  if (!browser || !empty) return [];
  const pages = [empty, page];
  const gestures = [await emptyPress(empty), ...gesturesOn(page)];
  const perform = async (round: number, measured: (gesture: Gesture) => Promise<unknown>): Promise<void> => {
    for (const gesture of gestures) {
      await gesture.prepare?.(round);
      await pause(restMs);
      await measured(gesture);
      await pause(restMs);
      await gesture.finish?.();
    }
  };
  const figures = (): Map<string, number[]> => new Map(gestures.map(({ name }) => [name, []]));
  const paints = figures();
  const works = figures();
  // The code for gestures loads with the first ones.
  for (let round = 0; round < 3; round++) await perform(round, ({ act }) => act(round));

  const stop = await trace(await browser.newBrowserCDPSession());
  for (let round = 1; round <= rounds; round++)
    await perform(round, async (gesture) => {
      const mark = `${gesture.name} ${round}`;
      await gesture.page.evaluate((name) => void performance.mark(name), mark);
      await gesture.act(round);
    });
  const traced = await stop();
  for (const { name, events } of gestures)
    for (let round = 1; round <= rounds; round++) {
      const from = traced.find((each) => each.name === `${name} ${round}`)?.ts ?? Infinity;
      works.get(name)?.push(Math.max(...events.map((type) => workUntilPaint(traced, type, from))));
    }

  const types = [...new Set(gestures.flatMap(({ events }) => events))];
  for (const each of pages) {
    await watchPaints(each, types);
    const session = await each.context().newCDPSession(each);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  }
  for (let round = 1; round <= rounds; round++)
    await perform(round, async ({ page: own, name, events, act }) => {
      const take = () => own.evaluate(() => (globalThis as unknown as Painted).paints.splice(0));
      await take();
      await act(round);
      await pause(restMs);
      const seen = (await take()).filter(({ type }) => events.includes(type));
      paints.get(name)?.push(Math.max(...seen.map(({ ms }) => ms)));
    });
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await empty.close();
  if (before) await page.setViewportSize(before);
  return gestures.map(({ name }) => ({
    name,
    paintMs: p75((paints.get(name) ?? []).filter(Number.isFinite)),
    workMs: p75((works.get(name) ?? []).filter((each) => each > 0)),
  }));
};
