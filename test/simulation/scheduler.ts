import { createTaskHeap, type Actor, type Task } from './task-heap.ts';

/** Time and order of a whole run: one task at a time, each with all the microtasks that follow from it. */
export interface Scheduler {
  /** True time, ms since the epoch. */
  now(): number;
  /** The time of every clock without its own error: clocks may be set. */
  wall(): number;
  /** Sets all clocks forward. Timers keep their remaining time. */
  step(ms: number): void;
  /** The time on an actor's own clock. */
  clockOf(actor: Actor): () => number;
  actor(name: string, clockSkewMs?: number): Actor;
  /** Whose task runs now. */
  readonly current: Actor | null;
  /** Plans a task; it does not run when its owner has ended by then. Answers the way to cancel it. */
  after(owner: Actor, delayMs: number, label: string, run: () => void): () => void;
  /** Runs tasks until the time has come. */
  runUntil(time: number): Promise<void>;
  /** Lets everything run that is due now. */
  settle(): Promise<void>;
  /** Tasks run so far. */
  readonly steps: number;
  /** A number that two runs share only if they did the same at the same times. */
  readonly digest: number;
}

export interface SchedulerOptions {
  startAt: number;
  /** Told of each task before it runs. */
  onTask?: ((time: number, owner: string, label: string) => void) | undefined;
  /** A task has thrown. */
  onThrow(error: unknown): void;
  mostSteps?: number | undefined;
}

const realImmediate = setImmediate;
/** Asked for so many at a time: Node runs those in one turn of its event loop, and a turn for each took a sixth of all the time. */
const immediatesAtOnce = 256;
let asked = 0;
let goOn: (() => void) | null = null;
const next = (): void => {
  asked -= 1;
  const resume = goOn;
  goOn = null;
  resume?.();
};
/** Microtasks run dry before the next immediate. */
const drain = (): Promise<void> =>
  new Promise((resolve) => {
    goOn = resolve;
    if (asked === 0) for (; asked < immediatesAtOnce; asked += 1) realImmediate(next);
  });

export const createScheduler = (options: SchedulerOptions): Scheduler => {
  const { startAt, onTask, onThrow, mostSteps = 200_000 } = options;
  const heap = createTaskHeap();
  let time = startAt;
  let stepped = 0;
  let order = 0;
  let steps = 0;
  let digest = 0;
  let current: Actor | null = null;

  const note = ({ at, owner, label }: Task): void => {
    digest = Math.imul(digest ^ Math.floor(at - startAt), 0x01000193) ^ label.length;
    for (let index = 0; index < owner.name.length; index++)
      digest = Math.imul(digest ^ owner.name.charCodeAt(index), 0x01000193);
    onTask?.(at - startAt, owner.name, label);
  };

  const step = async (task: Task): Promise<void> => {
    time = Math.max(time, task.at);
    if (task.cancelled || !task.owner.alive) return;
    if (++steps > mostSteps) throw new Error('the run does not come to rest');
    note(task);
    current = task.owner;
    try {
      task.run();
    } catch (error) {
      onThrow(error);
    }
    await drain();
    current = null;
  };

  const runUntil = async (until: number): Promise<void> => {
    for (let next = heap.peek(); next !== undefined && next.at <= until; next = heap.peek()) {
      heap.pop();
      await step(next);
    }
    time = Math.max(time, until);
  };

  return {
    now: () => time,
    wall: () => time + stepped,
    step: (ms) => void (stepped += ms),
    clockOf: (actor) => () => time + stepped + actor.clockSkewMs,
    actor: (name, clockSkewMs = 0) => ({ name, alive: true, clockSkewMs }),
    get current() {
      return current;
    },
    after: (owner, delayMs, label, run) => {
      const at = time + Math.max(0, delayMs);
      const task: Task = { at, order: order++, owner, label, run, cancelled: false };
      heap.push(task);
      return () => void (task.cancelled = true);
    },
    runUntil,
    settle: () => runUntil(time),
    get steps() {
      return steps;
    },
    get digest() {
      return digest >>> 0;
    },
  };
};
