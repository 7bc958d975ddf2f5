import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { diskFiles, type FileStore } from '@chat/server';
import { fileStoreContract, testFileStore } from '@chat/server/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { temporaryDir } from './file-fixtures.ts';

interface Broken {
  name: string;
  damage: (sound: FileStore) => Partial<FileStore>;
  /** Titles of the cases that find it out, these and no other. */
  found: string[];
}

const kept = 'bytes are returned as they were stored';
const large = 'a large file is stored';
const underWay = 'an incomplete file is not visible';
const fails = 'nothing is stored of a body that fails';
const shorter = 'nothing is stored of a body that is shorter than announced';
const longer = 'nothing is stored of a body that is longer than announced';
const stretch = 'a range is returned';
const past = 'a range past the end is empty';
const nothing = 'a missing key returns null';
const away = 'a reader may stop reading';
const gone = 'only the given key is removed';
const harmless = 'removing a missing key does nothing';

const bytesOf = async (body: Readable): Promise<Buffer> => Buffer.concat(await body.toArray());

const broken: Broken[] = [
  {
    name: 'keeps what was there first',
    damage: ({ get, put }) => ({
      put: async (key, body, about) => ((await get(key)) ? void body.destroy() : put(key, body, about)),
    }),
    found: [kept, underWay, fails],
  },
  {
    name: 'loses the last byte of what is large',
    damage: ({ put }) => ({
      put: async (key, body, { size, type }) => {
        const bytes = await bytesOf(body);
        if (bytes.length !== size) throw new Error('another size');
        const cut = bytes.length > 8e6 ? bytes.subarray(0, -1) : bytes;
        return put(key, Readable.from([cut]), { size: cut.length, type });
      },
    }),
    found: [large],
  },
  {
    name: 'shows what has come so far',
    damage: ({ put, delete: remove }) => ({
      put: async (key, body, { size, type }) => {
        let bytes = Buffer.alloc(0);
        try {
          for await (const chunk of body) {
            bytes = Buffer.concat([bytes, chunk]);
            await put(key, Readable.from([bytes]), { size: bytes.length, type });
          }
          if (size === 0) await put(key, Readable.from([]), { size, type });
          if (bytes.length !== size) throw new Error('another size');
        } catch (error) {
          await remove(key);
          throw error;
        }
      },
    }),
    found: [underWay, fails],
  },
  {
    name: 'keeps what came of a body that failed',
    damage: ({ put }) => ({
      put: async (key, body, { size, type }) => {
        const chunks: Buffer[] = [];
        try {
          for await (const chunk of body) chunks.push(chunk);
        } catch (error) {
          const came = Buffer.concat(chunks);
          await put(key, Readable.from([came]), { size: came.length, type });
          throw error;
        }
        return put(key, Readable.from(chunks, { objectMode: false }), { size, type });
      },
    }),
    found: [fails],
  },
  {
    name: 'ends a body that failed as if it were whole',
    damage: ({ put }) => ({
      put: async (key, body, about) => {
        const passed = new PassThrough();
        body.on('error', () => passed.end());
        await put(key, body.pipe(passed), about);
      },
    }),
    found: [fails],
  },
  {
    name: 'takes a body that ends too early',
    damage: ({ put }) => ({
      put: async (key, body, { size, type }) => {
        const bytes = await bytesOf(body);
        return put(key, Readable.from([bytes]), { size: Math.min(bytes.length, size), type });
      },
    }),
    found: [shorter],
  },
  {
    name: 'cuts a body that is too long',
    damage: ({ put }) => ({
      put: async (key, body, { size, type }) =>
        put(key, Readable.from([(await bytesOf(body)).subarray(0, size)]), { size, type }),
    }),
    found: [longer],
  },
  {
    name: 'leaves out the last byte of a stretch',
    damage: ({ get }) => ({
      get: (key, range) =>
        range && range.end > range.start ? get(key, { ...range, end: range.end - 1 }) : get(key, range),
    }),
    found: [large, stretch, away],
  },
  {
    name: 'refuses a stretch past the end',
    damage: ({ get }) => ({
      get: async (key, range) => {
        const body = await get(key, range);
        if (!range || !body) return body;
        const bytes = await bytesOf(body);
        if (bytes.length === 0) throw new Error('416');
        return Readable.from([bytes]);
      },
    }),
    found: [past],
  },
  {
    name: 'makes up an empty file',
    damage: ({ get }) => ({ get: async (key, range) => (await get(key, range)) ?? Readable.from([]) }),
    found: [underWay, fails, shorter, longer, nothing, gone],
  },
  {
    name: 'gives out one file at a time',
    damage: ({ get }) => {
      let busy = 0;
      return {
        get: async (key, range) => {
          if (busy > 15) throw new Error('too many');
          const body = await get(key, range);
          if (body) busy += 1;
          return body?.once('end', () => (busy -= 1)) ?? null;
        },
      };
    },
    found: [away],
  },
  {
    name: 'removes what is called alike',
    damage: ({ delete: remove }) => ({
      delete: async (key) => {
        await remove(key);
        await remove(`${key}.thumbnail`);
      },
    }),
    found: [gone],
  },
  {
    name: 'refuses to remove what is not there',
    damage: ({ get, delete: remove }) => {
      let removals = 0;
      return {
        delete: async (key) => {
          const body = await get(key);
          body?.destroy();
          removals += 1;
          if (!body && removals === 1) throw new Error('no such file');
          return remove(key);
        },
      };
    },
    // The others remove what they did not put.
    found: [harmless, fails, shorter, longer],
  },
];

describe('the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chat-test-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  testFileStore(() => diskFiles(folder), { test });
});

describe('the file store contract', () => {
  test.each(broken)('detects a store that $name', async ({ damage, found }) => {
    const sound = diskFiles(temporaryDir());
    const failed: string[] = [];
    for (const { title, run } of fileStoreContract) {
      const store = { ...sound, ...damage(sound) };
      await run(store).catch(() => failed.push(title));
    }
    expect(failed.toSorted()).toEqual(found.toSorted());
  });

  test('has no case that all broken stores pass, and quotes the interface', () => {
    const proven = new Set(broken.flatMap(({ found }) => found));
    expect(fileStoreContract.map(({ title }) => title).filter((title) => !proven.has(title))).toEqual([]);
    const source = readFileSync(new URL('../../src/files/file-store.ts', import.meta.url), 'utf8');
    const words = source.replace(/\s*\n\s*\*\s?/g, ' ').replace(/\s+/g, ' ');
    expect(fileStoreContract.filter(({ sentence }) => !words.includes(sentence))).toEqual([]);
  });
});
