/** The last run of each name, where the platform has no Web Locks: there, only this process runs it. */
const last = new Map<string, Promise<unknown>>();

/** Runs `work` when no other page of this browser, and nothing in this one, runs any of the same name. */
export const exclusive = <T>(name: string, work: () => Promise<T>): Promise<T> => {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks) return locks.request(`chat:${name}`, work);
  const done = (last.get(name) ?? Promise.resolve()).then(work, work);
  last.set(name, done);
  return done;
};
