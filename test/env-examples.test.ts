// Every example names the variables it reads in an `.env.example`, and no others.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(path, 'utf8');
const names = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

/** The variables that sources read: `process.env.X`, `env.X` of it, or `const { X } = process.env`. */
const readIn = (source: string): string[] => [
  ...names(source, /\benv\.([A-Z][A-Z_]+)/g),
  ...names(source, /const \{([^}]*)\}\s*=\s*process\.env\b/g).flatMap((list) =>
    names(list, /([A-Z][A-Z_]+)/g),
  ),
];

test.each(globSync('examples/{*,recipes/*}/server.ts'))('%s', (server) => {
  const folder = server.replace(/server\.ts$/, '');
  const sources = globSync(`${folder}*.ts`).map(read).join('\n');
  expect(existsSync(`${folder}.env.example`)).toBe(true);
  const listed = names(read(`${folder}.env.example`), /^([A-Z][A-Z_]+)=/gm);
  expect([...listed].toSorted()).toEqual([...new Set(readIn(sources))].toSorted());
});
