// Makes packages/server/src/names/confusables.ts from Unicode's list of characters that look alike (UTS #39):
//   node scripts/confusables.mjs confusables.txt        from https://www.unicode.org/Public/security/latest/confusables.txt
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , source] = process.argv;
if (source === undefined) throw new Error('usage: node scripts/confusables.mjs confusables.txt');
const text = readFileSync(source, 'utf8');
const version = /^# Version: ([\d.]+)/m.exec(text)?.[1] ?? 'unknown';
const charactersOf = /** @param {string} hex */ (hex) =>
  String.fromCodePoint(...hex.split(' ').map((each) => Number.parseInt(each, 16)));
const hexOf = /** @param {string} characters */ (characters) =>
  Array.from(characters, (each) => each.codePointAt(0)?.toString(16)).join('+');

/** @type {Map<string, string[]>} */
const sources = new Map();
for (const [, from = '', to = ''] of text.matchAll(/^([\dA-F]+) ;\t([\dA-F ]+?) ?;\tMA/gm)) {
  const character = charactersOf(from);
  // Names are normalized before they are looked up. Marks and invisible characters are left to other rules.
  if (character.normalize('NFKD') !== character || !/[\p{L}\p{N}\p{S}\p{P}]/u.test(character)) continue;
  const target = hexOf(charactersOf(to).normalize('NFKD'));
  sources.set(target, [...(sources.get(target) ?? []), hexOf(character)]);
}
const records = [...sources].map(([target, found]) => `${target}:${found.join(',')}`);
const lines = records.reduce(
  (/** @type {string[]} */ all, record) => {
    const last = all.at(-1) ?? '';
    if (last.length + record.length < 110)
      return [...all.slice(0, -1), last === '' ? record : `${last} ${record}`];
    return [...all, record];
  },
  [''],
);
const target = join(dirname(fileURLToPath(import.meta.url)), '../packages/server/src/names/confusables.ts');
writeFileSync(
  target,
  `// Characters that look alike, by Unicode's confusables.txt ${version} (UTS #39). Made by scripts/confusables.mjs: do not edit.
// © Unicode, Inc. Used under the Unicode License: https://www.unicode.org/license.txt

/** What a character is taken for: \`<target>:<characters>\`, in hexadecimal code points. */
export const confusables = \`
${lines.join('\n')}
\`;
`,
);
console.log(`${records.length} targets, ${lines.length} lines`);
