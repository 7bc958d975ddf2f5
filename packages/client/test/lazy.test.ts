import { expect, test, vi } from 'vitest';
import { deriveLazy, createLazy, createLazyParts } from '../src/lazy/lazy.ts';
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

test('calls to a part that is not loaded run in order once it is', async () => {
  let come: (rest: Rest) => void = () => {};
  const part = createLazy(
    () => new Promise<Rest>((resolve) => (come = resolve)),
    () => touch(),
  );
  const { api, touch } = createLazyParts(part, { words: nothing });
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

test('a part that failed to load is loaded by the next use, which runs the waiting calls', async () => {
  let works = false;
  const load = vi.fn<() => Promise<Rest>>(async () => {
    if (!works) throw new Error('unable to load');
    return made(() => {});
  });
  const part = createLazy(load, () => {});
  const { api } = createLazyParts(part, { words: nothing });
  const done = vi.fn<() => void>();
  part.use(done);
  await expect(api.words.add('hola')).rejects.toThrow('unable to load');
  expect(load).toHaveBeenCalledTimes(1);
  works = true;
  await expect(Promise.all([api.words.add('hola'), api.words.add('adiós')])).resolves.toEqual([1, 2]);
  expect(load).toHaveBeenCalledTimes(2);
  expect(done).toHaveBeenCalledTimes(1);
});

test('the value of a lazy part is created once, on first use', async () => {
  const make = vi.fn<(rest: Rest) => { own: Rest['words'] }>((rest) => ({ own: rest.words }));
  const part = createLazy(
    async () => made(() => {}),
    () => {},
  );
  const own = deriveLazy(part, make);
  expect(own.now()).toBeUndefined();
  await part.load();
  expect(make).not.toHaveBeenCalled();
  expect(own.now()).toBe(await own.load());
  expect(make).toHaveBeenCalledTimes(1);
});

test('every method of a part is callable before it loads, and typed, without a list', async () => {
  const part = createLazy(
    async () => made(() => {}),
    () => {},
  );
  const { api } = createLazyParts(part, { words: nothing });
  expect(api.words.clear).toBe(api.words.clear);
  await expect(api.words.add('hola')).resolves.toBe(1);
  // @ts-expect-error -- there is no such method
  expect(() => void api.words.remove()).toThrow(TypeError);
  // @ts-expect-error -- a readable part needs an initial value
  createLazyParts(part, { words: null });
});

test('once a part is loaded, a method that it does not have is undefined', async () => {
  const part = createLazy(
    async () => made(() => {}),
    () => {},
  );
  const { api } = createLazyParts(part, { words: nothing });
  const typo = (): unknown => Reflect.get(api.words, 'remove');
  expect(typo()).toBeTypeOf('function');
  await part.load();
  expect(typo()).toBeUndefined();
  expect(Reflect.get(api.words, 'empty')).toBeUndefined();
  for (const name of ['get', 'subscribe', 'add', 'clear', 'toString'])
    expect([name, typeof Reflect.get(api.words, name)]).toEqual([name, 'function']);
});

test('awaiting, serializing or inspecting a part does not load it', async () => {
  const load = vi.fn<() => Promise<Rest>>(async () => made(() => {}));
  const { api } = createLazyParts(
    createLazy(load, () => {}),
    { words: nothing },
  );
  await expect(Promise.resolve(api.words)).resolves.toBe(api.words);
  expect(JSON.stringify({ words: api.words })).toBe('{"words":{}}');
  expect(Reflect.get(api.words, Symbol.toPrimitive)).toBeUndefined();
  expect(Reflect.get(api.words, '__v_raw')).toBeUndefined();
  expect(load).not.toHaveBeenCalled();
});
