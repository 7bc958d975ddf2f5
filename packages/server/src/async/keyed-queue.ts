/** Runs the tasks of one key one after the other. Tasks of different keys do not wait for each other. */
export type KeyedQueue = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export const createKeyedQueue = (): KeyedQueue => {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work);
    last.set(key, turn);
    const over = (): void => {
      if (last.get(key) === turn) last.delete(key);
    };
    turn.then(over, over);
    return turn;
  };
};
