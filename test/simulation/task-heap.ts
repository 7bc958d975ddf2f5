/** A task that an actor runs at a given time. */
export interface Task {
  at: number;
  /** Of two tasks of one time the earlier made comes first. */
  order: number;
  owner: Actor;
  label: string;
  run: () => void;
  cancelled: boolean;
}

/** A process, a page, the database: it ends whole, with all it had planned. */
export interface Actor {
  readonly name: string;
  alive: boolean;
  /** Added to the true time by its clock, ms. */
  clockSkewMs: number;
}

export interface TaskHeap {
  push(task: Task): void;
  pop(): Task | undefined;
  peek(): Task | undefined;
}

const before = (one: Task, other: Task): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** A binary heap: the next task first. */
export const createTaskHeap = (): TaskHeap => {
  const tasks: Task[] = [];
  const at = (index: number): Task => tasks[index] as Task;
  const swap = (one: number, other: number): void => {
    const kept = at(one);
    tasks[one] = at(other);
    tasks[other] = kept;
  };

  const sink = (): void => {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= tasks.length) return;
      const right = left + 1;
      const child = right < tasks.length && before(at(right), at(left)) ? right : left;
      if (!before(at(child), at(index))) return;
      swap(index, child);
      index = child;
    }
  };

  return {
    push: (task) => {
      let index = tasks.push(task) - 1;
      while (index > 0) {
        const parent = (index - 1) >>> 1;
        if (!before(at(index), at(parent))) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop: () => {
      const first = tasks[0];
      const last = tasks.pop();
      if (first !== undefined && last !== undefined && first !== last) {
        tasks[0] = last;
        sink();
      }
      return first;
    },
    peek: () => tasks[0],
  };
};
