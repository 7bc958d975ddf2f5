// The public API of each package, from its built declarations, against the reviewed files in `api/`. After an
// intended change run `npm run api` and review the difference as a user would.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeEntry } from './describe-entry.ts';
import { root } from './source-files.ts';

interface Entry {
  import?: { types?: string };
  types?: string;
}

describe.each(['protocol', 'server', 'client', 'widget'])('@chat/%s', (name) => {
  const folder = `${root}/packages/${name}`;
  const { exports } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
    exports: Record<string, string | Entry>;
  };
  const entries = Object.entries(exports).flatMap(([path, entry]) => {
    const types = typeof entry === 'string' ? undefined : (entry.import?.types ?? entry.types);
    return types === undefined ? [] : [{ path, types: `${folder}/${types}` }];
  });

  test.each(entries)('$path equals the reviewed API', async ({ path, types }) => {
    const file = path === '.' ? name : `${name}-${path.slice(2)}`;
    await expect(describeEntry(types)).toMatchFileSnapshot(`api/${file}.api.txt`);
  });
});
