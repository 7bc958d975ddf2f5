// A page for each entry of a package: its declarations, from the reviewed files in `test/api`, with the
// comments of the sources.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../navigation.ts';
import { cell } from './elements.ts';
import { commentsOf } from './source-comments.ts';

/** `server-postgres`: the entry `@chat/server/postgres`, `packages/server/src/postgres.ts`. */
const entryOf = (file: string): { name: string; source: string } => {
  const [, pack = '', entry] = /^(\w+)(?:-(.+))?$/.exec(file) ?? [];
  return {
    name: `@chat/${pack}${entry ? `/${entry}` : ''}`,
    source: `packages/${pack}/src/${entry ?? 'index'}.ts`,
  };
};

const declarations = (file: string): { name: string; text: string }[] =>
  readFileSync(join(root, `test/api/${file}.api.txt`), 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((part) => {
      const [name = '', ...lines] = part.trimEnd().split('\n');
      return { name, text: lines.join('\n') };
    });

/** Leaves out the digests that stand for long declarations in the reviewed files. */
const shown = (text: string): string => text.replaceAll(/… [0-9a-f]{16}$/gm, '…');

const sectionOf = (source: string, { name, text }: { name: string; text: string }): string => {
  const comments = commentsOf(source, name);
  const inText = [...(comments?.members ?? [])].filter(([member]) =>
    new RegExp(`\\b${member}\\b`).test(text),
  );
  const rows = inText.map(([member, comment]) => `| \`${member}\` | ${cell(comment)} |`);
  const table = rows.length > 0 ? `\n| member | |\n| --- | --- |\n${rows.join('\n')}\n` : '';
  return `## ${name}\n\n${comments?.own ? `${comments.own}\n\n` : ''}\`\`\`ts\n${shown(text)}\n\`\`\`\n${table}`;
};

export const apiPage = (page: string): string => {
  const file = page.replace(/^.*\/(.+)\.md$/, '$1');
  const { name, source } = entryOf(file);
  if (!existsSync(join(root, source))) throw new Error(`${page}: no ${source}`);
  return `# ${name}

Everything that \`${name}\` exports, generated from the sources. [Versions](../versions.md) says what may change in
which version.

${declarations(file)
  .map((each) => sectionOf(source, each))
  .join('\n')}`;
};
