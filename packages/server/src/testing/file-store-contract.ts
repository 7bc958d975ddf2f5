import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import type { FileStore } from '../files/file-store.ts';

/** A case that tests a sentence of `FileStore`, or one aspect of it. */
export interface FileStoreCase {
  /** The unique title of the test. */
  title: string;
  /** The sentence as written in the interface. */
  sentence: string;
  /** Rejects if the store breaks the sentence. It uses its own keys and removes what it stored. */
  run: (store: FileStore) => Promise<void>;
}

const text = { type: 'text/plain' };

const put = (store: FileStore, key: string, bytes: Uint8Array | string): Promise<void> => {
  const whole = Buffer.from(bytes);
  return store.put(key, Readable.from([whole], { objectMode: false }), { ...text, size: whole.length });
};

const bytesOf = async (store: FileStore, key: string, range?: [number, number]): Promise<Buffer | null> => {
  const body = await store.get(key, range && { start: range[0], end: range[1] });
  if (!body) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};

const textOf = async (store: FileStore, key: string, range?: [number, number]): Promise<string | undefined> =>
  (await bytesOf(store, key, range))?.toString('latin1');

/** Runs with unique keys and removes what it stored. */
const withKeys =
  (run: (store: FileStore, key: string, other: string) => Promise<void>) =>
  async (store: FileStore): Promise<void> => {
    const key = randomUUID();
    const other = `${key}.thumbnail`;
    try {
      await run(store, key, other);
    } finally {
      await store.delete(key);
      await store.delete(other);
    }
  };

/** Larger than the largest part that a store sends at once. */
const large = 9_000_001;
const broken = 'the body broke off';

const breakingOff = (bytes: Uint8Array): Readable =>
  Readable.from(
    (async function* () {
      yield bytes;
      throw new Error(broken);
    })(),
    { objectMode: false },
  );

const kept: FileStoreCase[] = [
  {
    title: 'bytes are returned as they were stored',
    sentence: 'Stores `size` bytes under a key, replacing what was there.',
    run: withKeys(async (store, key) => {
      const bytes = randomBytes(1_000);
      await put(store, key, bytes);
      assert.deepEqual(await bytesOf(store, key), bytes);
      await put(store, key, '');
      assert.equal(await textOf(store, key), '');
      await put(store, key, 'another');
      assert.equal(await textOf(store, key), 'another');
    }),
  },
  {
    title: 'a large file is stored',
    sentence: 'Never holds a whole file in memory.',
    run: withKeys(async (store, key) => {
      const bytes = randomBytes(large);
      await put(store, key, bytes);
      assert.ok((await bytesOf(store, key))?.equals(bytes), 'what came back is another file');
      assert.deepEqual(await bytesOf(store, key, [large - 2, large - 1]), bytes.subarray(-2));
      assert.deepEqual(
        await bytesOf(store, key, [8_388_600, 8_388_615]),
        bytes.subarray(8_388_600, 8_388_616),
      );
    }),
  },
  {
    title: 'an incomplete file is not visible',
    sentence: 'Readers get the previous content until the new one is complete.',
    run: withKeys(async (store, key, other) => {
      await put(store, key, 'before');
      for (const each of [key, other]) {
        const body = new PassThrough();
        const putting = store.put(each, body, { ...text, size: 6 });
        body.write('aft');
        await new Promise((resolve) => setTimeout(resolve, 50));
        assert.equal(await textOf(store, each), each === key ? 'before' : undefined);
        body.end('er!');
        await putting;
        assert.equal(await textOf(store, each), 'after!');
      }
    }),
  },
];

const refused: FileStoreCase[] = [
  {
    title: 'nothing is stored of a body that fails',
    sentence: 'Rejects if the body fails or is not `size` bytes long; nothing of it is stored then.',
    run: withKeys(async (store, key, other) => {
      await put(store, other, 'before');
      for (const size of [10, large]) {
        const start = randomBytes(size - 1);
        for (const each of [key, other])
          await assert.rejects(store.put(each, breakingOff(start), { ...text, size }), { message: broken });
        assert.equal(await bytesOf(store, key), null);
        assert.equal(await textOf(store, other), 'before');
      }
    }),
  },
  ...[
    ['shorter', 'hola'],
    ['longer', 'hola, mundo'],
  ].map(([word, came = '']): FileStoreCase => ({
    title: `nothing is stored of a body that is ${word} than announced`,
    sentence: 'Rejects if the body fails or is not `size` bytes long; nothing of it is stored then.',
    run: withKeys(async (store, key) => {
      await assert.rejects(store.put(key, Readable.from([Buffer.from(came)]), { ...text, size: 6 }));
      assert.equal(await bytesOf(store, key), null);
    }),
  })),
];

const given: FileStoreCase[] = [
  {
    title: 'a range is returned',
    sentence:
      'Returns the bytes under a key, or a range of them as far as it exists; null if there is nothing.',
    run: withKeys(async (store, key) => {
      await put(store, key, '0123456789');
      assert.equal(await textOf(store, key, [0, 0]), '0');
      assert.equal(await textOf(store, key, [3, 6]), '3456');
      assert.equal(await textOf(store, key, [0, 9]), '0123456789');
      assert.equal(await textOf(store, key, [8, 20]), '89');
    }),
  },
  {
    title: 'a range past the end is empty',
    sentence:
      'Returns the bytes under a key, or a range of them as far as it exists; null if there is nothing.',
    run: withKeys(async (store, key) => {
      await put(store, key, '0123456789');
      assert.equal(await textOf(store, key, [10, 20]), '');
    }),
  },
  {
    title: 'a missing key returns null',
    sentence:
      'Returns the bytes under a key, or a range of them as far as it exists; null if there is nothing.',
    run: withKeys(async (store, key, other) => {
      assert.equal(await store.get(key), null);
      assert.equal(await store.get(key, { start: 0, end: 1 }), null);
      await put(store, key, 'x');
      assert.equal(await store.get(other), null);
    }),
  },
  {
    title: 'a reader may stop reading',
    sentence: 'The stream may be left unread.',
    run: withKeys(async (store, key) => {
      await put(store, key, randomBytes(large));
      for (let times = 0; times < 20; times += 1) (await store.get(key))?.destroy();
      const body = await store.get(key);
      for await (const chunk of body ?? []) if (chunk.length > 0) break;
      assert.equal((await bytesOf(store, key, [1, 2]))?.length, 2);
    }),
  },
  {
    title: 'only the given key is removed',
    sentence: 'Removes what is under a key, and nothing else.',
    run: withKeys(async (store, key, other) => {
      await put(store, key, 'x');
      await put(store, other, 'y');
      await store.delete(key);
      assert.equal(await store.get(key), null);
      assert.equal(await textOf(store, other), 'y');
      await put(store, key, 'z');
      assert.equal(await textOf(store, key), 'z');
    }),
  },
  {
    title: 'removing a missing key does nothing',
    sentence: 'Does nothing if there is nothing.',
    run: withKeys(async (store, key) => {
      await store.delete(key);
      await store.delete(key);
    }),
  },
];

/** The cases for a file store: at least one per sentence of `FileStore`. */
export const fileStoreContract: readonly FileStoreCase[] = [...kept, ...refused, ...given];

/**
 * Declares one test per case, with `test` of vitest, `node:test`, or `it` of mocha. All may share one store.
 */
export const testFileStore = (
  make: () => FileStore | Promise<FileStore>,
  { test }: { test: (name: string, run: () => Promise<void>) => void },
): void => {
  for (const { title, run } of fileStoreContract) test(title, async () => run(await make()));
};
