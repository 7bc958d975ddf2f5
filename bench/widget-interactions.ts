// How long the gestures on a long room take until the next paint on a slow CPU, and what they cost the main thread.
// Both are read from traces: `EventTiming` has, for each event, what Interaction to Next Paint is made of.
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, CDPSession, Locator, Page } from 'playwright-core';

const rounds = Number(process.env['R'] ?? 40);
const slowdown = 4;
/** How long a user holds a button or a key, ms. */
const pressMs = 80;
/** After a gesture, what it causes comes to rest, ms. */
const restMs = 120;

const p75 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.75)] ?? NaN;

interface Gesture {
  page: Page;
  name: string;
  /** The events of the gesture that have a duration; the slowest counts, as in Interaction to Next Paint. */
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
      // A move has no duration of its own; what it enters has one, until the same paint.
      events: ['pointerover'],
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
      // By a key: Playwright's `click` leaves listeners in the page, which would count from then on.
      finish: async () => {
        await page.locator('chat-thread textarea:focus').waitFor();
        await page.keyboard.press('Escape');
        await page.locator('chat-thread').waitFor({ state: 'detached' });
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
  id?: string;
  args: { data?: { type: string; timeStamp: number; processingEnd: number } };
}

/** Records what the browser does, and returns the events when it stops. */
const trace = async (
  browser: Browser,
  includedCategories: string[],
): Promise<() => Promise<TraceEvent[]>> => {
  const cdp = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  cdp.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await cdp.send('Tracing.start', { traceConfig: { includedCategories } });
  return async () => {
    const complete = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve));
    await cdp.send('Tracing.end');
    await complete;
    await cdp.detach();
    return events.toSorted((a, b) => a.ts - b.ts);
  };
};

/** An event until the paint after it, in the time of the trace, µs. */
interface Timing {
  type: string;
  begin: number;
  handled: number;
  painted: number;
}

/** Returns the events of a process as Event Timing has them, which knows when a frame is on the screen. */
const timingsOf = (traced: readonly TraceEvent[], process: number): Timing[] => {
  const timings: Timing[] = [];
  // An id names another event once its own has ended.
  const open = new Map<string | undefined, TraceEvent>();
  for (const each of traced) {
    if (each.name !== 'EventTiming' || each.pid !== process) continue;
    if (each.ph === 'b') open.set(each.id, each);
    const begin = each.ph === 'e' ? open.get(each.id) : undefined;
    const { data } = begin?.args ?? {};
    if (!begin || !data) continue;
    const handled = begin.ts + (data.processingEnd - data.timeStamp) * 1000;
    timings.push({ type: data.type, begin: begin.ts, handled, painted: each.ts });
  }
  return timings;
};

/** Returns the work of a main thread from an event until the frame after it is painted, ms. */
const workUntilPaint = (own: readonly TraceEvent[], { begin, handled, painted }: Timing): number => {
  const frame = own.find(({ name, ts }) => name === 'Layerize' && ts > handled);
  // An event that changes nothing needs no frame.
  const end = Math.min(frame?.ts ?? Infinity, Math.max(painted, handled));
  const tasks = own.filter(
    ({ name, ts, dur = 0 }) => name.endsWith('RunTask') && ts + dur > begin && ts < end,
  );
  return tasks.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
};

/** The gestures of a trace: each lies between two marks, and is measured on the thread that made them. */
const figuresOf = (
  gestures: readonly Gesture[],
  traced: readonly TraceEvent[],
  figureOf: (timing: Timing, thread: readonly TraceEvent[]) => number,
): Map<string, number[]> =>
  new Map(
    gestures.map(({ name, events }) => {
      const marks = traced.filter((each) => each.name === `${name} begins` || each.name === `${name} ends`);
      const [{ pid, tid } = { pid: 0, tid: 0 }] = marks;
      const thread = traced.filter((each) => each.pid === pid && each.tid === tid);
      const timings = timingsOf(traced, pid).filter(({ type }) => events.includes(type));
      const figures = marks.flatMap(({ name: mark, ts }, at) => {
        const end = marks[at + 1]?.ts ?? Infinity;
        const own = timings.filter(({ begin }) => begin > ts && begin < end);
        if (!mark.endsWith('begins') || own.length === 0) return [];
        return [Math.max(...own.map((each) => figureOf(each, thread)))];
      });
      return [name, figures];
    }),
  );

const mark = (page: Page, name: string): Promise<void> =>
  page.evaluate((text) => void performance.mark(text), name);

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
  const gestures = [await emptyPress(empty), ...gesturesOn(page)];
  const throttles = new Map<Page, CDPSession>();
  for (const each of [empty, page]) throttles.set(each, await each.context().newCDPSession(each));
  // Chromium slows a thread down by keeping it busy, idle or not: a page that rests would take a core from the others.
  const perform = async (round: number, rate = 1): Promise<void> => {
    for (const { page: own, name, prepare, act, finish } of gestures) {
      await prepare?.(round);
      await pause(restMs);
      await throttles.get(own)?.send('Emulation.setCPUThrottlingRate', { rate });
      await mark(own, `${name} begins`);
      await act(round);
      await pause(restMs * rate);
      await mark(own, `${name} ends`);
      await throttles.get(own)?.send('Emulation.setCPUThrottlingRate', { rate: 1 });
      await finish?.();
    }
  };
  // The code for gestures loads with the first ones.
  for (let round = 0; round < 3; round++) await perform(round);
  const stopWork = await trace(browser, ['devtools.timeline', 'toplevel', 'blink.user_timing']);
  for (let round = 1; round <= rounds; round++) await perform(round);
  const works = figuresOf(gestures, await stopWork(), (timing, thread) => workUntilPaint(thread, timing));
  const stopClock = await trace(browser, ['devtools.timeline', 'blink.user_timing']);
  for (let round = 1; round <= rounds; round++) await perform(round, slowdown);
  const paints = figuresOf(gestures, await stopClock(), ({ begin, painted }) => (painted - begin) / 1000);
  await empty.close();
  if (before) await page.setViewportSize(before);
  return gestures.map(({ name }) => ({
    name,
    paintMs: p75(paints.get(name) ?? []),
    workMs: p75(works.get(name) ?? []),
  }));
};
