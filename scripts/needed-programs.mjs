// Which system programs the named tests need, found by what their files import.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { systemParts } from './ensure-system.mjs';

/** @typedef {typeof systemParts[number]} Part */

/**
 * The parts that tests need, each with the files that need it.
 *
 * @param {string} root @param {string[]} files paths from the root
 * @returns {Map<Part, string[]>}
 */
export function neededParts(root, files) {
  const known = new Map();
  /** @type {Map<Part, string[]>} */
  const needed = new Map();
  for (const file of files) {
    const texts = [...reachedFrom(root, join(root, file), known)].map((path) => known.get(path).text);
    for (const part of systemParts)
      if (needsPart(file, texts, part)) needed.set(part, [...(needed.get(part) ?? []), file]);
  }
  return needed;
}

/** @param {string} file @param {string[]} texts @param {Part} part */
function needsPart(file, texts, { find }) {
  // The configuration of vitest starts the browser of these.
  if (find.name === 'findChromium' && file.endsWith('.browser.test.ts')) return true;
  return texts.some((text) => text.includes(`${find.name}(`));
}

/**
 * A file and all that it names, by import or as a program to start.
 *
 * @param {string} root @param {string} start @param {Map<string, { text: string, names: string[] }>} known
 */
function reachedFrom(root, start, known) {
  const reached = new Set([start]);
  for (const path of reached) {
    let file = known.get(path);
    if (file === undefined) {
      const text = readFileSync(path, 'utf8');
      const named = [...text.matchAll(/['"`]([\w./-]+\.(?:ts|mjs))['"`]/g)].map(([, name = '']) => name);
      const paths = named.flatMap((name) => [resolve(dirname(path), name), join(root, name)]);
      // What finds the programs names all of them.
      const names = paths.filter((each) => existsSync(each) && !each.startsWith(join(root, 'scripts')));
      file = { text, names };
      known.set(path, file);
    }
    for (const name of file.names) reached.add(name);
  }
  return reached;
}
