import { expect, test, vi } from 'vitest';
import { derived, later, partsOf } from '../src/lazy/lazy.ts';
import { patient } from '../../../test/unhurried.ts';

interface Rest {
  words: { get(): readonly string[]; add(word: string): Promise<number>; clear(): Promise<void> };
}

const made = (changed: () => void): Rest => {
  let words: readonly string[] = [];
  return {
    words: {
      get: () => words,
      add: async (word) => {
        words = [...words, word];
        changed();
        return words.length;
      },
      clear: async () => void (words = []),
    },
  };
};

const nothing: readonly string[] = [];

test('what is asked of a part that has not come is done in order once it has', async () => {
  let come: (rest: Rest) => void = () => {};
  const part = later(
    () => new Promise<Rest>((resolve) => (come = resolve)),
    () => touch(),
  );
  const { api, touch } = partsOf(part, { words: ['add clear', nothing] });
  const seen: (readonly string[])[] = [];
  api.words.subscribe((words) => seen.push(words));
  const done: string[] = [];
  part.use(() => done.push('first'));
  const added = api.words.add('hola');
  part.use(() => done.push('second'));
  expect(api.words.get()).toBe(nothing);
  expect(part.now()).toBeUndefined();

  come(made(() => touch()));
  await expect(added).resolves.toBe(1);
  part.use(() => done.push('third'));
  expect(done).toEqual(['first', 'second', 'third']);
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(['hola']), patient);

  // From now on there is no waiting.
  void api.words.add('adiós');
  expect(api.words.get()).toEqual(['hola', 'adiós']);
});

test('what cannot be loaded is loaded by the next use, and what waited for it is done then', async () => {
  let works = false;
  const load = vi.fn<() => Promise<Rest>>(async () => {
    if (!works) throw new Error('unable to load');
    return made(() => {});
  });
  const part = later(load, () => {});
  const { api } = partsOf(part, { words: ['add clear', nothing] });
  const done = vi.fn<() => void>();
  part.use(done);
  await expect(api.words.add('hola')).rejects.toThrow('unable to load');
  expect(load).toHaveBeenCalledTimes(1);
  works = true;
  await expect(Promise.all([api.words.add('hola'), api.words.add('adiós')])).resolves.toEqual([1, 2]);
  expect(load).toHaveBeenCalledTimes(2);
  expect(done).toHaveBeenCalledTimes(1);
});

test('what is made of a part is made once, when it is first used', async () => {
  const make = vi.fn<(rest: Rest) => { own: Rest['words'] }>((rest) => ({ own: rest.words }));
  const part = later(
    async () => made(() => {}),
    () => {},
  );
  const own = derived(part, make);
  expect(own.now()).toBeUndefined();
  await part.load();
  expect(make).not.toHaveBeenCalled();
  expect(own.now()).toBe(await own.load());
  expect(make).toHaveBeenCalledTimes(1);
});

test('a table names all that a part does, and no more', () => {
  const part = later(
    async () => made(() => {}),
    () => {},
  );
  // @ts-expect-error -- an act is missing
  partsOf(part, { words: ['add', nothing] });
  // @ts-expect-error -- there is no such act
  partsOf(part, { words: ['add clear remove', nothing] });
  expect(Object.keys(partsOf(part, { words: ['add clear'] }).api.words)).toEqual(['add', 'clear']);
});
