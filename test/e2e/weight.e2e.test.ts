// The size of what a page loads, as built, minified and compressed.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup, type Plugin } from 'rollup';
import { expect, test } from 'vitest';
import { root } from '../source-files.ts';

const kilo = (text: string | Buffer): number => gzipSync(text, { level: 9 }).length / 1000;

type Parts = [id: string, size: number][];

/** The heaviest parts, in the share that each has of the whole. */
const heaviest = (parts: Parts, total: number): string => {
  const sum = parts.reduce((all, [, size]) => all + size, 0);
  return parts
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, 24)
    .map(
      ([path, size]) =>
        `  ${((size / sum) * total).toFixed(1)} ${path.replace(/^.*\/(node_modules|packages)\//, '')}`,
    )
    .join('\n');
};

/** Returns the modules of each file, as the build lists them. */
const partsOf = (name: string): Record<string, Parts> =>
  Object.fromEntries(
    JSON.parse(readFileSync(join(root, 'node_modules/.cache/chat-build', `${name}.json`), 'utf8')) as [
      string,
      Parts,
    ][],
  );

const heavy = /valibot|engine\.io|socket\.io/;

test('the client with its socket stays within its size limit', async () => {
  const input = join(root, 'packages/client/dist/index.js');
  const bundle = await rollup({
    input,
    plugins: [nodeResolve({ browser: true, exportConditions: ['production'] }), commonjs()],
    onLog: () => {},
  });
  const { output } = await bundle.generate({
    format: 'es',
    plugins: [terser({ ecma: 2020 })],
  });
  const chunks = output.filter((file) => file.type === 'chunk');
  // The entry and the chunks it imports count; what loads on first use does not.
  const first = chunks.filter(
    ({ fileName }) => fileName === output[0].fileName || output[0].imports.includes(fileName),
  );
  const parts = first.flatMap(({ modules }): Parts =>
    Object.entries(modules).map(([id, each]) => [id, each.renderedLength]),
  );
  const total = kilo(first.map(({ code }) => code).join('\n'));
  process.stdout.write(`@chat/client: ${total.toFixed(1)} kB\n${heaviest(parts, total)}\n`);
  // 13.4 now. The limit stays close to it, so that no change adds weight unnoticed.
  expect(total).toBeLessThanOrEqual(13.6);
  expect(parts.filter(([id]) => heavy.test(id))).toEqual([]);
});

test('widget.js, all that a first view needs besides its texts, stays within its size limit', () => {
  const scripts = partsOf('widget-scripts');
  const modules = partsOf('widget-modules');
  const sizes = Object.keys(scripts).map((name) => {
    const total = kilo(readFileSync(join(root, 'packages/widget/dist', name)));
    // A file of the first build, by its modules.
    const parts = (scripts[name] ?? []).flatMap(([id, size]): Parts => modules[basename(id)] ?? [[id, size]]);
    process.stdout.write(
      `${name}: ${total.toFixed(1)} kB\n${name === 'widget.js' ? heaviest(parts, total) : ''}\n`,
    );
    return [name, total] as const;
  });
  // IndexedDB loads before the client connects, so the first view counts it.
  const first = sizes.filter(([name]) => /^widget|^chunk-indexed-db/.test(name));
  expect(first).toHaveLength(2);
  expect(first.reduce((sum, [, size]) => sum + size, 0)).toBeLessThanOrEqual(40);
  expect(scripts['widget.js']?.filter(([id]) => heavy.test(id))).toEqual([]);
});

/** Reads the sources, of which the build makes no file of its own. */
const stripTypes: Plugin = {
  name: 'strip-types',
  transform: (code, id) => (id.endsWith('.ts') ? { code: stripTypeScriptTypes(code), map: null } : null),
};

test('the code of encrypted rooms is one chunk within its size limit, without another cryptographic library', async () => {
  const bundle = await rollup({
    input: join(root, 'packages/client/src/encryption/room-encryption.ts'),
    plugins: [stripTypes, nodeResolve({ browser: true, exportConditions: ['production'] })],
    onLog: () => {},
  });
  const { output } = await bundle.generate({ format: 'es', plugins: [terser({ ecma: 2020 })] });
  expect(output).toHaveLength(1);
  const [{ code, modules, imports }] = output;
  expect(imports).toEqual([]);
  const parts = Object.entries(modules).map(([id, each]): Parts[number] => [id, each.renderedLength]);
  const total = kilo(code);
  process.stdout.write(`encryption: ${total.toFixed(1)} kB\n${heaviest(parts, total)}\n`);
  expect(total).toBeLessThanOrEqual(42);
  // All cryptography is the platform's.
  expect(parts.filter(([id]) => id.includes('@noble'))).toEqual([]);
});
